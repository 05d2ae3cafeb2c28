import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Signed notes as C2SP signed-note defines them, with Ed25519 keys (signature type 0x01). */

/** Who signs, and with what. The seed never leaves it. */
export type Signer = { readonly verifier: Verifier; readonly sign: (text: string) => Uint8Array };
export type Verifier = {
  readonly name: string;
  /** First four bytes of SHA-256 over name, newline, 0x01 and the public key. */
  readonly id: Uint8Array;
  readonly publicKey: Uint8Array;
};
export type Signature = { readonly name: string; readonly id: Uint8Array; readonly bytes: Uint8Array };
export type Note = { readonly text: string; readonly signatures: readonly Signature[] };

const ed25519 = 1;
/** What DER puts before the 32 bytes of an Ed25519 private (RFC 8410, PKCS #8) and public key. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** A signer from 32 secret bytes. The name must not be empty nor hold a space or plus. */
export function signerFromSeed(name: string, seed: Uint8Array): Signer {
  if (!isName(name) || seed.length !== 32)
    throw new Error('a log key needs a name without spaces and plus, and 32 bytes');
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(publicPrefix.length);
  return {
    verifier: { name, id: keyId(name, publicKey), publicKey },
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key),
  };
}

/** The 32-byte public key of a seed: a name can be made from it before there is a signer. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return signerFromSeed('x', seed).verifier.publicKey;
}

/** Reads `PRIVATE+KEY+<name>+<id>+<base64>`; undefined when it is none. */
export function parseSigner(text: string): Signer | undefined {
  const [, name = '', id = '', key = ''] =
    /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(key, 'base64');
  if (!isName(name) || bytes.length !== 33 || bytes[0] !== ed25519) return undefined;
  const signer = signerFromSeed(name, bytes.subarray(1));
  return hex(signer.verifier.id) === id ? signer : undefined;
}

/** Reads a verifier key, `<name>+<id>+<base64>`; undefined when it is none. */
export function parseVerifier(text: string): Verifier | undefined {
  const [, name = '', id = '', key = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(key, 'base64');
  if (!isName(name) || bytes.length !== 33 || bytes[0] !== ed25519) return undefined;
  const publicKey = bytes.subarray(1);
  const verifier = { name, id: keyId(name, publicKey), publicKey };
  return hex(verifier.id) === id ? verifier : undefined;
}

export function verifierText({ name, id, publicKey }: Verifier): string {
  return `${name}+${hex(id)}+${Buffer.from([ed25519, ...publicKey]).toString('base64')}`;
}

/** The note with its signatures, ready to be posted. The text must end in a newline. */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n')) throw new Error('a note ends in a newline');
  const lines = signers.map(({ verifier, sign: signed }) => {
    const bytes = Buffer.concat([verifier.id, signed(text)]);
    return `— ${verifier.name} ${bytes.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Takes a note apart; undefined when it is not of the form: text, empty line, at least one signature line, nothing else. */
export function parseNote(note: string): Note | undefined {
  const at = note.lastIndexOf('\n\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the form forbids
  if (at < 0 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f\u007f]/.test(note)) return undefined;
  const signatures: Signature[] = [];
  for (const line of note.slice(at + 2, -1).split('\n')) {
    const [, name = '', text = ''] = /^— ([^+\s]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    const bytes = Buffer.from(text, 'base64');
    if (!isName(name) || bytes.length < 5 || bytes.toString('base64') !== text) return undefined;
    signatures.push({ name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) });
  }
  return { text: note.slice(0, at + 1), signatures };
}

/** Which of these keys signed the note; a signature by an unknown key counts for nothing. Wrong by a known key: nobody signed it. */
export function signedBy(note: Note, verifiers: readonly Verifier[]): Verifier[] {
  const found: Verifier[] = [];
  for (const { name, id, bytes } of note.signatures) {
    const verifier = verifiers.find((one) => one.name === name && Buffer.compare(one.id, id) === 0);
    if (!verifier || found.includes(verifier)) continue;
    const right =
      bytes.length === 64 && verify(null, Buffer.from(note.text, 'utf8'), keyObject(verifier), bytes);
    if (!right) return [];
    found.push(verifier);
  }
  return found;
}

function keyObject({ publicKey }: Verifier): KeyObject {
  return createPublicKey({ key: Buffer.concat([publicPrefix, publicKey]), format: 'der', type: 'spki' });
}

function keyId(name: string, publicKey: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Uint8Array.of(ed25519))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

function isName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+]/.test(name);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
