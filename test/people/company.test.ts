import { describe, expect, it } from 'vitest';
import {
  companyDefaults,
  companyInput,
  inPilot,
  missingYears,
  setCompany,
} from '../../src/people/company.ts';
import { noPreferences, preferencesInput, setPreferences } from '../../src/people/preference.ts';
import { decided, person, refusalOf } from '../access/world.ts';

const admin = person('UADMIN', { roles: ['admin'] });
const company = companyDefaults;

describe('the company’s settings', () => {
  it('are changed by an admin, and the event says from what to what', () => {
    const change = { tz: 'Europe/London', language: 'en' as const };
    const { next, events } = decided(setCompany({ by: 'UADMIN', change })({ actor: admin, company }));
    expect(next).toEqual({ ...company, ...change });
    expect(events).toEqual([
      {
        type: 'people.company_changed',
        version: 1,
        subject: 'company',
        data: {
          by: 'UADMIN',
          changed: ['tz', 'language'],
          before: { tz: 'Asia/Shanghai', language: 'both' },
          after: change,
        },
      },
    ]);
  });

  it('say nothing happened when nothing is different', () => {
    expect(
      decided(setCompany({ by: 'UADMIN', change: { tz: company.tz } })({ actor: admin, company })),
    ).toEqual({ next: company, events: [] });
  });

  it('are refused to everybody else, but not to the house that sets itself up', () => {
    const change = { guardDms: false };
    for (const actor of [
      undefined,
      person('UX'),
      person('UADMIN', { roles: ['admin'], leftAt: new Date(0) }),
    ])
      expect(refusalOf(setCompany({ by: 'UX', change })({ actor, company }))).toEqual([
        'people.companyNotAdmin',
      ]);
    expect(setCompany({ by: null, change })({ actor: undefined, company })).toHaveProperty('next');
  });

  it('refuse a day that is to be off and worked', () => {
    const daysOff = [
      { date: '2027-01-04', working: true },
      { date: '2027-01-04', working: false },
    ];
    expect(refusalOf(setCompany({ by: 'UADMIN', change: { daysOff } })({ actor: admin, company }))).toEqual([
      'people.dayTwice',
      'daysOff',
    ]);
  });

  it('refuse zones, hours, days and domains that are none', () => {
    const ok = (more: object) => companyInput.safeParse({ ...companyDefaults, ...more }).success;
    expect(ok({})).toBe(true);
    expect(ok({ tz: 'Mars/Base' })).toBe(false);
    expect(ok({ hours: { days: [], from: '09:00', to: '18:00' } })).toBe(false);
    expect(ok({ hours: { days: [1], from: '18:00', to: '09:00' } })).toBe(false);
    expect(ok({ hours: { days: [8], from: '09:00', to: '18:00' } })).toBe(false);
    expect(ok({ daysOff: [{ date: '2026-02-30', working: false }] })).toBe(false);
    expect(ok({ mailDomains: ['@Firm.example'] })).toBe(true);
    expect(ok({ mailDomains: ['firm'] })).toBe(false);
    expect(ok({ caseForm: 'C-YYYY-####' })).toBe(true);
    expect(ok({ caseForm: '(a+)+$' })).toBe(false);
    expect(['1', '20', 5].every((messagesPerDay) => ok({ messagesPerDay }))).toBe(true);
    expect(['0', '21', '2.5', 'many', '', null].some((messagesPerDay) => ok({ messagesPerDay }))).toBe(false);
  });

  it('know of which years holidays are missing', () => {
    expect(missingYears(company, 2025)).toEqual([]);
    expect(missingYears(company, 2098)).toEqual([2098, 2099]);
    expect(missingYears({ ...company, holidays: 'none' }, 2098)).toEqual([]);
    const typed = { ...company, daysOff: [{ date: '2098-02-01', working: false }] };
    // A day off of the firm’s own is no announcement.
    expect(missingYears(typed, 2098)).toEqual([2098, 2099]);
  });

  it('have everybody in until a pilot is named', () => {
    expect(inPilot(company, 'UX', [])).toBe(true);
    const pilot = { ...company, pilot: { members: ['UA'], groups: ['S1'] } };
    expect(inPilot(pilot, 'UA', [])).toBe(true);
    expect(inPilot(pilot, 'UX', ['S1'])).toBe(true);
    expect(inPilot(pilot, 'UX', ['S2'])).toBe(false);
  });
});

