import { describe, expect, it } from 'vitest';
import { parseAsks, writeAsks } from '../../src/duty/asks.parse.ts';
import type { Ask } from '../../src/duty/evidence.ts';

const asked = (text: string, before: readonly Ask[] = []) => {
  const read = parseAsks(text, before);
  if ('fault' in read) throw new Error(`${read.fault} in line ${read.line}`);
  return read.asks;
};

describe('what is asked, as people write it', () => {
  it.each<[string, Partial<Ask>]>([
    ['How it went', { kind: 'text', en: 'How it went', zh: 'How it went', needed: true }],
    ['恢复情况 / How it went', { kind: 'text', en: 'How it went', zh: '恢复情况' }],
    ['number: Restore time (minutes)', { kind: 'number', en: 'Restore time', unit: 'minutes' }],
    ['数字：恢复用时（分钟）', { kind: 'number', zh: '恢复用时', unit: '分钟' }],
    [
      '数字：恢复用时 / Time to restore（分钟 / min）',
      { en: 'Time to restore', unit: 'min', unitZh: '分钟' },
    ],
    ['数字：车速（km/h）', { zh: '车速', unit: 'km/h' }],
    ['链接：报告（可不填）', { kind: 'link', zh: '报告', needed: false }],
    ['link: Report (optional)', { kind: 'link', en: 'Report', needed: false }],
    ['- 1) 说明：看到了什么', { kind: 'text', zh: '看到了什么' }],
    [
      '选择：结果 = 通过；不通过',
      {
        kind: 'choice',
        zh: '结果',
        options: [
          { en: '通过', zh: '通过' },
          { en: '不通过', zh: '不通过' },
        ],
      },
    ],
    [
      'checklist: Looked at = 日志 / logs; 告警 / alarms (all)',
      {
        kind: 'checklist',
        en: 'Looked at',
        all: true,
        options: [
          { zh: '日志', en: 'logs' },
          { zh: '告警', en: 'alarms' },
        ],
      },
    ],
  ])('%j', (line, ask) => {
    expect(asked(line)[0]).toMatchObject(ask);
  });

  it('is written as it is read, in both languages', () => {
    const text =
      '恢复情况 / How it went\nnumber: Restore time (minutes)\nnumber: Waited (分钟 / min)\nchoice: Result = passed; failed (optional)\nchecklist: Looked at = logs; alarms (all)';
    const asks = asked(text);
    expect(asks.map(({ key }) => key)).toEqual(['ask-1', 'ask-2', 'ask-3', 'ask-4', 'ask-5']);
    for (const locale of ['en', 'zh'] as const) expect(asked(writeAsks(asks, locale), asks)).toEqual(asks);
    expect(writeAsks(asks, 'zh').split('\n')[1]).toBe('数字：Restore time（minutes）');
  });

  it('keeps key, bounds and template of what was asked before, by its words or its place', () => {
    const before: Ask[] = [
      { key: 'how', kind: 'text', en: 'How it went', zh: '情况', template: 'As planned', needed: true },
      {
        key: 'time',
        kind: 'number',
        en: 'Restore time',
        zh: '用时',
        unit: 'min',
        min: 0,
        max: 600,
        needed: true,
      },
    ];
    const [first, second, third] = asked(
      'number: Restore time (minutes)\nHow it all went\nlink: Report',
      before,
    );
    expect(first).toMatchObject({ key: 'time', min: 0, max: 600, unit: 'minutes' });
    expect(second).toMatchObject({ key: 'ask-1', en: 'How it all went' });
    expect(third).toMatchObject({ key: 'ask-2' });
    expect(asked('How it all went\nnumber: Restore time (min)', before)[0]).toMatchObject({
      key: 'how',
      template: 'As planned',
    });
  });

  it('says in which line something is wrong', () => {
    expect(parseAsks('How it went\nchoice: Result')).toEqual({ line: 2, fault: 'duty.noOptions' });
    expect(parseAsks(`\n${'长'.repeat(151)}`)).toEqual({ line: 2, fault: 'duty.askLong' });
    expect(parseAsks('')).toEqual({ asks: [] });
  });
});
