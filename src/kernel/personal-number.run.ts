import {
  announcing,
  cardShapes,
  isAreaCode,
  isBankCard,
  isDialledAbroad,
  isFixedLine,
  isIdCard,
  isInternational,
  isMobile,
  isOldIdCard,
  phoneShapes,
} from './personal-number.data.ts';

/** Numbers in folded text. A run is digits with at most a few separators between each two. */

export type Found = { kind: 'id_card' | 'phone' | 'bank_card'; start: number; end: number };

/** Classes of separators. Two numbers side by side are told apart by a class that neither uses inside. */
const space = 1;
const gap = 2;
const dash = 4;
const dot = 8;
const comma = 16;
const slash = 32;
const bracket = 64;
const line = 128;
const light = space | gap | dash | dot | bracket;

const mostSeparators = 5;
const shortest = 8;
const longest = 19;
/** The most groups people write a number in (phoneShapes, cardShapes). */
const mostGroups = 5;

const classes: readonly (readonly [RegExp, number])[] = [
  [/[\n\r\u2028\u2029]/, line],
  [/[\s\u115f\u1160\u2800]/, space],
  [/[\p{Pd}_~\u2212\u30fc\u2500\u2501]/u, dash],
  [/[.\u00b7\u2022\u2027\u2219\u22c5\u30fb\u3002\u2026*]/, dot],
  [/[,;\u3001]/, comma],
  [/[/\\|\u2044\u2215]/, slash],
  [/[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'`]/u, bracket],
];

function separator(character: string): number {
  return classes.find(([pattern]) => pattern.test(character))?.[1] ?? 0;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** `at`: index of each digit; `before`: classes of what stands between it and the digit before, 0 when glued. */
type Run = { digits: string; at: number[]; before: number[]; plus: number; x: number };

const lookalikesOfX = /[xX\u00d7\u0425\u0445\u03a7\u03c7]/;

function runs(text: string): Run[] {
  const all: Run[] = [];
  let run: Run | undefined;
  let between = 0;
  let separators = 0;
  let spaces = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (isDigit(character)) {
      if (!run) {
        const plus = /\+ ?$/.test(text.slice(Math.max(0, i - 2), i)) ? text.lastIndexOf('+', i) : -1;
        run = { digits: '', at: [], before: [], plus, x: -1 };
        all.push(run);
        between = 0;
      }
      run.digits += character;
      run.at.push(i);
      run.before.push(spaces > 1 ? between | gap : between);
      between = separators = spaces = 0;
      continue;
    }
    if (!run) continue;
    const kind = separator(character);
    between |= kind;
    spaces += kind === space ? 1 : 0;
    if (kind > 0 && ++separators <= mostSeparators) continue;
    // The check character of an identity number may be an X; a word that begins with x is none.
    const word = separators > 0 && /[a-z]/i.test(text.charAt(i + 1));
    if (kind === 0 && lookalikesOfX.test(character) && !word) run.x = i;
    run = undefined;
    separators = spaces = 0;
  }
  return all;
}

/** Digits glued into a reference: `SF…`, or a word with further digits in it such as a hash. */
function isReference(text: string, start: number, end: number): boolean {
  let from = start;
  while (from > 0 && start - from < 12 && /[a-z0-9]/i.test(text.charAt(from - 1))) from--;
  let to = end;
  while (to < text.length && to - end < 12 && /[a-z0-9]/i.test(text.charAt(to))) to++;
  const before = text.slice(from, start);
  if (/\d/.test(before) || /\d/.test(text.slice(end, to))) return true;
  return /^[A-Z]{1,6}$/.test(before) && !announcing.has(before);
}

/** Made of digits and separators, and plainly something else: days, network addresses, sums of money. */
const days = /(?<!\d[-/.]?)(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)/g;
const addresses = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/g;
const sums =
  /[¥$€£] ?\d[\d,]{0,24}(?:\.\d{1,4})?|(?<![\d,])\d[\d,]{0,24}(?:\.\d{1,4})? ?(?:元(?!旦)|万元|亿元|RMB|CNY|USD|HKD)|(?<![\d,])\d{1,3}(?:,\d{3}){1,8}\.\d{1,2}(?!\d)/g;

/** For each index where one of these begins, the index where it ends; for sums also whether a character is in one. */
type Other = { ends: ReadonlyMap<number, number>; inSum: Uint8Array };

function otherThings(text: string): Other {
  const ends = new Map<number, number>();
  for (const pattern of [days, addresses]) {
    for (const match of text.matchAll(pattern)) ends.set(match.index, match.index + match[0].length);
  }
  const inSum = new Uint8Array(text.length);
  for (const match of text.matchAll(sums)) inSum.fill(1, match.index, match.index + match[0].length);
  return { ends, inSum };
}

/** Consecutive groups of a run, of at least `shortest` and at most `longest` digits. */
type Window = { run: Run; first: number; last: number; mask: number; closed: boolean; shape: string };

/**
 * Judges one window. What carries a birthday and a check character is believed wherever it stands. The rest is believed
 * when the window is closed (its neighbours stand behind separators it does not use itself, or there are none) or when
 * it is grouped the way such numbers are written; otherwise any row of figures would hold a phone number by chance.
 */
function judge(
  text: string,
  other: Other,
  { run, first, last, mask, closed, shape }: Window,
): Found | undefined {
  const code = run.digits.slice(first, last + 1);
  const start = run.at[first] as number;
  const end = (run.at[last] as number) + 1;
  if (isIdCard(code)) return { kind: 'id_card', start, end };
  if (code.length === 17 && run.x >= 0 && last === run.digits.length - 1 && isIdCard(`${code}X`)) {
    return { kind: 'id_card', start, end: run.x + 1 };
  }

  // A column of figures is not one number.
  if ((mask & line) > 0) return undefined;
  const uniform = (mask & (mask - 1)) === 0;
  const asCard = closed || (uniform && cardShapes.has(shape));
  const asPhone = closed || (uniform && phoneShapes.has(shape));
  const dialled = run.plus >= 0 && first === 0 ? run.plus : start;
  const international = dialled < start && (mask & ~light) === 0 && isInternational(code);
  if (!(asCard || asPhone || international)) return undefined;
  const at = run.at.slice(first, last + 1);
  if (at.some((index) => other.inSum[index])) return undefined;
  if (mask > 0 && at.some((index) => (other.ends.get(index) ?? end + 1) <= end)) return undefined;

  if (international) return { kind: 'phone', start: dialled, end };
  if (isReference(text, start, end)) return undefined;
  if (asCard && isBankCard(code)) return { kind: 'bank_card', start, end };
  if (asCard && isOldIdCard(code)) return { kind: 'id_card', start, end };
  if (isRowOfFigures(text, { run, first, last, shape })) return undefined;
  if (asPhone && (isMobile(code) || isDialledAbroad(code))) return { kind: 'phone', start: dialled, end };
  if (asPhone && isFixedLine(code)) {
    // Clear when the area code stands apart, or when the text says what it is.
    const apart = mask > 0 && isAreaCode(code.slice(0, Number.parseInt(shape, 10)));
    if (apart || namesPhone.test(text.slice(Math.max(0, start - 12), start)))
      return { kind: 'phone', start, end };
  }
  return undefined;
}

/** Digits of the shortest figure in a row that is taken for one; what is read out digit by digit is none. */
const shortestFigure = 3;

/**
 * `1500、2300、800`: figures with commas between, none of which begins with a zero. A number cut by commas where people pause in a phone
 * number, or named as one, is a phone number all the same.
 */
function isRowOfFigures(
  text: string,
  { run, first, last, shape }: Pick<Window, 'run' | 'first' | 'last' | 'shape'>,
): boolean {
  let begun = first;
  for (let i = first; i <= last; i++) {
    const before = i === first ? 0 : (run.before[i] as number);
    if (i > first && before === 0) continue;
    if (run.digits[i] === '0') return false;
    if (i === first) continue;
    if ((before & comma) === 0 || (before & ~(comma | space | gap)) !== 0) return false;
    if (i - begun < shortestFigure) return false;
    begun = i;
  }
  if (begun === first || last + 1 - begun < shortestFigure || shape === '3,4,4') return false;
  const start = run.at[first] as number;
  return !namesPhone.test(text.slice(Math.max(0, start - 12), start));
}

/** Not our own mask, 〔电话号码〕 or [phone number]. */
const namesPhone = /(?:电话|座机|固话|传真|tel|phone|fax)[^\d〔〕[\]]{0,6}$/i;

/** All windows of a run that could be something: closed, in few groups, behind a plus, or as long as an identity number. */
function windowsOf(run: Run): Window[] {
  const groups = run.before.flatMap((mask, i) => (i === 0 || mask > 0 ? [i] : []));
  const windows: Window[] = [];
  for (const [g, first] of groups.entries()) {
    const left = g > 0 ? (run.before[first] as number) : 0;
    let mask = 0;
    let shape = '';
    for (let h = g; h < groups.length; h++) {
      const from = groups[h] as number;
      const next = groups[h + 1] ?? run.digits.length;
      const digits = next - first;
      if (digits > longest) break;
      if (h > g) mask |= run.before[from] as number;
      const few = h - g < mostGroups;
      if (few) shape += h > g ? `,${next - from}` : digits;
      if (digits < shortest) continue;
      const closed = ((left | (run.before[next] ?? 0)) & mask) === 0;
      if (closed || few || digits === 17 || digits === 18 || (run.plus >= 0 && first === 0)) {
        windows.push({ run, first, last: next - 1, mask, closed, shape: few ? shape : '' });
      }
    }
  }
  return windows;
}

/** What is harder to meet by chance is taken first; an old identity number has no check character. */
function strength(kind: Found['kind'], digits: number): number {
  if (kind === 'id_card' && digits < 17) return 0;
  return kind === 'phone' ? 1 : 2;
}

/** The best windows of a run that do not overlap. */
function search(text: string, other: Other, run: Run): Found[] {
  const taken = new Uint8Array(run.digits.length);
  return windowsOf(run)
    .flatMap((window) => {
      const found = judge(text, other, window);
      if (!found) return [];
      const { first, last } = window;
      const digits = last - first + 1;
      return [{ found, first, last, digits, strength: strength(found.kind, digits) }];
    })
    .sort((a, b) => b.strength - a.strength || b.digits - a.digits || a.first - b.first)
    .filter(({ first, last }) => {
      if (taken.subarray(first, last + 1).includes(1)) return false;
      taken.fill(1, first, last + 1);
      return true;
    })
    .map(({ found }) => found);
}

/** Identity numbers, payment cards and phone numbers in folded text, with indices of that text, in no order. */
export function findInRuns(text: string): Found[] {
  const other = otherThings(text);
  return runs(text).flatMap((run) => search(text, other, run));
}
