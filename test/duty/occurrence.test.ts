import { describe, expect, it } from 'vitest';
import { accept, giveBack } from '../../src/duty/check.ts';
import {
  complete,
  isLate,
  type Occurrence,
  type OccurrenceState,
  pass,
  skip,
  undo,
} from '../../src/duty/occurrence.ts';
import { person } from '../access/world.ts';
import {
  added,
  checker,
  colleague,
  deputy,
  free,
  noon,
  occurrence,
  officer,
  owner,
  schedule,
} from './world.ts';

const plain = added();
const checked = added({ checker: checker.id });
const minutes = (n: number, from = noon) => new Date(from.getTime() + n * 60_000);
const state = (change: Partial<OccurrenceState & { last: null }> = {}) => ({
  ...{ actor: owner, duty: plain, before: occurrence(), schedule, last: null },
  ...change,
});
const done = (by = owner.id, evidenceOn: string | null = null) =>
  complete({ by, evidenceOn, answers: { minutes: '42' } });
const refusal = (decided: object) =>
  'refused' in decided ? (decided.refused as { key: string }).key : undefined;
const next = <N>(decided: { next: N } | { refused: unknown }): N => {
  if ('refused' in decided) throw new Error(JSON.stringify(decided.refused));
  return decided.next;
};
const types = (decided: object) =>
  'events' in decided ? (decided.events as { type: string }[]).map(({ type }) => type) : [];

describe('doing', () => {
  it('is done with evidence, or handed in where somebody checks', () => {
    expect(next(done()(state(), noon))).toMatchObject({
      ...{
        state: 'done',
        evidence: { minutes: 42 },
        evidenceOn: '2026-11-26',
        doneBy: owner.id,
        lateMinutes: 0,
      },
    });
    const handedIn = done()(state({ duty: checked }), noon);
    expect([next(handedIn).state, types(handedIn)]).toEqual(['submitted', ['duty.submitted']]);
    expect(types(done()(state(), noon))).toEqual(['duty.done']);
  });

  it('keeps what people wrote out of the event', () => {
    const decided = complete({ by: owner.id, evidenceOn: null, answers: { minutes: '42' } })(state(), noon);
    expect(JSON.stringify('events' in decided && decided.events[0]?.data)).not.toContain('42');
  });

  it('is of its owner and of who leads, once', () => {
    expect(refusal(done(colleague.id)(state({ actor: colleague }), noon))).toBe('duty.notYours');
    expect(refusal(done(officer.id)(state({ actor: officer }), noon))).toBeUndefined();
    expect(refusal(done()(state({ actor: { ...owner, leftAt: noon } }), noon))).toBe('duty.notYours');
    for (const how of ['done', 'submitted', 'skipped', 'missed'] as const)
      expect(refusal(done()(state({ before: occurrence({ state: how }) }), noon))).toBe('duty.already');
    expect(refusal(done()(state({ before: undefined }), noon))).toBe('duty.unknown');
  });

  it('is not for its checker, though they lead', () => {
    const led = person(checker.id, { roles: ['privacy_officer'] });
    expect(refusal(done(checker.id)(state({ actor: led, duty: checked }), noon))).toBe('duty.checksOwn');
  });

  it('has evidence of a day that has been, in the zone of the office or of whoever is farther east', () => {
    expect(refusal(done(owner.id, '2026-11-27')(state(), noon))).toBe('duty.dateInFuture');
    expect(refusal(done(owner.id, '2023-12-31')(state(), noon))).toBe('duty.dateTooOld');
    expect(next(done(owner.id, '2026-11-20')(state(), noon)).evidenceOn).toBe('2026-11-20');
    const evening = new Date('2026-11-26T15:30:00Z');
    expect(refusal(done(owner.id, '2026-11-27')(state(), evening))).toBe('duty.dateInFuture');
    const auckland = { ...owner, tz: 'Pacific/Auckland' };
    expect(refusal(done(owner.id, '2026-11-27')(state({ actor: auckland }), evening))).toBeUndefined();
  });

  it('is late by working minutes since it was due, and only after its tolerance', () => {
    // Due Tuesday 18:00, tolerance one working day, in Shanghai.
    const late = (iso: string) => next(done()(state(), new Date(iso))).lateMinutes;
    expect(late('2026-12-01T10:00:00Z')).toBe(0);
    expect(late('2026-12-02T09:59:59Z')).toBe(0);
    expect(late('2026-12-02T10:00:00Z')).toBe(9 * 60);
    expect(late('2026-12-07T02:00:00Z')).toBe(28 * 60);
    expect(isLate(occurrence(), new Date('2026-12-02T09:59:59Z'))).toBe(false);
    expect(isLate(occurrence(), new Date('2026-12-02T10:00:00Z'))).toBe(true);
    expect(isLate(occurrence({ state: 'done' }), new Date('2026-12-31T10:00:00Z'))).toBe(false);
  });
});

