import { describe, expect, it } from 'vitest';
import { type Answered, type Ask, asksInput, flagOf, readEvidence } from '../../src/duty/evidence.ts';
import { answerWords } from '../../src/duty/evidence.view.ts';

const ask = (kind: Ask['kind'], more: Partial<Ask> = {}): Ask => ({
  key: 'a',
  kind,
  en: 'A',
  zh: '甲',
  needed: true,
  ...more,
});
const options = [
  { en: 'Doors', zh: '门' },
  { en: 'Windows', zh: '窗' },
];
const answer = (one: Ask, value: Answered[string]) => {
  const read = readEvidence([one], { a: value });
  return 'refused' in read ? `${read.refused.key} ${read.field}` : read.evidence.a;
};

describe('an answer', () => {
  it.each<[one: Ask, given: Answered[string], read: unknown]>([
    [ask('number'), '42', 42],
    [ask('number'), '1,234.5', 1234.5],
    [ask('number'), '１２', 12],
    [ask('number', { unit: 'min' }), '42 min', 42],
    [ask('number', { unit: 'min', unitZh: '分钟' }), '42分钟', 42],
    [ask('number', { unit: 'min', unitZh: '分钟' }), '42 min', 42],
    [ask('number', { unit: 'min', unitZh: '分钟' }), '42 小时', 'duty.numberUnreadable a'],
    [ask('number', { unit: '％' }), '85%', 85],
    [ask('number'), 0, 0],
    [ask('number'), 'forty', 'duty.numberUnreadable a'],
    [ask('number'), '1e9', 'duty.numberUnreadable a'],
    [ask('number'), '12,34', 'duty.numberUnreadable a'],
    [ask('number'), 'Infinity', 'duty.numberUnreadable a'],
    [ask('number', { min: 0 }), '-1', 'duty.numberTooSmall a'],
    [ask('number', { max: 100 }), '100.5', 'duty.numberTooLarge a'],
    [ask('number', { min: 0, max: 100 }), '100', 100],
    [ask('link'), 'https://wiki.example.com/drill', 'https://wiki.example.com/drill'],
    [ask('link'), 'http://wiki.example.com', 'duty.linkUnreadable a'],
    [ask('link'), 'wiki.example.com', 'duty.linkUnreadable a'],
    [ask('link'), 'javascript:alert(1)', 'duty.linkUnreadable a'],
    [ask('link'), 'https://user:pass@example.com', 'duty.linkUnreadable a'],
    [ask('link'), 'https://localhost/x', 'duty.linkUnreadable a'],
    [ask('choice', { options }), 'Doors', 'Doors'],
    [ask('choice', { options }), 'Roof', 'duty.notAnOption a'],
    [ask('checklist', { options }), ['Windows', 'Doors'], ['Doors', 'Windows']],
    [ask('checklist', { options }), ['Doors'], ['Doors']],
    [ask('checklist', { options }), ['Roof'], 'duty.notAnOption a'],
    [ask('checklist', { options, all: true }), ['Doors'], 'duty.notAll a'],
    [ask('checklist', { options, all: true }), ['Doors', 'Windows'], ['Doors', 'Windows']],
    [ask('text'), ' Restored on the test server. ', 'Restored on the test server.'],
    [ask('text'), 'call 13812345678', 'duty.answerText a'],
    [ask('text'), '', 'duty.answerNeeded a'],
    [ask('number'), undefined, 'duty.answerNeeded a'],
    [ask('checklist', { options }), [], 'duty.answerNeeded a'],
    [ask('text', { needed: false }), '   ', null],
  ])('%o: %o', (one, given, read) => {
    expect(answer(one, given)).toEqual(read);
  });

  it('is read back with its unit in the reader’s language, or as it was typed where that was one', () => {
    const words = (more: Partial<Ask>, value: number) =>
      (['en', 'zh'] as const).map((locale) => answerWords(ask('number', more), value, locale));
    expect(words({ unit: 'min', unitZh: '分钟' }, 1234.5)).toEqual(['1,234.5 min', '1,234.5 分钟']);
    expect(words({ unit: '条' }, 3)).toEqual(['3 条', '3 条']);
    expect(words({ unit: '%' }, 85)).toEqual(['85%', '85%']);
  });

  it('to what nobody asked is left out', () => {
    expect(readEvidence([ask('number')], { a: 1, b: 2 })).toEqual({ evidence: { a: 1 } });
  });
});

describe('evidence', () => {
  const asks = [ask('text', { template: 'Server: \nResult: ' }), ask('number', { key: 'n' })];
  it('that is the template is flagged, with whatever punctuation', () => {
    expect(flagOf(asks, { a: 'server： result：', n: 1 }, null)).toBe('template');
    expect(flagOf(asks, { a: 'Server: web-1\nResult: fine', n: 1 }, null)).toBeNull();
  });
  it('that is the same as last time is flagged when it says something', () => {
    const last = { a: 'Server: web-1. Result: fine', n: 42 };
    expect(flagOf(asks, { a: 'server web-1 result fine', n: 42 }, last)).toBe('same');
    expect(flagOf(asks, { a: 'Server: web-1. Result: fine', n: 43 }, last)).toBeNull();
    const ticked = [ask('checklist', { options })];
    expect(flagOf(ticked, { a: ['Doors'] }, { a: ['Doors'] })).toBeNull();
    expect(flagOf([ask('number')], { a: 0 }, { a: 0 })).toBeNull();
    expect(flagOf([ask('number')], { a: 7 }, { a: 7 })).toBe('same');
    expect(flagOf([], {}, {})).toBeNull();
  });
});

describe('what is asked', () => {
  const refused = (...asks: object[]) => asksInput.safeParse(asks).error?.issues[0]?.message;
  it('is refused without options, with bounds the wrong way round, twice, and too much', () => {
    expect(refused(ask('choice'))).toBe('duty.noOptions');
    expect(refused(ask('number', { min: 2, max: 1 }))).toBe('duty.boundsBackwards');
    expect(refused(ask('text'), ask('text'))).toBe('duty.askTwice');
    expect(refused(ask('choice', { options: [...options, ...options] }))).toBe('duty.optionTwice');
    expect(refused(...Array.from({ length: 11 }, (_, n) => ask('text', { key: `k${n}` })))).toBe(
      'duty.tooManyAsks',
    );
    expect(refused(ask('text'))).toBeUndefined();
  });
});
