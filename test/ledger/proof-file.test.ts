import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../../src/database/connection.ts';
import { signCheckpoint } from '../../src/ledger/checkpoint.ts';
import { commit } from '../../src/ledger/commit.ts';
import { latestCheckpoint } from '../../src/ledger/log.store.ts';
import { logKeysOf, requireLogKey } from '../../src/ledger/log-key.ts';
import { leafHash } from '../../src/ledger/merkle.ts';
import { signerFromSeed, verifierText } from '../../src/ledger/note.ts';
import { checkProofs, growthFile, proofFile } from '../../src/ledger/proof-file.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { ledgerOn, made, tenant } from './ledger.ts';
import { bulkEvents, sequenceAll, sequencerOn, testSigner } from './tree.ts';

let fresh: FreshDatabase;
let proof: string;
let older: string;
let growth: string;
const keys = [testSigner.verifier];

beforeAll(async () => {
  fresh = await freshDatabase();
  const sequencer = sequencerOn(fresh);
  await bulkEvents(fresh.database, 300);
  await sequenceAll(sequencer);
  const tx = within(fresh.database.sql);
  older = (await latestCheckpoint(tx))?.note ?? '';
  const outcome = await commit(
    ledgerOn(fresh.database),
    tenant,
    made('cmd_p', 'req_p', { personal: { reason: '增值税申报 "VAT" <&>' } }),
  );
  await bulkEvents(fresh.database, 300, 300);
  await sequenceAll(sequencer);
  await sequencer.stop();
  const checkpoint = await latestCheckpoint(tx);
  const id = outcome.kind === 'done' ? (outcome.events[0]?.id ?? '') : '';
  if (!checkpoint) throw new Error('there is no checkpoint');
  proof = (await proofFile(tx, id, checkpoint)) ?? '';
  growth = await growthFile(tx, 300, checkpoint);
});
afterAll(() => fresh.drop());

const faultOf = (file: string, from?: string, by = keys): string => {
  const [one] = checkProofs(file, by, from);
  return one && 'fault' in one ? one.fault : 'proved';
};

describe('a proof file', () => {
  it('is a C2SP tlog-proof: header, extra, index, hashes, empty line, checkpoint', () => {
    expect(proof).toMatch(
      /^c2sp\.org\/tlog-proof@v1\nextra [A-Za-z0-9+/=]+\nindex 300\n([A-Za-z0-9+/]{43}=\n){3,10}\nshoumi-test\n601\n[A-Za-z0-9+/]{43}=\n\n— shoumi-test \S+\n$/,
    );
  });

  it('proves its event with the public key alone, and holds nothing personal', () => {
    expect(checkProofs(proof, keys)).toMatchObject([
      {
        kind: 'included',
        index: 300,
        size: 601,
        by: 'shoumi-test',
        entry: { subject: 'req_p', type: 'thing.made' },
        opened: {},
      },
    ]);
    expect(Buffer.from(/extra (\S+)/.exec(proof)?.[1] ?? '', 'base64').toString('utf8')).not.toContain(
      '增值税',
    );
  });

  it('may be followed by others; each is judged', async () => {
    const tx = within(fresh.database.sql);
    const checkpoint = await latestCheckpoint(tx);
    const second = checkpoint && (await proofFile(tx, 'evt_7', checkpoint));
    const bent = second?.replace('index 7', 'index 8') ?? '';
    expect(checkProofs([proof, second, bent].join('\n'), keys)).toMatchObject([
      { kind: 'included', index: 300 },
      { kind: 'included', index: 7 },
      { fault: expect.stringContaining('is not leaf 8') },
    ]);
  });

  it('opens personal values only with the salt the event committed to', async () => {
    const tx = within(fresh.database.sql);
    const checkpoint = await latestCheckpoint(tx);
    const id =
      /"id":"(evt_\w+)"/.exec(Buffer.from(/extra (\S+)/.exec(proof)?.[1] ?? '', 'base64').toString())?.[1] ??
      '';
    const salt = randomBytes(32).toString('base64');
    const file = checkpoint && (await proofFile(tx, id, checkpoint, { reason: { salt, value: 'another' } }));
    expect(faultOf(file ?? '')).toMatch(/^the reason in the file is not what event evt_\w+ committed to$/);
  });

  it.each<[string, (file: string) => string, string]>([
    [
      'another event',
      (file) =>
        file.replace(
          /extra (\S+)/,
          (_, extra: string) =>
            `extra ${Buffer.from(Buffer.from(extra, 'base64').toString('utf8').replace('req_p', 'req_q')).toString('base64')}`,
        ),
      'is not leaf 300 of that tree',
    ],
    ['another index', (file) => file.replace('index 300', 'index 299'), 'is not leaf 299'],
    ['a hash missing', (file) => file.replace(/(index 300\n)\S+\n/, '$1'), 'is not leaf 300'],
    [
      'another tree',
      (file) =>
        file.replace(
          /\nshoumi-test\n601[\s\S]*$/,
          `\n${signCheckpoint(testSigner, { size: 601, root: leafHash(Buffer.from('x')) })}`,
        ),
      'is not leaf 300',
    ],
    [
      'another key',
      (file) =>
        file.replace(
          /\nshoumi-test\n601[\s\S]*$/,
          `\n${signCheckpoint(signerFromSeed('shoumi-test', randomBytes(32)), { size: 601, root: leafHash(Buffer.from('x')) })}`,
        ),
      'is not signed by the given key',
    ],
    ['no signature', (file) => file.replace(/\n— [\s\S]*$/, '\n'), 'is none, or its end is missing'],
    ['the end missing', (file) => file.slice(0, 300), 'is no tlog-proof file, or its end is missing'],
    ['no event', (file) => file.replace(/extra \S+/, 'extra AAAA'), 'carries no event'],
    ['nothing', () => '', 'is no tlog-proof file'],
    ['rubbish', () => 'hello\n\nworld\n', 'is no tlog-proof file'],
    [
      'a prototype',
      (file) =>
        file.replace(
          /extra \S+/,
          `extra ${Buffer.from('{"__proto__":{"entry":1},"entry":null}').toString('base64')}`,
        ),
      'carries no event',
    ],
  ])('with %s proves nothing', (_, bend, fault) => {
    expect(faultOf(bend(proof))).toContain(fault);
  });
});

