/**
 * The published forms of personal numbers and their checks, on folded text: ASCII digits and capitals, no separators.
 */

/** GB/T 2260, first two digits: provinces, regions, municipalities; Taiwan, Hong Kong and Macau with 83 for residents. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

function isDay(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Citizen's identity number of 18 places, GB 11643-1999: region, birthday, order, check character by ISO 7064 MOD 11-2.
 * The permanent residence card of foreigners (since 2023) is built alike: a 9, province, nationality, birthday, order.
 */
export function isIdCard(code: string): boolean {
  if (code.length !== 18 || !/^\d{17}[\dX]$/.test(code)) return false;
  if (!provinces.has(code[0] === '9' ? code.slice(1, 3) : code.slice(0, 2))) return false;
  const year = Number(code.slice(6, 10));
  if (year < 1880 || year > 2099 || !isDay(year, Number(code.slice(10, 12)), Number(code.slice(12, 14))))
    return false;
  const sum = idWeights.reduce((total, weight, i) => total + weight * Number(code[i]), 0);
  return '10X98765432'[sum % 11] === code[17];
}

/** The form of 15 digits issued before 1999: region, birthday with a year of two digits, order; no check character. */
export function isOldIdCard(code: string): boolean {
  if (code.length !== 15 || !provinces.has(code.slice(0, 2))) return false;
  return isDay(1900 + Number(code.slice(6, 8)), Number(code.slice(8, 10)), Number(code.slice(10, 12)));
}

/** Issuers by ISO/IEC 7812: first and last prefix, lengths of the whole number. */
const issuers: readonly (readonly [first: string, last: string, lengths: readonly number[]])[] = [
  ['62', '62', [16, 17, 18, 19]], // UnionPay
  ['4', '4', [13, 16, 19]], // Visa
  ['51', '55', [16]], // Mastercard
  ['2221', '2720', [16]], // Mastercard
  ['34', '34', [15]], // American Express
  ['37', '37', [15]], // American Express
  ['35', '35', [16, 17, 18, 19]], // JCB
  ['60', '60', [16, 17, 18, 19]], // Discover, older UnionPay
  ['65', '65', [16, 17, 18, 19]], // Discover
];

/** Payment card of 13 to 19 digits: a known issuer and the check digit of ISO/IEC 7812-1 (Luhn). */
export function isBankCard(code: string): boolean {
  const issued = issuers.some(([first, last, lengths]) => {
    const prefix = code.slice(0, first.length);
    return first <= prefix && prefix <= last && lengths.includes(code.length);
  });
  if (!issued) return false;
  let sum = 0;
  for (let i = code.length - 1, double = false; i >= 0; i--, double = !double) {
    const value = Number(code[i]) * (double ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Mobile number of the mainland, with or without its country code. */
export function isMobile(code: string): boolean {
  return /^(?:(?:00)?86)?1[3-9]\d{9}$/.test(code);
}

/** Hong Kong, Macau or Taiwan dialled with 00 in front. */
export function isDialledAbroad(code: string): boolean {
  return /^00(?:85[23][2-9]\d{7}|886[2-9]\d{7,8})$/.test(code);
}

/** Fixed line of the mainland: area code (010, 02x, 03xx to 09xx), then seven or eight digits. */
export function isFixedLine(code: string): boolean {
  return /^0(?:10|2\d)[2-8]\d{7}$|^0[3-9]\d{2}[2-8]\d{6,7}$/.test(code);
}

/** Area code alone, as it stands before a separator. */
export function isAreaCode(code: string): boolean {
  return /^0(?:10|2\d|[3-9]\d{2})$/.test(code);
}

/** ITU-T E.164 after a plus: 8 to 15 digits; North America has 11, the mainland 12 or 13. */
export function isInternational(code: string): boolean {
  if (code.startsWith('1')) return code.length === 11;
  if (code.startsWith('86')) return isMobile(code) || isFixedLine(code.slice(2).replace(/^0?/, '0'));
  return /^[2-9]\d{7,14}$/.test(code);
}

const creditCharacters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Unified social credit code, GB 32100-2015: 18 characters, the last a check modulo 31 with the powers of 3. */
export function isCreditCode(code: string): boolean {
  if (code.length !== 18) return false;
  let sum = 0;
  for (let i = 0, weight = 1; i < 17; i++, weight = (weight * 3) % 31) {
    const value = creditCharacters.indexOf(code.charAt(i));
    if (value < 0) return false;
    sum += value * weight;
  }
  return creditCharacters[(31 - (sum % 31)) % 31] === code[17];
}

/** Registered by the market authority (9) as a sole trader, 个体工商户 (2): the code of one natural person's business. */
export function isSoleTrader(code: string): boolean {
  return code.startsWith('92') && isCreditCode(code);
}

/** How people group the digits of a phone number and of a card, when other numbers stand beside it in the same row. */
export const phoneShapes: ReadonlySet<string> = new Set(
  [
    '3,4,4',
    '3,3,5',
    '3,8',
    '4,3,4',
    '4,4,3',
    '5,6',
    '6,5',
    '7,4',
    '2,3,4,4',
    '2,3,8',
    '4,3,4,4',
    '4,3,8',
  ].concat(
    ['3,8', '3,4,4', '4,7', '4,8', '4,3,4', '4,4,4'], // fixed lines
  ),
);
export const cardShapes: ReadonlySet<string> = new Set(
  [
    '4,4,4,4',
    '4,4,4,4,1',
    '4,4,4,4,2',
    '4,4,4,4,3',
    '4,4,4,3',
    '4,6,5',
    '6,9',
    '6,10',
    '6,12',
    '6,13',
    '8,8',
  ].concat(
    ['6,6,3', '6,6,4'], // also the old identity number
  ),
);

/** Capitals that announce a number; other capitals glued to digits make a reference (SF, JD, HT …). */
export const announcing: ReadonlySet<string> = new Set(
  'TEL T M P H MOB MOBILE PHONE CELL CALL FAX WX VX QQ WECHAT WHATSAPP ID IDNO CARD NO ACC ACCT ACCOUNT BANK'.split(
    ' ',
  ),
);

const numerals = new Map(
  ['〇零○', '一壹幺弌', '二贰貳弍', '三叁參弎', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap(
    (same, value) => [...same].map((character) => [character, String(value)] as const),
  ),
);

/** The digit a Chinese numeral stands for when numbers are read out figure by figure. */
export function numeralDigit(character: string): string | undefined {
  return numerals.get(character);
}
