import { owe } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { companyOf } from '../people/company.store.ts';
import { memberById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { Capability, OwedKind, Subscriber } from '../slack/capability.ts';
import { actionsOf } from './action.store.ts';
import { dutyById } from './duty.store.ts';
import { openDuties } from './meeting.store.ts';
import { type Meeting, meetingFace, openDutyItems } from './meeting.view.ts';
import { occurrenceById } from './occurrence.store.ts';
import { isOpen } from './occurrence.ts';
import { officeSchedule, opensOn } from './plan.ts';

export const meetingKind = 'duty.meeting';

const mostNamed = 5;
const mostDecisions = 20;

/** Every capability that has something for an agenda; asked for when one is drawn, since they are gathered after this one. */
export type Others = () => readonly Capability[];

/** What the duties themselves have open. */
export const openInDuties: NonNullable<Capability['open']> = async (tx, { tenant, reader, now }) =>
  openDutyItems(await openDuties(tx, tenant, now, mostNamed), reader, now);

/** A meeting with its agenda as of now. */
export async function meetingOf(
  tx: Tx,
  at: { tenant: string; reader: Reader; now: Date },
  occurrence: string,
  others: Others,
): Promise<Meeting | undefined> {
  const { tenant, now } = at;
  const found = await occurrenceById(tx, tenant, occurrence);
  const duty = found && (await dutyById(tx, tenant, found.duty));
  if (!found || duty?.kind !== 'meeting') return undefined;
  const [items, decisions] = await Promise.all([
    isOpen(found) ? Promise.all(others().map(async ({ open }) => (await open?.(tx, at)) ?? [])) : [],
    decisionsOf(tx, tenant, occurrence, now),
  ]);
  return { duty, occurrence: found, items: items.flat(), decisions };
}

async function decisionsOf(tx: Tx, tenant: string, found: string, now: Date) {
  const of = { found, now, limit: mostDecisions, offset: 0 };
  const lists = await Promise.all(
    (['open', 'check', 'closed'] as const).map((list) => actionsOf(tx, tenant, { ...of, list })),
  );
  return lists.flatMap(({ rows }) => rows);
}

/** A meeting opened: on its day, when work begins, whoever holds it gets the agenda. */
export const onMeetingOpened: Subscriber = async (house, event) => {
  const { tenant } = house;
  await house.commit({
    id: derivedId('cmd', tenant, 'meeting.owe', event.id),
    cause: { kind: 'event', id: event.id },
    keys: [event.subject],
    load: async (tx) => {
      const occurrence = await occurrenceById(tx, tenant, event.subject);
      const duty = occurrence && (await dutyById(tx, tenant, occurrence.duty));
      const company = await companyOf(tx, tenant);
      return { occurrence, duty, schedule: officeSchedule(company, duty?.office ?? company) };
    },
    decide: (state) => ({ next: state, events: [] }),
    save: async (tx, { occurrence, duty, schedule }) => {
      if (!occurrence || duty?.kind !== 'meeting' || !isOpen(occurrence)) return;
      const dueAt = opensOn(occurrence.plannedOn, 0, schedule);
      await owe(tx, tenant, { kind: meetingKind, person: occurrence.owner, subject: occurrence.id, dueAt });
    },
  });
};

/** Something was added that came from a meeting: a decision, which its agenda shows. */
export const onDecided: Subscriber = async (house, event) => {
  const { tenant } = house;
  const duty = event.subject;
  const rule = await house.read((tx) => dutyById(tx, tenant, duty));
  const found = rule?.action?.found ?? '';
  if (!found.startsWith('occ_')) return;
  await house.commit({
    id: derivedId('cmd', tenant, 'meeting.decided', event.id),
    cause: { kind: 'event', id: event.id },
    keys: [found],
    load: async (tx) => occurrenceById(tx, tenant, found),
    decide: (state) => ({
      next: state,
      events: state ? [{ type: 'duty.decided', version: 1, subject: found, data: { duty } }] : [],
    }),
    save: async () => undefined,
  });
};

export function meetingOwed(others: Others): OwedKind {
  return {
    priority: 'duty',
    manner: 'alone',
    stillOwed: async (tx, { tenant, person, subject }) => {
      const [occurrence, member] = await Promise.all([
        occurrenceById(tx, tenant, subject),
        memberById(tx, tenant, person),
      ]);
      return (
        occurrence !== undefined && isOpen(occurrence) && occurrence.owner === person && isEmployee(member)
      );
    },
    render: async (tx, { tenant, subject }, reader, now) => {
      const meeting = await meetingOf(tx, { tenant, reader, now }, subject, others);
      return meeting ? meetingFace(meeting, reader, now) : null;
    },
  };
}