describe('what a person sets for themselves', () => {
  const before = noPreferences;
  const state = { member: person('ULIN'), before, company: companyDefaults.hours };

  it('is an event of theirs, and none when nothing changes', () => {
    const preferences = {
      ...{ language: 'zh' as const, hours: { from: '10:00', to: '19:00' }, quietDays: [5] },
      ...{ digestAt: '10:30', quiet: { from: '12:00', to: '13:30' } },
      ...{ days: [1, 2, 3], holidays: 'GB-ENG' as const },
    };
    const { next, events } = decided(setPreferences({ by: 'ULIN', preferences })(state));
    expect(next).toEqual(preferences);
    expect(events).toMatchObject([
      {
        type: 'people.preferences_set',
        subject: 'ULIN',
        data: { by: 'ULIN', language: 'zh', days: [1, 2, 3], holidays: 'GB-ENG' },
      },
    ]);
    expect(decided(setPreferences({ by: 'ULIN', preferences: before })(state)).events).toEqual([]);
  });

  it('leaves at least one working day on which they can be reached', () => {
    const preferences = { ...before, quietDays: [1, 2, 3, 4, 5] };
    expect(refusalOf(setPreferences({ by: 'ULIN', preferences })(state))).toEqual([
      'people.alwaysQuiet',
      'quietDays',
    ]);
  });

  it('counts an own week for what it leaves, and the company’s own as none', () => {
    const given = (own: object) => setPreferences({ by: 'ULIN', preferences: { ...before, ...own } })(state);
    const partTime = { days: [1, 2, 3], quietDays: [1, 2, 3] };
    const decision = given(partTime);
    expect('refused' in decision ? refusalOf(decision) : []).toEqual(['people.alwaysQuiet', 'quietDays']);
    expect(decided(given({ ...partTime, quietDays: [4, 5, 1, 2] })).next.days).toEqual([1, 2, 3]);
    // Sunday to Thursday: quiet on every day the company works but one of their own.
    expect(decided(given({ days: [1, 2, 3, 4, 7], quietDays: [1, 2, 3, 4, 5] })).events).toHaveLength(1);
    expect(decided(given({ days: [1, 2, 3, 4, 5] }))).toEqual({ next: before, events: [] });
  });

  it('takes places that there are, and no days as the company’s', () => {
    const read = (own: object) => preferencesInput.safeParse({ ...before, ...own });
    expect(read({ days: [], holidays: 'DE-BY' }).data).toMatchObject({ days: null, holidays: 'DE-BY' });
    expect(read({ days: ['3', '1', '3'], holidays: 'china' }).data).toMatchObject({ days: [1, 3] });
    for (const holidays of ['CN', 'XX', 'DE-ZZ', 'zone', ''])
      expect(read({ holidays }).error?.issues[0]?.message, holidays).toBe('people.placeUnknown');
    expect(read({ days: [8] }).success).toBe(false);
  });

  it('refuses a digest that would not come at its hour, and quiet times that leave no time', () => {
    const refused = (own: object) => {
      const decision = setPreferences({ by: 'ULIN', preferences: { ...before, ...own } })(state);
      return 'refused' in decision ? refusalOf(decision) : [];
    };
    expect(refused({ digestAt: '08:59' })).toEqual(['people.digestOutside', 'digestAt']);
    expect(refused({ digestAt: '18:00' })).toEqual(['people.digestOutside', 'digestAt']);
    expect(refused({ digestAt: '07:30', hours: { from: '07:00', to: '15:00' } })).toEqual([]);
    const quiet = { from: '09:00', to: '10:00' };
    expect(refused({ digestAt: '09:30', quiet })).toEqual(['people.digestInQuiet', 'digestAt']);
    expect(refused({ digestAt: '10:00', quiet })).toEqual([]);
    for (const all of [
      { from: '09:00', to: '18:00' },
      { from: '00:00', to: '23:59' },
      { from: '20:00', to: '18:30' },
    ])
      expect(refused({ quiet: all }), JSON.stringify(all)).toEqual(['people.quietAllDay', 'quietTo']);
    expect(refused({ quiet: { from: '22:00', to: '08:00' } })).toEqual([]);
    expect(preferencesInput.safeParse({ ...before, quiet: { from: '12:00', to: '12:00' } }).success).toBe(
      false,
    );
    expect(preferencesInput.safeParse({ ...before, digestAt: '25:00' }).success).toBe(false);
  });

  it('is not open to guests and leavers', () => {
    const preferences = before;
    for (const member of [undefined, person('ULIN', { standing: 'guest' })])
      expect(refusalOf(setPreferences({ by: 'ULIN', preferences })({ ...state, member }))).toEqual([
        'people.settingsEmployees',
      ]);
  });
});
