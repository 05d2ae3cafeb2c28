import { describe, expect, it } from 'vitest';
import type { DutyInput } from '../../src/duty/duty.ts';
import type { Occurrence } from '../../src/duty/occurrence.ts';
import { type Opened, open, openAfter, replan } from '../../src/duty/opening.ts';
import { officeSchedule } from '../../src/duty/plan.ts';
import { companyDefaults } from '../../src/people/company.ts';
import {
  added,
  noon,
  occurrence,
  officer,
  officeScheduleOf,
  owner,
  schedule,
  shanghai,
  tenant,
} from './world.ts';

const daily: Partial<DutyInput> = {
  cadence: { kind: 'rule', rule: 'FREQ=DAILY', from: '2026-01-01', off: 'skip' },
  ...{ leadDays: 0, toleranceDays: 0 },
};
const state = (duty = added(), waiting: Occurrence[] = []) => ({
  duty,
  schedule,
  waiting,
  fallback: officer.id,
});
const opened = (decided: { next: Opened } | { refused: unknown }): Opened => {
  if ('refused' in decided) throw new Error(JSON.stringify(decided.refused));
  return decided.next;
};
const summary = ({ occurrences }: Opened) =>
  occurrences.map(({ plannedOn, state: how }) => `${plannedOn} ${how}`);
const run = open({ tenant });

describe('opening', () => {
  it('happens when its time has come, and plans the next day', () => {
    expect(run(state(), new Date('2026-11-27T00:59:59Z'))).toMatchObject({ refused: { key: 'duty.notDue' } });
    const made = opened(run(state(), new Date('2026-11-27T01:00:00Z')));
    expect(made.occurrences).toMatchObject([{ plannedOn: '2026-12-01', owner: owner.id, state: 'open' }]);
    // Nobody has announced the holidays of 2027 yet: the first working day of January is held.
    expect(made.duty).toMatchObject({ lastOn: '2026-12-01', nextOn: null, opensAt: null, unknownYear: 2027 });
  });

  it('opens the latest day after an outage; those before it were never done', () => {
    const now = new Date('2026-12-04T05:00:00Z');
    const made = opened(run(state(added(daily)), now));
    expect(summary(made)).toEqual([
      '2026-11-26 missed',
      '2026-11-27 missed',
      '2026-11-30 missed',
      '2026-12-01 missed',
      '2026-12-02 missed',
      '2026-12-03 missed',
      '2026-12-04 open',
    ]);
    expect(made.duty.nextOn).toBe('2026-12-07');
  });

  it('leaves open what is not late yet', () => {
    const made = opened(run(state(added({ ...daily, toleranceDays: 2 })), new Date('2026-12-04T05:00:00Z')));
    expect(summary(made).slice(-4)).toEqual([
      '2026-12-01 missed',
      '2026-12-02 open',
      '2026-12-03 open',
      '2026-12-04 open',
    ]);
  });

  it('writes down sixty days of a long outage and counts the others', () => {
    const duty = added(daily, new Date('2026-01-05T04:00:00Z'));
    const decided = run(state(duty), new Date('2026-12-04T05:00:00Z'));
    expect(opened(decided).occurrences).toHaveLength(60);
    expect('events' in decided && decided.events.at(-1)).toMatchObject({
      type: 'duty.caught_up',
      data: { uncounted: 168 },
    });
  });

  it('gives up what waited and is late when the next day comes; what was handed in waits for its checker', () => {
    const now = new Date('2026-11-30T01:00:00Z');
    const lateAt = new Date('2026-11-27T10:00:00Z');
    const waiting = [
      occurrence({ id: 'occ_late', plannedOn: '2026-11-27', lateAt }),
      occurrence({ id: 'occ_back', plannedOn: '2026-11-26', lateAt, state: 'returned' }),
      occurrence({ id: 'occ_in', plannedOn: '2026-11-25', lateAt, state: 'submitted' }),
      occurrence({ id: 'occ_about', plannedOn: '2026-11-25', lateAt, about: 'U1' }),
    ];
    const duty = { ...added(daily), nextOn: '2026-11-30', opensAt: now };
    expect(opened(run(state(duty, waiting), now)).occurrences.map(({ id, state: how }) => [id, how])).toEqual(
      [
        ['occ_late', 'missed'],
        ['occ_back', 'missed'],
        [expect.stringMatching(/^occ_/), 'open'],
      ],
    );
  });

  it('never opens without somebody to have it, paused, or held', () => {
    const now = new Date('2026-11-27T01:00:00Z');
    const orphan = { ...added(), owner: null };
    expect(opened(run(state(orphan), now)).occurrences[0]?.owner).toBe(officer.id);
    expect(run({ ...state(orphan), fallback: null }, now)).toHaveProperty('refused');
    expect(run(state({ ...added(), state: 'paused' }), now)).toHaveProperty('refused');
    expect(run(state({ ...added(), nextOn: null, opensAt: null, unknownYear: 2027 }), now)).toHaveProperty(
      'refused',
    );
  });

  it('has one id for each planned day, whoever opens it', () => {
    const now = new Date('2026-11-27T01:00:00Z');
    const ids = [run(state(), now), run(state(), now)].map((decided) => opened(decided).occurrences[0]?.id);
    expect(ids[0]).toBe(ids[1]);
  });

  it('keeps its planned days when the office changes its zone on the way', () => {
    const now = new Date('2026-11-27T01:00:00Z');
    const there = { tz: 'America/New_York', holidays: 'china' } as const;
    const moved = { ...added(), office: there };
    const made = opened(run({ ...state(moved), schedule: officeSchedule(companyDefaults, there) }, now));
    expect(made.occurrences).toMatchObject([
      { plannedOn: '2026-12-01', dueAt: new Date('2026-12-01T23:00:00Z') },
    ]);
    expect(made.occurrences[0]?.id).toBe(opened(run(state(), now)).occurrences[0]?.id);
  });
});

