import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/duty/action.ts';
import type { DutyInput } from '../../src/duty/duty.ts';
import { handOver } from '../../src/duty/hand-over.ts';
import { type JudgeState, replaceJudge } from '../../src/duty/judge.ts';
import { type LeaverState, replaceLeavers } from '../../src/duty/leaver.ts';
import type { Opened } from '../../src/duty/opening.ts';
import type { Member } from '../../src/people/member.ts';
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
  owner,
} from './world.ts';

/** Everybody, without those who left. */
const without = (...gone: Member[]): ReadonlyMap<string, Member> =>
  new Map([...everybody].map(([id, one]) => [id, gone.includes(one) ? { ...one, leftAt: noon } : one]));
const state = (change: Partial<DutyInput>, gone: Member[], more: Partial<LeaverState> = {}): LeaverState => ({
  ...{
    duty: added(change),
    waiting: [],
    people: without(...gone),
    above: [manager.id],
    leaders: [officer.id],
  },
  ...more,
});
const seenTo = (given: LeaverState): Opened => {
  const decided = replaceLeavers(given, noon);
  if ('refused' in decided) throw new Error(decided.refused.key);
  return decided.next;
};

describe('when an owner leaves', () => {
  it('the deputy stands in, else the manager, else who leads', () => {
    expect(seenTo(state({}, [owner])).duty).toMatchObject({
      owner: deputy.id,
      deputy: null,
      leftBy: owner.id,
    });
    expect(seenTo(state({}, [owner, deputy])).duty).toMatchObject({ owner: manager.id, deputy: null });
    expect(seenTo(state({}, [owner, deputy, manager])).duty).toMatchObject({ owner: officer.id });
  });

  it('the checker never takes it, and nobody at all leaves it waiting for an owner', () => {
    const given = state({ checker: manager.id, deputy: null }, [owner]);
    expect(seenTo(given).duty).toMatchObject({ owner: officer.id, checker: manager.id });
    const alone = state({ deputy: null }, [owner], { above: [], leaders: [] });
    expect(seenTo(alone).duty).toMatchObject({ owner: null, leftBy: owner.id });
    // Once there is somebody, it is theirs; until then nothing happens again.
    const waiting = { ...alone, duty: seenTo(alone).duty };
    expect(replaceLeavers(waiting, noon)).toHaveProperty('refused');
    expect(seenTo({ ...waiting, leaders: [officer.id] }).duty).toMatchObject({
      owner: officer.id,
      leftBy: owner.id,
    });
  });

  it('ends where managers report in a circle and deputies are each other’s', () => {
    const circle = state({}, [owner, deputy, manager], {
      above: [manager.id, deputy.id, owner.id],
      leaders: [officer.id],
    });
    expect(seenTo(circle).duty.owner).toBe(officer.id);
  });

  it('what waits goes along, what was passed to somebody else stays, and what was passed to the leaver comes back', () => {
    const waiting = [
      occurrence({ id: 'occ_own' }),
      occurrence({ id: 'occ_passed', owner: colleague.id }),
      occurrence({ id: 'occ_in', state: 'submitted' }),
    ];
    const { occurrences } = seenTo(state({}, [owner], { waiting }));
    expect(occurrences.map(({ id, owner: of }) => [id, of])).toEqual([['occ_own', deputy.id]]);
    const back = seenTo(state({}, [colleague], { waiting }));
    expect([back.duty.owner, back.occurrences.map(({ id, owner: of }) => [id, of])]).toEqual([
      owner.id,
      [['occ_passed', owner.id]],
    ]);
  });

  it('is undone by nobody: who stands in keeps it or hands it over', () => {
    const { duty } = seenTo(state({}, [owner]));
    const give = (by: Member, to: Member) =>
      handOver({ by: by.id, to: to.id })({ actor: by, before: duty, people: without(owner) });
    expect(give(deputy, deputy)).toMatchObject({ next: { owner: deputy.id, leftBy: null } });
    expect(give(deputy, colleague)).toMatchObject({ next: { owner: colleague.id, leftBy: null } });
    expect(give(officer, manager)).toMatchObject({ next: { owner: manager.id } });
    expect(give(colleague, colleague)).toMatchObject({ refused: { key: 'duty.mayNotChange' } });
    expect(give(deputy, owner)).toMatchObject({ refused: { key: 'duty.ownerNotEmployee' } });
  });
});

