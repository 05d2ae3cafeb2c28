import { describe, expect, it } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { chapterOf, chapters, controlIds, isControl } from '../../src/duty/control.data.ts';
import { controlText } from '../../src/duty/control.text.ts';
import { startingSet } from '../../src/duty/starting-set.data.ts';
import { lawOf, startingSetText } from '../../src/duty/starting-set.text.ts';
import { posts } from '../../src/duty/template.ts';

const made = new Set(capabilities.flatMap(({ controls }) => controls ?? []));
const words = (locale: 'en' | 'zh', key: string): string | undefined =>
  (startingSetText[locale] as Readonly<Record<string, string>>)[key];

describe('the measures of the programme', () => {
  it('are 86, in twenty chapters and the six promises, each once and in both languages', () => {
    expect(controlIds).toHaveLength(86);
    expect(new Set(controlIds).size).toBe(86);
    expect([...new Set(controlIds.map(chapterOf))]).toEqual(chapters);
    for (const id of [...controlIds, ...chapters.map((one) => `chapter.${one}` as const)]) {
      expect(controlText.en[id], id).toMatch(/^[A-Z]/);
      expect(controlText.zh[id], id).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('can each be lived from the first day: a capability makes the evidence, or somebody does', () => {
    const lived = new Set([...made, ...startingSet.flatMap(({ controls }) => controls)]);
    expect(controlIds.filter((id) => !lived.has(id))).toEqual([]);
  });

  it('are what capabilities and suggestions speak of, and nothing else', () => {
    const spoken = [...made, ...startingSet.flatMap(({ controls }) => controls)];
    expect(spoken.filter((id) => !isControl(id))).toEqual([]);
  });

  it('have no stand-in where a capability makes all the evidence already', () => {
    const needless = startingSet.filter((one) => one.interim && one.controls.every((id) => made.has(id)));
    expect(needless.map(({ code }) => code)).toEqual([]);
  });
});

describe('the starting set', () => {
  it('has every suggestion once, in the order of the programme', () => {
    const codes = startingSet.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    const first = startingSet.map(({ controls }) => controlIds.indexOf(controls[0] as never));
    expect(first).toEqual(first.toSorted((a, b) => a - b));
  });

  it('has all its words in both languages, and no words for nothing', () => {
    const needed = startingSet.flatMap(({ code, asks }) => [
      code,
      ...asks.flatMap((ask) => [
        'shared' in ask ? `ask.${ask.key}` : `${code}.${ask.key}`,
        ...('unit' in ask ? [`unit.${ask.unit}`] : []),
        ...('items' in ask ? Array.from({ length: ask.items }, (_, n) => `${code}.${ask.key}.${n + 1}`) : []),
      ]),
    ]);
    const all = new Set([...needed, ...posts.map((post) => `post.${post}`)]);
    for (const locale of ['en', 'zh'] as const)
      expect([...all].filter((key) => !words(locale, key))).toEqual([]);
    expect(Object.keys(startingSetText.en).filter((key) => !all.has(key))).toEqual([]);
    // A name alone, such as that of a standard, may be the same in both.
    const chinese = [...all].filter((key) => /[\u4e00-\u9fff]/.test(words('en', key) ?? ''));
    expect(chinese).toEqual([]);
  });

  it('names the law only of what it suggests, and marks what nobody could check', () => {
    const codes = new Set(startingSet.map(({ code }) => code));
    expect(Object.keys(lawOf).filter((code) => !codes.has(code))).toEqual([]);
    const unchecked = Object.values(lawOf).filter((law) => law.includes('35273'));
    expect(unchecked.length).toBeGreaterThan(0);
    expect(unchecked.every((law) => law.includes('(unverified 未核实)'))).toBe(true);
  });

  it('has nobody check what they did themselves', () => {
    expect(startingSet.filter(({ owner, checker }) => owner === checker)).toEqual([]);
  });

  it('keeps the year even: no month has more than its share of what comes once, twice or four times', () => {
    const months = new Map<number, number>();
    for (const { rhythm } of startingSet) {
      if (rhythm.kind !== 'rule') continue;
      for (const month of (/BYMONTH=([\d,]+)/.exec(rhythm.rule)?.[1] ?? '').split(',').map(Number))
        months.set(month, (months.get(month) ?? 0) + 1);
    }
    expect([...months.keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(Math.max(...months.values())).toBeLessThanOrEqual(14);
  });
});
