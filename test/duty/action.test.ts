import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ActionWords,
  actionDuty,
  actionInput,
  dropEffect,
  type Effect,
  judgeEffect,
  planEffect,
  standingOf,
} from '../../src/duty/action.ts';
import { addDuty } from '../../src/duty/change.ts';
import type { Duty } from '../../src/duty/duty.ts';
import type { Occurrence } from '../../src/duty/occurrence.ts';
import {
  checker,
  colleague,
  everybody,
  free,
  manager,
  noon,
  occurrence,
  officer,
  owner,
  schedule,
  shanghai,
} from './world.ts';

const words: ActionWords = {
  done: { en: 'What was done', zh: '做了什么' },
  where: { en: 'Where', zh: '何处' },
};
const asked = {
  ...{
    title: free('Lock the archive'),
    cause: free('The key hung beside the door'),
    owner: owner.id,
    due: '2026-12-10',
  },
  ...{ effectiveBy: checker.id, effectiveAfterDays: 20, found: 'occ_9' },
};
const action = (change: Partial<typeof asked> = {}): Duty => {
  const decided = addDuty({
    ...actionDuty({ ...asked, ...change }, shanghai, words),
    id: 'dty_1',
    by: officer.id,
  })({ actor: officer, before: undefined, people: everybody, schedule }, noon);
  if ('refused' in decided) throw new Error(decided.refused.key);
  return decided.next;
};
const done: Occurrence = occurrence({
  ...{ plannedOn: '2026-12-10', state: 'done', doneBy: owner.id, doneAt: new Date('2026-12-09T03:00:00Z') },
  evidenceOn: '2026-12-09',
});
const planned = (change: Partial<Parameters<typeof planEffect>[0]> = {}) =>
  planEffect({
    duty: action(),
    done,
    before: undefined,
    named: checker,
    fallback: [officer.id],
    schedule,
    ...change,
  });
const effect = (change: Partial<Effect> = {}): Effect => {
  const decided = planned();
  if ('refused' in decided) throw new Error(decided.refused.key);
  return { ...decided.next, ...change };
};
const judged = (
  command: Partial<Parameters<typeof judgeEffect>[0]>,
  change: Partial<Effect> = {},
  at = new Date('2027-02-01T03:00:00Z'),
) => {
  const by = command.by ?? checker.id;
  const actor = everybody.get(by);
  return judgeEffect({ by, effective: true, note: null, next: null, ...command })(
    { actor, duty: action(), effect: effect(change), people: everybody, schedule },
    at,
  );
};

describe('a corrective action', () => {
  it('is a duty that happens once, opens at once, and keeps its cause beside the event', () => {
    const decided = addDuty({ ...actionDuty(asked, shanghai, words), id: 'dty_1', by: officer.id })(
      { actor: officer, before: undefined, people: everybody, schedule },
      noon,
    );
    if ('refused' in decided) throw new Error(decided.refused.key);
    expect(decided.next).toMatchObject({ kind: 'action', nextOn: '2026-12-10', action: { found: 'occ_9' } });
    expect(decided.next.opensAt?.getTime()).toBeLessThanOrEqual(noon.getTime());
    expect(JSON.stringify(decided.events[0]?.data)).not.toContain('key hung');
    expect(decided.events[0]?.personal).toMatchObject({ cause: 'The key hung beside the door' });
  });

  it.each([
    ['no title', { title: ' ' }, 'title'],
    ['a phone number in the cause', { cause: 'Call 13912345678' }, 'cause'],
    ['nobody to do it', { owner: '' }, 'owner'],
    ['a day that is none', { due: '2026-02-30' }, 'due'],
    ['no look for ever', { effectiveAfterDays: 4_000 }, 'effectiveAfterDays'],
    ['a source with words in it', { found: 'Mr Wang said so' }, 'found'],
  ])('is refused with %s', (_what, wrong, field) => {
    const read = actionInput.safeParse({ ...asked, ...wrong });
    expect(read.error?.issues[0]?.path[0]).toBe(field);
  });

  it('is refused for a day that is past, and where one person would do it and judge it', () => {
    const add = (change: Partial<typeof asked>) =>
      addDuty({ ...actionDuty({ ...asked, ...change }, shanghai, words), id: 'dty_1', by: officer.id })(
        { actor: officer, before: undefined, people: everybody, schedule },
        noon,
      );
    expect(add({ due: '2026-11-25' })).toMatchObject({ refused: { key: 'duty.past' } });
    expect(add({ effectiveBy: owner.id })).toMatchObject({
      refused: { key: 'duty.ownEffect' },
      field: 'effectiveBy',
    });
  });
});

