import { describe, expect, it } from 'vitest';
import { addDuty, changeDuty } from '../../src/duty/change.ts';
import { type DutyInput, dutyInput } from '../../src/duty/duty.ts';
import { follow } from '../../src/duty/follow.ts';
import { pauseDuty, resumeDuty, retireDuty } from '../../src/duty/pause.ts';
import { person } from '../access/world.ts';
import {
  added,
  checker,
  colleague,
  deputy,
  everybody,
  free,
  manager,
  noon,
  occurrence,
  officer,
  officeScheduleOf,
  owner,
  restoreDrill,
  schedule,
} from './world.ts';

const state = (actor = officer, change: Partial<DutyInput> = {}) => ({
  ...{ actor, before: undefined, people: everybody, schedule: officeScheduleOf(change) },
});
const add = (change: Partial<DutyInput> = {}, actor = officer, by: string | null = actor.id) => {
  const decided = addDuty({ ...restoreDrill(change), id: 'dty_1', by })(state(actor, change), noon);
  return 'refused' in decided ? [decided.refused.key, decided.field] : decided.next;
};
const rule = (of: string, from = '2026-01-01') => ({ kind: 'rule', rule: of, from, off: 'stay' }) as const;

describe('adding a duty', () => {
  it('is for who leads, for oneself, and for one’s own people', () => {
    expect(add({}, officer)).toMatchObject({ owner: owner.id, nextOn: '2026-12-01', revision: 1 });
    expect(add({}, owner)).toMatchObject({ owner: owner.id });
    expect(add({}, manager)).toMatchObject({ owner: owner.id });
    expect(add({}, person('UADMIN', { roles: ['admin'] }))).toMatchObject({ owner: owner.id });
    expect(add({}, colleague)).toEqual(['duty.mayNotLead', 'owner']);
    expect(add({}, colleague, null)).toMatchObject({ addedBy: null });
  });

  it('lets an auditor give anybody a corrective action, and nothing else', () => {
    const auditor = person('UAUDIT', { roles: ['auditor'] });
    const action = { cause: free('Nobody looked'), found: '', effectiveBy: null, effectiveAfterDays: 60 };
    expect(add({ kind: 'action', action }, auditor)).toMatchObject({ owner: owner.id, addedBy: auditor.id });
    expect(add({}, auditor)).toEqual(['duty.mayNotLead', 'owner']);
    expect(add({ kind: 'action', action }, colleague)).toEqual(['duty.mayNotLead', 'owner']);
    const gone = person('UAUDIT', { roles: ['auditor'], leftAt: noon });
    expect(add({ kind: 'action', action }, gone)).toEqual(['duty.mayNotLead', 'owner']);
  });

  it('lets only who leads call a meeting: its agenda shows what is late everywhere', () => {
    expect(add({ kind: 'meeting' }, owner)).toEqual(['duty.mayNotCall', 'participants']);
    expect(add({ kind: 'meeting', owner: owner.id }, officer)).toMatchObject({ kind: 'meeting' });
    const own = { ...added({ kind: 'recurring' }), addedBy: owner.id };
    const call = changeDuty({ ...restoreDrill({ kind: 'meeting' }), by: owner.id, revision: 1 });
    expect(call({ ...state(owner), before: own }, noon)).toMatchObject({
      refused: { key: 'duty.mayNotCall' },
    });
  });

  it('wants an owner, a deputy and a checker who are here and three', () => {
    expect(add({ owner: 'UGONE' })).toEqual(['duty.ownerNotEmployee', 'owner']);
    expect(add({ deputy: 'UGONE' })).toEqual(['duty.deputyNotEmployee', 'deputy']);
    expect(add({ checker: 'UGONE' })).toEqual(['duty.checkerNotEmployee', 'checker']);
    expect(add({ deputy: owner.id })).toEqual(['duty.ownDeputy', 'deputy']);
    expect(add({ checker: owner.id })).toEqual(['duty.ownChecker', 'checker']);
    expect(add({ checker: deputy.id })).toEqual(['duty.deputyChecks', 'checker']);
    const action = {
      cause: free('Nobody looked'),
      found: 'fnd_1',
      effectiveBy: owner.id,
      effectiveAfterDays: 60,
    };
    expect(add({ action })).toEqual(['duty.ownEffect', 'effectiveBy']);
  });

  it('has participants who are here, and only a meeting has them', () => {
    const participants = [colleague.id, manager.id];
    expect(add({ kind: 'meeting', participants })).toMatchObject({ participants });
    expect(add({ participants })).toEqual(['duty.noMeeting', 'participants']);
    expect(add({ kind: 'meeting', participants: ['UGONE'] })).toEqual([
      'duty.participantNotEmployee',
      'participants',
    ]);
    const many = Array.from({ length: 51 }, (_, n) => `U${n}`);
    expect(dutyInput.shape.participants.safeParse(many).success).toBe(false);
  });

  it('is refused for what never happens, happens too often, or is past', () => {
    expect(add({ cadence: rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30') })).toEqual(['duty.never', 'cadence']);
    expect(add({ cadence: rule('FREQ=DAILY;UNTIL=20260601') })).toEqual(['duty.never', 'cadence']);
    expect(add({ cadence: rule('FREQ=SECONDLY;INTERVAL=86') })).toEqual(['duty.tooOften', 'cadence']);
    expect(add({ cadence: rule('FREQ=NEVER') })).toEqual(['duty.ruleUnreadable', 'cadence']);
    expect(add({ cadence: { kind: 'once', on: '2026-11-25' } })).toEqual(['duty.past', 'cadence']);
    expect(add({ cadence: { kind: 'once', on: '2026-11-26' } })).toMatchObject({ nextOn: '2026-11-26' });
    expect(add({ cadence: rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29') })).toMatchObject({
      nextOn: '2028-02-29',
    });
  });

  it('is held, not refused, where it waits for the holidays of a year', () => {
    const cadence = { kind: 'workday', every: 'year', nth: 1, from: '2026-11-26' } as const;
    expect(add({ cadence })).toMatchObject({ nextOn: null, opensAt: null, unknownYear: 2027 });
    expect(add({ cadence, office: { tz: 'Europe/Berlin', holidays: 'DE' } })).toMatchObject({
      nextOn: '2027-01-04',
      unknownYear: null,
    });
  });

  it('takes an office by the code of its country', () => {
    const read = (holidays: string) =>
      dutyInput.shape.office.safeParse({ tz: 'Europe/Berlin', holidays }).data?.holidays;
    expect(['de-by', 'cn', 'china', 'none', 'XX'].map(read)).toEqual([
      'DE-BY',
      'china',
      'china',
      'none',
      undefined,
    ]);
    expect(dutyInput.shape.office.safeParse({ tz: 'Mars/Olympus', holidays: 'none' }).success).toBe(false);
  });
});

describe('changing a duty', () => {
  const change = (to: Partial<DutyInput>, before = added(), actor = officer, revision = before.revision) =>
    changeDuty({ ...restoreDrill(to), by: actor.id, revision })({ ...state(actor, to), before }, noon);

  it('plans anew when its time changes, never a day that was opened', () => {
    const opened = { ...added(), lastOn: '2026-12-01', nextOn: null, opensAt: null, unknownYear: 2027 };
    expect(change({ cadence: rule('FREQ=MONTHLY;BYMONTHDAY=1') }, opened)).toMatchObject({
      next: { nextOn: '2027-01-01', unknownYear: null, revision: 2 },
    });
    expect(change({ leadDays: 3 })).toMatchObject({ next: { opensAt: new Date('2026-11-26T01:00:00Z') } });
    const abroad = change({ office: { tz: 'America/New_York', holidays: 'US' } });
    expect(abroad).toMatchObject({
      next: { nextOn: '2026-12-01', opensAt: new Date('2026-11-27T14:00:00Z') },
    });
  });

  it('does not ask again after those who came before, but after whoever is new', () => {
    const participants = ['UGONE', colleague.id];
    const meeting = { ...added({ kind: 'meeting', participants: [colleague.id] }), participants };
    expect(change({ kind: 'meeting', participants: [...participants, manager.id] }, meeting)).toMatchObject({
      next: { participants: [...participants, manager.id], revision: 2 },
    });
    expect(change({ kind: 'meeting', participants: [...participants, 'UNEW'] }, meeting)).toMatchObject({
      refused: { key: 'duty.participantNotEmployee' },
    });
  });

  it('is nothing when nothing changed, and refused for an older form, a stranger, a retired one', () => {
    expect(change({})).toMatchObject({ events: [] });
    expect(change({}, added(), officer, 0)).toMatchObject({ refused: { key: 'duty.changedMeanwhile' } });
    expect(change({}, added(), colleague)).toMatchObject({ refused: { key: 'duty.mayNotChange' } });
    expect(change({}, { ...added(), state: 'retired' })).toMatchObject({ refused: { key: 'duty.retired' } });
    // Who stays may have left since: that is on its way by itself.
    const kept = { ...added({ checker: checker.id }), deputy: 'UGONE' };
    expect(change({ deputy: 'UGONE', checker: checker.id, toleranceDays: 5 }, kept)).toMatchObject({
      next: { toleranceDays: 5 },
    });
  });

  it('puts what happens once on another day, and ends what was open for the first one', () => {
    const once = {
      ...added({ cadence: { kind: 'once', on: '2026-11-30' } }),
      lastOn: '2026-11-30',
      nextOn: null,
      opensAt: null,
    };
    const moved = change({ cadence: { kind: 'once', on: '2026-12-15' } }, once);
    if ('refused' in moved) throw new Error(moved.refused.key);
    expect(moved.next.nextOn).toBe('2026-12-15');
    expect(follow(once, moved.next, [occurrence()], officer.id, noon)).toMatchObject({
      occurrences: [{ state: 'skipped' }],
      events: [{ type: 'duty.skipped', data: { why: 'moved' } }],
    });
    expect(change({ cadence: { kind: 'once', on: '2026-11-30' }, leadDays: 9 }, once)).toMatchObject({
      next: { nextOn: null },
    });
  });
});

describe('what waits when the owner changes', () => {
  it('goes with the rule; what somebody else has for once stays theirs, unless that one is passed on', () => {
    const waiting = [
      occurrence({ id: 'occ_1' }),
      occurrence({ id: 'occ_2', owner: colleague.id }),
      occurrence({ id: 'occ_3', owner: colleague.id }),
      occurrence({ id: 'occ_4', owner: colleague.id, state: 'submitted' }),
    ];
    const goes = (along?: string) =>
      follow(added(), { ...added(), owner: manager.id }, waiting, officer.id, noon, along).occurrences.map(
        ({ id, owner: has }) => [id, has],
      );
    expect(goes()).toEqual([['occ_1', manager.id]]);
    expect(goes('occ_2')).toEqual([
      ['occ_1', manager.id],
      ['occ_2', manager.id],
    ]);
    expect(goes('occ_4')).toEqual([['occ_1', manager.id]]);
  });
});

describe('pausing and retiring', () => {
  it('opens nothing, and goes on from the day of the resuming', () => {
    const paused = pauseDuty({ by: officer.id })({ actor: officer, before: added() });
    if ('refused' in paused) throw new Error(paused.refused.key);
    expect(paused.next).toMatchObject({ state: 'paused', opensAt: null });
    expect(pauseDuty({ by: officer.id })({ actor: officer, before: paused.next })).toMatchObject({
      refused: { key: 'duty.notActive' },
    });
    const daily = { ...paused.next, cadence: rule('FREQ=DAILY') };
    const resume = (actor = officer) =>
      resumeDuty({ by: actor.id })({ actor, before: daily, schedule }, new Date('2026-12-20T04:00:00Z'));
    expect(resume()).toMatchObject({ next: { state: 'active', nextOn: '2026-12-20', lastOn: '2026-12-19' } });
    expect(resume(colleague)).toMatchObject({ refused: { key: 'duty.mayNotChange' } });
  });

  it('ends what nobody has done yet with the rule, and leaves what was handed in', () => {
    const retired = retireDuty({ by: null, why: 'capability' })({ actor: undefined, before: added() });
    if ('refused' in retired) throw new Error(retired.refused.key);
    const waiting = [occurrence(), occurrence({ id: 'occ_2', state: 'submitted' })];
    const { occurrences, events } = follow(added(), retired.next, waiting, null, noon);
    expect(occurrences).toMatchObject([{ id: 'occ_1', state: 'skipped' }]);
    expect(events).toMatchObject([{ data: { why: 'retired' } }]);
    expect(retireDuty({ by: officer.id })({ actor: officer, before: retired.next })).toMatchObject({
      refused: { key: 'duty.retired' },
    });
  });
});
