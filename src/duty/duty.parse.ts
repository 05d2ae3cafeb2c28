import { hearCadence } from './cadence.parse.ts';
import { count, countOf, dateOf, dateSaid, mostCharacters } from './day.parse.ts';
import type { Off, SaidCadence } from './reading.parse.ts';

/** A person as they were named: by Slack's id, or by a name that is still to be found. */
export type Who = { readonly id: string } | { readonly name: string };

/** What was said of a duty in one line: `每月第一个工作日 备份恢复演练 @wang`, `every Friday review firewall rules @wang`. */
export type SaidDuty = {
  cadence?: SaidCadence;
  /** The line left the day open; one was chosen. */
  assumed: boolean;
  /** What happens on days off, where it was said. */
  off?: Off | undefined;
  titleEn: string;
  titleZh: string;
  owner?: Who;
  deputy?: Who;
  checker?: Who;
  leadDays?: number | undefined;
  toleranceDays?: number | undefined;
  from?: string;
  controls: string[];
  /** Hours of the day: duties know dates only. */
  clock: string[];
  /** People who were named without a part. */
  others: Who[];
  /** What sounds like a cadence and is none that is known. */
  unsure?: string;
};

const person = String.raw`(?:<@([UW][A-Z0-9]{2,30})>|@([^\s@<>,，、。;；:：()（）/|]{1,40}))`;
const anybody = new RegExp(person, 'u');
/** The part stands before the name, in either language. */
const named = (word: string) =>
  new RegExp(String.raw`(?<![a-z])(?:${word})(?: is|是|为)?[\s:：]*${person}`, 'i');
const parts = [
  ['deputy', named('deputy|stand-in|代理人?|替补')],
  ['checker', named('checker|checked by|check by|复核人?|检查人')],
  ['owner', named('owner|owned by|assigned to|负责人?|交给|指派给?')],
] as const;

