import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approversOf, decidersOf, saveDataSet } from '../../src/catalog/data-set.store.ts';
import { within } from '../../src/database/connection.ts';
import {
  absenceById,
  absencesOf,
  absencesTurning,
  isAway,
  saveAbsence,
  standsFor,
} from '../../src/people/absence.store.ts';
import type { Absence } from '../../src/people/absence.ts';
import { companyOf, saveCompany } from '../../src/people/company.store.ts';
import { companyDefaults } from '../../src/people/company.ts';
import {
  memberById,
  readerOf,
  saveMember,
  saveMembers,
  saveUserGroup,
} from '../../src/people/member.store.ts';
import { pilotFigures } from '../../src/people/pilot.store.ts';
import { noPreferences } from '../../src/people/preference.ts';
import { preferencesOf, savePreferences, scheduleOf } from '../../src/people/schedule.store.ts';
import { worksOnDate } from '../../src/people/working-time.ts';
import { dataSet, later, person, t0 } from '../access/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
const tx = () => within(fresh.database.sql);

let made = 0;
async function away(tenant: string, member: string, more: Partial<Absence> = {}): Promise<Absence> {
  made += 1;
  const absence: Absence = {
    ...{ id: `abs_${made}`, member, firstDay: '2026-11-23', lastDay: '2026-11-27' },
    ...{ from: later(-1), until: later(100), deputies: [], source: 'recorded', state: 'current' },
    recordedBy: member,
    ...more,
  };
  await saveAbsence(tx(), tenant, absence);
  return absence;
}
async function firm(tenant: string, ...ids: string[]): Promise<void> {
  for (const id of ids) await saveMember(tx(), tenant, person(id));
}

describe('keeping settings', () => {
  it('gives the defaults until somebody sets something, then exactly that, apart from other workspaces', async () => {
    expect(await companyOf(tx(), 'TC')).toEqual(companyDefaults);
    const company = {
      ...companyDefaults,
      daysOff: [{ date: '2027-01-04', working: true }],
      announced: [{ date: '2027-01-01', working: false }],
      pilot: { members: ['UA'], groups: [] },
      caseForm: 'C-####',
    };
    await saveCompany(tx(), 'TC', company);
    expect(await companyOf(tx(), 'TC')).toEqual(company);
    await saveCompany(tx(), 'TC', { ...company, pilot: null });
    expect((await companyOf(tx(), 'TC')).pilot).toBeNull();
    expect(await companyOf(tx(), 'TOTHER')).toEqual(companyDefaults);
  });

  it('keeps a person’s own through whatever Slack says of them, and reads in their language', async () => {
    await saveMember(tx(), 'TP', person('ULIN', { locale: 'zh-CN' }));
    const own = {
      ...{ language: 'en' as const, hours: { from: '10:00', to: '16:00' }, quietDays: [3] },
      ...{ digestAt: '10:30', quiet: { from: '12:00', to: '13:00' } },
      ...{ days: [1, 2, 3], holidays: 'SG' as const },
    };
    await savePreferences(tx(), 'TP', 'ULIN', own);
    await saveMember(tx(), 'TP', person('ULIN', { locale: 'zh-TW', name: 'Lin' }));
    expect(await preferencesOf(tx(), 'TP', 'ULIN')).toEqual(own);
    expect((await memberById(tx(), 'TP', 'ULIN'))?.language).toBe('en');
    expect((await readerOf(tx(), 'TP', 'ULIN')).locale).toBe('en');
    await savePreferences(tx(), 'TP', 'ULIN', { ...own, language: null });
    expect((await readerOf(tx(), 'TP', 'ULIN')).locale).toBe('zh');
  });
});

