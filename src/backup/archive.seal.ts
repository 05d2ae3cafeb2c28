import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ReadableStream as WebStream } from 'node:stream/web';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { ArchiveFault } from './archive.fault.ts';

/** Compresses (zstd) and encrypts (age) a stream for a recipient. Holds a few blocks at a time, whatever the length. */
export async function* sealed(
  bytes: AsyncIterable<Uint8Array>,
  recipient: string,
): AsyncGenerator<Uint8Array> {
  const packed = createZstdCompress();
  // Its failure comes out of `packed` as well, which is where it is waited for.
  const packing = pipeline(bytes, packed).catch(() => {});
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  try {
    yield* (await encrypter.encrypt(asWeb(Readable.toWeb(packed)))) as unknown as WebStream<Uint8Array>;
  } finally {
    packed.destroy();
    await packing;
  }
}

/** Node's web streams are the browser's; only their types are two. */
const asWeb = (stream: WebStream) => stream as unknown as ReadableStream<Uint8Array>;

/** A block of age's payload: 64 KiB and its tag. */
const blockSize = 64 * 1024 + 16;

/** What was read of a file so far: all of it when the stream came to its end. */
export type Seen = { bytes: number; sha256: () => string };

/**
 * Decrypts and unpacks a file as a stream. Throws an ArchiveFault that names the bytes of the file; everything before them was handed on.
 */
export function opened(
  file: FileHandle,
  identities: readonly string[],
): { readonly bytes: AsyncIterable<Uint8Array>; readonly seen: Seen } {
  const hash = createHash('sha256');
  const seen: Seen = { bytes: 0, sha256: () => hash.copy().digest('hex') };
  const start: Buffer[] = [];
  let ended = false;
  async function* read(): AsyncGenerator<Uint8Array> {
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: blockSize })) {
      const piece = chunk as Buffer;
      if (seen.bytes === 0) start.push(piece);
      hash.update(piece);
      seen.bytes += piece.length;
      yield piece;
    }
    ended = true;
  }

  async function* plain(): AsyncGenerator<Uint8Array> {
    const decrypter = new Decrypter();
    for (const identity of identities) decrypter.addIdentity(identity);
    let stream: AsyncIterable<Uint8Array>;
    try {
      stream = (await decrypter.decrypt(asWeb(WebStream.from(read())))) as unknown as WebStream<Uint8Array>;
    } catch (cause) {
      const said = (cause as Error).message;
      const head = start[0]?.subarray(0, 22).toString('latin1') ?? '';
      if (!head.startsWith('age-encryption.org/v1\n'.slice(0, head.length)) || head === '')
        throw new ArchiveFault(head === '' ? 'cut' : 'foreign', head === '' ? { from: 0, file: true } : {});
      if (said.includes('no identity matched')) throw new ArchiveFault('key', {}, cause);
      const kind = ended && seen.bytes < 200 ? 'cut' : 'damaged';
      throw new ArchiveFault(
        kind,
        kind === 'cut' ? { from: seen.bytes, file: true } : { from: 0, to: headLength(start[0]), file: true },
        cause,
      );
    }
    const payload = headLength(start[0]) + 16;
    let blocks = 0;
    try {
      for await (const block of stream) {
        blocks += 1;
        yield block;
      }
    } catch (cause) {
      const from = payload + blocks * blockSize;
      // Whether the last block was changed or lost its end cannot be told: its tag is at its end.
      const last = ended && from + blockSize >= seen.bytes;
      const to = Math.min(from + blockSize, Math.max(seen.bytes, from)) - 1;
      if (last && to < from) throw new ArchiveFault('cut', { from, file: true }, cause);
      throw new ArchiveFault(last ? 'cut' : 'damaged', { from, to, file: true }, cause);
    }
  }

  async function* bytes(): AsyncGenerator<Uint8Array> {
    let fault: unknown;
    // A fault ends the packed stream instead of breaking it: what came before it is still unpacked and read.
    const before = async function* () {
      try {
        yield* plain();
      } catch (error) {
        fault = error;
      }
    };
    const unpacked = createZstdDecompress();
    const unpacking = pipeline(before, unpacked).catch(() => {});
    try {
      yield* unpacked as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw fault ?? new ArchiveFault('foreign', {}, error);
    } finally {
      unpacked.destroy();
      await unpacking;
    }
    if (fault) throw fault;
  }
  return { bytes: bytes(), seen };
}

/** age's header ends with the line of its MAC. */
function headLength(start: Buffer | undefined): number {
  const mac = start?.indexOf('\n--- ') ?? -1;
  const end = mac < 0 ? -1 : (start?.indexOf('\n', mac + 1) ?? -1);
  return end < 0 ? (start?.length ?? 0) : end + 1;
}
