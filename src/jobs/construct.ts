import { getConstructionPlans } from 'pg-boss';
import type { TransactionSql } from 'postgres';

const schema = 'pgboss';

/**
 * Makes pg-boss's tables inside a transaction of ours, for a restore that is to be whole or nothing; without queues. Answers the version
 * of its schema.
 */
export async function constructJobs(sql: TransactionSql): Promise<number> {
  const statements = getConstructionPlans(schema).trim();
  // The transaction around it is taken off; it stands in one of ours.
  const [first, last] = ['BEGIN', 'COMMIT'].map((word) => `${word};`) as [string, string];
  if (!statements.startsWith(first) || !statements.endsWith(last))
    throw new Error(
      'pg-boss’s plan is no longer one transaction: a restore cannot make it a part of its own',
    );
  await sql.unsafe(statements.slice(first.length, -last.length));
  return (await jobsVersion(sql)) ?? 0;
}

/** The version of pg-boss's schema; null where it is not installed. */
export async function jobsVersion(sql: TransactionSql): Promise<number | null> {
  const [table] = await sql`select 1 from pg_tables where schemaname = ${schema} and tablename = 'version'`;
  if (!table) return null;
  const [row] = await sql.unsafe<{ version: number }[]>(`select version from ${schema}.version`);
  return row?.version ?? null;
}
