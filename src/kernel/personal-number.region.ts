/** Identity cards of Hong Kong and Taiwan. Their shapes are common among references, so each needs more than its check character. */

type Range = { kind: 'id_card'; start: number; end: number };

/** `A123456(3)`: with its brackets it is like nothing else; without them it needs a word beside it. */
const hongKong = /(?<![A-Za-z0-9])([A-Z]{1,2}) ?(\d{6}) ?(\( ?[0-9A] ?\)|[0-9A])(?![A-Za-z0-9])/gi;
const taiwan = /(?<![A-Za-z0-9])([A-Z])[ -]?([1289]\d{8})(?![A-Za-z0-9])/gi;

/** Not across a bracket of ours: what stands in 〔证件号〕 or [ID number] is masked already. */
const namedBefore =
  /(?:身份[证證]|身分[证證]|[证證]件|hkid|(?:identity|id)(?: card| no\.?| number)?|居留[证證])[^〔〕[\]]{0,12}$/i;

/** The check character of a Hong Kong identity card: letters count from 10, weights 9 to 2, all divisible by 11. */
export function isHongKongId(letters: string, digits: string, check: string): boolean {
  const values = [...letters.toUpperCase().padStart(2, ' ')].map((one) =>
    one === ' ' ? 36 : one.charCodeAt(0) - 55,
  );
  const sum = [...values, ...[...digits].map(Number)].reduce((total, value, i) => total + value * (9 - i), 0);
  const last = check.toUpperCase() === 'A' ? 10 : Number(check);
  return (sum + last) % 11 === 0;
}

/** A Taiwan identity or residence number: the letter stands for two digits by its region, weights 1, 9 to 1, 1, divisible by 10. */
export function isTaiwanId(letter: string, digits: string): boolean {
  const region = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(letter.toUpperCase()) + 10;
  const weighted = [...digits.slice(0, 8)].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0);
  return (Math.floor(region / 10) + (region % 10) * 9 + weighted + Number(digits.charAt(8))) % 10 === 0;
}

export function regionalIds(text: string): Range[] {
  const named = (start: number) => namedBefore.test(text.slice(Math.max(0, start - 40), start));
  const found: Range[] = [];
  for (const match of text.matchAll(hongKong)) {
    const [whole, letters = '', digits = '', tail = ''] = match;
    const check = tail.replace(/[() ]/g, '');
    const clear = tail.includes('(') || named(match.index);
    if (clear && isHongKongId(letters, digits, check))
      found.push({ kind: 'id_card', start: match.index, end: match.index + whole.length });
  }
  for (const match of text.matchAll(taiwan)) {
    const [whole, letter = '', digits = ''] = match;
    if (named(match.index) && isTaiwanId(letter, digits))
      found.push({ kind: 'id_card', start: match.index, end: match.index + whole.length });
  }
  return found;
}
