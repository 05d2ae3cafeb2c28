import type { Tx } from '../database/connection.ts';
import { canonical } from './canonical.ts';
import { openCheckpoint } from './checkpoint.ts';
import { commitmentOf } from './commit.ts';
import { type Entry, entryBytes, entrySql } from './entry.ts';
import { type CheckpointRow, consistencyProofAt, inclusionProofAt, leafIndexes } from './log.store.ts';
import { extendsTree, type Hash, includes, leafHash } from './merkle.ts';
import type { Verifier } from './note.ts';

/** A personal value with its salt: with it, the commitment in the entry can be checked, and the value be believed. */
export type Opened = Readonly<Record<string, { readonly salt: string; readonly value: string }>>;

/** What a proof file carries beside the proof, as C2SP tlog-proof's `extra`: RFC 8785 JSON. */
type Extra = { readonly entry: Entry; readonly opened?: Opened };

const header = 'c2sp.org/tlog-proof@v1';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const lines = (hashes: readonly Hash[]): string => hashes.map((hash) => `${base64(hash)}\n`).join('');

/**
 * An event's proof as a C2SP tlog-proof: its place, the inclusion proof, the checkpoint, and in `extra` the event itself. Several may
 * follow one another in one file, with an empty line between. Undefined while the event has no leaf under that checkpoint.
 */
export async function proofFile(
  tx: Tx,
  eventId: string,
  checkpoint: CheckpointRow,
  opened?: Opened,
): Promise<string | undefined> {
  const index = (await leafIndexes(tx, [eventId])).get(eventId);
  if (index === undefined || index >= checkpoint.size) return undefined;
  const [row] = await tx.sql.unsafe<{ entry: string }[]>(
    `select ${entrySql} as entry from event e where e.id = $1`,
    [eventId],
  );
  if (!row) return undefined;
  const extra: Extra = { entry: JSON.parse(row.entry), ...(opened ? { opened } : {}) };
  const proof = await inclusionProofAt(tx, index, checkpoint.size);
  return `${header}\nextra ${base64(Buffer.from(canonical(extra)))}\nindex ${index}\n${lines(proof)}\n${checkpoint.note}`;
}

/**
 * The proof that the tree of an older checkpoint is a beginning of the one now, in the form in which witnesses are asked (C2SP
 * tlog-witness): `old` and its size, the hashes, an empty line, the newer checkpoint.
 */
export async function growthFile(tx: Tx, from: number, checkpoint: CheckpointRow): Promise<string> {
  const proof = from === 0 ? [] : await consistencyProofAt(tx, from, checkpoint.size);
  return `old ${from}\n${lines(proof)}\n${checkpoint.note}`;
}

/** What a file proves, each part on its own; or why it proves nothing. */
export type Proved =
  | {
      readonly kind: 'included';
      readonly entry: Entry;
      readonly opened: Opened;
      readonly index: number;
      readonly size: number;
      readonly by: string;
    }
  | { readonly kind: 'grown'; readonly from: number; readonly size: number; readonly by: string };
export type ProofFault = { readonly fault: string };

/**
 * Checks a file with nothing but the log's public keys: no database, no network. `from` is the older checkpoint that a growth proof
 * begins at. Each proof of the file is judged, in order.
 */
export function checkProofs(
  file: string,
  verifiers: readonly Verifier[],
  from?: string,
): (Proved | ProofFault)[] {
  if (file.startsWith('old ')) return [checkGrowth(file, verifiers, from)];
  return file
    .split(/(?<=\n)\n+(?=c2sp\.org\/tlog-proof@v1\n)/)
    .map((proof) => checkInclusion(proof, verifiers));
}

