import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, within } from '../../src/database/connection.ts';
import { openCheckpoint } from '../../src/ledger/checkpoint.ts';
import { commit } from '../../src/ledger/commit.ts';
import { consistencyProofAt, inclusionProofAt, leafIndexes } from '../../src/ledger/log.store.ts';
import { extendsTree, type Hash, includes, rootOf } from '../../src/ledger/merkle.ts';
import { type Sequencer, startSequencer } from '../../src/ledger/sequencer.ts';
import { verifyLog } from '../../src/ledger/verify.ts';
import { until } from '../slack/rig.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { event, ledgerOn, made, tenant } from './ledger.ts';
import { bulkEvents, sequenceAll, sequencerOn, testSigner } from './tree.ts';

let fresh: FreshDatabase;
let sequencer: Database;
let running: Sequencer[];
beforeEach(async () => {
  fresh = await freshDatabase();
  sequencer = sequencerOn(fresh, 3);
  running = [];
});
afterEach(async () => {
  for (const one of running) await one.stop();
  await sequencer.stop();
  await fresh.drop();
});

function start(database: Database): Sequencer {
  const one = startSequencer({
    database,
    signer: testSigner,
    now: () => new Date('2026-11-23T09:00:01.000Z'),
    onError: (error) => {
      throw error;
    },
  });
  running.push(one);
  return one;
}

async function rows<T extends object>(statement: string): Promise<T[]> {
  return (await fresh.database.sql.unsafe(statement)) as unknown as T[];
}

async function leaves(): Promise<Hash[]> {
  return (await rows<{ hash: Hash }>('select hash from log_leaf order by index')).map((row) => row.hash);
}

const verify = () => verifyLog({ database: fresh.database, verifiers: [testSigner.verifier] });

describe('the sequencer', () => {
  it('gives an event its leaf well within a second, with a checkpoint over it', async () => {
    start(sequencer);
    const ledger = ledgerOn(fresh.database);
    await commit(ledger, tenant, made('cmd_1', 'thing_1'));
    await until(async () => (await leaves()).length === 1, 1_000);
    const [checkpoint] = await rows<{ note: string }>('select note from log_checkpoint');
    expect(openCheckpoint(checkpoint?.note ?? '', [testSigner.verifier])).toMatchObject({ size: 1 });
    expect(await rows('select 1 from log_pending')).toEqual([]);
  });

  it('skips no commit that comes late and overtakes none: both orders end in one leaf each', async () => {
    const ledger = ledgerOn(fresh.database);
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const late = commit(ledger, tenant, {
      ...made('cmd_late', 'thing_late'),
      save: async () => held,
    });
    await until(
      async () =>
        (await rows(`select 1 from pg_stat_activity where state = 'idle in transaction'`)).length > 0,
    );
    await commit(ledger, tenant, made('cmd_early', 'thing_early'));
    expect(await sequenceAll(sequencer)).toBe(1);
    letGo();
    await late;
    expect(await sequenceAll(sequencer)).toBe(1);
    expect(
      await rows('select e.subject from log_leaf l join event e on e.id = l.event_id order by index'),
    ).toEqual([{ subject: 'thing_early' }, { subject: 'thing_late' }]);
  });

  it('in three replicas at once, under a crowd, gives every event exactly one leaf', async () => {
    for (let n = 0; n < 3; n++) start(sequencer);
    const ledger = ledgerOn(fresh.database);
    await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        commit(ledger, tenant, {
          ...made(`cmd_${n}`, `thing_${n}`),
          decide: () => ({
            next: '',
            events: [event(`thing_${n}`), event(`thing_${n}`, { type: 'thing.kept' })],
          }),
        }).then(() => running[n % 3]?.ring()),
      ),
    );
    await until(async () => (await Promise.all(running.map((one) => one.atRest()))).every(Boolean), 5_000);
    expect(await verify()).toMatchObject({ kind: 'whole', size: 600, waiting: 0 });
  });

  it('leaves everything as it was when it dies in the middle, and goes on', async () => {
    await bulkEvents(fresh.database, 10);
    const broken = {
      ...testSigner,
      sign: () => {
        throw new Error('the power went');
      },
    };
    await expect(
      import('../../src/ledger/sequencer.ts').then(({ sequence }) =>
        sequence({ database: sequencer, signer: broken, now: () => new Date(0), known: undefined }),
      ),
    ).rejects.toThrow('the power went');
    expect(await leaves()).toEqual([]);
    expect(await rows('select count(*)::int as n from log_pending')).toEqual([{ n: 10 }]);
    expect(await sequenceAll(sequencer)).toBe(10);
    expect(await verify()).toMatchObject({ kind: 'whole', size: 10 });
  });

  it('does not wait for a transaction that stands open elsewhere in the cluster', async () => {
    const other = await freshDatabase();
    try {
      await other.database.sql.begin(async (tx) => {
        await tx`insert into outbox (tenant, event_id, type, subject) values ('T', 'e', 't', 's')`;
        await bulkEvents(fresh.database, 5);
        expect(await sequenceAll(sequencer)).toBe(5);
      });
    } finally {
      await other.drop();
    }
  });
});

describe('proofs out of the rows', () => {
  it('are those of the tree, for any leaf and any two sizes', async () => {
    await bulkEvents(fresh.database, 66_100);
    expect(await sequenceAll(sequencer, 50_000)).toBe(66_100);
    const all = await leaves();
    const roots = new Map<number, Hash>();
    const root = (size: number): Hash => {
      const known = roots.get(size) ?? rootOf(all.slice(0, size));
      roots.set(size, known);
      return known;
    };
    const tx = within(fresh.database.sql);
    const edges = [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_100];
    const size = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 1, max: all.length }));
    await fc.assert(
      fc.asyncProperty(size, size, fc.nat(), async (a, b, place) => {
        const [size1, size2] = a < b ? [a, b] : [b, a];
        const index = place % size1;
        const leaf = all[index] as Hash;
        expect(
          includes({
            index,
            size: size2,
            leaf,
            root: root(size2),
            proof: await inclusionProofAt(tx, index, size2),
          }),
        ).toBe(true);
        const proof = await consistencyProofAt(tx, size1, size2);
        expect(extendsTree({ size1, size2, root1: root(size1), root2: root(size2), proof })).toBe(true);
      }),
      { numRuns: 40 },
    );
    expect((await leafIndexes(tx, ['evt_300', 'evt_none'])).get('evt_300')).toBe(300);
    expect(await verify()).toMatchObject({ kind: 'whole', size: 66_100 });
  }, 60_000);
});