describe('when others leave', () => {
  it('a checker is replaced by who leads, never by the owner', () => {
    expect(seenTo(state({ checker: checker.id }, [checker])).duty).toMatchObject({
      owner: owner.id,
      checker: officer.id,
    });
    const led = state({ owner: officer.id, checker: checker.id, deputy: null }, [checker]);
    expect(seenTo(led).duty.checker).toBe(manager.id);
  });
  it('what was handed in is checked by somebody who did not hand it in, also of a duty that has ended', () => {
    const waiting = [occurrence({ id: 'occ_in', state: 'submitted', doneBy: officer.id })];
    const given = state({ checker: checker.id }, [checker], { waiting });
    expect(seenTo(given).duty.checker).toBe(manager.id);
    const ended = { ...given, duty: { ...added({ checker: checker.id }), state: 'retired' as const } };
    const left = seenTo(ended);
    expect([left.duty, left.occurrences]).toMatchObject([{ state: 'retired', checker: manager.id }, []]);
    expect(replaceLeavers({ ...ended, waiting: [] }, noon)).toHaveProperty('refused');
  });

  it('whoever was to judge an action is replaced by who leads, and where nobody can nothing happens', () => {
    const action = { cause: free('A reason'), found: '', effectiveBy: checker.id, effectiveAfterDays: 20 };
    const given = state({ kind: 'action', action }, [checker]);
    const decided = replaceLeavers(given, noon);
    expect(decided).toMatchObject({
      next: { duty: { owner: owner.id, action: { effectiveBy: officer.id } } },
      events: [{ type: 'duty.changed', data: { judgeFrom: checker.id, effectiveBy: officer.id } }],
    });
    expect(replaceLeavers({ ...given, leaders: [] }, noon)).toHaveProperty('refused');
    expect(replaceLeavers({ ...given, leaders: [owner.id] }, noon)).toHaveProperty('refused');
  });

  it('a deputy is missed, and nothing happens while everybody is there or the duty is over', () => {
    expect(seenTo(state({}, [deputy])).duty).toMatchObject({ owner: owner.id, deputy: null, leftBy: null });
    expect(replaceLeavers(state({}, []), noon)).toHaveProperty('refused');
    const over = state({}, [owner]);
    expect(replaceLeavers({ ...over, duty: { ...added(), state: 'retired' } }, noon)).toHaveProperty(
      'refused',
    );
  });
});

describe('when whoever is to judge a done action leaves', () => {
  const dueAt = new Date('2027-01-06T01:00:00Z');
  const effect = (change: Partial<Effect> = {}): Effect => ({
    ...{ duty: 'dty_1', state: 'waiting', doneBy: owner.id, doneAt: noon, by: checker.id, dueAt },
    ...{ note: null, judgedBy: null, judgedAt: null, next: null },
    ...change,
  });
  const judged = (change: Partial<Effect> = {}, more: Partial<JudgeState> = {}): JudgeState => ({
    ...{ duty: added(), effect: effect(change), people: without(checker) },
    ...{ above: [manager.id], leaders: [officer.id], ...more },
  });

  it('who leads judges, else a manager above them; never who did it or had it', () => {
    expect(replaceJudge(judged(), noon)).toMatchObject({
      next: { by: officer.id, dueAt, state: 'waiting' },
      events: [{ type: 'action.judge_replaced', data: { from: checker.id, to: officer.id, why: 'left' } }],
    });
    expect(replaceJudge(judged({ doneBy: officer.id }), noon)).toMatchObject({ next: { by: manager.id } });
    const owned = { duty: added({ owner: officer.id, deputy: null }) };
    expect(replaceJudge(judged({}, owned), noon)).toMatchObject({ next: { by: manager.id } });
  });

  it('it is theirs from its day on, or from now where that has passed', () => {
    const later = new Date('2027-03-01T01:00:00Z');
    expect(replaceJudge(judged(), later)).toMatchObject({ next: { dueAt: later } });
  });

  it('nothing happens while they are there, once it is judged, and where nobody can', () => {
    expect(replaceJudge(judged({ by: manager.id }), noon)).toHaveProperty('refused');
    expect(replaceJudge(judged({ state: 'effective' }), noon)).toHaveProperty('refused');
    expect(replaceJudge(judged({}, { effect: undefined }), noon)).toHaveProperty('refused');
    expect(replaceJudge(judged({}, { leaders: [owner.id], above: [] }), noon)).toHaveProperty('refused');
  });
});
