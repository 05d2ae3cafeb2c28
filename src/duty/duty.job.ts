import { derivedId } from '../kernel/id.ts';
import { companyOf } from '../people/company.store.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { holds, isEmployee } from '../people/member.ts';
import type { House, OwedKind } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { dueDuties, dutyById, saveDuty } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import { oweFor } from './occurrence.job.ts';
import { occurrenceById, saveOccurrences, waitingOf } from './occurrence.store.ts';
import { isOpen } from './occurrence.ts';
import { type OpenState, open } from './opening.ts';
import { officeSchedule } from './plan.ts';

/** What has fallen due of the duties: days that open. */
export async function dutyDue(house: House): Promise<void> {
  await settleDue(
    house,
    (limit) => house.read((tx) => dueDuties(tx, house.tenant, house.now(), limit)),
    (id) => openDuty(house, id),
  );
}

function openDuty(house: House, id: string) {
  const { tenant } = house;
  return house.commit({
    // Opened once for each day; held or without anybody to have it, it is tried again.
    id: derivedId('cmd', tenant, 'duty.open', id, house.now().toISOString()),
    cause: { kind: 'tick', id: 'duty.open' },
    keys: [id],
    seals: [dutyHolder],
    load: async (tx): Promise<OpenState> => {
      const [duty, waiting, company, officers] = await Promise.all([
        dutyById(tx, tenant, id),
        waitingOf(tx, tenant, id),
        companyOf(tx, tenant),
        holdersOf(tx, tenant, 'privacy_officer'),
      ]);
      return {
        duty,
        waiting,
        schedule: officeSchedule(company, duty?.office ?? company),
        fallback: officers[0] ?? null,
      };
    },
    decide: open({ tenant }),
    save: async (tx, { duty, occurrences }, { waiting }) => {
      await saveDuty(tx, tenant, duty);
      await saveOccurrences(tx, tenant, occurrences);
      const before = new Map(waiting.map((one) => [one.id, one]));
      for (const one of occurrences) await oweFor(tx, tenant, duty, one, one.opensAt, before.get(one.id));
    },
  });
}

const inDigest = { priority: 'duty', manner: 'digest', repeats: true } as const;

/** Something to do, of its owner. */
export const openOwed: OwedKind = {
  ...inDigest,
  stillOwed: async (tx, { tenant, person, subject }) => {
    const [occurrence, member] = await Promise.all([
      occurrenceById(tx, tenant, subject),
      memberById(tx, tenant, person),
    ]);
    return (
      occurrence !== undefined && isOpen(occurrence) && occurrence.owner === person && isEmployee(member)
    );
  },
};

/** Something handed in, of its checker. */
export const checkOwed: OwedKind = {
  ...inDigest,
  stillOwed: async (tx, { tenant, person, subject }) => {
    const occurrence = await occurrenceById(tx, tenant, subject);
    const duty = occurrence && (await dutyById(tx, tenant, occurrence.duty));
    return (
      occurrence?.state === 'submitted' &&
      duty?.checker === person &&
      isEmployee(await memberById(tx, tenant, person))
    );
  },
};

/** A duty whose owner left, of whoever stands in, or of the privacy officers where nobody does. */
export const orphanOwed: OwedKind = {
  ...inDigest,
  stillOwed: async (tx, { tenant, person, subject }) => {
    const [duty, member] = await Promise.all([dutyById(tx, tenant, subject), memberById(tx, tenant, person)]);
    if (!duty || duty.state === 'retired' || !isEmployee(member)) return false;
    if (duty.owner === null) return holds(member, 'privacy_officer') || holds(member, 'admin');
    return duty.leftBy !== null && (duty.owner === person || holds(member, 'privacy_officer'));
  },
};