describe('whether it helped', () => {
  it('is looked at so many working days after the day of the evidence', () => {
    // Twenty working days after Wed 9 December, the holidays of 2027 not being announced.
    expect(planned()).toMatchObject({
      next: { by: checker.id, doneBy: owner.id, state: 'waiting', dueAt: new Date('2027-01-06T01:00:00Z') },
      events: [{ type: 'action.effect_planned' }],
    });
  });

  it('falls to somebody with the right where who was named has gone or did it themselves', () => {
    expect(planned({ named: { ...checker, leftAt: noon } })).toMatchObject({ next: { by: officer.id } });
    const own = { ...done, doneBy: checker.id };
    expect(planned({ done: own })).toMatchObject({ next: { by: officer.id } });
    expect(planned({ done: own, fallback: [checker.id, owner.id, officer.id] })).toMatchObject({
      next: { by: officer.id },
    });
  });

  it('is not looked at for what asks for no look, is not done, or was judged', () => {
    expect(planned({ duty: action({ effectiveBy: null as never }) })).toEqual({
      refused: { key: 'action.none' },
    });
    expect(planned({ done: { ...done, state: 'open' } })).toEqual({ refused: { key: 'action.none' } });
    expect(planned({ before: effect({ state: 'effective' }) })).toEqual({
      refused: { key: 'action.already' },
    });
  });

  it('waits again where the doing was undone, and only then', () => {
    expect(dropEffect({ before: effect(), done: { ...done, state: 'open' } })).toMatchObject({ next: null });
    expect(dropEffect({ before: effect(), done })).toEqual({ refused: { key: 'action.none' } });
    expect(dropEffect({ before: effect({ state: 'effective' }), done: { ...done, state: 'open' } })).toEqual({
      refused: { key: 'action.none' },
    });
  });

  it('is said by whoever was named, or who leads, once, from its day on', () => {
    expect(judged({})).toMatchObject({
      next: { effect: { state: 'effective', judgedBy: checker.id }, follow: null },
    });
    expect(judged({ by: officer.id })).toMatchObject({ next: { effect: { judgedBy: officer.id } } });
    expect(judged({ by: colleague.id })).toEqual({ refused: { key: 'action.notYours' } });
    expect(judged({}, { state: 'effective' })).toEqual({ refused: { key: 'action.already' } });
    expect(judged({}, {}, new Date('2027-01-05T10:00:00Z'))).toMatchObject({
      refused: { key: 'action.tooEarly' },
    });
  });

  it('needs a sentence and the action that follows where it did not help', () => {
    const next = {
      id: 'dty_2',
      input: actionDuty({ ...asked, owner: manager.id, due: '2027-02-20', found: 'dty_1' }, shanghai, words),
    };
    expect(judged({ effective: false, next })).toMatchObject({
      refused: { key: 'action.noteNeeded' },
      field: 'note',
    });
    expect(judged({ effective: false, note: free('It hung there again') })).toMatchObject({
      refused: { key: 'action.nextNeeded' },
    });
    const decided = judged({ effective: false, note: free('It hung there again'), next });
    expect(decided).toMatchObject({
      next: {
        effect: { state: 'not_effective', next: 'dty_2' },
        follow: { id: 'dty_2', owner: manager.id, addedBy: checker.id },
      },
    });
    expect('events' in decided && decided.events.map(({ type }) => type)).toEqual([
      'action.judged',
      'duty.added',
    ]);
    expect('events' in decided && JSON.stringify(decided.events[0]?.data)).not.toContain('hung');
  });

  it('is never said by whoever did it or had it, whoever they are and whatever they say', () => {
    const anybody = fc.constantFrom(...everybody.keys());
    fc.assert(
      fc.property(anybody, anybody, anybody, fc.boolean(), (by, doneBy, named, effective) => {
        const decided = judgeEffect({ by, effective, note: free('so it is'), next: null })(
          {
            ...{ actor: everybody.get(by), duty: action(), people: everybody, schedule },
            effect: effect({ doneBy, by: named }),
          },
          new Date('2027-02-01T03:00:00Z'),
        );
        if (by === doneBy || by === owner.id) expect(decided).toEqual({ refused: { key: 'action.didIt' } });
        if ('next' in decided) expect(by === named || by === officer.id).toBe(true);
      }),
    );
  });
});

describe('how it stands', () => {
  const of = (state: Occurrence['state'] | undefined, look?: Effect['state'], retired = false) =>
    standingOf(
      {
        occurrence: state && { state, lateAt: new Date('2026-12-10T10:00:00Z') },
        effect: look && { state: look },
        retired,
      },
      noon,
    );
  it('is one of seven, and every stage has one', () => {
    expect(of(undefined)).toBe('open');
    expect(of('open')).toBe('open');
    expect(
      standingOf({ occurrence: { state: 'open', lateAt: noon }, effect: undefined, retired: false }, noon),
    ).toBe('late');
    expect(of('submitted')).toBe('open');
    expect(of('done')).toBe('done');
    expect(of('done', 'waiting')).toBe('to_check');
    expect(of('done', 'effective')).toBe('effective');
    expect(of('done', 'not_effective')).toBe('not_effective');
    expect(of('skipped')).toBe('dropped');
    expect(of(undefined, undefined, true)).toBe('dropped');
  });
});
