import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { catalogText } from '../src/catalog/data-set.text.ts';
import type { Texts } from '../src/kernel/message.ts';
import { slackText } from '../src/slack/slack.text.ts';
import { allWords } from '../src/slack/words.ts';

/** One word for one thing. What else people call it is not said by any catalog. */
type Term = {
  readonly en: string;
  readonly zh: string;
  /** Other words for it, as patterns over the sentences of that language. */
  readonly never: { readonly en?: RegExp; readonly zh?: RegExp };
};

const glossary: readonly Term[] = [
  { en: 'Public', zh: '公开', never: {} },
  { en: 'Internal', zh: '内部', never: {} },
  { en: 'Controlled', zh: '受控', never: { zh: /限制级|受限级/ } },
  // Marks of state secrets (Law on Guarding State Secrets, article 14) are not ours to use.
  {
    en: 'Strictly controlled',
    zh: '严控',
    never: { zh: /机密|绝密|秘密级|高敏/, en: /\b(?:top )?secret data\b|\bconfidential\b/i },
  },
  {
    en: 'grant',
    zh: '授权',
    never: { zh: /授予权限|访问权限|准入/, en: /\b(?:entitlement|permission grant)s?\b/i },
  },
  { en: 'request', zh: '申请', never: { zh: /请求单|工单|申领/, en: /\b(?:ticket|application)s?\b/i } },
  { en: 'give back', zh: '归还', never: { zh: /退还|交还|释放/, en: /\brelinquish|\bhand back\b/i } },
  {
    en: 'approver',
    zh: '审批人',
    never: { zh: /审核人|批准人|审批员|核准人/, en: /\b(?:reviewer|authori[sz]er)s?\b/i },
  },
  {
    en: 'privacy officer',
    zh: '隐私负责人',
    never: { zh: /隐私官|隐私专员|数据保护官/, en: /\bDPO\b|data protection officer/i },
  },
  { en: 'incident', zh: '事件', never: { zh: /事故|安全事变/, en: /\b(?:breach|mishap)\b/i } },
  { en: 'duty', zh: '待办', never: { zh: /代办|任务单/, en: /\bto-?dos?\b|\bchores?\b/i } },
  { en: 'data set', zh: '资料', never: { zh: /数据集|资料集/, en: /\bdatasets?\b/i } },
  { en: 'case', zh: '案件', never: { zh: /案子|项目编号|个案(?!件)/, en: /\b(?:matter|project) number\b/i } },
  { en: 'erase', zh: '抹除', never: { zh: /擦除/, en: /\bwiped out\b/i } },
];

const catalogs: readonly Texts[] = [slackText, catalogText, ...capabilities.flatMap(({ texts }) => texts)];

function sentences(locale: 'en' | 'zh'): string[] {
  return catalogs.flatMap((texts) =>
    Object.entries(texts[locale]).map(([key, sentence]) => `${key}: ${sentence}`),
  );
}

/** Every Chinese sentence of every catalog, those of the lower rooms and of programs included. */
const sentencesOfAll: readonly string[] = (
  await Promise.all(
    readdirSync(fileURLToPath(new URL('../src', import.meta.url)), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.text\.ts$/.test(name))
      .map(async (name) => {
        const room: Record<string, unknown> = await import(new URL(`../src/${name}`, import.meta.url).href);
        return Object.values(room).flatMap((one) => chineseOf(one).map((text) => `${name}: ${text}`));
      }),
  )
).flat();

/** The Chinese texts of whatever a catalog exports: `zh` of texts by language, and what stands beside an `en`. */
function chineseOf(one: unknown): string[] {
  if (typeof one !== 'object' || one === null) return [];
  return Object.entries(one).flatMap(([key, value]) => {
    if (key === 'en') return [];
    if (typeof value === 'string') return [value];
    return chineseOf(value);
  });
}

describe('the glossary', () => {
  it.each(glossary.map((term) => [term.en, term] as const))('“%s” has no other name', (_, term) => {
    for (const locale of ['en', 'zh'] as const) {
      const never = term.never[locale];
      if (never)
        expect(sentences(locale).filter((sentence) => never.test(sentence.replace(/^[^:]+: /, '')))).toEqual(
          [],
        );
    }
  });

  it('has no English word of the command line in a Chinese sentence where there is a Chinese one', () => {
    const english = sentencesOfAll.filter((sentence) => {
      const typed = [...sentence.matchAll(/[/／、](?:shoumi|access|duty|incident|guard)((?: [a-z-]+)+)/giu)];
      return typed.some(([, said = '']) =>
        said
          .trim()
          .split(' ')
          .some((word) => allWords.some(({ en }) => en === word.toLowerCase())),
      );
    });
    expect(english).toEqual([]);
    // It does see them: the one file with every catalog would otherwise prove nothing.
    expect(sentencesOfAll.some((sentence) => sentence.includes('/shoumi 设置'))).toBe(true);
  });

  it('names the classes as they are', () => {
    const classes = ['public', 'internal', 'controlled', 'strict'] as const;
    expect(classes.map((one) => catalogText.zh[`class.${one}`])).toEqual(['公开', '内部', '受控', '严控']);
    expect(classes.map((one) => catalogText.en[`class.${one}`])).toEqual(
      glossary.slice(0, 4).map(({ en }) => en),
    );
  });

  it.each(['README.md', 'README.zh-CN.md'])('stands in %s', (name) => {
    const readme = readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');
    const missing = glossary.filter(
      ({ en, zh }) => !readme.includes(`| ${zh} | ${en} |`) && !readme.includes(`| ${en} | ${zh} |`),
    );
    expect(missing.map(({ en }) => en)).toEqual([]);
  });
});
