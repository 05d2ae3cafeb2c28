import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The kinds of things that the store keeps as one JSON document each. */
export type Kind = 'setting' | 'user' | 'usergroup' | 'channel' | 'home' | 'file' | 'read';

export type Store = {
  get<T>(kind: Kind, id: string): T | undefined;
  all<T>(kind: Kind): T[];
  put(kind: Kind, id: string, document: unknown): void;
  message<T>(channel: string, ts: string): T | undefined;
  /** Oldest first, those after `ts` only. */
  messages<T>(channel: string, after?: string): T[];
  putMessage(channel: string, ts: string, document: unknown): void;
  dropMessage(channel: string, ts: string): boolean;
  bytes(id: string): Uint8Array | undefined;
  putBytes(id: string, bytes: Uint8Array): void;
  /** All that `work` writes is there afterwards, or none of it. */
  together<T>(work: () => T): T;
  clear(): void;
  close(): void;
};

const TABLES = `
  pragma journal_mode = wal;
  pragma synchronous = normal;
  create table if not exists document (kind text, id text, body text not null, primary key (kind, id)) without rowid;
  create table if not exists message (channel text, ts text, body text not null, primary key (channel, ts)) without rowid;
  create table if not exists bytes (id text primary key, body blob not null) without rowid;
`;

/**
 * The sandbox's own store. Every write is in the file before the call returns, so that a killed process has lost
 * nothing it answered for (write-ahead log; only a power cut could take the last moment).
 */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'sandbox.db'));
  database.exec(TABLES);
  const get = database.prepare('select body from document where kind = ? and id = ?');
  const all = database.prepare('select body from document where kind = ? order by id');
  const put = database.prepare('insert or replace into document (kind, id, body) values (?, ?, ?)');
  const message = database.prepare('select body from message where channel = ? and ts = ?');
  const messages = database.prepare('select body from message where channel = ? and ts > ? order by ts');
  const putMessage = database.prepare('insert or replace into message (channel, ts, body) values (?, ?, ?)');
  const dropMessage = database.prepare('delete from message where channel = ? and ts = ?');
  const bytes = database.prepare('select body from bytes where id = ?');
  const putBytes = database.prepare('insert or replace into bytes (id, body) values (?, ?)');
  const read = (row: unknown) => JSON.parse((row as { body: string }).body);
  let depth = 0;

  return {
    get: (kind, id) => {
      const row = get.get(kind, id);
      return row === undefined ? undefined : read(row);
    },
    all: (kind) => all.all(kind).map(read),
    put: (kind, id, document) => void put.run(kind, id, JSON.stringify(document)),
    message: (channel, ts) => {
      const row = message.get(channel, ts);
      return row === undefined ? undefined : read(row);
    },
    messages: (channel, after = '') => messages.all(channel, after).map(read),
    putMessage: (channel, ts, document) => void putMessage.run(channel, ts, JSON.stringify(document)),
    dropMessage: (channel, ts) => dropMessage.run(channel, ts).changes > 0,
    bytes: (id) => (bytes.get(id) as { body: Uint8Array } | undefined)?.body,
    putBytes: (id, body) => void putBytes.run(id, body),
    together: (work) => {
      if (depth > 0) return work();
      database.exec('begin');
      depth += 1;
      try {
        const result = work();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    clear: () => database.exec('delete from document; delete from message; delete from bytes'),
    close: () => database.close(),
  };
}
