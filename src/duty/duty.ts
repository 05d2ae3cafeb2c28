import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Rung } from '../attention/ladder.ts';
import { type Decision, type Refusal, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { freeText } from '../kernel/free-text.ts';
import { holds, isEmployee, type Member, userId } from '../people/member.ts';
import type { Schedule } from '../people/working-time.ts';
import { type Cadence, cadenceInput } from './cadence.ts';
import { type Ask, asksInput } from './evidence.ts';
import { type Office, officeInput } from './office.ts';
import { type Planned, type PlanRefusal, plan } from './plan.ts';

export const dutyKinds = ['recurring', 'event', 'action', 'meeting'] as const;

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
  state: 'active' | 'paused' | 'retired';
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

/** May give a person a duty: who leads, the person themselves, their manager. */
export function mayAddFor(actor: Member | undefined, owner: Member | undefined): boolean {
  return (
    mayLead(actor) ||
    (isEmployee(actor) && owner !== undefined && (owner.id === actor.id || owner.manager === actor.id))
  );
}

/**
 * Adds a duty. Refused: for somebody one may not give duties; an owner, deputy or checker who is no employee, or two of the three who are
 * one person; a rule that never happens or more than once a day; a day that is past.
 */
export function addDuty(command: DutyInput & { id: string; by: string | null }) {
  return (state: DutyState, now: Date): Decision<Duty, DutyRefusal> => {
    const { id, by, ...rule } = command;
    if (state.before) return refuse('duty.exists');
    if (by !== null && !mayAddFor(state.actor, state.people.get(rule.owner)))
      return refuse('duty.mayNotLead', undefined, 'owner');
    const wrong = wrongPeople(rule, state);
    if (wrong) return wrong;
    const planned = plan(rule, null, state.schedule, now);
    if ('refused' in planned) return planned;
    const next: Duty = {
      ...{ id, ...rule, ...planned, state: 'active', leftBy: null },
      ...{ addedBy: by, addedAt: now, revision: 1 },
    };
    return { next, events: [happened('duty.added', next, by, recorded(next))] };
  };
}

/** Changes the rule; what is open stays as it was opened. Refused as adding, without the right, and for an older form. */
export function changeDuty(command: DutyInput & { by: string | null; revision: number }) {
  return (state: DutyState, now: Date): Decision<Duty, DutyRefusal> => {
    const { by, revision, ...rule } = command;
    const { before } = state;
    if (!before) return refuse('duty.unknown');
    if (before.state === 'retired') return refuse('duty.retired');
    if (by !== null && !mayLead(state.actor) && before.addedBy !== by) return refuse('duty.mayNotChange');
    if (before.revision !== revision) return refuse('duty.changedMeanwhile');
    if (by !== null && rule.owner !== before.owner && !mayAddFor(state.actor, state.people.get(rule.owner)))
      return refuse('duty.mayNotLead', undefined, 'owner');
    const wrong = wrongPeople(rule, state);
    if (wrong) return wrong;
    const moved = !isDeepStrictEqual(when(rule), when(before)) && !opened(rule, before);
    const planned = moved && before.state === 'active' ? plan(rule, before.lastOn, state.schedule, now) : {};
    if ('refused' in planned) return planned as Refusal<DutyRefusal>;
    const next: Duty = {
      ...before,
      ...rule,
      ...planned,
      leftBy: rule.owner === before.owner ? before.leftBy : null,
    };
    if (isDeepStrictEqual(recorded(next), recorded(before)) && sameWords(next, before))
      return { next: before, events: [] };
    next.revision += 1;
    return { next, events: [happened('duty.changed', next, by, recorded(next))] };
  };
}

/** What the next planned day hangs on. */
function when({ cadence, office, leadDays }: Pick<Duty, 'cadence' | 'office' | 'leadDays'>) {
  return [cadence, office.tz, office.holidays, leadDays];
}

/** What happens once and has been opened does not open again because its lead changed. */
function opened({ cadence }: Pick<Duty, 'cadence'>, before: Duty): boolean {
  return (
    cadence.kind === 'once' &&
    before.cadence.kind === 'once' &&
    cadence.on === before.cadence.on &&
    before.nextOn === null
  );
}

function sameWords(a: Duty, b: Duty): boolean {
  return (
    a.titleEn === b.titleEn &&
    a.titleZh === b.titleZh &&
    a.action?.cause === b.action?.cause &&
    a.why.law === b.why.law &&
    isDeepStrictEqual(a.asks, b.asks)
  );
}

type People = Pick<DutyInput, 'owner' | 'deputy' | 'checker' | 'action'>;

function wrongPeople(
  rule: People,
  { people, before }: Pick<DutyState, 'people' | 'before'>,
): Refusal<DutyRefusal> | undefined {
  const { owner, deputy, checker, action } = rule;
  // Who stays is not looked at again: they may have left since, and their duties are on their way.
  const here = (id: string | null | undefined, was: string | null | undefined) =>
    !id || id === was || isEmployee(people.get(id));
  if (!here(owner, before?.owner)) return refuse('duty.ownerNotEmployee', undefined, 'owner');
  if (!here(deputy, before?.deputy)) return refuse('duty.deputyNotEmployee', undefined, 'deputy');
  if (!here(checker, before?.checker)) return refuse('duty.checkerNotEmployee', undefined, 'checker');
  if (!here(action?.effectiveBy, before?.action?.effectiveBy))
    return refuse('duty.effectiveNotEmployee', undefined, 'effectiveBy');
  if (deputy === owner) return refuse('duty.ownDeputy', undefined, 'deputy');
  if (checker === owner) return refuse('duty.ownChecker', undefined, 'checker');
  if (checker !== null && checker === deputy) return refuse('duty.deputyChecks', undefined, 'checker');
  if (action?.effectiveBy && action.effectiveBy === owner)
    return refuse('duty.ownEffect', undefined, 'effectiveBy');
  return undefined;
}

/** The rule goes into the event whole, without its words. */
function recorded(duty: Duty) {
  const { kind, owner, deputy, checker, office, cadence, leadDays, toleranceDays, interim, template } = duty;
  return {
    ...{ kind, owner, deputy, checker, leadDays, toleranceDays, interim, template },
    controls: [...duty.why.controls],
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
