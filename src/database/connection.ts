import { PgDatabase, PgDialect } from 'drizzle-orm/pg-core';
import { type PostgresJsQueryResultHKT, PostgresJsSession } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { DatabaseRole } from './roles.ts';
import { noVault, type OpenVault, type Sealing } from './sealing.ts';

export type Sql = postgres.Sql;

/** Drizzle's query builder without its own transactions: those are made in database/ and ledger/ alone. */
export type QueryBuilder = Omit<PgDatabase<PostgresJsQueryResultHKT>, 'transaction'>;

/**
 * One connection as rules of storage see it: hand-written SQL and Drizzle's builder, both on the very same connection (or,
 * outside of a transaction, on the pool).
 */
export type Tx = {
  readonly sql: Sql | postgres.TransactionSql;
  readonly db: QueryBuilder;
  readonly vault: Sealing;
};

export type Database = {
  readonly sql: Sql;
  readonly db: QueryBuilder;
  /** For single statements: each call reads its keys anew. */
  readonly vault: Sealing;
  /** The same connection with the vault opened for as long as its transaction lasts. */
  readonly within: (sql: postgres.TransactionSql) => Tx;
  /** Lets running queries finish for five seconds, then closes every connection. */
  stop(): Promise<void>;
  /** Whether the database answers within two seconds. Never throws. */
  reachable(): Promise<boolean>;
};

export type ConnectOptions = {
  /** Connections at most. */
  max?: number;
  /** Whom every connection acts as; without it, whoever logs in. */
  role?: DatabaseRole;
  /** What the server calls these connections. At most 63 bytes. */
  name?: string;
  /** What seals and opens; without it, asking for that throws. */
  vault?: OpenVault;
  log?: { debug(what: object, message: string): void };
};

/** Milliseconds. Nothing this house asks of its database in a request takes longer, and no lock is held longer. */
const LONGEST_STATEMENT = 30_000;
const LONGEST_IDLE_IN_TRANSACTION = 30_000;
const LONGEST_WAIT_FOR_AN_ANSWER = 2_000;

/** Milliseconds after which a pool that was given up has nothing left to do. */
const LONGEST_FAREWELL = 2 * LONGEST_STATEMENT;

/**
 * A pool of connections that come back by themselves after the database was away. A query that was running then fails;
 * the next one finds the database again within a second of its return.
 *
 * Once one of its connections has died the whole pool is given up for a new one: postgres.js 3.4.9 opens a dead connection anew with what the
 * old one left behind. Its first statement fails with the old error, the next has the old one's rows before its own, and a statement that
 * was just being sent keeps it from logging in for ten seconds, at every try.
 */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const openVault = options.vault ?? noVault;
  const givenUp = new Map<Pool, NodeJS.Timeout>();
  let stopped = false;
  let pool = openPool(url, options, renew);

  function renew(died: Pool): void {
    if (died !== pool || stopped) return;
    // What runs or waits in the old pool has its time to end there.
    const farewell = setTimeout(() => {
      givenUp.delete(died);
      void died.sql.end({ timeout: 5 });
    }, LONGEST_FAREWELL).unref();
    givenUp.set(died, farewell);
    pool = openPool(url, options, renew);
  }

  return {
    get sql() {
      return pool.sql;
    },
    get db() {
      return pool.db;
    },
    vault: {
      ready: () => {},
      seal: (...asked) => openVault(pool.sql).seal(...asked),
      open: (...asked) => openVault(pool.sql).open(...asked),
      index: (...asked) => openVault(pool.sql).index(...asked),
      indices: (...asked) => openVault(pool.sql).indices(...asked),
    },
    within: (sql) => within(sql, openVault),
    stop: async () => {
      stopped = true;
      for (const farewell of givenUp.values()) clearTimeout(farewell);
      // A dead connection never says that it has finished: what still runs beside it has a second.
      const leaving = [...givenUp.keys()].map(({ sql }) => sql.end({ timeout: 1 }));
      await Promise.all([pool.sql.end({ timeout: 5 }), ...leaving]);
    },
    reachable: () => answers(pool.sql),
  };
}

type Pool = { readonly sql: Sql; readonly db: QueryBuilder };

