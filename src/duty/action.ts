import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { type FreeText, freeText } from '../kernel/free-text.ts';
import { calendarDay } from '../people/company.ts';
import { isEmployee, type Member, userId } from '../people/member.ts';
import type { Schedule } from '../people/working-time.ts';
import { addDuty } from './change.ts';
import { type Duty, type DutyInput, type DutyRefusal, mayLead } from './duty.ts';
import type { Occurrence } from './occurrence.ts';
import type { Office } from './office.ts';
import { opensOn, workingDaysFrom } from './plan.ts';

/** After how many working days it is looked at whether an action helped: a month of work, a quarter, half a year. */
export const effectDays = [20, 60, 120] as const;

/** What the form of a corrective action hands in. `cause`: why it is needed, the root of the matter. */
export const actionInput = z.object({
  title: freeText({ max: 120 }),
  cause: freeText({ max: 500 }),
  owner: userId,
  due: calendarDay,
  /** Somebody else than the owner; nobody where it need not be looked at later. */
  effectiveBy: userId.nullish().transform((one) => one ?? null),
  effectiveAfterDays: z.coerce.number().int().min(1).max(400),
  /** What it came from: the id of a subject, or a code. */
  found: z.string().regex(/^[\w.:-]{0,100}$/),
});
export type ActionInput = z.infer<typeof actionInput>;

/** Words of what an action asks for, in both languages: from action.text.ts. */
export type ActionWords = {
  readonly done: { en: string; zh: string };
  readonly where: { en: string; zh: string };
};

/** A corrective action as the duty it is: it happens once and opens at once. */
export function actionDuty(
  input: ActionInput & { titleZh?: FreeText },
  office: Office,
  words: ActionWords,
): DutyInput {
  const { title, titleZh = title, cause, found, effectiveBy, effectiveAfterDays } = input;
  const ask = (key: keyof ActionWords, kind: 'text' | 'link', needed: boolean) => ({
    ...{ key, kind, needed },
    en: words[key].en as FreeText,
    zh: words[key].zh as FreeText,
  });
  return {
    ...{ titleEn: title, titleZh, kind: 'action', office, owner: input.owner, deputy: null, checker: null },
    why: { controls: ['5.4', '20.2'], law: null },
    cadence: { kind: 'once', on: input.due },
    ...{ leadDays: 60, toleranceDays: 0, interim: null, template: null },
    asks: [ask('done', 'text', true), ask('where', 'link', false)],
    ladder: [
      { to: 'manager', afterWorkingHours: 8 },
      { to: 'officer', afterWorkingHours: 24 },
    ],
    participants: [],
    action: { cause, found, effectiveBy, effectiveAfterDays },
  };
}

/** Whether an action helped: looked at by somebody else, some time after it was done. One for each action that was done. */
export type Effect = {
  /** The id of the action's duty. */
  duty: string;
  state: 'waiting' | 'effective' | 'not_effective';
  /** Who did it: never who judges. */
  doneBy: string;
  doneAt: Date;
  by: string;
  /** From when it can be judged. */
  dueAt: Date;
  /** Free text; null once erased. */
  note: string | null;
  judgedBy: string | null;
  judgedAt: Date | null;
  /** The action that follows where this one did not help. */
  next: string | null;
};

export type ActionRefusal =
  | DutyRefusal
  | 'action.none'
  | 'action.already'
  | 'action.notYours'
  | 'action.didIt'
  | 'action.tooEarly'
  | 'action.noteNeeded'
  | 'action.nextNeeded';

const happened = (type: string, effect: Effect, data: NewEvent['data'], note?: string | null): NewEvent => ({
  ...{ type, version: 1, subject: effect.duty },
  data: { by: effect.by, ...data },
  ...(note ? { personal: { note } } : {}),
});

/**
 * Sets the day on which it is looked at whether a done action helped. Where who was named has gone, or did it themselves, somebody else
 * with the right has to (`fallback`: officers and admins). Refused for what is no action, asks for no look, or has one already.
 */
