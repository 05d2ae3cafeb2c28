import type { TransactionSql } from 'postgres';
import type { Sql } from './connection.ts';

/**
 * A transaction that outlives the death of its connection. Whatever postgres.js 3.4.9 writes into a socket that has closed (the
 * ROLLBACK it answers a failure with, the COMMIT, a statement of work that goes on) ends the whole process with an uncaught
 * TypeError (porsager/postgres #1208): a restart of the database would end the bot. So nothing is written once the connection is
 * known to be gone, and what the work came to is not passed on; postgres.js rejects the transaction by itself.
 */
export function transaction<T>(
  sql: Sql,
  how: 'read committed' | 'repeatable read read only',
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  const life = { over: false };
  const never = (): Promise<never> => new Promise(() => {});
  const begun = sql.begin(`isolation level ${how}`, (tx) =>
    work(whileAlive(tx, life)).then(
      (result) => (life.over ? never() : result),
      (error: unknown) => {
        if (life.over || connectionIsGone(error)) return never();
        throw error;
      },
    ),
  ) as Promise<T>;
  begun.catch(() => {
    life.over = true;
  });
  return begun;
}

/** The same connection, which refuses every statement once it is over. */
function whileAlive(tx: TransactionSql, life: { readonly over: boolean }): TransactionSql {
  const alive = (): void => {
    if (life.over) throw Object.assign(new Error('the connection is gone'), { code: 'CONNECTION_CLOSED' });
  };
  return new Proxy(tx, {
    apply: (target, self, given) => {
      alive();
      return Reflect.apply(target, self, given);
    },
    get: (target, name) => {
      if (name === 'unsafe') alive();
      return Reflect.get(target, name);
    },
  });
}

/**
 * The connection died under a statement, or had died before: a connection that comes back fails its first statement with what ended
 * it last time. What was being done is not known to be done.
 */
export function connectionIsGone(error: unknown): boolean {
  const { code = '', severity = '' } = databaseError(error);
  return code.startsWith('CONNECTION_') || code === 'ECONNRESET' || code === 'EPIPE' || severity === 'FATAL';
}

/** What the database or the driver said, out of what Drizzle wraps around it. */
export function databaseError(error: unknown): { code?: string; severity?: string } {
  let found = error as { code?: string; severity?: string; cause?: unknown };
  while (found.code === undefined && typeof found.cause === 'object' && found.cause !== null)
    found = found.cause;
  return found;
}
