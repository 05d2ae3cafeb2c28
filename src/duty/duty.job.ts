import type { Tx } from '../database/connection.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { memberById, membersById } from '../people/member.store.ts';
import { holds, isEmployee } from '../people/member.ts';
import type { House, Owed, OwedKind, Subscriber } from '../slack/capability.ts';
import { triggers } from './cadence.ts';
import { dutiesById, dutyById } from './duty.store.ts';
import { holidaysDue } from './held.job.ts';
import { replaceLeaversNow, someoneLeft } from './leaver.job.ts';
import { occurrencesById } from './occurrence.store.ts';
import { isOpen } from './occurrence.ts';
import { companyChanged, endDue, openDue, replanDuty, somethingHappened } from './opening.job.ts';

/** What has fallen due of the duties: people who left, holidays that are known by now, days that open. */
export async function dutyDue(house: House): Promise<void> {
  await replaceLeaversNow(house);
  for (const { id } of await holidaysDue(house)) await replanDuty(house, id, house.now().toISOString());
  await openDue(house);
  await endDue(house);
}

const leaving = ['people.left', 'people.standing_changed'];

/** What duties hear of. Who left first hands over what they had; then opens what is due because they left. */
export const dutyHears: Readonly<Record<string, Subscriber>> = {
  ...Object.fromEntries(
    triggers.map((type) => [
      type,
      async (house: House, event: DomainEvent) => {
        if (leaving.includes(type)) await someoneLeft(house, event);
        await somethingHappened(house, event);
      },
    ]),
  ),
  'people.company_changed': companyChanged,
};

const inDigest = { priority: 'duty', manner: 'digest', repeats: true } as const;

/** Something to do, of its owner. */
export const openOwed: OwedKind = {
  ...inDigest,
  stillOwed: async (tx, owed) => (await openOf(tx, owed.tenant, [owed])).has(owed.id),
  stillOwedOf: openOf,
};

async function openOf(tx: Tx, tenant: string, owed: readonly Owed[]): Promise<Set<string>> {
  const [occurrences, members] = await Promise.all([
    occurrencesById(
      tx,
      tenant,
      owed.map(({ subject }) => subject),
    ),
    membersById(tx, tenant, [...new Set(owed.map(({ person }) => person))]),
  ]);
  const stands = owed.filter(({ subject, person }) => {
    const one = occurrences.get(subject);
    return one !== undefined && isOpen(one) && one.owner === person && isEmployee(members.get(person));
  });
  return new Set(stands.map(({ id }) => id));
}

/** Something handed in, of its checker. */
export const checkOwed: OwedKind = {
  ...inDigest,
  stillOwed: async (tx, owed) => (await checksOf(tx, owed.tenant, [owed])).has(owed.id),
  stillOwedOf: checksOf,
};

async function checksOf(tx: Tx, tenant: string, owed: readonly Owed[]): Promise<Set<string>> {
  const [occurrences, members] = await Promise.all([
    occurrencesById(
      tx,
      tenant,
      owed.map(({ subject }) => subject),
    ),
    membersById(tx, tenant, [...new Set(owed.map(({ person }) => person))]),
  ]);
  const duties = await dutiesById(
    tx,
    tenant,
    [...occurrences.values()].map(({ duty }) => duty),
  );
  const stands = owed.filter(({ subject, person }) => {
    const one = occurrences.get(subject);
    const checker = one && duties.get(one.duty)?.checker;
    return one?.state === 'submitted' && checker === person && isEmployee(members.get(person));
  });
  return new Set(stands.map(({ id }) => id));
}

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
