import { createHash, randomBytes } from 'node:crypto';
import { connect, type Database } from '../../src/database/connection.ts';
import { roles } from '../../src/database/roles.ts';
import { derivedId } from '../../src/kernel/id.ts';
import { commit, type Ledger } from '../../src/ledger/commit.ts';
import { copyRows } from '../../src/ledger/copy.ts';
import { entrySql } from '../../src/ledger/entry.ts';
import type { Frontier } from '../../src/ledger/frontier.ts';
import { signerFromSeed } from '../../src/ledger/note.ts';
import { sequence, startSequencer } from '../../src/ledger/sequencer.ts';
import { verifyLog } from '../../src/ledger/verify.ts';
import { compare, type Figure, quantile } from './figure.ts';

const signer = signerFromSeed('shoumi-bench', randomBytes(32));
const now = () => new Date();
const round = 60_000;
const batch = 20_000;

/** What the log costs: giving leaves, how late they are, and checking all of it. On an empty, migrated database of its own. */
export async function logFigures(ownerUrl: string): Promise<Figure[]> {
  const owner = connect(ownerUrl, { max: 4 });
  const sequencing = connect(ownerUrl, { max: 1, role: roles.sequencer });
  try {
    const lag = await lagFigures(owner, sequencing);
    const rate = await sequencerFigure(owner, sequencing);
    const check = await verifyFigures(owner);
    return [rate, ...lag, ...check];
  } finally {
    await sequencing.stop();
    await owner.stop();
  }
}

/**
 * Leaves a second: taking events off the list, hashing, inserting, completing nodes, signing; against inserting finished leaf rows into
 * a table of the same shape, as many a statement, and nothing else.
 */
async function sequencerFigure(owner: Database, sequencing: Database): Promise<Figure> {
  await owner.sql.unsafe(
    'create table floor_leaf (like log_leaf including all); create table made_leaf (like log_leaf)',
  );
  let made = 0;
  let known: Frontier | undefined;
  const ours = async (): Promise<number> => {
    await bulkEvents(owner, made, round);
    made += round;
    await owner.sql.unsafe('analyze event; analyze log_pending');
    const before = performance.now();
    for (let moved = 0; moved < round; ) {
      const done = await sequence({ database: sequencing, signer, now, known, limit: batch });
      known = done.frontier;
      moved += done.moved;
    }
    return (round / (performance.now() - before)) * 1_000;
  };
  const floor = async (): Promise<number> => {
    await owner.sql.unsafe(`truncate made_leaf; insert into made_leaf select n, 'evt_' || left(md5('floor' || n), 20), sha256(n::text::bytea)
      from generate_series(${made}, ${made + round - 1}) n`);
    made += round;
    const before = performance.now();
    for (let from = made - round; from < made; from += batch) {
      await owner.sql`insert into floor_leaf select * from made_leaf where index >= ${from} and index < ${from + batch}`;
    }
    return (round / (performance.now() - before)) * 1_000;
  };
  return compare('leaves given by the sequencer', 'leaves/s', { warmUp: 1, counted: 5 }, ours, floor, {
    atLeast: 0.5,
  });
}

