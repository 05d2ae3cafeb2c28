import { describe, expect, it } from 'vitest';
import type { Ask } from '../../src/duty/evidence.ts';
import { answeredOf, asksOf, figureOf, figuresAsked, heads, ownAsks } from '../../src/duty/meeting.ts';

const minutes: Ask = { key: 'minutes', kind: 'text', en: 'Minutes', zh: '纪要', needed: true };
/** As meetings were adopted before they had participants. */
const counted: Ask = { key: 'present', kind: 'number', en: 'People present', zh: '出席人数', needed: true };
const meeting = (participants: string[], asks: Ask[]) => ({ kind: 'meeting' as const, participants, asks });
const keys = (asks: readonly Ask[]) => asks.map(({ key }) => key);

describe('what a meeting asks for', () => {
  it('is who was there; how many were there is counted from that', () => {
    const one = meeting(['UA', 'UB'], [counted, minutes]);
    expect(keys(asksOf(one))).toEqual(['attended', 'minutes']);
    expect(keys(ownAsks(one))).toEqual(['minutes']);
    expect(figureOf(heads, { attended: ['UA', 'UB', 'UC'], minutes: '…' })).toBe(3);
    expect(keys(figuresAsked(one))).toEqual(['present']);
  });

  it('is who was there where nobody else comes, too', () => {
    expect(keys(asksOf(meeting([], [minutes])))).toEqual(['attended', 'minutes']);
  });

  it('stays how many came of one that was adopted before and names nobody who comes', () => {
    const before = meeting([], [counted, minutes]);
    expect(keys(asksOf(before))).toEqual(['present', 'minutes']);
    expect(keys(ownAsks(before))).toEqual(['present', 'minutes']);
  });

  it('leaves what was answered before to be read, whatever is asked now, in one series', () => {
    const now = meeting(['UA'], [minutes]);
    const old = { present: 7, minutes: '…' };
    expect(keys(answeredOf(now, old))).toEqual(['present', 'minutes']);
    expect(figureOf(heads, old)).toBe(7);
    const listed = { attended: ['UA'], minutes: '…' };
    expect(keys(answeredOf(meeting([], [counted, minutes]), listed))).toEqual(['attended', 'minutes']);
  });

  it('leaves numbers of what is no meeting alone', () => {
    const training = { kind: 'recurring' as const, participants: [], asks: [counted] };
    expect(keys(asksOf(training))).toEqual(['present']);
    expect(keys(answeredOf(training, { present: 4 }))).toEqual(['present']);
    expect(figuresAsked(training)).toEqual([counted]);
  });
});
