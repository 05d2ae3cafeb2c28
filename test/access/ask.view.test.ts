import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { accessText } from '../../src/access/access.text.ts';
import { acknowledgementVersion } from '../../src/access/ask.ts';
import { askView } from '../../src/access/ask.view.ts';
import type { Around, Draft } from '../../src/access/ask-field.view.ts';

import type { Locale, Reader } from '../../src/kernel/locale.ts';
import type { Schedule } from '../../src/people/working-time.ts';
import { dataSet } from './world.ts';

const shanghai: Schedule = {
  tz: 'Asia/Shanghai',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '18:00',
  holidays: 'none',
  daysOff: [],
  quietDays: [],
  away: [],
};
/** A Thursday, 17:50 in Shanghai. */
const now = new Date('2026-11-26T09:50:00Z');
const around: Around = { now, schedule: shanghai, company: shanghai };
const reader = (locale: Locale): Reader => ({ id: 'ULIN', locale, tz: 'Asia/Shanghai' });
const form = (draft: Draft, more: Partial<Around> = {}, locale: Locale = 'en') =>
  JSON.stringify(askView(reader(locale), draft, { ...around, ...more }).blocks);
const open = dataSet({
  classification: 'internal',
  personal: 'personal',
  reasonNeeded: false,
  longestHours: 168,
});

it('says no personal number back, in whichever field it was typed', () => {
  const drawn = form({ caseNumber: '13800138000', reason: 'call 13800138000' });
  expect(drawn).not.toContain('13800138000');
  expect(drawn).toContain('call [phone number]');
});

describe('how long', () => {
  it('offers no length of nothing, none that is over, and none above the longest grant', () => {
    const with_ = (length: Draft['length']) => form({ dataSet: dataSet(), length });
    expect(with_({ kind: 'hours', hours: 0 })).not.toContain('"value":"0"');
    expect(with_({ kind: 'hours', hours: 9 })).not.toContain('"value":"9"');
    expect(with_({ kind: 'hours', hours: 3 })).toContain('"value":"3"');
    expect(with_({ kind: 'until', at: now })).not.toContain('until:');
  });

  it('says when an end of the calendar would be, and that the longest grant cuts it', () => {
    const week = form({ dataSet: open });
    expect(week).toContain('Until the end of the day: until Thu 26 Nov, 18:00');
    expect(week).toContain('This week: until Fri 27 Nov, 18:00');
    expect(week).toContain('until the case closes, at most 7 days');
    expect(form({ dataSet: dataSet(), length: { kind: 'week' } }, {}, 'zh')).toContain(
      '本周内：到11月27日（周五）01:50（最长时限）',
    );
  });

  it('counts from the start that was chosen', () => {
    const start = { kind: 'at' as const, at: new Date('2026-11-27T01:00:00Z') };
    expect(form({ dataSet: open, start })).toContain('Until the end of the day: until Fri 27 Nov, 18:00');
    expect(form({ dataSet: open, start: { kind: 'press' } })).toContain('"text":"Until the end of the day"');
  });
});

describe('what is asked for only where it is needed', () => {
  it('is the sentence', () => {
    const optional = (set: ReturnType<typeof dataSet>) =>
      askView(reader('en'), { dataSet: set }, around).blocks.find((one) => one.block_id === 'reason');
    expect(optional(open)).toMatchObject({ optional: true });
    expect(optional(dataSet())).toMatchObject({ optional: false });
  });

  it('is the tick: sensitive data alone has one, the rest a line above Submit', () => {
    expect(form({ dataSet: dataSet() })).toContain('"block_id":"acknowledged"');
    const blocks = askView(reader('en'), { dataSet: open }, around).blocks;
    expect(JSON.stringify(blocks)).not.toContain('acknowledged');
    expect(JSON.stringify(blocks.at(-1))).toContain('By sending this you confirm');
  });

  it('is the purpose: the only one there is stands in already', () => {
    expect(form({ dataSet: dataSet({ purposes: ['payroll'] }) })).toContain(
      '"initial_option":{"text":{"type":"plain_text","text":"Payroll"',
    );
  });
});

it('says, once the data set is chosen, when nobody could decide, and who can change that', () => {
  expect(form({ dataSet: open }, { undecided: ['UZHOU'] })).toContain('Please ask <@UZHOU> to appoint');
  expect(form({ dataSet: open })).not.toContain('Nobody can decide');
});

it('keeps the number of the acknowledgement in step with its words', () => {
  // A request's event records the number: whoever changes these words changes `acknowledgementVersion` with them.
  const words = (['en', 'zh'] as const).flatMap((locale) => [
    accessText[locale]['form.acknowledgeLine'],
    accessText[locale]['form.acknowledgeOption'],
  ]);
  const hash = createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 16);
  expect([acknowledgementVersion, hash]).toEqual([1, '39ea1ce0ee4335d6']);
});
