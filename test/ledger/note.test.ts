import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from '../../src/ledger/checkpoint.ts';
import { leafHash } from '../../src/ledger/merkle.ts';
import {
  parseNote,
  parseSigner,
  parseVerifier,
  signedBy,
  signerFromSeed,
  signNote,
  verifierText,
} from '../../src/ledger/note.ts';

/** The example that the makers of the format publish with it. */
const peter = {
  secret: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  public: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

describe('a signed note', () => {
  it('is to the byte the one of the published example', () => {
    const signer = parseSigner(peter.secret);
    if (!signer) throw new Error('the key was not read');
    expect(verifierText(signer.verifier)).toBe(peter.public);
    expect(signNote(peter.text, [signer])).toBe(`${peter.text}\n${peter.line}`);
    const verifier = parseVerifier(peter.public);
    const note = parseNote(`${peter.text}\n${peter.line}`);
    if (!verifier || !note) throw new Error('the note was not read');
    expect(signedBy(note, [verifier])).toEqual([verifier]);
  });

  it('counts for nothing when a letter changed, a known key’s signature is wrong, or nobody known signed', () => {
    const signer = signerFromSeed('log', randomBytes(32));
    const other = signerFromSeed('log', randomBytes(32));
    const note = parseNote(signNote('one\n', [other, signer]));
    if (!note) throw new Error('the note was not read');
    expect(signedBy(note, [signer.verifier])).toEqual([signer.verifier]);
    expect(signedBy(note, [other.verifier, signer.verifier])).toHaveLength(2);
    expect(signedBy({ ...note, text: 'two\n' }, [signer.verifier])).toEqual([]);
    expect(signedBy(note, [signerFromSeed('log', randomBytes(32)).verifier])).toEqual([]);
    const bent = note.signatures.map((one) => ({ ...one, bytes: one.bytes.map((byte) => byte ^ 1) }));
    expect(signedBy({ ...note, signatures: bent }, [signer.verifier])).toEqual([]);
  });

  it.each([
    '',
    'text only\n',
    'text\n\n',
    'text\n\n— name\n',
    'text\n\n— name AAAA\n',
    'text\n\n- name AAAAAAA=\n',
    'text\n\n— na+me AAAAAAA=\n',
    'text\n\n— name AAAAAAA=',
    'te\rxt\n\n— name AAAAAAA=\n',
  ])('is not read from %j', (text) => expect(parseNote(text)).toBeUndefined());

  it.each([
    '',
    'log+00000000+AAAA',
    peter.public.replace('c74f20a3', 'c74f20a4'),
    peter.public.replace('Peter', 'Poter'),
    ' log+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  ])('has no verifier %j', (text) => expect(parseVerifier(text)).toBeUndefined());

  it('has no signer in other words', () => {
    expect(parseSigner(peter.public)).toBeUndefined();
    expect(parseSigner(peter.secret.replace('AYEK', 'AYEL'))).toBeUndefined();
    expect(() => signerFromSeed('a b', randomBytes(32))).toThrow();
  });
});

describe('a checkpoint', () => {
  const signer = signerFromSeed('shoumi-test', randomBytes(32));
  const root = leafHash(Buffer.from('x'));
  const note = signCheckpoint(signer, { size: 7, root });

  it('comes back as it was signed', () => {
    expect(openCheckpoint(note, [signer.verifier])).toEqual({
      origin: 'shoumi-test',
      size: 7,
      root: Buffer.from(root),
    });
  });

  it('is not taken from another key, another origin, or with another size', () => {
    expect(openCheckpoint(note, [signerFromSeed('shoumi-test', randomBytes(32)).verifier])).toBe('unsigned');
    expect(openCheckpoint(note.replace('\n7\n', '\n8\n'), [signer.verifier])).toBe('unsigned');
    const foreign = signNote(`${note.split('\n\n')[0]?.replace('shoumi-test', 'other')}\n`, [signer]);
    expect(openCheckpoint(foreign, [signer.verifier])).toBe('unsigned');
    for (const text of ['', 'hello\n', note.replace('\n7\n', '\n07\n'), note.replace('\n7\n', '\n-7\n')])
      expect(openCheckpoint(text, [signer.verifier])).toBe('malformed');
  });
});
