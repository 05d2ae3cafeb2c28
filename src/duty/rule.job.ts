import type { Tx } from '../database/connection.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Cause } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Outcome } from '../ledger/commit.ts';
import { companyOf } from '../people/company.store.ts';
import { memberById, membersById } from '../people/member.store.ts';
import type { Member } from '../people/member.ts';
import type { Schedule } from '../people/working-time.ts';
import type { House } from '../slack/capability.ts';
import { dutyById, saveDuty } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import {
  addDuty,
  changeDuty,
  type Duty,
  type DutyInput,
  type DutyRefusal,
  type DutyState,
  dutiesKey,
} from './duty.ts';
import { handOver } from './hand-over.ts';
import type { Office } from './office.ts';
import { pauseDuty, resumeDuty, retireDuty } from './pause.ts';
import { officeSchedule } from './plan.ts';

/** Who does something to a rule, and from what: `cause.id` repeats with the click, the form or the event. `by` is null for the house. */
export type RuleAct = { readonly cause: Cause; readonly by: string | null; readonly duty: string };

export type RuleOutcome = Outcome<Duty, DutyRefusal>;

/** The id of a duty that a cause makes: the same payload makes the same one. */
export function dutyId(tenant: string, ...cause: readonly string[]): string {
  return derivedId('dty', tenant, ...cause);
}

export function addRule(house: House, act: RuleAct, input: DutyInput): Promise<RuleOutcome> {
  const command = { ...input, id: act.duty };
  return commitRule(house, act, 'add', namedIn(input), input.office, (by) => addDuty({ ...command, by }));
}

export function changeRule(
  house: House,
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

export function retireRule(house: House, act: RuleAct, why?: 'capability' | 'done'): Promise<RuleOutcome> {
  return commitRule(house, act, 'retire', [], undefined, (by) => retireDuty({ by, ...(why ? { why } : {}) }));
}

export function handOverRule(house: House, act: RuleAct & { by: string }, to: string): Promise<RuleOutcome> {
  return commitRule(house, act, 'hand_over', [to], undefined, () => handOver({ by: act.by, to }));
}

function namedIn({ owner, deputy, checker, action }: DutyInput): string[] {
  return [owner, deputy, checker, action?.effectiveBy].flatMap((id) => id ?? []);
}

function commitRule(
  house: House,
  { cause, by, duty }: RuleAct,
  what: string,
  people: readonly string[],
  office: Office | undefined,
  decide: (by: string | null) => (state: DutyState, now: Date) => Decision<Duty, DutyRefusal>,
): Promise<RuleOutcome> {
  const { tenant } = house;
  return house.commit({
    id: derivedId('cmd', tenant, `duty.${what}`, cause.id, duty),
    cause,
    keys: [duty, ...people.map(dutiesKey)],
    seals: [dutyHolder],
    load: (tx) => ruleState(tx, tenant, duty, by, people, office),
    decide: (state: DutyState, now) => decide(by)(state, now),
    save: async (tx, next, { before }) => {
      await saveDuty(tx, tenant, next);
      await follow(tx, tenant, before, next);
    },
  });
}

async function ruleState(
  tx: Tx,
  tenant: string,
  id: string,
  by: string | null,
  named: readonly string[],
  office: Office | undefined,
): Promise<DutyState> {
  const [before, actor, people, schedule] = await Promise.all([
    dutyById(tx, tenant, id),
    by === null ? undefined : memberById(tx, tenant, by),
    membersById(tx, tenant, [...named]) as Promise<ReadonlyMap<string, Member>>,
    companyOf(tx, tenant),
  ]);
  const where = office ?? before?.office;
  const working: Schedule = officeSchedule(
    schedule,
    where ?? { tz: schedule.tz, holidays: schedule.holidays },
  );
  return { actor, before, people, schedule: working };
}

/** What the change of a rule means for what is open. */
async function follow(_tx: Tx, _tenant: string, _before: Duty | undefined, _next: Duty): Promise<void> {}
