import type { Readable } from 'node:stream';
import type { TransactionSql } from 'postgres';

/** A field as PostgreSQL sends it in a binary COPY; null for NULL. A view that is good until the next row. */
export type Field = Buffer | null;

const signature = 19;

/**
 * Streams the rows of a query through COPY in binary form, with the socket held back while `onRow` works: memory stays flat whatever the
 * number of rows, and nothing is parsed that nobody asks for.
 */
export async function copyRows(
  sql: TransactionSql,
  query: string,
  onRow: (fields: Field[]) => void,
): Promise<void> {
  const stream: Readable = await sql.unsafe(`copy (${query}) to stdout (format binary)`).readable();
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  const take = (chunk: Buffer): void => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    if (!begun) {
      if (bytes.length < signature) {
        rest = bytes;
        return;
      }
      begun = true;
      at = signature + bytes.readUInt32BE(signature - 4);
    }
    for (;;) {
      const row = rowAt(bytes, at);
      if (!row) break;
      at = row.end;
      if (row.fields) onRow(row.fields);
    }
    rest = bytes.subarray(at);
  };
  await new Promise<void>((resolve, reject) => {
    let fault: unknown;
    stream.on('data', (chunk: Buffer) => {
      // A COPY cannot be left half read without losing the connection: after a fault the rest runs past.
      if (fault) return;
      try {
        take(chunk);
      } catch (error) {
        fault = error;
      }
    });
    stream.once('end', () => {
      // postgres.js pauses its socket when the stream is full, and a stream that ended while it was full never asks for more.
      stream._read(0);
      if (fault) reject(fault);
      else resolve();
    });
    stream.once('error', reject);
  });
}

/** The row that begins here, the end of the stream as a row without fields, or nothing while it is not all there. */
function rowAt(bytes: Buffer, from: number): { end: number; fields?: Field[] } | undefined {
  if (bytes.length < from + 2) return undefined;
  const count = bytes.readInt16BE(from);
  let at = from + 2;
  if (count < 0) return { end: at };
  const fields: Field[] = new Array(count);
  for (let n = 0; n < count; n++) {
    if (bytes.length < at + 4) return undefined;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) {
      fields[n] = null;
      continue;
    }
    if (bytes.length < at + length) return undefined;
    fields[n] = bytes.subarray(at, at + length);
    at += length;
  }
  return { end: at, fields };
}
