import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../../src/database/connection.ts';
import { signCheckpoint } from '../../src/ledger/checkpoint.ts';
import { commit } from '../../src/ledger/commit.ts';
import { latestCheckpoint } from '../../src/ledger/log.store.ts';
import { leafHash } from '../../src/ledger/merkle.ts';
import { signerFromSeed } from '../../src/ledger/note.ts';
import { type Held, type Verdict, verifyLog } from '../../src/ledger/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { ledgerOn, made, tenant } from './ledger.ts';
import { bulkEvents, sequenceAll, sequencerOn, testSigner } from './tree.ts';

/** A log of 701 leaves and one event that waits, to which nobody is connected. */
let base: FreshDatabase;
let kept: string;
beforeAll(async () => {
  base = await freshDatabase();
  const sequencer = sequencerOn(base);
  await bulkEvents(base.database, 700);
  await sequenceAll(sequencer, 301);
  kept = (await latestCheckpoint(within(base.database.sql)))?.note ?? '';
  await commit(
    ledgerOn(base.database),
    tenant,
    made('cmd_x', 'req_1', { personal: { reason: 'VAT filing' } }),
  );
  await sequenceAll(sequencer);
  await commit(ledgerOn(base.database), tenant, made('cmd_y', 'req_2'));
  await sequencer.stop();
  await base.database.stop();
});
afterAll(() => base.drop());

