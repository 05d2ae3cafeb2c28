import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, giveBack } from '../../src/duty/check.ts';
import { complete, type Occurrence, pass, skip, undo, undoMinutes } from '../../src/duty/occurrence.ts';
import { open } from '../../src/duty/opening.ts';
import type { Decision } from '../../src/kernel/decision.ts';
import { added, checker, colleague, free, noon, officer, owner, schedule, tenant } from './world.ts';

/** Everything that anybody can do to occurrences of a duty, in any order, with any time between. */
const people = [owner, colleague, checker, officer];
const act = fc.record({
  what: fc.constantFrom('tick', 'complete', 'accept', 'giveBack', 'pass', 'skip', 'undo'),
  by: fc.constantFrom(owner, owner, owner, ...people),
  to: fc.constantFrom(...people),
  which: fc.constantFrom(0, 0, 0, 0, 1, 2, 5),
  /** Minutes since the last one: seconds after it, an hour, days. */
  after: fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 12 }), weight: 3 },
    { arbitrary: fc.integer({ min: 30, max: 600 }), weight: 1 },
    { arbitrary: fc.integer({ min: 1_000, max: 6_000 }), weight: 1 },
  ),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function play(
  acts: readonly Act[],
  checked: boolean,
  seen: (was: Occurrence | undefined, is: Occurrence, one: Act, now: Date) => void,
): Occurrence[] {
  let now = noon;
  let duty = added({
    cadence: { kind: 'rule', rule: 'FREQ=DAILY', from: '2026-01-01', off: 'skip' },
    ...{ leadDays: 0, toleranceDays: 1, checker: checked ? checker.id : null },
  });
  const rows = new Map<string, Occurrence>();
  const save = (some: readonly Occurrence[], one: Act) => {
    for (const is of some) {
      seen(rows.get(is.id), is, one, now);
      rows.set(is.id, is);
    }
  };
  for (const one of acts) {
    now = new Date(now.getTime() + one.after * 60_000);
    if (one.what === 'tick') {
      const waiting = [...rows.values()].filter(
        ({ state }) => state === 'open' || state === 'returned' || state === 'submitted',
      );
      const decided = open({ tenant })({ duty, schedule, waiting, fallback: officer.id }, now);
      if ('refused' in decided) continue;
      duty = decided.next.duty;
      save(decided.next.occurrences, one);
      continue;
    }
    const before = [...rows.values()].at(-1 - one.which);
    if (!before) continue;
    const state = { actor: one.by, duty, before, schedule, last: null, to: one.to };
    const by = one.by.id;
    const deciders: Record<Exclude<Act['what'], 'tick'>, () => Decision<Occurrence>> = {
      complete: () => complete({ by, answers: { minutes: '42' }, evidenceOn: null })(state, now),
      accept: () => accept({ by })(state, now),
      giveBack: () => giveBack({ by, note: free('Which server?') })(state, now),
      pass: () => pass({ by, to: one.to.id })(state),
      skip: () => skip({ by, note: free('Not this time') })(state, now),
      undo: () => undo({ by })(state, now),
    };
    const decided = deciders[one.what as Exclude<Act['what'], 'tick'>]();
    if (!('refused' in decided)) save([decided.next], one);
  }
  return [...rows.values()];
}

const story = fc.array(act, { minLength: 5, maxLength: 60, size: 'max' });

describe('whatever anybody does in any order', () => {
  it('what is over goes back by undoing alone: one’s own, within its minutes, before anybody checked it', () => {
    let undone = 0;
    fc.assert(
      fc.property(story, fc.boolean(), (acts, checked) => {
        play(acts, checked, (was, is, one, now) => {
          const over = was && ['done', 'skipped', 'missed'].includes(was.state);
          if (!over || is.state === was.state) return;
          undone += 1;
          expect([was.state, one.what, one.by.id]).toEqual([
            was.state === 'missed' ? 'never' : was.state,
            'undo',
            was.doneBy,
          ]);
          expect(was.checkedAt !== null && was.state === 'done').toBe(false);
          expect(now.getTime() - (was.doneAt?.getTime() ?? 0)).toBeLessThanOrEqual(undoMinutes * 60_000);
        });
      }),
      { numRuns: 200 },
    );
    expect(undone).toBeGreaterThan(0);
  });

  it('nobody checks what they did, and who checks never does it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(story, (acts) => {
        for (const one of play(acts, true, () => {})) {
          expect(one.doneBy === checker.id && one.state !== 'missed').toBe(false);
          if (one.state === 'done') {
            accepted += 1;
            expect(one.checkedBy).not.toBeNull();
            expect(one.checkedBy).not.toBe(one.doneBy);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  it('each planned day is opened once, in order, and few are open at a time', () => {
    fc.assert(
      fc.property(story, fc.boolean(), (acts, checked) => {
        const opened: string[] = [];
        const rows = play(acts, checked, (was, is) => {
          if (!was) opened.push(is.plannedOn);
        });
        expect(opened).toEqual([...new Set(opened)].sort());
        expect(new Set(rows.map(({ id }) => id)).size).toBe(opened.length);
      }),
      { numRuns: 200 },
    );
  });

  it('a minute is late only after the tolerance, and then every working minute since it was due', () => {
    let late = 0;
    fc.assert(
      fc.property(story, (acts) => {
        for (const one of play(acts, false, () => {})) {
          if (one.state !== 'done') continue;
          if (one.lateMinutes > 0) late += 1;
          expect(one.lateMinutes > 0).toBe(one.doneAt !== null && one.doneAt >= one.lateAt);
        }
      }),
      { numRuns: 200 },
    );
    expect(late).toBeGreaterThan(0);
  });
});