const ahead = [
  new RegExp(
    String.raw`(?<![a-z0-9])(${count}) (?:working |business )?days? (?:ahead|in advance|before(?:hand)?)(?![a-z0-9])`,
    'i',
  ),
  new RegExp(String.raw`提前\s*(${count})\s*个?(?:工作日|天)(?:提醒)?`, 'iu'),
];
const grace = [
  new RegExp(
    String.raw`(?<![a-z0-9])(${count}) (?:working |business )?days? (?:of )?(?:grace|tolerance)(?![a-z0-9])`,
    'i',
  ),
  new RegExp(String.raw`(?:宽限|容许?晚)\s*(${count})\s*个?(?:工作日|天)`, 'iu'),
];
const starting = [
  new RegExp(
    String.raw`(?<![a-z0-9])(?:starting|beginning|from|as of) (?:on )?(${dateSaid})(?![a-z0-9])`,
    'i',
  ),
  new RegExp(String.raw`(?:从|自)?\s*(${dateSaid})\s*(?:起|开始)`, 'iu'),
];
const clocks =
  /(?<![a-z0-9])(?:at|by) (?:noon|midnight|\d{1,2}(?::\d{2})?(?: ?(?:am|pm|o['’]clock))?)(?![a-z0-9-])|(?:(?:上午|下午|早上|中午|晚上|凌晨)\s*(?:\d{1,2}|[一二两三四五六七八九]?十?[一二三四五六七八九十两])|(?<!\d)\d{1,2})[点时](?:半|整|钟|\d{1,2}分?)?(?:前|之前)?|(?:上午|下午|早上|中午|晚上)(?=\s|$)|(?:\d{1,2}[:：]\d{2})(?:前|之前)?/i;
const offs: readonly (readonly [Off, RegExp])[] = [
  [
    'after',
    /(?:(?:遇|逢)?(?:节假日|假日|休息日|放假)(?:时|则)?(?:往后)?(?:顺延|推迟|延后))|(?<![a-z])(?:if (?:it is|it's|that is|it falls on|on) (?:a )?(?:holiday|day off|weekend),? (?:the )?(?:working )?day after|or the next working day)(?![a-z])/i,
  ],
  [
    'before',
    /(?:(?:遇|逢)?(?:节假日|假日|休息日|放假)(?:时|则)?提前)|(?<![a-z])(?:if (?:it is|it's|that is|it falls on|on) (?:a )?(?:holiday|day off|weekend),? (?:the )?(?:working )?day before|or the working day before)(?![a-z])/i,
  ],
  [
    'skip',
    /(?:(?:遇|逢)?(?:节假日|假日|休息日|放假)(?:时|则)?(?:跳过|除外|不做|取消))|(?<![a-z])(?:except|skip(?:ping)?|not) (?:on )?(?:public )?(?:holidays|days off)(?![a-z])/i,
  ],
  [
    'stay',
    /(?:(?:遇|逢)?(?:节假日|假日|休息日|放假)(?:时|则|也)?(?:照常|不变|也做))|(?<![a-z])(?:even on|including) (?:public )?(?:holidays|days off)(?![a-z])/i,
  ],
];
const controlled =
  /(?:(?<![a-z0-9])(?:control|measure)s?|控制点?|措施)[\s:：]*((?:\d{1,2}\.\d{1,2}|F\.\d)(?:\s*[、,，&]\s*(?:\d{1,2}\.\d{1,2}|F\.\d))*)(?![\d.])/i;
const soundsLikeCadence =
  /(?<![a-z])(?:every|each) [a-z-]+(?: [a-z-]+){0,3}|每(?!人|位|名|份|个人)[^\s,，。；;@]{1,8}/i;
/** What only leads in, once the cadence is out of the line. */
const leads =
  /^(?:(?:please|remind(?: me)?|to|that|then|and|for|is|:|-|—|–)(?=\s|$)|[:：,，、。;；\-—–\s]+|(?:请|提醒|需要?|要)(?=\s))\s*/i;
const trails = /[\s,，、。.;；:：\-—–]+$|\s+(?:to|for|by|and)$/i;

/**
 * Reads what it can, in either language and any width, and leaves the rest for the form, which shows what was understood and what was
 * not: nothing here refuses. `today` is the day at the office, `yyyy-MM-dd`.
 */
export function parseDuty(text: string, today: string): SaidDuty {
  // NFKC would make a full-width `：` and `，` narrow as well, which reads the same here.
  let rest = text.normalize('NFKC').slice(0, mostCharacters).replaceAll(/\s+/gu, ' ').trim();
  const said: SaidDuty = { assumed: false, titleEn: '', titleZh: '', controls: [], clock: [], others: [] };
  const take = (form: RegExp): RegExpExecArray | null => {
    const found = form.exec(rest);
    if (found)
      rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`
        .replaceAll(/\s+/gu, ' ')
        .trim();
    return found;
  };
  takePeople(said, take);
  const controls = take(controlled);
  if (controls?.[1]) said.controls = controls[1].split(/[、,，&\s]+/u).map((id) => id.toUpperCase());
  said.off = offs.find(([, form]) => take(form))?.[0];
  for (const form of starting) {
    const from = take(form);
    const date = from?.[1] ? dateOf(from[1], today) : undefined;
    if (date) said.from = date;
  }
  said.leadDays = figure(ahead, take);
  said.toleranceDays = figure(grace, take);
  const heard = hearCadence(rest, today);
  if (heard) {
    const at = rest.indexOf(heard.phrase);
    rest = `${rest.slice(0, at)} ${rest.slice(at + heard.phrase.length)}`;
    const { off } = said;
    said.cadence = off && heard.cadence.kind === 'rule' ? { ...heard.cadence, off } : heard.cadence;
    said.assumed = heard.assumed;
  }
  for (let found = take(clocks); found; found = take(clocks)) said.clock.push(found[0].trim());
  if (!heard) {
    const odd = soundsLikeCadence.exec(rest);
    if (odd) said.unsure = odd[0];
  }
  Object.assign(said, titles(rest));
  return said;
}

function takePeople(said: SaidDuty, take: (form: RegExp) => RegExpExecArray | null): void {
  for (const [part, form] of parts) {
    const found = take(form);
    if (found) said[part] = whoIn(found);
  }
  for (let found = take(anybody); found; found = take(anybody)) {
    if (!said.owner) said.owner = whoIn(found);
    else said.others.push(whoIn(found));
  }
}

function whoIn([, id, name = '']: RegExpExecArray): Who {
  return id ? { id } : { name };
}

function figure(
  forms: readonly RegExp[],
  take: (form: RegExp) => RegExpExecArray | null,
): number | undefined {
  for (const form of forms) {
    const found = take(form);
    if (found?.[1]) return countOf(found[1]);
  }
  return undefined;
}

/** What is left is what it is about: in the language it is written in, or in both round a slash. */
function titles(left: string): Pick<SaidDuty, 'titleEn' | 'titleZh'> {
  let text = left.replaceAll(/\s+/gu, ' ').trim();
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(leads, '').replace(trails, '').trim();
  }
  const han = (some: string) => /\p{Script=Han}/u.test(some);
  const [one, other, ...more] = text.split(/\s*[/|]\s*/u);
  if (one && other && more.length === 0 && han(one) !== han(other))
    return han(one) ? { titleZh: one, titleEn: other } : { titleZh: other, titleEn: one };
  return han(text) ? { titleZh: text, titleEn: '' } : { titleZh: '', titleEn: sentenceCase(text) };
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether a line says enough for a new duty to be meant: how often, and something to do. A day alone says nothing: people speak of days. */
export function looksLikeDuty(text: string): boolean {
  // Any day would do: only whether there is a cadence counts.
  const { cadence, titleEn, titleZh } = parseDuty(text, '2026-01-01');
  return cadence !== undefined && cadence.kind !== 'once' && titleEn + titleZh !== '';
}