export function planEffect(state: {
  duty: Duty | undefined;
  done: Occurrence | undefined;
  before: Effect | undefined;
  named: Member | undefined;
  fallback: readonly string[];
  schedule: Schedule;
}): Decision<Effect, 'action.none' | 'action.already'> {
  const { duty, done, before, named, schedule } = state;
  const by = duty?.action?.effectiveBy;
  if (!duty?.action || !by || done?.state !== 'done' || done.doneBy === null || done.doneAt === null)
    return refuse('action.none');
  if (before && before.state !== 'waiting') return refuse('action.already');
  const { doneBy, doneAt } = done;
  const mayJudge = (id: string) => id !== doneBy && id !== done.owner;
  const judge = isEmployee(named) && mayJudge(by) ? by : (state.fallback.find(mayJudge) ?? by);
  const on = workingDaysFrom(done.evidenceOn ?? done.plannedOn, duty.action.effectiveAfterDays, schedule);
  const next: Effect = {
    ...{ duty: duty.id, state: 'waiting', doneBy, doneAt, by: judge, dueAt: opensOn(on, 0, schedule) },
    ...{ note: null, judgedBy: null, judgedAt: null, next: null },
  };
  return { next, events: [happened('action.effect_planned', next, { on, doneBy })] };
}

/** It was undone, or returned, before anybody judged it: nothing is to be looked at until it is done again. */
export function dropEffect(state: {
  before: Effect | undefined;
  done: Occurrence | undefined;
}): Decision<null, 'action.none'> {
  if (state.before?.state !== 'waiting' || state.done?.state === 'done') return refuse('action.none');
  return { next: null, events: [happened('action.effect_dropped', state.before, {})] };
}

/**
 * Judges whether an action helped. Refused: to others than who was named and who leads; to whoever did it or had it; before its day; twice;
 * where it did not help, without a sentence and without the action that follows.
 */
export function judgeEffect(command: {
  by: string;
  effective: boolean;
  note: FreeText | null;
  next: { id: string; input: DutyInput } | null;
}) {
  return (
    state: {
      actor: Member | undefined;
      duty: Duty | undefined;
      effect: Effect | undefined;
      people: ReadonlyMap<string, Member>;
      schedule: Schedule;
    },
    now: Date,
  ): Decision<{ effect: Effect; follow: Duty | null }, ActionRefusal> => {
    const { actor, duty, effect } = state;
    const { by, effective, note } = command;
    if (!duty || !effect) return refuse('action.none');
    if (effect.state !== 'waiting') return refuse('action.already');
    if (effect.doneBy === by || duty.owner === by) return refuse('action.didIt');
    if (!isEmployee(actor) || (effect.by !== by && !mayLead(actor))) return refuse('action.notYours');
    if (now < effect.dueAt) return refuse('action.tooEarly', { at: effect.dueAt.toISOString() });
    if (!effective && note === null) return refuse('action.noteNeeded', undefined, 'note');
    if (!effective && command.next === null) return refuse('action.nextNeeded', undefined, 'owner');
    const follows = effective ? null : command.next;
    // Whoever finds that it did not help says what is done next: that right comes with being asked.
    const added =
      follows &&
      addDuty({ ...follows.input, id: follows.id, by: null })({ ...state, before: undefined }, now);
    if (added && 'refused' in added) return added;
    const follow = added ? { ...added.next, addedBy: by } : null;
    const next: Effect = {
      ...effect,
      state: effective ? 'effective' : 'not_effective',
      ...{ note, judgedBy: by, judgedAt: now, next: follow?.id ?? null },
    };
    const event = happened('action.judged', next, { by, effective, next: next.next }, note);
    return { next: { effect: next, follow }, events: [event, ...(added ? added.events : [])] };
  };
}

/** How a corrective action stands. */
export type ActionStanding =
  | 'open'
  | 'late'
  | 'to_check'
  | 'effective'
  | 'not_effective'
  | 'done'
  | 'dropped';

export function standingOf(
  of: {
    occurrence: Pick<Occurrence, 'state' | 'lateAt'> | undefined;
    effect: Pick<Effect, 'state'> | undefined;
    retired: boolean;
  },
  now: Date,
): ActionStanding {
  const { occurrence, effect, retired } = of;
  if (!occurrence) return retired ? 'dropped' : 'open';
  switch (occurrence.state) {
    case 'done':
      return effect === undefined ? 'done' : effect.state === 'waiting' ? 'to_check' : effect.state;
    case 'skipped':
    case 'missed':
      return 'dropped';
    default:
      return now >= occurrence.lateAt ? 'late' : 'open';
  }
}
