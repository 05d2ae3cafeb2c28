import { owe } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { companyOf } from '../people/company.store.ts';
import type { Schedule } from '../people/working-time.ts';
import type { Capability, OwedKind, OwedLine, Subscriber } from '../slack/capability.ts';
import { actionsOf } from './action.store.ts';
import { dutyById } from './duty.store.ts';
import type { Duty } from './duty.ts';
import { openDuties } from './meeting.store.ts';
import { type Meeting, meetingFace, openDutyItems, soonLine } from './meeting.view.ts';
import { occurrenceById, waitingOf } from './occurrence.store.ts';
import { isOpen, type Occurrence } from './occurrence.ts';
import { inOneStatement, meetingsHeld, meetingsSoon } from './owed.store.ts';
import { officeSchedule, opensOn } from './plan.ts';

export const meetingKind = 'duty.meeting';
/** That it comes, of who takes part in it. */
export const soonKind = 'duty.meeting_soon';

/** Working days before a meeting on which its participants hear of it: time enough to bring something. */
const soonDays = 2;

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

/**
 * A meeting opened: on its day, when work begins, whoever holds it gets the agenda; its participants have a line of the morning two working
 * days before.
 */
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
      await oweSoon(tx, tenant, duty, occurrence, schedule);
    },
  });
};

/** The rule of a meeting changed: who was added hears of the one that is open, too. */
export const onMeetingChanged: Subscriber = async (house, event) => {
  const { tenant } = house;
  const duty = await house.read((tx) => dutyById(tx, tenant, event.subject));
  if (duty?.kind !== 'meeting' || duty.participants.length === 0) return;
  await house.commit({
    id: derivedId('cmd', tenant, 'meeting.changed', event.id),
    cause: { kind: 'event', id: event.id },
    keys: [duty.id],
    load: async (tx) => {
      const [rule, waiting, company] = await Promise.all([
        dutyById(tx, tenant, duty.id),
        waitingOf(tx, tenant, duty.id),
        companyOf(tx, tenant),
      ]);
      return { rule, waiting, schedule: officeSchedule(company, duty.office) };
    },
    decide: (state) => ({ next: state, events: [] }),
    save: async (tx, { rule, waiting, schedule }) => {
      if (rule) for (const one of waiting.filter(isOpen)) await oweSoon(tx, tenant, rule, one, schedule);
    },
  });
};

async function oweSoon(
  tx: Tx,
  tenant: string,
  duty: Duty,
  { id: subject, plannedOn, owner }: Occurrence,
  schedule: Schedule,
): Promise<void> {
  const dueAt = opensOn(plannedOn, soonDays, schedule);
  for (const person of duty.participants)
    if (person !== owner) await owe(tx, tenant, { kind: soonKind, person, subject, dueAt });
}

/** A line of the morning for each participant, said once; no more once the meeting is over or they are not asked to come. */
export function soonOwed(others: Others): OwedKind {
  return {
    priority: 'duty',
    manner: 'digest',
    ...inOneStatement(meetingsSoon),
    lines: async (tx, tenant, owed, reader, now) => {
      const lines = new Map<string, OwedLine>();
      for (const { id, subject } of owed) {
        const meeting = await meetingOf(tx, { tenant, reader, now }, subject, others);
        if (meeting && isOpen(meeting.occurrence)) lines.set(id, soonLine(meeting, reader, now));
      }
      return lines;
    },
  };
}

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
    ...inOneStatement(meetingsHeld),
    render: async (tx, { tenant, subject }, reader, now) => {
      const meeting = await meetingOf(tx, { tenant, reader, now }, subject, others);
      return meeting ? meetingFace(meeting, reader, now) : null;
    },
  };
}
