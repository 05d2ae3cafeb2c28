import { owe } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { chainAbove, holdersOf, membersById } from '../people/member.store.ts';
import type { House, Subscriber } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { dutyById, saveDuty } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import { type Duty, dutiesKey } from './duty.ts';
import { dutiesOfLeavers } from './leaver.store.ts';
import { type LeaverState, replaceLeavers } from './leaver.ts';
import { oweFor } from './occurrence.job.ts';
import { saveOccurrences, waitingOf } from './occurrence.store.ts';

/** Sees to the duties of people who left: when that is heard of, and at every tick, since one can have been given to them just then. */
export async function replaceLeaversNow(house: House): Promise<void> {
  await settleDue(
    house,
    (limit) => house.read((tx) => dutiesOfLeavers(tx, house.tenant, limit)),
    (id) => replaceIn(house, id),
  );
}

export const someoneLeft: Subscriber = (house) => replaceLeaversNow(house);

function replaceIn(house: House, id: string) {
  const { tenant } = house;
  return house.commit({
    id: derivedId('cmd', tenant, 'duty.leaver', id, house.now().toISOString()),
    cause: { kind: 'tick', id: 'duty.leaver' },
    keys: [id],
    seals: [dutyHolder],
    load: (tx) => leaverState(tx, tenant, id),
    guards: ({ duty }) => (duty?.owner ? [dutiesKey(duty.owner)] : []),
    decide: replaceLeavers,
    save: async (tx, { duty, occurrences }, { duty: was, waiting, leaders }) => {
      await saveDuty(tx, tenant, duty);
      await saveOccurrences(tx, tenant, occurrences);
      const before = new Map(waiting.map((one) => [one.id, one]));
      for (const one of occurrences) await oweFor(tx, tenant, duty, one, house.now(), before.get(one.id));
      for (const one of waiting) {
        if (one.state === 'submitted' && duty.checker !== was?.checker)
          await oweFor(tx, tenant, duty, one, house.now(), one);
      }
      if (duty.owner !== was?.owner) await oweOrphan(tx, tenant, duty, leaders, house.now());
    },
  });
}

/** Whoever stands in is asked to decide; without anybody, who leads. */
async function oweOrphan(
  tx: Tx,
  tenant: string,
  duty: Duty,
  leaders: readonly string[],
  now: Date,
): Promise<void> {
  for (const person of duty.owner === null ? leaders : [duty.owner])
    await owe(tx, tenant, { kind: 'duty.orphan', person, subject: duty.id, dueAt: now });
}

async function leaverState(tx: Tx, tenant: string, id: string): Promise<LeaverState> {
  const [duty, waiting, officers, admins] = await Promise.all([
    dutyById(tx, tenant, id),
    waitingOf(tx, tenant, id),
    holdersOf(tx, tenant, 'privacy_officer'),
    holdersOf(tx, tenant, 'admin'),
  ]);
  const last = duty?.owner ?? duty?.leftBy;
  const above = last ? await chainAbove(tx, tenant, last) : [];
  const leaders = [...new Set([...officers, ...admins])];
  const named = [
    duty?.owner,
    duty?.deputy,
    duty?.checker,
    duty?.action?.effectiveBy,
    ...(duty?.participants ?? []),
    ...waiting.map((one) => one.owner),
  ];
  const people = await membersById(tx, tenant, [
    ...new Set([...named.flatMap((one) => one ?? []), ...above, ...leaders]),
  ]);
  return { duty, waiting, people, above, leaders };
}