describe('opening after something happened', () => {
  const leaver = added({ kind: 'event', cadence: { kind: 'after', event: 'people.left', workingDays: 5 } });
  const because = (about: string, known: string[] = [], at = noon) =>
    openAfter({ tenant, about, at })({ ...state(leaver), known });

  it('is due so many working days after it, once for each', () => {
    const [one] = opened(because('U1')).occurrences;
    expect(one).toMatchObject({
      plannedOn: '2026-12-03',
      about: 'U1',
      opensAt: noon,
      dueAt: new Date('2026-12-03T10:00:00Z'),
    });
    expect(opened(because('U2')).occurrences[0]?.id).not.toBe(one?.id);
    expect(because('U1', [one?.id ?? ''])).toHaveProperty('refused');
    expect(run(state(leaver), new Date('2027-01-01T00:00:00Z'))).toHaveProperty('refused');
  });
});

describe('planning anew', () => {
  const held = { ...added(), nextOn: null, opensAt: null, unknownYear: 2027, lastOn: '2026-12-01' };
  it('goes on where it was held, once the year is known', () => {
    expect(replan({ duty: held, schedule }, noon)).toHaveProperty('refused');
    const known = { ...schedule, daysOff: [{ date: '2027-01-01', working: false }], broughtIn: [2027] };
    expect(replan({ duty: held, schedule: known }, noon)).toMatchObject({
      next: { nextOn: '2027-01-04', unknownYear: null },
      events: [{ type: 'duty.planned' }],
    });
  });
  it('moves a day that the company takes off', () => {
    const off = { ...schedule, daysOff: [{ date: '2026-12-01', working: false }] };
    expect(replan({ duty: added(), schedule: off }, noon)).toMatchObject({ next: { nextOn: '2026-12-02' } });
    expect(officeScheduleOf({ office: shanghai }).daysOff).toEqual([]);
  });
});