describe('a growth proof', () => {
  it('shows with both checkpoints that nothing before was changed', () => {
    expect(growth).toMatch(/^old 300\n([A-Za-z0-9+/]{43}=\n)+\nshoumi-test\n601\n/);
    expect(checkProofs(growth, keys, older)).toEqual([
      { kind: 'grown', from: 300, size: 601, by: 'shoumi-test' },
    ]);
  });

  it('proves nothing without the older checkpoint, with another, or when changed', () => {
    expect(faultOf(growth)).toContain('give it with --from');
    const other = signCheckpoint(testSigner, { size: 300, root: leafHash(Buffer.from('x')) });
    expect(faultOf(growth, other)).toContain('does not begin with the tree of 300');
    expect(
      faultOf(growth, signCheckpoint(testSigner, { size: 299, root: leafHash(Buffer.from('x')) })),
    ).toContain('the older checkpoint is of 299');
    expect(faultOf(growth.replace(/\n\S+\n\n/, '\n\n'), older)).toContain('does not begin with');
    expect(faultOf(growth, 'hello')).toContain('the older checkpoint is none');
    expect(faultOf(growth.slice(0, 60), older)).toContain('its end is missing');
  });
});

describe('the log’s key', () => {
  const seed = new Uint8Array(randomBytes(32));
  const house = (logKey: { texts: string[] } | { seed: Uint8Array }) => ({
    keks: [],
    backupSecrets: [],
    source: 'SHOUMI_KEY',
    logKey,
  });
  it('is named after itself when derived', () => {
    const { signer, verifiers } = logKeysOf(house({ seed }));
    expect(signer.verifier.name).toMatch(/^shoumi-[0-9a-f]{8}$/);
    expect(verifiers).toEqual([signer.verifier]);
  });

  it('may have older ones behind it, and is refused with a sentence that quotes nothing when it cannot be read', () => {
    const secret = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
    const older = signerFromSeed('older', seed);
    expect(
      logKeysOf(house({ texts: [secret, verifierText(older.verifier)] })).verifiers.map(({ name }) => name),
    ).toEqual(['PeterNeumann', 'older']);
    for (const texts of [['x'], [secret, 'x'], [verifierText(older.verifier)], ['']]) {
      expect(() => logKeysOf(house({ texts }))).toThrow(
        /^SHOUMI_LOG_KEY must be a signer key \(PRIVATE\+KEY\+name\+id\+key\)/,
      );
    }
  });

  it('that did not sign this log is refused by name', async () => {
    const tx = within(fresh.database.sql);
    await requireLogKey(tx, { signer: testSigner, verifiers: keys });
    await expect(requireLogKey(tx, logKeysOf(house({ seed })))).rejects.toThrow(
      /is signed by shoumi-test, .* makes shoumi-[0-9a-f]{8}: set the key/,
    );
  });
});
