import { addDuty } from '../../src/duty/change.ts';
import type { Duty, DutyInput } from '../../src/duty/duty.ts';
import type { Occurrence } from '../../src/duty/occurrence.ts';
import { officeSchedule } from '../../src/duty/plan.ts';
import { isRefusal } from '../../src/kernel/decision.ts';
import type { FreeText } from '../../src/kernel/free-text.ts';
import { companyDefaults } from '../../src/people/company.ts';
import type { Member } from '../../src/people/member.ts';
import { person } from '../access/world.ts';

export const tenant = 'T1';
/** Thursday noon in Shanghai. */
export const noon = new Date('2026-11-26T04:00:00Z');
export const shanghai = { tz: 'Asia/Shanghai', holidays: 'china' } as const;
export const schedule = officeSchedule(companyDefaults, shanghai);

export const officer = person('UCHEN', { roles: ['privacy_officer'] });
export const owner = person('ULIN', { manager: 'UMANAGER' });
export const deputy = person('UDEPUTY');
export const checker = person('UCHECK');
export const manager = person('UMANAGER');
export const colleague = person('UZHOU');
export const everybody: ReadonlyMap<string, Member> = new Map(
  [officer, owner, deputy, checker, manager, colleague].map((one) => [one.id, one]),
);

export const free = (text: string) => text as FreeText;

/** The first working day of each month: a restore is tried. */
export function restoreDrill(change: Partial<DutyInput> = {}): DutyInput {
  return {
    titleEn: free('Restore a backup'),
    titleZh: free('备份恢复演练'),
    kind: 'recurring',
    why: { controls: ['3.4'], law: null },
    owner: owner.id,
    deputy: deputy.id,
    checker: null,
    office: shanghai,
    cadence: { kind: 'workday', every: 'month', nth: 1, from: '2026-11-26' },
    leadDays: 2,
    toleranceDays: 1,
    asks: [
      {
        key: 'minutes',
        kind: 'number',
        en: free('Minutes to restore'),
        zh: free('恢复用时'),
        unit: free('min'),
        min: 0,
        needed: true,
      },
    ],
    ladder: [{ to: 'manager', afterWorkingHours: 8 }],
    interim: null,
    template: null,
    participants: [],
    action: null,
    ...change,
  };
}

/** The duty that adding makes; throws where it is refused. */
export function added(change: Partial<DutyInput> = {}, now = noon): Duty {
  const decided = addDuty({ ...restoreDrill(change), id: 'dty_1', by: officer.id })(
    { actor: officer, before: undefined, people: everybody, schedule: officeScheduleOf(change) },
    now,
  );
  if (isRefusal(decided)) throw new Error(decided.refused.key);
  return decided.next;
}

export function officeScheduleOf(change: Partial<DutyInput>) {
  return officeSchedule(companyDefaults, change.office ?? shanghai);
}

export function occurrence(change: Partial<Occurrence> = {}): Occurrence {
  return {
    ...{ id: 'occ_1', duty: 'dty_1', plannedOn: '2026-12-01', about: null, owner: owner.id, state: 'open' },
    opensAt: new Date('2026-11-27T01:00:00Z'),
    dueAt: new Date('2026-12-01T10:00:00Z'),
    lateAt: new Date('2026-12-02T10:00:00Z'),
    ...{ evidence: null, evidenceOn: null, doneAt: null, doneBy: null, checkedAt: null, checkedBy: null },
    ...{ note: null, flagged: null, lateMinutes: 0 },
    ...change,
  };
}