function checkInclusion(file: string, verifiers: readonly Verifier[]): Proved | ProofFault {
  const cut = cutHead(file);
  const [first, ...rest] = cut?.head ?? [];
  const [extraLine, indexLine, ...hashLines] = rest;
  const extra = readExtra(/^extra (\S+)$/.exec(extraLine ?? '')?.[1]);
  const index = /^index (0|[1-9]\d{0,15})$/.exec(indexLine ?? '')?.[1];
  const proof = readHashes(hashLines);
  if (!cut || first !== header || index === undefined || !proof)
    return { fault: 'this is no tlog-proof file, or its end is missing' };
  if (!extra) return { fault: 'the proof carries no event: it was not made by Shoumi, or was changed' };
  const checkpoint = openCheckpoint(cut.note, verifiers);
  if (checkpoint === 'malformed')
    return { fault: 'the checkpoint in the file is none, or its end is missing' };
  if (checkpoint === 'unsigned')
    return { fault: 'the checkpoint in the file is not signed by the given key' };
  const { size, root, origin } = checkpoint;
  const claim = { index: Number(index), size, root, proof, leaf: leafHash(entryBytes(extra.entry)) };
  if (!includes(claim))
    return {
      fault: `the event ${extra.entry.id} is not leaf ${index} of that tree: the event, the proof or the checkpoint is another's`,
    };
  const opened = extra.opened ?? {};
  for (const [field, { salt, value }] of Object.entries(opened)) {
    if (commitmentOf(Buffer.from(salt, 'base64'), value) !== extra.entry.commitments[field])
      return { fault: `the ${field} in the file is not what event ${extra.entry.id} committed to` };
  }
  return { kind: 'included', entry: extra.entry, opened, index: Number(index), size, by: origin };
}

function checkGrowth(
  file: string,
  verifiers: readonly Verifier[],
  from: string | undefined,
): Proved | ProofFault {
  const cut = cutHead(file);
  const [first, ...hashLines] = cut?.head ?? [];
  const size1 = /^old (0|[1-9]\d{0,15})$/.exec(first ?? '')?.[1];
  const proof = readHashes(hashLines);
  if (!cut || size1 === undefined || !proof)
    return { fault: 'this is no growth proof, or its end is missing' };
  if (from === undefined)
    return { fault: 'a growth proof is checked against the older checkpoint: give it with --from' };
  const [older, newer] = [openCheckpoint(from, verifiers), openCheckpoint(cut.note, verifiers)];
  if (typeof older === 'string')
    return {
      fault: `the older checkpoint is ${older === 'unsigned' ? 'not signed by the given key' : 'none'}`,
    };
  if (typeof newer === 'string')
    return {
      fault: `the newer checkpoint is ${newer === 'unsigned' ? 'not signed by the given key' : 'none'}`,
    };
  if (older.origin !== newer.origin || older.size !== Number(size1))
    return { fault: `the proof begins at ${size1} leaves and the older checkpoint is of ${older.size}` };
  const claim = { size1: older.size, size2: newer.size, root1: older.root, root2: newer.root, proof };
  // From an empty tree everything has grown; there is nothing to prove.
  if (older.size > 0 && !extendsTree(claim))
    return { fault: `the tree of ${newer.size} leaves does not begin with the tree of ${older.size}` };
  return { kind: 'grown', from: older.size, size: newer.size, by: newer.origin };
}

/** The lines before the first empty line, and the note behind it. */
function cutHead(file: string): { head: string[]; note: string } | undefined {
  const at = file.indexOf('\n\n');
  return at < 0 ? undefined : { head: file.slice(0, at).split('\n'), note: file.slice(at + 2) };
}

function readHashes(found: readonly string[]): Hash[] | undefined {
  const hashes = found.map((line) => Buffer.from(line, 'base64'));
  const right =
    hashes.length <= 63 && hashes.every((hash, at) => hash.length === 32 && base64(hash) === found[at]);
  return right ? hashes : undefined;
}

function readExtra(text: string | undefined): Extra | undefined {
  if (!text) return undefined;
  try {
    const extra = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Extra;
    const { entry, opened = {} } = extra;
    const right =
      typeof entry?.id === 'string' &&
      typeof entry.commitments === 'object' &&
      Object.values(opened).every((one) => typeof one?.salt === 'string' && typeof one.value === 'string');
    return right ? extra : undefined;
  } catch {
    return undefined;
  }
}
