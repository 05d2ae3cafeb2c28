import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyAll } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { requireRoles } from './roles.ts';

const ourMigrations = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** "shoumi" as a number; any number that nobody else takes a lock on would do. Held by whoever makes or changes tables. */
export const LOCK = 0x73686f75;

/**
 * Brings the tables up to this code, as their owner. Processes that start together take turns. Throws one sentence when
 * the database cannot be reached, or has migrations that this code does not know.
 */
export async function migrate(ownerUrl: string, migrationsFolder = ourMigrations): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder });
  const sql = postgres(ownerUrl, {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: 'shoumi migrate' },
  });
  try {
    // Held by the session, so by the one connection that this pool has.
    await sql`select pg_advisory_lock(${LOCK})`.catch((cause) => {
      throw unreachable(ownerUrl, cause);
    });
    const applied = await appliedTo(sql);
    const strange = applied.findIndex((migration, at) => known[at]?.hash !== migration.hash);
    if (strange >= known.length) {
      throw new Error(
        `The database has ${applied.length} migrations and this Shoumi knows ${known.length}: a newer version has used it, start that one or restore the backup made before it.`,
      );
    }
    if (strange >= 0) {
      throw new Error(
        `Migration ${strange + 1} of the database is not the one in ${migrationsFolder}: another version of Shoumi made it, start that one or restore a backup that fits.`,
      );
    }
    await requireRoles(sql);
    await applyAll(drizzle(sql), { migrationsFolder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Makes the tables of an earlier moment, inside a transaction of the owner's: the first migrations, as many as there are hashes. Which were
 * applied is not written down; a restore brings that with the other rows. False when these are not the migrations this code begins with.
 */
export async function applyFirst(
  sql: postgres.TransactionSql,
  hashes: readonly string[],
  migrationsFolder = ourMigrations,
): Promise<boolean> {
  const known = readMigrationFiles({ migrationsFolder }).slice(0, hashes.length);
  if (known.length < hashes.length || known.some(({ hash }, at) => hash !== hashes[at])) return false;
  // As Drizzle makes it.
  await sql.unsafe(`create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`);
  for (const migration of known) for (const statement of migration.sql) await sql.unsafe(statement);
  return true;
}

/** In the order in which they were applied; Drizzle goes by the moment they were generated. */
export async function appliedTo(sql: postgres.Sql | postgres.TransactionSql): Promise<{ hash: string }[]> {
  const [table] =
    await sql`select 1 from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations'`;
  if (!table) return [];
  return sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by created_at, id`;
}

/** Says where it tried and what came back, never the password. */
function unreachable(url: string, cause: NodeJS.ErrnoException): Error {
  const place = URL.canParse(url) ? new URL(url) : undefined;
  const where = place ? ` ${place.pathname.slice(1)} at ${place.host}` : '';
  return new Error(
    `The database${where} cannot be used (${cause.code ?? cause.message}): see that it runs, and that DATABASE_URL and DATABASE_OWNER_URL are right.`,
    { cause },
  );
}