/** What verify says of a copy of the log after its owner has run these statements. */
async function verdictAfter(statements: readonly string[], held: readonly Held[] = []): Promise<Verdict> {
  const copy = await freshDatabase(base);
  try {
    for (const statement of statements) await copy.database.sql.unsafe(statement);
    return await verifyLog({ database: copy.database, verifiers: [testSigner.verifier], held });
  } finally {
    await copy.drop();
  }
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bend = (column: string) => `set_byte(${column}, 0, get_byte(${column}, 0) # 1)`;
const unlinked = 'alter table event_private drop constraint event_private_event_id_event_id_fk';

/** Signed by the log's own key, over a root that nobody's leaves lead to. */
const forgedRoot = leafHash(Buffer.from('forged'));
const forged = (size: number) => signCheckpoint(testSigner, { size, root: forgedRoot });

it('a whole log is whole, with what waits and what others hold', async () => {
  expect(await verdictAfter([], [{ place: 'file:anchors', note: kept }])).toMatchObject({
    kind: 'whole',
    size: 701,
    waiting: 1,
    checkpoints: 4,
    held: 1,
  });
});

it('an empty log is whole', async () => {
  const empty = await freshDatabase();
  try {
    const verdict = await verifyLog({ database: empty.database, verifiers: [testSigner.verifier] });
    expect(verdict).toMatchObject({ kind: 'whole', size: 0, waiting: 0, checkpoints: 0 });
    expect(verdict.kind === 'whole' && hexOf(verdict.root)).toMatch(/^e3b0c442/);
  } finally {
    await empty.drop();
  }
});

describe('the first bad entry is named', () => {
  it.each<[what: string, statements: string[], fault: string | RegExp]>([
    [
      'a changed letter',
      [`update event set data = replace(data, 'C-2026-5"', 'C-2026-6"') where id = 'evt_5'`],
      'leaf 5: event evt_5 is not what was put into the log: the event or its leaf was changed',
    ],
    [
      'another time',
      [`update event set at = at + interval '1 ms' where id = 'evt_699'`],
      /^leaf 699: event evt_699 /,
    ],
    ['another workspace', [`update event set tenant = 'T2' where id = 'evt_7'`], /^leaf 7: event evt_7 /],
    [
      'another commitment',
      [`update event set commitments = '{}' where subject = 'req_1'`],
      /^leaf 700: event evt_/,
    ],
    ['a deleted event', [`delete from event where id = 'evt_42'`], 'leaf 42: its event evt_42 is missing'],
    [
      'an event put in',
      [
        `insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments) select 'evt_new', tenant, subject, type, version, 'cmd_new', 0, cause, at, effective_at, data, commitments from event where id = 'evt_3'`,
      ],
      /^event evt_new \(thing.made\) has no leaf and does not wait/,
    ],
    [
      'a flipped bit in a leaf',
      [`update log_leaf set hash = ${bend('hash')} where index = 256`],
      /^leaf 256: /,
    ],
    ['a deleted leaf', ['delete from log_leaf where index = 9'], 'leaf 9 is missing'],
    [
      'the last leaf deleted',
      ['delete from log_leaf where index = 700'],
      /^checkpoint 701 is of a larger tree than the 700 leaves/,
    ],
    [
      'a leaf put in',
      [`insert into log_leaf (index, event_id, hash) values (701, 'evt_none', '\\x00')`],
      'leaf 701: its event evt_none is missing',
    ],
    [
      'a leaf put in for what waits',
      [
        `insert into log_leaf (index, event_id, hash) select 701, id, sha256('\\x00'::bytea || '') from event where subject = 'req_2'`,
      ],
      /^leaf 701: event evt_/,
    ],
    [
      'two leaves swapped',
      [
        `update log_leaf set index = -1 where index = 20`,
        `update log_leaf set index = 20 where index = 21`,
        `update log_leaf set index = 21 where index = -1`,
      ],
      'checkpoint 301: the leaves do not lead to its root: of the leaves 0 to 300 one was changed, moved or put in together with its event',
    ],
    [
      'two events swapped under their leaves',
      [
        `update log_leaf set event_id = 'x' where index = 20`,
        `update log_leaf set event_id = 'evt_20' where index = 21`,
        `update log_leaf set event_id = 'evt_21' where index = 20`,
      ],
      /^leaf 20: event evt_21 /,
    ],
    [
      'a flipped bit in a node',
      [`update log_node set hash = ${bend('hash')} where index = 1`],
      'node 1 of level 1 is not what its leaves make it',
    ],
    ['a deleted node', ['delete from log_node where index = 0'], 'node 0 of level 1 is missing'],
    [
      'two nodes swapped',
      [
        'update log_node set index = 9 where index = 0',
        'update log_node set index = 0 where index = 1',
        'update log_node set index = 1 where index = 9',
      ],
      'node 0 of level 1 is not what its leaves make it',
    ],
    [
      'a node put in',
      [`insert into log_node (level, index, hash) values (2, 0, '\\x00')`],
      'node 0 of level 2 belongs to no 256 leaves',
    ],
    [
      'a flipped bit in a checkpoint’s root',
      [`update log_checkpoint set root = ${bend('root')} where size = 602`],
      /^checkpoint 602: its note names another tree/,
    ],
    [
      'a changed letter in a checkpoint’s note',
      [`update log_checkpoint set note = replace(note, E'\\n602\\n', E'\\n603\\n') where size = 602`],
      "checkpoint 602: this log's key has not signed its note",
    ],
    [
      'rubbish for a note',
      [`update log_checkpoint set note = 'hello' where size = 301`],
      'checkpoint 301: its note is no checkpoint',
    ],
    [
      'a deleted checkpoint',
      ['delete from log_checkpoint where size = 602'],
      /^checkpoint 700: the one before it was of size 602, and the one there is is of size 301/,
    ],
    [
      'the last checkpoint deleted',
      ['delete from log_checkpoint where size = 701'],
      'the leaves from 700 on are under no checkpoint: the last checkpoint is missing',
    ],
    [
      'two checkpoints swapped',
      [
        `update log_checkpoint set size = 9 where size = 602`,
        `update log_checkpoint set size = 602 where size = 700`,
        `update log_checkpoint set size = 700 where size = 9`,
      ],
      /^checkpoint 602: its note names another tree \(700\)/,
    ],
    [
      'a checkpoint put in',
      [
        `insert into log_checkpoint (size, previous, root, note, at) select 500, 301, root, note, at from log_checkpoint where size = 602`,
      ],
      /^checkpoint 500: its note names another tree/,
    ],
    [
      'a forged checkpoint with the log’s own key',
      [
        `update log_checkpoint set root = '\\x${hexOf(forgedRoot)}', note = '${forged(602)}' where size = 602`,
      ],
      /^checkpoint 602: the leaves do not lead to its root/,
    ],
    [
      'a checkpoint by another key',
      [
        `update log_checkpoint set note = '${signCheckpoint(signerFromSeed('shoumi-test', new Uint8Array(32)), { size: 602, root: forgedRoot })}' where size = 602`,
      ],
      "checkpoint 602: this log's key has not signed its note",
    ],
    [
      'a checkpoint of the future',
      [
        `insert into log_checkpoint (size, previous, root, note, at) values (900, 701, '\\x${hexOf(forgedRoot)}', '${forged(900)}', '2026-11-25')`,
      ],
      /^checkpoint 900 is of a larger tree than the 701 leaves/,
    ],
    [
      'a wait taken away',
      ['delete from log_pending'],
      /^event evt_\w+ \(thing.made\) has no leaf and does not wait for one/,
    ],
    [
      'a wait put in',
      [`insert into log_pending (event_id) values ('evt_none')`],
      'event evt_none, which waits for a leaf, is not there',
    ],
    [
      'a wait for what has its leaf',
      [`insert into log_pending (event_id) values ('evt_3')`],
      'event evt_3, which waits for a leaf, has its leaf already',
    ],
    ['a wait twice', ['insert into log_pending (event_id) select event_id from log_pending'], /waits twice$/],
    [
      'another reason',
      [`update event_private set value = 'another'`],
      /^event evt_\w+: what is kept of its reason is not what the event committed to/,
    ],
    [
      'another salt',
      [`update event_private set salt = overlay(salt placing 'AAAAAA' from 60)`],
      /^event evt_\w+: what is kept of its reason/,
    ],
    [
      'a private part put in',
      [
        `insert into event_private (tenant, event_id, field, salt, value) values ('T1', 'evt_3', 'reason', '\\x00', 'x')`,
      ],
      'event evt_3: what is kept of its reason is not what the event committed to',
    ],
    [
      'a private part of no event',
      [unlinked, `update event_private set event_id = 'evt_none'`],
      'event evt_none, of which a reason is kept, is not there',
    ],
  ])('%s', async (_, statements, fault) => {
    const verdict = await verdictAfter(statements);
    if (verdict.kind !== 'broken') throw new Error('it was taken for whole');
    if (typeof fault === 'string') expect(verdict.fault).toBe(fault);
    else expect(verdict.fault).toMatch(fault);
  });

  it('an erased private part is no fault', async () => {
    expect(await verdictAfter(['delete from event_private'])).toMatchObject({ kind: 'whole' });
  });
});

describe('what others hold', () => {
  const place = 'slack:C1';
  it('shows an end cut off, although everything in the database fits', async () => {
    const cut = [
      'delete from log_leaf where index >= 602',
      'delete from log_checkpoint where size > 602',
      `delete from event_private`,
      `delete from event where id not in (select event_id from log_leaf)`,
      'delete from log_pending',
    ];
    expect(await verdictAfter(cut)).toMatchObject({ kind: 'whole', size: 602 });
    expect(await verdictAfter(cut, [{ place, note: kept }])).toEqual({
      kind: 'broken',
      fault: 'slack:C1 holds a checkpoint of 700 leaves and the log has 602: its end was cut off',
    });
  });

  it('shows a history written anew with the log’s own key', async () => {
    const anew = await freshDatabase();
    const sequencer = sequencerOn(anew);
    await bulkEvents(anew.database, 700, 1);
    await sequenceAll(sequencer);
    await sequencer.stop();
    const options = { database: anew.database, verifiers: [testSigner.verifier] };
    expect(await verifyLog(options)).toMatchObject({ kind: 'whole', size: 700 });
    expect(await verifyLog({ ...options, held: [{ place, note: kept }] })).toMatchObject({
      fault: expect.stringMatching(/^the log's first 700 leaves are not those .* slack:C1 holds/),
    });
    await anew.drop();
  });

  it('is not believed without the log’s signature', async () => {
    expect(await verdictAfter([], [{ place, note: kept.replace('700', '600') }])).toMatchObject({
      fault: "the checkpoint that slack:C1 holds is not signed by this log's key",
    });
    expect(await verdictAfter([], [{ place, note: 'hello' }])).toMatchObject({
      fault: 'what slack:C1 holds is no checkpoint',
    });
  });
});
