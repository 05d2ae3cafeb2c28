import type { Ask } from './evidence.ts';

/** Why a line of what is asked cannot be read. */
export type AskFault = { readonly line: number; readonly fault: 'duty.noOptions' | 'duty.askLong' };

const kinds: readonly (readonly [Ask['kind'], RegExp])[] = [
  ['number', /^(?:number|figure|数字|数值|数量)\s*[:：]\s*/iu],
  ['link', /^(?:link|url|链接|网址)\s*[:：]\s*/iu],
  ['checklist', /^(?:checklist|check list|list|清单|检查表|检查清单)\s*[:：]\s*/iu],
  ['choice', /^(?:choice|choose|one of|选择|单选)\s*[:：]\s*/iu],
  ['text', /^(?:text|words|文字|文本|说明)\s*[:：]\s*/iu],
];
const optional = /\s*[(（]\s*(?:optional|可选|可不填|选填)\s*[)）]\s*$/iu;
const whole = /\s*[(（]\s*(?:all|全部|都要勾)\s*[)）]\s*$/iu;
const unitAtEnd = /\s*[(（]\s*([^()（）]{1,45})\s*[)）]\s*$/u;
const longestUnit = 20;
const longestLabel = 150;
const longestOption = 75;

/**
 * What is asked, as people write it, one line each: `How it went`, `number: Restore time (minutes)`, `link: Report`,
 * `checklist: Looked at = logs; alarms`, `choice: Result = passed; failed`, with `(optional)` behind what may stay empty; in both languages round a
 * slash, the unit of a number (`分钟 / min`) like any other words.
 * What was asked before keeps its key, its bounds and its template: its answers are one series.
 */
export function parseAsks(text: string, before: readonly Ask[] = []): { asks: Ask[] } | AskFault {
  const asks: Ask[] = [];
  const lines = text.normalize('NFC').split('\n');
  for (const [at, written] of lines.entries()) {
    let rest = written.replace(/^\s*(?:(?:[-*•·]|\d{1,2}[.、)）])\s*)*/u, '').trim();
    if (rest === '') continue;
    const [kind, form] = kinds.find(([, lead]) => lead.test(rest)) ?? ['text' as const, /^/u];
    rest = rest.replace(form, '');
    const needed = !optional.test(rest);
    rest = rest.replace(optional, '');
    const all = whole.test(rest);
    rest = rest.replace(whole, '');
    const isList = kind === 'checklist' || kind === 'choice';
    const [named = '', listed] = isList ? split(rest) : [rest];
    const unit = kind === 'number' ? unitIn(named) : undefined;
    const label = both(unit ? named.replace(unitAtEnd, '') : named);
    const options =
      listed
        ?.split(/[;；]/u)
        .map((one) => one.trim())
        .filter(Boolean)
        .map(both) ?? [];
    if (isList && options.length === 0) return { line: at + 1, fault: 'duty.noOptions' };
    if (
      [label, ...options].some(({ en, zh }, n) =>
        [en, zh].some((one) => one.length > (n ? longestOption : longestLabel)),
      )
    )
      return { line: at + 1, fault: 'duty.askLong' };
    const known = knownAs(kind, label, asks.length, before, asks);
    asks.push({
      ...(known ?? {}),
      key: known?.key ?? freeKey([...before, ...asks]),
      ...{ kind, ...label, needed },
      ...{ unit: unit?.en, unitZh: unit && unit.zh !== unit.en ? unit.zh : undefined },
      ...(isList ? { options } : {}),
      ...(kind === 'checklist' && all ? { all } : { all: undefined }),
    });
  }
  return { asks: asks.map(bare) };
}

/** What is asked, written as it is read. */
export function writeAsks(asks: readonly Ask[], locale: 'en' | 'zh'): string {
  const lead = locale === 'zh' ? leads.zh : leads.en;
  const colon = locale === 'zh' ? '：' : ': ';
  const bracket = (text: string) => (locale === 'zh' ? `（${text}）` : ` (${text})`);
  return asks
    .map((ask) => {
      const options = ask.options?.map(slashed).join(locale === 'zh' ? '；' : '; ');
      return [
        lead[ask.kind] ? `${lead[ask.kind]}${colon}` : '',
        slashed(ask),
        ask.unit ? bracket(slashed({ en: ask.unit, zh: ask.unitZh ?? ask.unit })) : '',
        options ? ` = ${options}` : '',
        ask.all ? bracket(locale === 'zh' ? '全部' : 'all') : '',
        ask.needed ? '' : bracket(locale === 'zh' ? '可不填' : 'optional'),
      ].join('');
    })
    .join('\n');
}

const leads: Record<'en' | 'zh', Record<Ask['kind'], string>> = {
  en: { people: '', text: '', number: 'number', link: 'link', checklist: 'checklist', choice: 'choice' },
  zh: { people: '', text: '', number: '数字', link: '链接', checklist: '清单', choice: '选择' },
};

function slashed({ en, zh }: { en: string; zh: string }): string {
  return en === zh ? en : `${zh} / ${en}`;
}

/** `恢复用时 / Restore time` in both languages; without a slash the same words for everybody. */
function both(text: string): { en: string; zh: string } {
  const [one = '', other, ...more] = text.trim().split(/\s+[/|]\s+/u);
  const han = (some: string) => /\p{Script=Han}/u.test(some);
  if (!other || more.length > 0 || han(one) === han(other)) return { en: text.trim(), zh: text.trim() };
  return han(one) ? { zh: one, en: other } : { zh: other, en: one };
}

/** The unit behind what a number is called, in both languages; longer words in brackets belong to the name. */
function unitIn(named: string): { en: string; zh: string } | undefined {
  const said = both(unitAtEnd.exec(named)?.[1] ?? '');
  return said.en !== '' && Math.max(said.en.length, said.zh.length) <= longestUnit ? said : undefined;
}

function split(text: string): [string, string | undefined] {
  const at = /[=＝]/u.exec(text);
  return at ? [text.slice(0, at.index).trim(), text.slice(at.index + 1)] : [text, undefined];
}

/** The ask this one was: by its words, else by its place where that has the same kind. */
function knownAs(
  kind: Ask['kind'],
  { en, zh }: { en: string; zh: string },
  place: number,
  before: readonly Ask[],
  taken: readonly Ask[],
): Ask | undefined {
  const free = (ask: Ask | undefined) =>
    ask && ask.kind === kind && !taken.some(({ key }) => key === ask.key) ? ask : undefined;
  const named = before.find((ask) => free(ask) && (ask.en === en || ask.zh === zh));
  return named ?? free(before[place]);
}

function freeKey(used: readonly Ask[]): string {
  for (let n = 1; ; n += 1) if (!used.some(({ key }) => key === `ask-${n}`)) return `ask-${n}`;
}

function bare(ask: Ask): Ask {
  return Object.fromEntries(Object.entries(ask).filter(([, value]) => value !== undefined)) as Ask;
}
