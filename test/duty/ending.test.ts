import { describe, expect, it } from 'vitest';
import { accept } from '../../src/duty/check.ts';
import type { Duty } from '../../src/duty/duty.ts';
import { comesNoMore, endOver, withRule } from '../../src/duty/ending.ts';
import { complete, type Occurrence, skip, undo } from '../../src/duty/occurrence.ts';
import { added, checker, free, noon, occurrence, owner, schedule } from './world.ts';

/** Once, and opened: nothing comes after it. */
const opened = (change: Partial<Duty> = {}): Duty => ({
  ...added({ asks: [], cadence: { kind: 'once', on: '2026-12-01' } }),
  ...{ nextOn: null, opensAt: null, lastOn: '2026-12-01' },
  ...change,
});
const state = (duty: Duty, before: Occurrence, waiting: readonly Occurrence[] = [before], actor = owner) => ({
  ...{ actor, duty, before, schedule, waiting, last: null },
});
const done = withRule<ReturnType<typeof state>>(
  complete({ by: owner.id, answers: {}, evidenceOn: null }),
  owner.id,
);
const acted = (decided: ReturnType<typeof done>) => {
  if ('refused' in decided) throw new Error(decided.refused.key);
  return { ...decided.next, types: decided.events.map(({ type }) => type) };
};

describe('a duty of which nothing comes any more', () => {
  it('is what happens once or so many times, and has opened for the last time', () => {
    expect(comesNoMore(opened(), '2026-12-01')).toBe(true);
    expect(comesNoMore(opened({ nextOn: '2026-12-02' }), '2026-12-01')).toBe(false);
    expect(comesNoMore(opened({ unknownYear: 2027 }), '2026-12-01')).toBe(false);
    const counted = { kind: 'rule', rule: 'FREQ=DAILY;COUNT=3', from: '2026-11-29', off: 'stay' } as const;
    expect(comesNoMore(opened({ cadence: counted }), '2026-12-01')).toBe(true);
    const event = { kind: 'after', event: 'people.left', workingDays: 3 } as const;
    expect(comesNoMore(opened({ cadence: event }), '2026-12-01')).toBe(false);
    // A pause leaves no next day behind, of whatever it is.
    expect(comesNoMore(opened({ state: 'paused', cadence: counted }), '2026-12-01')).toBe(false);
    expect(comesNoMore(opened({ state: 'paused' }), '2026-12-01')).toBe(true);
    expect(comesNoMore(opened({ state: 'retired' }), '2026-12-01')).toBe(false);
  });

  it('ends with its last time being done or skipped, in the same commit', () => {
    expect(acted(done(state(opened(), occurrence()), noon))).toMatchObject({
      occurrence: { state: 'done' },
      rule: { state: 'retired', retiredWhy: 'done' },
      types: ['duty.done', 'duty.retired'],
    });
    const skipped = withRule(skip({ by: owner.id, note: free('No office any more') }), owner.id);
    expect(acted(skipped(state(opened(), occurrence()), noon))).toMatchObject({
      rule: { state: 'retired', retiredWhy: 'over' },
      types: ['duty.skipped', 'duty.retired'],
    });
    expect(acted(done(state(added({ asks: [] }), occurrence()), noon))).toMatchObject({
      rule: null,
      types: ['duty.done'],
    });
  });

  it('waits for its checker, and for what else is open of it', () => {
    const checked = opened({ checker: checker.id });
    const handedIn = acted(done(state(checked, occurrence()), noon));
    expect(handedIn).toMatchObject({ occurrence: { state: 'submitted' }, rule: null });
    const accepted = withRule(accept({ by: checker.id }), checker.id);
    const given = state(checked, handedIn.occurrence, [handedIn.occurrence], checker);
    expect(acted(accepted(given, noon))).toMatchObject({ rule: { state: 'retired', retiredWhy: 'done' } });
    const two = [occurrence(), occurrence({ id: 'occ_2' })];
    expect(acted(done(state(opened(), occurrence(), two), noon)).rule).toBeNull();
  });

  it('is back as soon as that is undone; not where somebody had ended it', () => {
    const { occurrence: one, rule } = acted(done(state(opened(), occurrence()), noon));
    const back = withRule(undo({ by: owner.id }), owner.id);
    expect(acted(back(state(rule ?? opened(), one), noon))).toMatchObject({
      occurrence: { state: 'open' },
      rule: { state: 'active', retiredWhy: null },
      types: ['duty.undone', 'duty.reopened'],
    });
    const ended = opened({ state: 'retired' });
    expect(acted(back(state(ended, one), noon)).rule).toBeNull();
  });

  it('is ended later where its last time was over before; never while something waits or comes', () => {
    const last = occurrence({ state: 'done' });
    expect(endOver({ duty: opened(), waiting: [], last })).toMatchObject({ next: { retiredWhy: 'done' } });
    const missed = occurrence({ state: 'missed' });
    expect(endOver({ duty: opened(), waiting: [], last: missed })).toMatchObject({
      next: { retiredWhy: 'over' },
      events: [{ type: 'duty.retired', data: { by: null, why: 'over' } }],
    });
    expect(endOver({ duty: opened(), waiting: [occurrence()], last })).toHaveProperty('refused');
    expect(endOver({ duty: added(), waiting: [], last })).toHaveProperty('refused');
    expect(endOver({ duty: opened(), waiting: [], last: undefined })).toHaveProperty('refused');
  });
});
