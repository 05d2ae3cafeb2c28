import { oweNoMore } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Cause } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Outcome } from '../ledger/commit.ts';
import { companyOf } from '../people/company.store.ts';
import { memberById, membersById } from '../people/member.store.ts';
import type { House } from '../slack/capability.ts';
import { addDuty, changeDuty } from './change.ts';
import { dutyById, saveDuty } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import {
  type Duty,
  type DutyInput,
  type DutyRefusal,
  type DutyState,
  dutiesKey,
  type RetiredWhy,
} from './duty.ts';
import { follow } from './follow.ts';
import { handOver } from './hand-over.ts';
import { oweFor } from './occurrence.job.ts';
import { saveOccurrences, waitingOf } from './occurrence.store.ts';
import { isOpen, type Occurrence } from './occurrence.ts';
import type { Office } from './office.ts';
import type { Opened } from './opening.ts';
import { pauseDuty, resumeDuty, retireDuty } from './pause.ts';
import { officeSchedule } from './plan.ts';

/** Who does something to a rule, and from what: `cause.id` repeats with the click, the form or the event. `by` is null for the house. */
export type RuleAct = { readonly cause: Cause; readonly by: string | null; readonly duty: string };

/** What a rule's change needs of the house: the terminal has no more. */
export type Doors = Pick<House, 'tenant' | 'commit' | 'now'>;

export type RuleOutcome = Outcome<Duty, DutyRefusal>;

/** The id of a duty that a cause makes: the same payload makes the same one. */
export function dutyId(tenant: string, ...cause: readonly string[]): string {
  return derivedId('dty', tenant, ...cause);
}

export function addRule(house: Doors, act: RuleAct, input: DutyInput): Promise<RuleOutcome> {
  const command = { ...input, id: act.duty };
  return commitRule(house, act, 'add', namedIn(input), input.office, (by) => addDuty({ ...command, by }));
}

export function changeRule(
  house: Doors,
  act: RuleAct,
  input: DutyInput,
  revision: number,
): Promise<RuleOutcome> {
  return commitRule(house, act, 'change', namedIn(input), input.office, (by) =>
    changeDuty({ ...input, by, revision }),
  );
}

export function pauseRule(house: House, act: RuleAct & { by: string }): Promise<RuleOutcome> {
  return commitRule(house, act, 'pause', [], undefined, () => pauseDuty(act));
}

export function resumeRule(house: House, act: RuleAct & { by: string }): Promise<RuleOutcome> {
  return commitRule(house, act, 'resume', [], undefined, () => resumeDuty(act));
}

export function retireRule(house: Doors, act: RuleAct, why?: RetiredWhy): Promise<RuleOutcome> {
  return commitRule(house, act, 'retire', [], undefined, (by) => retireDuty({ by, ...(why ? { why } : {}) }));
}

/** Gives the rule to somebody with what its owner has open of it, and with `along`, whoever has that. */
export function handOverRule(
  house: House,
  act: RuleAct & { by: string },
  to: string,
  along?: string,
): Promise<RuleOutcome> {
  return commitRule(house, act, 'hand_over', [to], undefined, () => handOver({ by: act.by, to }), along);
}

function namedIn({ owner, deputy, checker, participants, action }: DutyInput): string[] {
  return [owner, deputy, checker, ...participants, action?.effectiveBy].flatMap((id) => id ?? []);
}

async function commitRule(
  house: Doors,
  { cause, by, duty }: RuleAct,
  what: string,
  people: readonly string[],
  office: Office | undefined,
  decide: (by: string | null) => (state: DutyState, now: Date) => Decision<Duty, DutyRefusal>,
  along?: string,
): Promise<RuleOutcome> {
  const { tenant } = house;
  const outcome = await house.commit({
    id: derivedId('cmd', tenant, `duty.${what}`, cause.id, duty),
    cause,
    keys: [duty, ...people.map(dutiesKey)],
    seals: [dutyHolder],
    load: (tx) => ruleState(tx, tenant, duty, by, people, office),
    decide: (state: RuleState, now): Decision<Opened, DutyRefusal> => {
      const decided = decide(by)(state, now);
      if ('refused' in decided) return decided;
      const { next, events } = decided;
      const followed = follow(state.before, next, state.waiting, by, now, along);
      return {
        next: { duty: next, occurrences: followed.occurrences },
        events: [...events, ...followed.events],
      };
    },
    save: async (tx, { duty: next, occurrences }, state) => {
      await saveDuty(tx, tenant, next);
      await saveOccurrences(tx, tenant, occurrences);
      await oweAnew(tx, tenant, next, occurrences, state, house.now());
    },
  });
  return outcome.kind === 'done' ? { ...outcome, next: outcome.next.duty } : outcome;
}

type RuleState = DutyState & { waiting: readonly Occurrence[] };

async function ruleState(
  tx: Tx,
  tenant: string,
  id: string,
  by: string | null,
  named: readonly string[],
  office: Office | undefined,
): Promise<RuleState> {
  const [before, waiting, actor, people, company] = await Promise.all([
    dutyById(tx, tenant, id),
    waitingOf(tx, tenant, id),
    by === null ? undefined : memberById(tx, tenant, by),
    membersById(tx, tenant, [...named]),
    companyOf(tx, tenant),
  ]);
  const schedule = officeSchedule(company, office ?? before?.office ?? company);
  return { actor, before, waiting, people, schedule };
}

/** What waits is owed by the rule as it is now: its owner, its ladder, its checker. */
async function oweAnew(
  tx: Tx,
  tenant: string,
  next: Duty,
  changed: readonly Occurrence[],
  { before, waiting }: RuleState,
  now: Date,
): Promise<void> {
  const moved = new Map(changed.map((one) => [one.id, one]));
  for (const was of waiting) {
    const one = moved.get(was.id) ?? was;
    const from = isOpen(one) && one.owner === was.owner ? one.opensAt : now;
    if (one !== was || sameRoad(before, next) === false) await oweFor(tx, tenant, next, one, from, was);
  }
  if (before?.leftBy && next.leftBy === null)
    await oweNoMore(tx, tenant, { kind: 'duty.orphan', subject: next.id });
}

function sameRoad(a: Duty | undefined, b: Duty): boolean {
  return (
    a !== undefined &&
    a.checker === b.checker &&
    a.deputy === b.deputy &&
    JSON.stringify(a.ladder) === JSON.stringify(b.ladder)
  );
}
