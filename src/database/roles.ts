import postgres from 'postgres';

/**
 * Who may do what in the database. The owner migrates and is whoever DATABASE_OWNER_URL logs in as. The bot always acts as the
 * app, whatever its login: it reads and writes, but what is in the log it can only add to. The sequencer alone writes leaves and
 * checkpoints. The auditor only reads.
 */
export const roles = { app: 'shoumi_app', sequencer: 'shoumi_sequencer', auditor: 'shoumi_auditor' } as const;
export type DatabaseRole = (typeof roles)[keyof typeof roles];

/** Logins that `rolesSql` makes, with their passwords; a role without one is left as it is. */
export type RolePasswords = { readonly owner: string; readonly app: string; readonly auditor: string };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Statements that a superuser (or whoever has CREATEROLE) runs once per cluster: roles that are missing are made, the rights of the
 * others put right, passwords set. Running them again changes nothing else.
 */
export function rolesSql({
  owner = 'shoumi',
  passwords,
}: {
  owner?: string;
  passwords: RolePasswords;
}): string[] {
  const login = (name: string, password: string): string[] => [
    ensure(name),
    `alter role ${named(name)} login nosuperuser nocreatedb nocreaterole noreplication password ${quoted(password)}`,
  ];
  return [
    ...login(owner, passwords.owner),
    ...login(roles.app, passwords.app),
    ...login(roles.auditor, passwords.auditor),
    ensure(roles.sequencer),
    `alter role ${roles.sequencer} nologin nosuperuser nocreatedb nocreaterole`,
    // Member, but not heir: the app's own statements cannot write leaves, its sequencer says SET ROLE first.
    `grant ${roles.sequencer} to ${roles.app} with inherit false, set true`,
    `grant ${roles.app}, ${roles.sequencer} to ${named(owner)} with inherit false, set true`,
  ];
}

/** Runs `rolesSql` with an administrator's login: all of it or nothing. */
export async function makeRoles(adminUrl: string, wanted: Parameters<typeof rolesSql>[0]): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql.begin(async (tx) => {
      for (const statement of rolesSql(wanted)) await tx.unsafe(statement);
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function ensure(name: string): string {
  return `do $$ begin if not exists (select from pg_roles where rolname = ${quoted(name)}) then create role ${named(name)}; end if; end $$`;
}

/** Refuses, with one sentence, a cluster without our roles: migrations only grant rights to them. */
export async function requireRoles(sql: postgres.Sql | postgres.TransactionSql): Promise<void> {
  const wanted = Object.values(roles);
  const found = await sql<
    { rolname: string }[]
  >`select rolname from pg_roles where rolname::text = any(${wanted})`;
  const missing = wanted.filter((name) => !found.some((row) => row.rolname === name));
  if (missing.length > 0) {
    throw new Error(
      `The database server has no role ${missing.join(', ')}: let its administrator run what "npm run shoumi -- db roles" prints.`,
    );
  }
}

/**
 * Refuses, with one sentence, a login that the bot must not have: a superuser's, or one that may not act as the app.
 */
export async function requireAppLogin(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [me] = await sql<{ name: string; superuser: boolean; app: boolean; sequencer: boolean }[]>`
      select session_user as name, rolsuper as superuser,
        pg_has_role(session_user, ${roles.app}, 'SET') as app, pg_has_role(session_user, ${roles.sequencer}, 'SET') as sequencer
      from pg_roles where rolname = session_user`;
    if (me?.superuser) {
      throw new Error(
        `DATABASE_URL logs in as ${me.name}, a superuser, for whom no rule of the database holds: use the login ${roles.app}, which "npm run shoumi -- db roles" makes.`,
      );
    }
    if (!me?.app || !me.sequencer) {
      throw new Error(
        `DATABASE_URL logs in as ${me?.name}, which may not act as ${roles.app} and ${roles.sequencer}: let the server’s administrator run what "npm run shoumi -- db roles" prints.`,
      );
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
