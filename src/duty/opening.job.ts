import type { Tx } from '../database/connection.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { companyOf } from '../people/company.store.ts';
import { holdersOf } from '../people/member.store.ts';
import type { House, Subscriber } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { dueDuties, dutiesAfter, dutyById, overDuties, plannedDuties, saveDuty } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import { endOver } from './ending.ts';
import { oweFor } from './occurrence.job.ts';
import { historyOf, occurrencesAbout, saveOccurrences, waitingOf } from './occurrence.store.ts';
import { type Opened, type OpenState, open, openAfter, replan } from './opening.ts';
import { officeSchedule } from './plan.ts';

const always = { from: '0001-01-01', to: '9999-12-31' };

/** Opens the duties whose next day has come. */
export async function openDue(house: House): Promise<void> {
  await settleDue(
    house,
    (limit) => house.read((tx) => dueDuties(tx, house.tenant, house.now(), limit)),
    (id) => openDuty(house, id),
  );
}

function openDuty(house: House, id: string) {
  const { tenant } = house;
  return house.commit({
    // Without anybody to have it, it is tried again.
    id: derivedId('cmd', tenant, 'duty.open', id, house.now().toISOString()),
    cause: { kind: 'tick', id: 'duty.open' },
    keys: [id],
    seals: [dutyHolder],
    load: (tx) => openState(tx, tenant, id),
    decide: open({ tenant }),
    save: (tx, next, state) => saveOpened(tx, house, next, state),
  });
}

async function openState(tx: Tx, tenant: string, id: string): Promise<OpenState> {
  const [duty, waiting, company, officers] = await Promise.all([
    dutyById(tx, tenant, id),
    waitingOf(tx, tenant, id),
    companyOf(tx, tenant),
    holdersOf(tx, tenant, 'privacy_officer'),
  ]);
  const schedule = officeSchedule(company, duty?.office ?? company);
  return { duty, waiting, schedule, fallback: officers[0] ?? null };
}

async function saveOpened(
  tx: Tx,
  house: House,
  { duty, occurrences }: Opened,
  { waiting }: OpenState,
): Promise<void> {
  const { tenant } = house;
  const before = new Map(waiting.map((one) => [one.id, one]));
  await saveDuty(tx, tenant, duty);
  await saveOccurrences(
    tx,
    tenant,
    occurrences.filter(({ id }) => before.has(id)),
  );
  await saveOccurrences(
    tx,
    tenant,
    occurrences.filter(({ id }) => !before.has(id)),
    true,
  );
  for (const one of occurrences) await oweFor(tx, tenant, duty, one, one.opensAt, before.get(one.id));
}

/** Ends what was done or skipped before duties ended by that. */
export async function endDue(house: House): Promise<void> {
  await settleDue(
    house,
    (limit) => house.read((tx) => overDuties(tx, house.tenant, limit)),
    (id) => endDuty(house, id),
  );
}

function endDuty(house: House, id: string) {
  const { tenant } = house;
  return house.commit({
    id: derivedId('cmd', tenant, 'duty.end', id, house.now().toISOString()),
    cause: { kind: 'tick', id: 'duty.end' },
    keys: [id],
    seals: [dutyHolder],
    load: async (tx) => {
      const [duty, waiting, latest] = await Promise.all([
        dutyById(tx, tenant, id),
        waitingOf(tx, tenant, id),
        historyOf(tx, tenant, { duty: id, ...always, page: { limit: 1, offset: 0 } }),
      ]);
      return { duty, waiting, last: latest.rows[0] };
    },
    decide: endOver,
    save: (tx, next) => saveDuty(tx, tenant, next),
  });
}

/** Opens what is due after an event of this kind, once for each event and duty. */
export const somethingHappened: Subscriber = async (house, event) => {
  const { tenant } = house;
  for (const id of await house.read((tx) => dutiesAfter(tx, tenant, event.type)))
    await openBecause(house, id, event);
};

function openBecause(house: House, id: string, event: DomainEvent) {
  const { tenant } = house;
  const { subject: about, effectiveAt: at } = event;
  return house.commit({
    id: derivedId('cmd', tenant, 'duty.after', id, event.id),
    cause: { kind: 'event', id: event.id },
    keys: [id],
    seals: [dutyHolder],
    load: async (tx) => {
      const [state, known] = await Promise.all([
        openState(tx, tenant, id),
        occurrencesAbout(tx, tenant, id, about),
      ]);
      return { ...state, known };
    },
    decide: openAfter({ tenant, about, at }),
    save: (tx, next, state) => saveOpened(tx, house, next, state),
  });
}

/** The company's days changed: what is planned may fall on another day. */
export const companyChanged: Subscriber = async (house, event) => {
  const { tenant } = house;
  const page = 500;
  for (let after = ''; ; ) {
    const ids = await house.read((tx) => plannedDuties(tx, tenant, after, page));
    for (const id of ids) await replanDuty(house, id, event.id);
    after = ids.at(-1) ?? '';
    if (ids.length < page) return;
  }
};

/** Plans one anew. */
export function replanDuty(house: House, id: string, why: string) {
  const { tenant } = house;
  return house.commit({
    id: derivedId('cmd', tenant, 'duty.replan', id, why),
    cause: { kind: 'tick', id: 'duty.replan' },
    keys: [id],
    seals: [dutyHolder],
    load: (tx) => openState(tx, tenant, id),
    decide: replan,
    save: (tx, next) => saveDuty(tx, tenant, next),
  });
}
