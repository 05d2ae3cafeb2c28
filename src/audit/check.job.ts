import type { Database } from '../database/connection.ts';
import type { Jobs, QueueSpec } from '../jobs/jobs.ts';
import { derivedId } from '../kernel/id.ts';
import type { Route } from '../ledger/dispatch.ts';
import type { Verifier } from '../ledger/note.ts';
import { type Held, verifyLog } from '../ledger/verify.ts';
import type { House } from '../slack/capability.ts';
import { cardJob, cardQueue } from '../slack/card.job.ts';
import { type Anchoring, anchorageOf } from './anchor.job.ts';
import { checkById, saveCheck } from './check.store.ts';
import { type Finding, finishCheck } from './check.ts';

/** Reads the whole log from end to end: one at a time, on a queue where nobody else waits, for hours if it must. */
export const checkQueue: QueueSpec = {
  name: 'audit.check',
  keyed: true,
  concurrency: 1,
  longestSeconds: 6 * 3600,
};

export const checkRoute: Route = ({ tenant, subject, type }) =>
  type === 'audit.check_asked'
    ? [{ queue: checkQueue.name, data: { tenant, check: subject }, key: tenant }]
    : [];

/** What checking needs beside the house: a pool to read through, the log's keys, and what others hold. */
export type Checking = {
  readonly house: (tenant: string) => House;
  readonly database: Database;
  readonly verifiers: readonly Verifier[];
  readonly anchoring: Anchoring;
  readonly jobs: () => Jobs;
};

/** How often the card of a check tells how far it is. */
const progressMs = 5_000;

/** Handler of the check queue. Begun anew after a kill: it only reads until it has found something. */
export async function runCheck(checking: Checking, { tenant = '', check: id = '' }: Record<string, string>) {
  const house = checking.house(tenant);
  const check = await house.read((tx) => checkById(tx, tenant, id));
  if (check?.state !== 'running') return;
  const { held, unread } = await heldOutside(checking, house);
  const tell = progressTeller(checking, house, id);
  const verdict = await verifyLog({
    database: checking.database,
    verifiers: checking.verifiers,
    held,
    onProgress: tell.progress,
  });
  await tell.done();
  const finding: Finding =
    verdict.kind === 'whole'
      ? {
          state: 'whole',
          size: verdict.size,
          root: Buffer.from(verdict.root).toString('hex'),
          fault: null,
          held: verdict.held,
          unread,
        }
      : { state: 'broken', size: null, root: null, fault: verdict.fault, held: held.length, unread };
  await house.commit({
    id: derivedId('cmd', tenant, 'audit.finish', id),
    cause: { kind: 'event', id },
    keys: [id],
    load: (tx) => checkById(tx, tenant, id),
    decide: finishCheck(finding),
    save: (tx, next) => saveCheck(tx, tenant, next),
  });
}

/** What the places outside hold. One that cannot be read now keeps nobody from checking: it is named in the result. */
async function heldOutside(
  { anchoring }: Checking,
  house: House,
): Promise<{ held: Held[]; unread: string[] }> {
  const held: Held[] = [];
  const unread: string[] = [];
  for (const place of anchoring.settings.places) {
    const anchorage = anchorageOf(anchoring, place);
    try {
      if (!anchorage) unread.push(place.name);
      else for await (const note of anchorage.all()) held.push({ place: place.name, note });
    } catch (error) {
      house.log.warn({ err: error, place: place.name }, 'an anchor could not be read for a check');
      unread.push(place.name);
    }
  }
  return { held, unread };
}

/** Tells the card every few seconds how far the check is: at most one telling under way, none after `done`. */
function progressTeller({ jobs }: Checking, house: House, id: string) {
  const { tenant } = house;
  let telling: Promise<unknown> | undefined;
  let last = performance.now();
  async function tell(done: number): Promise<void> {
    await house.commit({
      id: `progress ${id}`,
      cause: { kind: 'event', id },
      keys: [id],
      load: (tx) => checkById(tx, tenant, id),
      decide: (check) => ({ next: check, events: [] }),
      save: async (tx, check) => {
        if (check?.state !== 'running') return;
        await saveCheck(tx, tenant, { ...check, size: done });
        await jobs().add(tx, [
          cardJob(tenant, { kind: 'audit.check', reader: check.askedBy, occasion: check.id }),
        ]);
      },
    });
    jobs().ring(cardQueue.name);
  }
  return {
    progress: (done: number) => {
      if (telling || performance.now() - last < progressMs) return;
      last = performance.now();
      telling = tell(done)
        .catch((error: unknown) => house.log.warn({ err: error }, 'how far a check is could not be told'))
        .finally(() => {
          telling = undefined;
        });
    },
    done: async () => telling,
  };
}
