import { createHash } from 'node:crypto';
import postgres from 'postgres';

/** A digest of every table's rows, whatever their order, by `schema.name`. Of queues and their bookkeeping only what is work. */
export async function digests(url: string): Promise<Record<string, string>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const tables = await sql<{ name: string }[]>`
      select schemaname || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname in ('public', 'drizzle', 'pgboss') order by 1`;
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await sql.unsafe<{ count: number; all: string | null }[]>(
        `select count(*)::int as count, string_agg(t::text, e'\\n' order by t::text) as all from ${name} t`,
      );
      const digest = createHash('sha256')
        .update(row?.all ?? '')
        .digest('hex');
      found[name] = `${row?.count} ${digest}`;
    }
    return found;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