describe('a pilot', () => {
  it('counts its people, their groups and the admins among the employees, as long as it runs', async () => {
    for (const one of [
      person('UA'),
      person('UB'),
      person('UC'),
      person('UD', { roles: ['admin'] }),
      person('UGONE', { leftAt: new Date('2026-01-01T00:00:00Z') }),
      person('UGUEST', { standing: 'guest' }),
    ])
      await saveMember(tx(), 'TPILOT', one);
    const group = { name: 'Pilot', handle: 'pilot', disabled: false };
    await saveUserGroup(tx(), 'TPILOT', { ...group, id: 'S1', members: ['UB', 'UGUEST'] });
    expect(await pilotFigures(tx(), 'TPILOT')).toBeUndefined();
    const pilot = { members: ['UA', 'UGONE'], groups: ['S1'] };
    await saveCompany(tx(), 'TPILOT', { ...companyDefaults, pilot });
    expect(await pilotFigures(tx(), 'TPILOT')).toEqual({ inside: 3, people: 4 });
    await saveCompany(tx(), 'TPILOT', { ...companyDefaults, pilot: null });
    expect(await pilotFigures(tx(), 'TPILOT')).toBeUndefined();
  });
});

describe('when a person works', () => {
  it('is the company’s time in their zone, with their own hours, without their absences', async () => {
    await saveMember(tx(), 'TS', person('ULIN', { tz: 'Europe/London' }));
    await savePreferences(tx(), 'TS', 'ULIN', {
      ...noPreferences,
      hours: { from: '07:00', to: '15:00' },
      quietDays: [5],
    });
    const { from, until } = await away('TS', 'ULIN');
    await away('TS', 'ULIN', { state: 'cancelled' });
    expect(await scheduleOf(tx(), 'TS', 'ULIN')).toEqual({
      ...{ tz: 'Europe/London', days: [1, 2, 3, 4, 5], from: '07:00', to: '15:00', holidays: 'GB-ENG' },
      ...{ daysOff: [], quietDays: [5], away: [{ from, until }] },
    });
  });

  it('keeps the holidays of where they are, or those they chose, and their own week', async () => {
    const works = async (member: string, ...days: string[]) => {
      const schedule = await scheduleOf(tx(), 'TS', member);
      return days.map((date) => worksOnDate(schedule, date));
    };
    const company = { ...companyDefaults, daysOff: [{ date: '2026-11-26', working: false }] };
    await saveCompany(tx(), 'TS', company);
    await saveMembers(tx(), 'TS', [
      person('USH', { tz: 'Asia/Shanghai' }),
      person('UEMMA', { tz: 'Europe/London' }),
      person('UABROAD', { tz: 'Europe/London' }),
      person('UPART', { tz: 'Asia/Shanghai' }),
      person('USUN', { tz: 'Asia/Dubai' }),
    ]);
    await savePreferences(tx(), 'TS', 'UABROAD', { ...noPreferences, holidays: 'china' });
    await savePreferences(tx(), 'TS', 'UPART', { ...noPreferences, days: [1, 2, 3] });
    await savePreferences(tx(), 'TS', 'USUN', { ...noPreferences, days: [1, 2, 3, 4, 7], holidays: 'none' });
    // A make-up Sunday, National Day, the company’s own day off, Boxing Day in place of a Saturday; then a plain Thursday and Sunday.
    const days = ['2026-09-20', '2026-10-01', '2026-11-26', '2026-12-28', '2026-11-19', '2026-11-22'];
    expect(await works('USH', ...days)).toEqual([true, false, false, true, true, false]);
    expect(await works('UEMMA', ...days)).toEqual([false, true, true, false, true, false]);
    expect(await works('UABROAD', ...days)).toEqual([true, false, false, true, true, false]);
    expect(await works('UPART', ...days)).toEqual([false, false, false, true, false, false]);
    expect(await works('USUN', ...days)).toEqual([true, true, true, true, true, true]);
    await saveCompany(tx(), 'TS', { ...company, holidays: 'none' });
    expect(await works('UEMMA', ...days)).toEqual([false, true, false, true, true, false]);
    await saveCompany(tx(), 'TS', companyDefaults);
  });

  it('takes the company’s zone where theirs is not known, and never leaves somebody without a day', async () => {
    await saveMember(tx(), 'TS', person('UODD', { tz: 'Mars/Base' }));
    await savePreferences(tx(), 'TS', 'UODD', { ...noPreferences, quietDays: [1, 2, 3, 4, 5] });
    expect(await scheduleOf(tx(), 'TS', 'UODD')).toMatchObject({ tz: 'Asia/Shanghai', quietDays: [] });
    expect(await scheduleOf(tx(), 'TS', 'UNOBODY')).toMatchObject({ tz: 'Asia/Shanghai', away: [] });
  });
});

