import postgres from 'postgres';

/** Takes away everything that was ever stored. For the sandbox's reset alone: no setting of a real workspace leads here. */
export async function emptyDatabase(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(
      'drop schema if exists pgboss cascade; drop schema if exists drizzle cascade; drop schema public cascade; create schema public',
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}