/** From the commit of a decision to its leaf, at a steady 500 decisions a second. */
async function lagFigures(owner: Database, sequencing: Database): Promise<Figure[]> {
  const perSecond = 500;
  const seconds = 8;
  const app = connect(owner.sql.options.host ? urlOf(owner) : '', { max: 10, role: roles.app });
  const committed = new Map<string, number>();
  const lags: number[] = [];
  const sequencer = startSequencer({
    database: sequencing,
    signer,
    now,
    onError: (error) => {
      throw error;
    },
  });
  const ledger: Ledger = {
    database: app,
    now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    ring: () => sequencer.ring(),
  };
  let seen = -1;
  const look = async (): Promise<void> => {
    const rows = await owner.sql<{ index: number; event_id: string }[]>`
      select index, event_id from log_leaf where index > ${seen} order by index`;
    const at = performance.now();
    for (const { index, event_id } of rows) {
      seen = index;
      const since = committed.get(event_id);
      // A leaf can be seen before its commit is heard of here: it was not late.
      lags.push(since === undefined ? 0 : at - since);
    }
  };
  const began = performance.now();
  const work: Promise<unknown>[] = [];
  for (let n = 0; n < perSecond * seconds; ) {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    for (; n < Math.min(due, perSecond * seconds); n++) work.push(decide(n));
    await look();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all(work);
  while (lags.length < perSecond * seconds) await look();
  await sequencer.stop();
  await app.stop();
  return ([0.5, 0.99, 1] as const).map((p) => ({
    name: `commit to leaf at ${perSecond} decisions a second, ${p === 1 ? 'longest' : `p${p * 100}`}`,
    value: quantile(lags, p),
    unit: 'ms',
    target: { atMost: 1_000 },
  }));

  async function decide(n: number): Promise<void> {
    const id = derivedId('cmd', 'lag', String(n));
    const outcome = await commit(ledger, 'T1', {
      id,
      cause: { kind: 'tick', id: 'bench' },
      keys: [`lag ${n}`],
      load: async () => undefined,
      decide: () => ({
        next: undefined,
        events: [{ type: 'bench.decided', version: 1, subject: `lag_${n}`, data: { n } }],
      }),
      save: async () => {},
    });
    if (outcome.kind === 'done')
      for (const event of outcome.events) committed.set(event.id, performance.now());
  }
}

function urlOf({ sql }: Database): string {
  const { user, pass, host, port, database } = sql.options;
  return `postgres://${user}:${pass}@${host[0]}:${port[0]}/${database}`;
}

/** The whole check, against reading the very same bytes out of the database and putting them through one SHA-256. */
async function verifyFigures(owner: Database): Promise<Figure[]> {
  const [{ count = 0 } = {}] = await owner.sql<
    { count: number }[]
  >`select count(*)::int as count from log_leaf`;
  const read = `select ${entrySql} from log_leaf l join event e on e.id = l.event_id order by l.index`;
  let bytes = 0;
  let highest = 0;
  await owner.sql.unsafe('vacuum analyze');
  const ours = async (): Promise<number> => {
    const before = performance.now();
    const verdict = await verifyLog({
      database: owner,
      verifiers: [signer.verifier],
      onProgress: () => {
        highest = Math.max(highest, process.memoryUsage().rss);
      },
    });
    if (verdict.kind !== 'whole') throw new Error(verdict.fault);
    return (count / (performance.now() - before)) * 1_000;
  };
  const floor = async (): Promise<number> => {
    const before = performance.now();
    const sum = createHash('sha256');
    bytes = 0;
    await owner.sql.begin(async (tx) => {
      await copyRows(tx, read, ([entry]) => {
        sum.update(entry as Buffer);
        bytes += entry?.length ?? 0;
      });
    });
    sum.digest();
    return (count / (performance.now() - before)) * 1_000;
  };
  const start = process.memoryUsage().rss;
  const figure = await compare('log verified', 'leaves/s', { warmUp: 1, counted: 3 }, ours, floor, {
    atLeast: 0.5,
  });
  return [
    figure,
    { name: `bytes in ${count} entries`, value: bytes, unit: 'B' },
    { name: 'memory that verify added at its highest', value: (highest - start) / 2 ** 20, unit: 'MiB' },
  ];
}

async function bulkEvents(owner: Database, from: number, count: number): Promise<void> {
  await owner.sql`
    with made as (
      insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
      select 'evt_' || left(md5(n::text), 20), 'T1', 'req_' || n % 100000, 'access.approved', 1, 'cmd_' || n, 0,
        '{"by":"U06ZHAOMIN0","id":"D06 1790000000.000100 access.approve","kind":"action"}',
        timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-01-01' + n * interval '1 second',
        '{"by":"U06ZHAOMIN0","dataSet":"client-files","dataSetRevision":1,"grant":"grn_' || n || '","requester":"U01LINXIAO0"}', '{}'
      from generate_series(${from}::bigint, ${from + count - 1}::bigint) n returning *
    ) insert into log_pending (event_id, hash) select id, sha256('\\x00'::bytea || convert_to(${owner.sql.unsafe(entrySql)}, 'UTF8')) from made e`;
}
