import { z } from 'zod';
import type { Rung } from '../attention/ladder.ts';
import type { NewEvent } from '../kernel/event.ts';
import { freeText } from '../kernel/free-text.ts';
import { holds, isEmployee, type Member, userId } from '../people/member.ts';
import type { Schedule } from '../people/working-time.ts';
import { type Cadence, cadenceInput } from './cadence.ts';
import { type Ask, asksInput } from './evidence.ts';
import { type Office, officeInput } from './office.ts';
import type { Planned, PlanRefusal } from './plan.ts';

export const dutyKinds = ['recurring', 'event', 'action', 'meeting'] as const;

/** `over`: nothing comes of it any more, and its last time was skipped or missed. */
export type RetiredWhy = 'done' | 'over' | 'capability';

/** The rule of something that is to be done: who, when, what shows that it was. Its times are occurrences, rows of their own. */
export type Duty = {
  id: string;
  titleEn: string;
  titleZh: string;
  kind: (typeof dutyKinds)[number];
  /** Ids of the controls it is evidence for, and the law in a few words. */
  why: { controls: readonly string[]; law: string | null };
  /** Null only while it waits for an owner because nobody was left to take it. */
  owner: string | null;
  deputy: string | null;
  /** Looks at the evidence; never who did it. */
  checker: string | null;
  office: Office;
  cadence: Cadence;
  /** Working days before the planned day on which it opens. */
  leadDays: number;
  /** Working days after the planned day before it is late. */
  toleranceDays: number;
  asks: readonly Ask[];
  ladder: readonly Rung[];
  /** Id of the control it stands in for until a capability takes it over. */
  interim: string | null;
  /** Its code in the starting set. */
  template: string | null;
  action: Action | null;
  /** Who comes to a meeting, beside its owner. */
  participants: readonly string[];
  state: 'active' | 'paused' | 'retired';
  /** Why the house ended it; null where somebody did, or it has not ended. */
  retiredWhy: RetiredWhy | null;
  /** The planned day that opens next; null: none by itself, or it is held. */
  nextOn: string | null;
  /** When that day opens. */
  opensAt: Date | null;
  /** The next day is held: the holidays of this year are not known. */
  unknownYear: number | null;
  /** The day up to which every planned day was opened or passed by; null for what waits for events. */
  lastOn: string | null;
  /** Who left and had it: its owner stands in until they keep it or hand it over. */
  leftBy: string | null;
  addedBy: string | null;
  addedAt: Date;
  /** Grows with every change of the rule; a form that was opened before is told so. */
  revision: number;
};

/** A corrective action: why, from what, and whether it helped. */
export type Action = {
  /** Free text; null once erased. */
  cause: string | null;
  /** What it came from: the id of the subject, or a code. */
  found: string;
  /** Who looks later whether it helped: somebody else. */
  effectiveBy: string | null;
  effectiveAfterDays: number;
};

/** The lock of the rules over all duties of a person: who leaves hands over all of them. */
export function dutiesKey(person: string): string {
  return `duties:${person}`;
}

const few = (max: number, error: string) =>
  z.coerce.number().int({ error }).min(0, { error }).max(max, { error });

/** What a form, a plan or the starting set hands in. */
export const dutyInput = z.object({
  titleEn: freeText({ max: 120 }),
  titleZh: freeText({ max: 120 }),
  kind: z.enum(dutyKinds),
  why: z.object({
    controls: z.array(z.string().regex(/^(?:\d{1,2}|F)\.\d{1,2}$/, { error: 'duty.control' })).max(20),
    law: freeText({ max: 120 }).nullable(),
  }),
  owner: userId,
  deputy: userId.nullable(),
  checker: userId.nullable(),
  office: officeInput,
  cadence: cadenceInput,
  leadDays: few(60, 'duty.days'),
  toleranceDays: few(60, 'duty.days'),
  asks: asksInput,
  ladder: z
    .array(
      z.object({ to: z.enum(['deputy', 'manager', 'officer']), afterWorkingHours: few(1_000, 'duty.days') }),
    )
    .max(5),
  interim: z
    .string()
    .regex(/^(?:\d{1,2}|F)\.\d{1,2}$/)
    .nullable(),
  template: z
    .string()
    .regex(/^[a-z0-9.-]{1,60}$/)
    .nullable(),
  participants: z.array(userId).max(50, { error: 'duty.tooManyParticipants' }).default([]),
  action: z
    .object({
      cause: freeText({ max: 500 }),
      found: z.string().max(100),
      effectiveBy: userId.nullable(),
      effectiveAfterDays: few(400, 'duty.days'),
    })
    .nullable(),
});
export type DutyInput = z.infer<typeof dutyInput>;