describe('checking', () => {
  const handedIn = occurrence({
    state: 'submitted',
    doneBy: owner.id,
    doneAt: noon,
    evidence: { minutes: 42 },
    evidenceOn: '2026-11-26',
  });
  const at = (actor = checker, before: Occurrence = handedIn) => state({ actor, duty: checked, before });

  it('accepts, or returns with a sentence and leaves the answers in the form', () => {
    const accepted = accept({ by: checker.id })(at(), noon);
    expect(next(accepted)).toMatchObject({ state: 'done', checkedBy: checker.id, doneBy: owner.id });
    expect(types(accepted)).toEqual(['duty.accepted', 'duty.done']);
    const returned = next(giveBack({ by: checker.id, note: free('Which server?') })(at(), noon));
    expect(returned).toMatchObject({
      state: 'returned',
      note: 'Which server?',
      evidence: { minutes: 42 },
      doneBy: null,
    });
    const again = next(done()(state({ duty: checked, before: returned }), minutes(1)));
    expect(again).toMatchObject({ state: 'submitted', checkedBy: null });
    expect(next(undo({ by: owner.id })(state({ before: again }), minutes(2))).state).toBe('returned');
  });

  it('is for the checker or who leads, and never for who did it', () => {
    expect(refusal(accept({ by: colleague.id })(at(colleague), noon))).toBe('duty.notChecker');
    expect(refusal(accept({ by: officer.id })(at(officer), noon))).toBeUndefined();
    const own = { ...handedIn, doneBy: officer.id };
    expect(refusal(accept({ by: officer.id })(at(officer, own), noon))).toBe('duty.checksOwn');
    expect(refusal(giveBack({ by: owner.id, note: free('no') })(at(owner), noon))).toBe('duty.notChecker');
    expect(refusal(accept({ by: checker.id })(at(checker, { ...handedIn, state: 'done' }), noon))).toBe(
      'duty.notSubmitted',
    );
  });
});

describe('passing on, skipping, undoing', () => {
  it('passes this one on, to an employee who does not check it', () => {
    const to = (who = colleague) =>
      pass({ by: owner.id, to: who.id })({ ...state({ duty: checked }), to: who });
    expect(next(to())).toMatchObject({ owner: colleague.id, state: 'open' });
    expect(refusal(to(checker))).toBe('duty.ownChecker');
    expect(refusal(to(owner))).toBe('duty.sameOwner');
    expect(refusal(to({ ...colleague, leftAt: noon }))).toBe('duty.ownerNotEmployee');
    expect(refusal(to({ ...colleague, standing: 'guest' }))).toBe('duty.ownerNotEmployee');
  });

  it('skips with a reason, which stands beside the event', () => {
    const skipped = skip({ by: owner.id, note: free('Server is being moved') })(state(), noon);
    expect(next(skipped)).toMatchObject({
      state: 'skipped',
      note: 'Server is being moved',
      doneBy: owner.id,
    });
    expect('events' in skipped && skipped.events[0]).toMatchObject({
      ...{ type: 'duty.skipped', personal: { note: 'Server is being moved' }, whose: owner.id },
    });
    expect(refusal(skip({ by: deputy.id, note: free('no') })(state({ actor: deputy }), noon))).toBe(
      'duty.notYours',
    );
  });

  it('undoes within ten minutes, one’s own, before anybody checked it; the answers stay', () => {
    const mine = next(done()(state(), noon));
    const back = (before: Occurrence, at: Date, by = owner) =>
      undo({ by: by.id })(state({ actor: by, before }), at);
    expect(next(back(mine, minutes(10)))).toMatchObject({
      state: 'open',
      evidence: { minutes: 42 },
      doneAt: null,
      lateMinutes: 0,
    });
    expect(refusal(back(mine, minutes(10.1)))).toBe('duty.undoTooLate');
    expect(refusal(back(mine, minutes(1), officer))).toBe('duty.notYours');
    expect(refusal(back({ ...mine, checkedAt: minutes(1), checkedBy: checker.id }, minutes(2)))).toBe(
      'duty.checkedAlready',
    );
    expect(refusal(back(occurrence(), noon))).toBe('duty.notDone');
    expect(refusal(back(occurrence({ state: 'missed', doneAt: noon }), noon))).toBe('duty.notDone');
    const skipped = next(skip({ by: owner.id, note: free('Server is being moved') })(state(), noon));
    expect(next(back(skipped, minutes(5)))).toMatchObject({ state: 'open', note: null });
  });
});
