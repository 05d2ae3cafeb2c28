import { createHash, type Hash } from 'node:crypto';
import type { DumpSequence, DumpTable } from '../database/dump.ts';
import { tableName } from '../database/dump.ts';
import { ArchiveFault } from './archive.fault.ts';

/**
 * What a backup holds, as a stream of bytes that explains itself:
 *
 *     shoumi backup 1⏎
 *     H header   what follows, as of one moment
 *     T table    its name; the tables come in the header's order
 *     D rows     any number of pieces: COPY's text form, as PostgreSQL documents it
 *     E end      how many rows and bytes the table had, and their SHA-256
 *     Z trailer  how many tables and rows; SHA-256 over the header's bytes and every table's SHA-256
 *
 * Each part is a letter, its length in four bytes (big-endian) and that many bytes; H, T, E and Z are JSON. A file is this stream
 * compressed with zstd and encrypted with age, so `age -d -i identity file | zstd -d` shows it.
 */
export const formatVersion = 1;
const firstLine = Buffer.from(`shoumi backup ${formatVersion}\n`);

export type Header = {
  /** ISO 8601, business time. */
  readonly madeAt: string;
  readonly shoumi: string;
  readonly migrations: readonly string[];
  readonly pgboss: number | null;
  readonly postgres: string;
  /** The Merkle log at that moment; the root in hex. */
  readonly log: { readonly size: number; readonly root: string };
  readonly tables: readonly (DumpTable & { readonly rows: number })[];
  readonly sequences: readonly DumpSequence[];
};
export type TableEnd = { readonly rows: number; readonly bytes: number; readonly sha256: string };
export type Trailer = { readonly tables: number; readonly rows: number; readonly sha256: string };

/** Rows are gathered to pieces of this size: PostgreSQL hands them over one by one. */
const pieceSize = 256 * 1024;
/** No part is larger; what claims to be is no part of a backup. */
const longestPart = 64 * 1024 * 1024;

function part(letter: string, content: Uint8Array): Uint8Array[] {
  const head = Buffer.alloc(5);
  head.write(letter, 0, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return [head, content];
}
const json = (value: unknown) => Buffer.from(JSON.stringify(value), 'utf8');

/** Writes the stream. `rowsOf` answers the rows of one table of the header. */
export async function* archiveOf(
  header: Header,
  rowsOf: (table: DumpTable) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const whole = createHash('sha256');
  const head = json(header);
  whole.update(head);
  yield firstLine;
  yield* part('H', head);
  let rows = 0;
  for (const table of header.tables) {
    yield* part('T', json({ schema: table.schema, name: table.name }));
    const tally = newTally();
    for await (const piece of gathered(rowsOf(table))) {
      take(tally, piece);
      yield* part('D', piece);
    }
    const end: TableEnd = { rows: tally.rows, bytes: tally.bytes, sha256: tally.hash.digest('hex') };
    if (end.rows !== table.rows)
      throw new Error(`${tableName(table)} had ${table.rows} rows and gave ${end.rows}`);
    whole.update(end.sha256);
    rows += end.rows;
    yield* part('E', json(end));
  }
  const trailer: Trailer = { tables: header.tables.length, rows, sha256: whole.digest('hex') };
  yield* part('Z', json(trailer));
}

async function* gathered(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let some: Uint8Array[] = [];
  let size = 0;
  for await (const row of rows) {
    some.push(row);
    size += row.length;
    if (size < pieceSize) continue;
    yield* cut(Buffer.concat(some, size));
    some = [];
    size = 0;
  }
  if (size > 0) yield* cut(Buffer.concat(some, size));
}

function* cut(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += longestPart) yield bytes.subarray(at, at + longestPart);
}

type Tally = { rows: number; bytes: number; readonly hash: Hash };
const newTally = (): Tally => ({ rows: 0, bytes: 0, hash: createHash('sha256') });

function take(tally: Tally, piece: Uint8Array): void {
  tally.hash.update(piece);
  tally.bytes += piece.length;
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) tally.rows += 1;
}

/** What a reader is told, in the order of the stream. `table` takes all of `rows` before it returns. */
export type Hearing = {
  readonly header: (header: Header) => Promise<void>;
  readonly table: (table: Header['tables'][number], rows: AsyncIterable<Uint8Array>) => Promise<void>;
};