export type DutyRefusal =
  | 'duty.unknown'
  | 'duty.mayNotLead'
  | 'duty.mayNotChange'
  | 'duty.exists'
  | 'duty.changedMeanwhile'
  | 'duty.retired'
  | 'duty.notActive'
  | 'duty.notPaused'
  | 'duty.ownerNotEmployee'
  | 'duty.deputyNotEmployee'
  | 'duty.checkerNotEmployee'
  | 'duty.effectiveNotEmployee'
  | 'duty.participantNotEmployee'
  | 'duty.noMeeting'
  | 'duty.mayNotCall'
  | 'duty.ownDeputy'
  | 'duty.ownChecker'
  | 'duty.deputyChecks'
  | 'duty.ownEffect'
  | 'duty.sameOwner'
  | PlanRefusal;

/** What a change of a rule looks at. `schedule` is the office's. */
export type DutyState = {
  actor: Member | undefined;
  before: Duty | undefined;
  /** By id: everybody the command names. */
  people: ReadonlyMap<string, Member>;
  schedule: Schedule;
};

/** Sets duties for everybody: admins and privacy officers. */
export function mayLead(actor: Member | undefined): boolean {
  return holds(actor, 'admin') || holds(actor, 'privacy_officer');
}

/**
 * May give a person a duty: who leads, the person themselves, their manager. What an auditor finds is a corrective action of whoever it
 * falls to: they may give those to anybody, and nothing else.
 */
export function mayAddFor(actor: Member | undefined, owner: Member | undefined, kind: Duty['kind']): boolean {
  return (
    mayLead(actor) ||
    (kind === 'action' && holds(actor, 'auditor')) ||
    (isEmployee(actor) && owner !== undefined && (owner.id === actor.id || owner.manager === actor.id))
  );
}

/** The rule goes into the event whole, without its words. */
export function recorded(duty: Duty) {
  const { kind, owner, deputy, checker, office, cadence, leadDays, toleranceDays, interim, template } = duty;
  return {
    ...{ kind, owner, deputy, checker, leadDays, toleranceDays, interim, template },
    controls: [...duty.why.controls],
    participants: [...duty.participants],
    office: { ...office },
    cadence: { ...cadence },
    asks: duty.asks.map(({ key, kind: asked, needed }) => ({ key, kind: asked, needed })),
    ladder: duty.ladder.map(({ to, afterWorkingHours }) => ({ to, afterWorkingHours })),
    action: duty.action && {
      found: duty.action.found,
      effectiveBy: duty.action.effectiveBy,
      effectiveAfterDays: duty.action.effectiveAfterDays,
    },
    ...planOf(duty),
  };
}

export function planOf({ nextOn, unknownYear }: Planned): {
  nextOn: string | null;
  unknownYear: number | null;
} {
  return { nextOn, unknownYear };
}

/** An event of a rule. Titles and causes are words: they stand beside it. */
export function happened(type: string, duty: Duty, by: string | null, data: NewEvent['data'] = {}): NewEvent {
  const { titleEn, titleZh, action } = duty;
  const words = type === 'duty.added' || type === 'duty.changed';
  return {
    ...{ type, version: 1, subject: duty.id },
    data: { by, revision: duty.revision, ...data },
    ...(words ? { personal: { titleEn, titleZh, ...(action?.cause ? { cause: action.cause } : {}) } } : {}),
  };
}
