import type { TransactionSql } from 'postgres';
import type { Sql } from './connection.ts';

/**
 * A transaction that outlives the death of its connection. postgres.js 3.4.9 answers a failed transaction with a
 * ROLLBACK, and writing that into a socket that has closed ends the whole process with an uncaught TypeError
 * (porsager/postgres #1208): a restart of the database would end the bot. So where the connection is gone the work's failure is
 * not passed on; postgres.js rejects the transaction by itself when it sees the connection close.
 */
export function transaction<T>(
  sql: Sql,
  how: 'read committed' | 'repeatable read read only',
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  return sql.begin(`isolation level ${how}`, (tx) =>
    work(tx).catch((error: unknown) => {
      if (connectionIsGone(error)) return new Promise<never>(() => {});
      throw error;
    }),
  ) as Promise<T>;
}

/**
 * The connection died under a statement, or had died before: a connection that comes back fails its first statement with what ended
 * it last time. What was being done is not known to be done.
 */
export function connectionIsGone(error: unknown): boolean {
  const { code = '', severity = '' } = error as { code?: string; severity?: string };
  return code.startsWith('CONNECTION_') || code === 'ECONNRESET' || code === 'EPIPE' || severity === 'FATAL';
}
