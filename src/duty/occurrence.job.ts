import { owe, oweNoMore } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Cause } from '../kernel/event.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { derivedId } from '../kernel/id.ts';
import type { Outcome } from '../ledger/commit.ts';
import { companyOf } from '../people/company.store.ts';
import { memberById } from '../people/member.store.ts';
import type { Member } from '../people/member.ts';
import type { House } from '../slack/capability.ts';
import { accept, giveBack } from './check.ts';
import { dutyById, saveDuty } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import type { Duty } from './duty.ts';
import { type Acted, comesNoMore, withRule } from './ending.ts';
import type { Answered, Evidence } from './evidence.ts';
import { lastEvidence, occurrenceById, saveOccurrences, waitingOf } from './occurrence.store.ts';
import {
  complete,
  isOpen,
  type Occurrence,
  type OccurrenceRefusal,
  type OccurrenceState,
  pass,
  skip,
  undo,
} from './occurrence.ts';
import { officeSchedule } from './plan.ts';

/** Who does something to an occurrence, and from what. */
export type OccurrenceAct = { readonly cause: Cause; readonly by: string; readonly occurrence: string };
export type OccurrenceOutcome = Outcome<Occurrence, OccurrenceRefusal>;

export function completeOccurrence(
  house: House,
  act: OccurrenceAct,
  answers: Answered,
  evidenceOn: string | null,
): Promise<OccurrenceOutcome> {
  return commitOccurrence(house, act, 'complete', complete({ by: act.by, answers, evidenceOn }));
}

export function acceptOccurrence(house: House, act: OccurrenceAct): Promise<OccurrenceOutcome> {
  return commitOccurrence(house, act, 'accept', accept(act));
}

export function giveBackOccurrence(
  house: House,
  act: OccurrenceAct,
  note: FreeText,
): Promise<OccurrenceOutcome> {
  return commitOccurrence(house, act, 'give_back', giveBack({ by: act.by, note }));
}

/** Passes this one time on; for good it is `handOverRule`, which takes along what is open. */
export function passOccurrence(house: House, act: OccurrenceAct, to: string): Promise<OccurrenceOutcome> {
  return commitOccurrence(house, act, 'pass', pass({ by: act.by, to }), to);
}

export function skipOccurrence(house: House, act: OccurrenceAct, note: FreeText): Promise<OccurrenceOutcome> {
  return commitOccurrence(house, act, 'skip', skip({ by: act.by, note }));
}

export function undoOccurrence(house: House, act: OccurrenceAct): Promise<OccurrenceOutcome> {
  return commitOccurrence(house, act, 'undo', undo(act));
}

type Loaded = OccurrenceState & {
  last: Evidence | null;
  to: Member | undefined;
  /** What waits of a duty that comes no more. */
  waiting: readonly Occurrence[];
};

async function commitOccurrence(
  house: House,
  { cause, by, occurrence }: OccurrenceAct,
  what: string,
  decide: (state: Loaded, now: Date) => Decision<Occurrence, OccurrenceRefusal>,
  to?: string,
): Promise<OccurrenceOutcome> {
  const { tenant } = house;
  const outcome = await house.commit<Loaded, Acted, OccurrenceRefusal>({
    id: derivedId('cmd', tenant, `duty.${what}`, cause.id, occurrence),
    cause,
    keys: [occurrence],
    seals: [dutyHolder],
    // Whoever changes the rule writes what waits of it, too.
    guards: ({ duty }) => (duty ? [duty.id] : []),
    load: async (tx): Promise<Loaded> => {
      const [before, actor, company, receiver] = await Promise.all([
        occurrenceById(tx, tenant, occurrence),
        memberById(tx, tenant, by),
        companyOf(tx, tenant),
        to === undefined ? undefined : memberById(tx, tenant, to),
      ]);
      const duty = before && (await dutyById(tx, tenant, before.duty));
      return {
        ...{ actor, duty, before, to: receiver },
        waiting:
          before && duty && comesNoMore(duty, before.plannedOn) ? await waitingOf(tx, tenant, duty.id) : [],
        last: before && what === 'complete' ? await lastEvidence(tx, tenant, before) : null,
        schedule: officeSchedule(company, duty?.office ?? company),
      };
    },
    decide: withRule(decide, by),
    save: async (tx, next, { duty, before }) => {
      await saveOccurrences(tx, tenant, [next.occurrence]);
      if (next.rule) await saveDuty(tx, tenant, next.rule);
      if (duty) await oweFor(tx, tenant, duty, next.occurrence, house.now(), before);
    },
  });
  return outcome.kind === 'done' ? { ...outcome, next: outcome.next.occurrence } : outcome;
}

/**
 * What is owed because of an occurrence as it stands now: doing it to its owner, from `from` on; checking it to its checker; nothing to
 * anybody who had it before, and nothing at all once it is over.
 */
export async function oweFor(
  tx: Tx,
  tenant: string,
  duty: Duty,
  occurrence: Occurrence,
  from: Date,
  before?: Occurrence,
): Promise<void> {
  const { id: subject, owner } = occurrence;
  if (before && before.owner !== owner)
    await oweNoMore(tx, tenant, { kind: 'duty.open', subject, person: before.owner });
  if (isOpen(occurrence)) {
    const { ladder, deputy } = duty;
    if (before && !isOpen(before)) await oweNoMore(tx, tenant, { kind: 'duty.check', subject });
    const owed = {
      kind: 'duty.open',
      person: owner,
      subject,
      dueAt: from,
      plannedAt: occurrence.dueAt,
      deadline: occurrence.lateAt,
    };
    await owe(tx, tenant, { ...owed, ladder, deputy: deputy === owner ? null : deputy });
    return;
  }
  if (before) await oweNoMore(tx, tenant, { subject });
  if (occurrence.state === 'submitted' && duty.checker)
    await owe(tx, tenant, { kind: 'duty.check', person: duty.checker, subject, dueAt: from });
}