/** `onDeath` is told when a connection closes in a pool that was once let in. One that was never let in starts anew by itself. */
function openPool(
  url: string,
  { max = 10, role, name = 'shoumi', log }: ConnectOptions,
  onDeath: (pool: Pool) => void,
): Pool {
  let letIn = false;
  const sql: Sql = postgres(url, {
    max,
    connect_timeout: 10,
    // Asked of every new connection, and nobody hears when it dies over it: an unhandled rejection, which ends the process.
    fetch_types: false,
    // The library's own pause grows to twenty seconds; a restarted database should not be missed for that long.
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 1),
    connection: {
      application_name: name,
      ...(role ? { role } : {}),
      TimeZone: 'UTC',
      statement_timeout: LONGEST_STATEMENT,
      idle_in_transaction_session_timeout: LONGEST_IDLE_IN_TRANSACTION,
    },
    // The server tells its parameters right after the login.
    onparameter: () => {
      letIn = true;
    },
    onclose: () => {
      if (letIn) onDeath(pool);
    },
    // Only the code: a notice's text can quote what somebody wrote.
    onnotice: (notice) => log?.debug({ code: notice.code }, 'the database gave notice'),
  });
  for (const type of types) {
    for (const oid of type.oids) {
      sql.options.parsers[oid] = type.parse;
      sql.options.serializers[oid] = type.serialize;
    }
  }
  // What `sql.array` looks up.
  const { typeArrayMap } = (sql.options as unknown as { shared: { typeArrayMap: Record<number, number> } })
    .shared;
  for (const [oid, element] of arrays) {
    typeArrayMap[element] = oid;
    const parse = sql.options.parsers[element] as ((text: string) => unknown) | undefined;
    const serialize = sql.options.serializers[element];
    sql.options.parsers[oid] = (text: string) => listOf(text, parse);
    sql.options.serializers[oid] = (value: unknown) => literalOf(value, serialize);
  }
  const pool: Pool = { sql, db: within(sql).db };
  return pool;
}

/**
 * Drizzle's builder over a given postgres.js transaction, built when first used (hot paths go without it). Drizzle's own
 * `drizzle(client)` is not used because it overwrites the client's parsers.
 */
export function within(sql: Sql | postgres.TransactionSql, openVault: OpenVault = noVault): Tx {
  let builder: QueryBuilder | undefined;
  return {
    sql,
    vault: openVault(sql),
    get db() {
      // The session only calls `unsafe`, which a transaction has as well.
      builder ??= new PgDatabase<PostgresJsQueryResultHKT>(
        dialect,
        new PostgresJsSession(sql as Sql, dialect, undefined),
        undefined,
      );
      return builder;
    },
  };
}

const dialect = new PgDialect();

/**
 * How values cross the wire, for hand-written SQL and Drizzle alike. Both must be served by one table: Drizzle hands over
 * strings it has serialised itself, hand-written SQL hands over Dates and objects. So a string always passes as it stands,
 * a JSON value that is a mere string included: write that as `JSON.stringify(text)`.
 */
const types: readonly {
  oids: readonly number[];
  parse: (text: string) => unknown;
  serialize: (value: unknown) => string;
}[] = [
  { oids: [1184 /* timestamptz */], parse: (text) => new Date(text), serialize: dateOrText },
  // A day on the calendar and a time without zone are no instants: they stay text.
  { oids: [1082, 1083, 1114 /* date, time, timestamp */], parse: (text) => text, serialize: dateOrText },
  {
    oids: [114, 3802 /* json, jsonb */],
    parse: (text) => JSON.parse(text),
    serialize: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  },
  { oids: [20 /* int8 */], parse: safeInteger, serialize: String },
];

/** Arrays that may cross the wire, with the type of their elements: bool, bytea, int2, int4, int8, text, varchar, float8, date, timestamptz, jsonb. */
const arrays: readonly (readonly [oid: number, element: number])[] = [
  [1000, 16],
  [1001, 17],
  [1005, 21],
  [1007, 23],
  [1016, 20],
  [1009, 25],
  [1015, 1043],
  [1022, 701],
  [1182, 1082],
  [1185, 1184],
  [3807, 3802],
];

/** The elements of a flat array as PostgreSQL writes it: `{1,NULL,"with, comma"}`. */
function listOf(text: string, parse: (text: string) => unknown = (element) => element): unknown[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,]+/gs);
  return [...elements].map(([plain, quoted]) => {
    if (quoted !== undefined) return parse(quoted.replaceAll(/\\(.)/gs, '$1'));
    return plain === 'NULL' ? null : parse(plain);
  });
}

function literalOf(value: unknown, serialize: (value: unknown) => unknown = String): unknown {
  if (!Array.isArray(value)) return value;
  const elements = value.map((element: unknown) =>
    element === null ? 'NULL' : `"${String(serialize(element)).replaceAll(/[\\"]/g, '\\$&')}"`,
  );
  return `{${elements.join(',')}}`;
}

function dateOrText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** A number where it is exact (up to 2^53 - 1), else a bigint. */
function safeInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

async function answers(sql: Sql): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, LONGEST_WAIT_FOR_AN_ANSWER, false);
  });
  const answer = sql`select 1`.then(
    () => true,
    () => false,
  );
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}