/**
 * Reads the stream and checks it: every part in its place, every count and SHA-256, and an end. Throws an ArchiveFault that names the
 * table and the byte of the stream; then nothing of what was told may be kept.
 */
export async function readArchive(bytes: AsyncIterable<Uint8Array>, hear: Hearing): Promise<Trailer> {
  const source = partsOf(bytes);
  let table: string | undefined;
  const next = async (...wanted: readonly string[]): Promise<Part> => {
    try {
      const { value } = await source.next();
      if (!value) throw new ArchiveFault('cut', {});
      if (!wanted.includes(value.letter)) throw new ArchiveFault('damaged', { from: value.at });
      return value;
    } catch (error) {
      if (error instanceof ArchiveFault) error.place.table ??= table;
      throw error;
    }
  };
  try {
    const head = await next('H');
    const header = told<Header>(head);
    await hear.header(header);
    const whole = createHash('sha256').update(head.content);
    let rows = 0;
    for (const expected of header.tables) {
      table = tableName(expected);
      const begin = await next('T');
      const named = told<DumpTable>(begin);
      if (tableName(named) !== table) throw new ArchiveFault('wrong', { table, from: begin.at });
      const tally = newTally();
      let end: Part | undefined;
      const pieces = async function* () {
        for (;;) {
          const piece = await next('D', 'E');
          if (piece.letter === 'E') {
            end = piece;
            const said = told<TableEnd>(piece);
            const found: TableEnd = {
              rows: tally.rows,
              bytes: tally.bytes,
              sha256: tally.hash.digest('hex'),
            };
            // Before the last row is handed on: a table that is not whole is not loaded.
            if (said.sha256 !== found.sha256 || said.rows !== found.rows || said.rows !== expected.rows)
              throw new ArchiveFault('wrong', { table, from: piece.at });
            whole.update(found.sha256);
            rows += found.rows;
            return;
          }
          take(tally, piece.content);
          yield piece.content;
        }
      };
      await hear.table(expected, pieces());
      if (!end) throw new Error(`the rows of ${table} were not taken`);
    }
    table = undefined;
    const last = await next('Z');
    const trailer = told<Trailer>(last);
    const sums = { tables: header.tables.length, rows, sha256: whole.digest('hex') };
    if (JSON.stringify(trailer) !== JSON.stringify(sums)) throw new ArchiveFault('wrong', { from: last.at });
    const more = await source.next();
    if (more.value) throw new ArchiveFault('damaged', { from: more.value.at });
    return trailer;
  } finally {
    await source.return(undefined);
  }
}

type Part = { readonly letter: string; readonly content: Uint8Array; readonly at: number };

function told<T>({ content, at }: Part): T {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8')) as T;
  } catch {
    throw new ArchiveFault('damaged', { from: at });
  }
}

/** The stream's parts with their places. The first line is checked on the way. */
async function* partsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Part, undefined> {
  const source = bytes[Symbol.asyncIterator]();
  let held: Uint8Array = Buffer.alloc(0);
  let at = 0;
  const taken = async (length: number): Promise<Uint8Array | undefined> => {
    const some = [held];
    let size = held.length;
    while (size < length) {
      const { value, done } = await source.next();
      if (done) break;
      some.push(value);
      size += value.length;
    }
    const all = some.length === 1 ? held : Buffer.concat(some, size);
    if (size < length) {
      held = all;
      return undefined;
    }
    held = all.subarray(length);
    at += length;
    return all.subarray(0, length);
  };
  try {
    const line = await taken(firstLine.length);
    if (!line || Buffer.compare(line, firstLine) !== 0) throw notOurs(line);
    for (;;) {
      const begin = at;
      const head = await taken(5);
      if (!head) {
        if (held.length > 0) throw new ArchiveFault('cut', { from: begin });
        return undefined;
      }
      const length = Buffer.from(head).readUInt32BE(1);
      if (length > longestPart) throw new ArchiveFault('damaged', { from: begin });
      const content = await taken(length);
      if (!content) throw new ArchiveFault('cut', { from: begin });
      yield { letter: String.fromCharCode(head[0] ?? 0), content, at: begin };
    }
  } finally {
    await source.return?.();
  }
}

function notOurs(line: Uint8Array | undefined): ArchiveFault {
  const version = /^shoumi backup (\d+)/.exec(Buffer.from(line ?? []).toString('latin1'))?.[1];
  return new ArchiveFault(version && Number(version) > formatVersion ? 'newer' : 'foreign', {});
}