describe('absences', () => {
  it('come back as they were kept, and cancelled ones count for nothing', async () => {
    const kept = await away('TA', 'UA', { deputies: ['UB', 'UC'] });
    expect(await absenceById(tx(), 'TA', kept.id)).toEqual(kept);
    await away('TA', 'UA', { state: 'cancelled' });
    expect(await absencesOf(tx(), 'TA', 'UA')).toEqual([kept]);
    expect(await isAway(tx(), 'TA', 'UA', t0)).toBe(true);
    expect(await isAway(tx(), 'TA', 'UA', kept.until)).toBe(false);
    expect(await isAway(tx(), 'TA', 'UB', t0)).toBe(false);
  });

  it('turn when their time has come', async () => {
    const begins = await away('TT', 'UA', { state: 'planned', from: later(1), until: later(3) });
    const ends = await away('TT', 'UB', { until: later(2) });
    const due = (at: Date) => absencesTurning(tx(), 'TT', at, 10);
    expect(await due(t0)).toEqual([]);
    expect(await due(later(1))).toEqual([begins.id]);
    expect(await due(later(2))).toEqual([ends.id, begins.id]);
  });
});

describe('who decides while approvers are away', () => {
  const set = (approvers: string[]) => dataSet({ approvers });
  const deciders = (tenant: string, approvers: string[], requester?: string) =>
    decidersOf(tx(), tenant, set(approvers), requester);

  it('is the first deputy who is there, in whose stead stands beside them', async () => {
    await firm('T1', 'UA', 'UB', 'UD1', 'UD2');
    await away('T1', 'UA', { deputies: ['UD1', 'UD2'] });
    expect(await deciders('T1', ['UA', 'UB'])).toEqual([
      { id: 'UB', insteadOf: null },
      { id: 'UD1', insteadOf: 'UA' },
    ]);
    await away('T1', 'UD1');
    expect(await deciders('T1', ['UA'])).toEqual([{ id: 'UD2', insteadOf: 'UA' }]);
    await away('T1', 'UD2');
    expect(await approversOf(tx(), 'T1', set(['UA']))).toEqual([]);
  });

  it('is not yet a deputy before the absence began', async () => {
    await firm('T2', 'UA', 'UD');
    await away('T2', 'UA', { deputies: ['UD'], state: 'planned', from: later(5) });
    expect(await approversOf(tx(), 'T2', set(['UA']))).toEqual(['UA']);
    expect(await standsFor(tx(), 'T2', 'UD')).toEqual([]);
  });

  it('passes over a deputy who left, and whose own request it is', async () => {
    await firm('T3', 'UA', 'UD1', 'UD2');
    await saveMember(tx(), 'T3', person('UGONE', { leftAt: t0 }));
    await away('T3', 'UA', { deputies: ['UGONE', 'UD1', 'UD2'] });
    expect(await approversOf(tx(), 'T3', set(['UA']))).toEqual(['UD1']);
    expect(await approversOf(tx(), 'T3', set(['UA']), 'UD1')).toEqual(['UD2']);
    expect(await standsFor(tx(), 'T3', 'UD1')).toEqual([{ absentee: 'UA', onlyOf: null }]);
    expect(await standsFor(tx(), 'T3', 'UD2')).toEqual([{ absentee: 'UA', onlyOf: 'UD1' }]);
  });

  it('never is a deputy of the one who asks, but stays an approver in their own right', async () => {
    await firm('T4', 'UA', 'UR', 'UD');
    await away('T4', 'UR', { deputies: ['UD'] });
    await away('T4', 'UA', { deputies: ['UD'] });
    expect(await approversOf(tx(), 'T4', set(['UA']), 'UR')).toEqual([]);
    expect(await approversOf(tx(), 'T4', set(['UA', 'UD']), 'UR')).toEqual(['UD']);
    await saveDataSet(tx(), 'T4', set(['UA']));
    expect(await approversOf(tx(), 'T4', set(['UA']), 'UOTHER')).toEqual(['UD']);
  });
});
