import { describe, expect, it } from 'vitest';
import { type Manners, saidOn, takeTurn, type Waiting } from '../../src/attention/digest.ts';
import type { OwedState } from '../../src/attention/owed.ts';
import { owedRow, reachOf, sh } from './world.ts';

const nine = sh('2026-11-26T09:00');
const manners = new Map<string, Manners>([
  ['thing.todo', { priority: 'duty', repeats: true }],
  ['thing.once', { priority: 'duty', repeats: false }],
  ['thing.leak', { priority: 'incident', repeats: true }],
  ['thing.clock', { priority: 'clock', repeats: true }],
]);
const gone = new Set<string>();
const known = { manners: (kind: string) => manners.get(kind), stands: ({ id }: OwedState) => !gone.has(id) };

function waiting(more: Partial<Waiting> = {}): Waiting {
  return {
    ...{ person: 'ULIN', reach: reachOf(), within: true, digestDay: null, said: 0, saidDay: null },
    ...{ returned: null, listed: [] },
    ...more,
  };
}
const turn = (more: Partial<Waiting>, now = nine) => takeTurn('T1', waiting(more), known, now);
const types = ({ events }: { events: readonly { type: string }[] }) => events.map(({ type }) => type);

describe('a person’s turn', () => {
  it('makes one digest of what has come due, and says when to look again', () => {
    const listed = [owedRow('a'), owedRow('b', { dueAt: sh('2026-12-01T00:00') })];
    const { digest, lookAt, changed, said, saidDay, events } = turn({ listed });
    expect(digest).toMatchObject({ day: '2026-11-26', occasion: 'morning', items: ['a'], from: null });
    expect(changed).toEqual([{ ...listed[0], times: 1, dueAt: sh('2026-11-27T00:00') }]);
    expect([lookAt, said, saidDay]).toEqual([sh('2026-11-27T09:00'), 1, '2026-11-26']);
    expect(events).toEqual([
      {
        type: 'attention.digested',
        version: 1,
        subject: digest?.id,
        data: { person: 'ULIN', day: '2026-11-26', occasion: 'morning', items: 1 },
      },
    ]);
  });

  it('says incidents first and practice last, then what is due first, then as it came', () => {
    const listed = [
      owedRow('e', { dueAt: sh('2026-11-24T10:00') }),
      owedRow('d', { deadline: sh('2026-11-28T10:00') }),
      owedRow('c', { deadline: sh('2026-11-27T10:00') }),
      owedRow('b', { kind: 'thing.clock' }),
      owedRow('a', { kind: 'thing.leak' }),
      owedRow('f', { kind: 'gone.kind' }),
    ];
    expect(turn({ listed }).digest?.items).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('tells for good what is told once', () => {
    const { changed, lookAt } = turn({ listed: [owedRow('a', { kind: 'thing.once' })] });
    expect(changed).toMatchObject([{ state: 'told', settledAt: nine, times: 1 }]);
    expect(lookAt).toBeNull();
  });

  it('drops what is no longer worth saying, and says nothing when nothing is left', () => {
    gone.add('a');
    const { digest, changed, lookAt, ...rest } = turn({ listed: [owedRow('a')] });
    gone.clear();
    expect([digest, lookAt]).toEqual([undefined, null]);
    expect(changed).toMatchObject([{ state: 'dropped', settledAt: nine }]);
    expect(types(rest)).toEqual(['attention.dropped']);
    expect(rest).toMatchObject({ digestDay: null, said: 0 });
  });

  it('is silent when nothing is owed', () => {
    expect(turn({})).toMatchObject({ digest: undefined, lookAt: null, changed: [], events: [] });
  });

  it('is put off before its hour and after it was had, changing nothing', () => {
    const listed = [owedRow('a')];
    expect(turn({ listed }, sh('2026-11-26T08:00'))).toMatchObject({ lookAt: nine, changed: [], events: [] });
    expect(turn({ listed, digestDay: '2026-11-26' })).toMatchObject({
      ...{ lookAt: sh('2026-11-27T09:00'), changed: [], events: [], digestDay: '2026-11-26' },
    });
  });

  it('has what fell due since wait for the next one, and takes it in when that is made', () => {
    const fresh = owedRow('a', { state: 'owed' });
    const joined = { ...fresh, state: 'listed' };
    expect(turn({ listed: [fresh], digestDay: '2026-11-26' }).changed).toEqual([joined]);
    expect(turn({ listed: [fresh], within: false }).changed).toEqual([joined]);
    const { changed, digest } = turn({ listed: [fresh, owedRow('b')] });
    expect(digest?.items).toEqual(['a', 'b']);
    expect(changed.map(({ state, times }) => [state, times])).toEqual([
      ['listed', 1],
      ['listed', 1],
    ]);
    expect(turn({ listed: [fresh], reach: null }).changed).toMatchObject([{ state: 'dropped' }]);
  });

  it('waits for somebody outside of the pilot, and loses nothing', () => {
    const listed = [owedRow('a')];
    expect(turn({ listed, within: false })).toMatchObject({
      ...{ lookAt: sh('2026-11-27T09:00'), changed: [], events: [], digestDay: null },
    });
  });

  it('drops everything of somebody who left', () => {
    const { digest, changed, lookAt } = turn({ listed: [owedRow('a'), owedRow('b')], reach: null });
    expect([digest, lookAt, changed.map(({ state }) => state)]).toEqual([
      undefined,
      null,
      ['dropped', 'dropped'],
    ]);
  });

  it('counts a day’s messages by the day', () => {
    expect(turn({ listed: [owedRow('a')], said: 3, saidDay: '2026-11-26' }).said).toBe(4);
    expect(turn({ listed: [owedRow('a')], said: 3, saidDay: '2026-11-25' }).said).toBe(1);
    expect(saidOn({ said: 3, saidDay: '2026-11-25' }, '2026-11-26')).toBe(0);
  });

  it('is the same digest however often it is computed', () => {
    const listed = [owedRow('a'), owedRow('b')];
    expect(turn({ listed })).toEqual(turn({ listed: [...listed].reverse() }));
  });
});

describe('around a leave', () => {
  const returned = { from: sh('2026-11-16T00:00'), until: sh('2026-11-26T00:00') };

  it('is caught up in one message, with the span of the absence', () => {
    const listed = [
      owedRow('a', { dueAt: sh('2026-11-17T00:00') }),
      owedRow('b', { dueAt: sh('2026-11-20T00:00') }),
    ];
    expect(turn({ listed, returned }).digest).toMatchObject({
      ...{ occasion: 'return', items: ['a', 'b'], ...returned },
    });
  });

  it('is the moment to see everything one holds; the rhythm of what is not due stays', () => {
    const listed = [
      owedRow('a', { dueAt: sh('2026-11-20T00:00') }),
      owedRow('b', { dueAt: sh('2026-12-02T00:00'), times: 2 }),
    ];
    const { digest, changed } = turn({ listed, returned });
    expect(digest?.items).toEqual(['a', 'b']);
    expect(changed.map(({ id }) => id)).toEqual(['a']);
    const short = { from: sh('2026-11-25T14:00'), until: sh('2026-11-25T16:00') };
    expect(turn({ listed, returned: short }).digest?.items).toEqual(['a']);
  });

  it('says also that nothing waits, once', () => {
    const first = turn({ returned });
    expect(first.digest).toMatchObject({ occasion: 'return', items: [] });
    expect([first.returned, first.lookAt]).toEqual([false, null]);
    const early = turn({ returned }, sh('2026-11-26T07:00'));
    expect([early.digest, early.lookAt, early.returned]).toEqual([undefined, nine, true]);
  });

  it('says nothing of an absence of some hours', () => {
    const short = { from: sh('2026-11-25T14:00'), until: sh('2026-11-25T16:00') };
    expect(turn({ returned: short })).toMatchObject({ digest: undefined, returned: false, lookAt: null });
  });

  it('before a long holiday names everything they hold, and leaves the rhythm of what is not due', () => {
    const listed = [
      owedRow('a', { dueAt: sh('2026-10-20T00:00'), times: 4 }),
      owedRow('b', { dueAt: sh('2026-09-30T00:00') }),
    ];
    const { digest, changed } = turn({ listed }, sh('2026-09-30T09:00'));
    expect(digest).toMatchObject({ occasion: 'leave', until: sh('2026-10-08T00:00') });
    expect([...(digest?.items ?? [])].sort()).toEqual(['a', 'b']);
    expect(changed.map(({ id, dueAt }) => [id, dueAt])).toEqual([['b', sh('2026-10-08T00:00')]]);
  });

  it('before an own absence says so to who holds something, not to who holds nothing', () => {
    const away = reachOf({
      schedule: { away: [{ from: sh('2026-11-27T00:00'), until: sh('2026-12-05T00:00') }] },
    });
    const later = owedRow('a', { dueAt: sh('2026-12-20T00:00') });
    expect(turn({ reach: away, listed: [later] }).digest).toMatchObject({ occasion: 'leave', items: ['a'] });
    expect(turn({ reach: away }).digest).toBeUndefined();
  });
});
