import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPersonalNumbers, type PersonalNumberKind } from '../../src/kernel/personal-number.ts';

const kinds = (text: string, allowedDomains: string[] = []) =>
  findPersonalNumbers(text, { allowedDomains }).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

/** ISO 7064 MOD 11-2, computed the recursive way. */
function withIdCheck(body: string): string {
  let rest = 0;
  for (const digit of body) rest = ((rest + Number(digit)) * 2) % 11;
  return body + '0123456789X'.charAt((12 - rest) % 11);
}

function isLuhn(code: string): boolean {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  const sum = [...code]
    .reverse()
    .reduce((total, digit, i) => total + (i % 2 ? (doubled[Number(digit)] as number) : Number(digit)), 0);
  return sum % 10 === 0;
}

const withLuhn = (body: string) => [...'0123456789'].map((check) => body + check).find(isLuhn) as string;

/** GB 32100, weights from the standard's table. */
function withCreditCheck(body: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, weight, i) => total + weight * alphabet.indexOf(body.charAt(i)), 0);
  return body + alphabet.charAt((31 - (sum % 31)) % 31);
}

const figures = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));
const day = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));

const idCard = fc
  .tuple(fc.constantFrom('110105', '310115', '440524', '320508', '810000', '830000'), day, figures(3))
  .map((parts) => withIdCheck(parts.join('')));
const phone = fc
  .tuple(fc.constantFrom(...'3456789'), figures(9))
  .map(([second, rest]) => `1${second}${rest}`);
const bankCard = fc
  .constantFrom<[string, number]>(
    ['62', 16],
    ['62', 19],
    ['4', 16],
    ['51', 16],
    ['2300', 16],
    ['37', 15],
    ['3530', 16],
    ['6011', 16],
    ['65', 16],
  )
  .chain(([prefix, length]) => figures(length - 1 - prefix.length).map((rest) => withLuhn(prefix + rest)));
const number = fc.oneof(
  fc.record({ kind: fc.constant<PersonalNumberKind>('id_card'), code: idCard }),
  fc.record({ kind: fc.constant<PersonalNumberKind>('phone'), code: phone }),
  fc.record({ kind: fc.constant<PersonalNumberKind>('bank_card'), code: bankCard }),
);

const scripts = ['0123456789X', '０１２３４５６７８９Ｘ', '⓪①②③④⑤⑥⑦⑧⑨x', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗ｘ', '٠١٢٣٤٥٦٧٨٩X'].map(
  (script) => [...script],
);
const separators = [
  ' ',
  '-',
  '.',
  '\u00a0',
  '\u3000',
  '－',
  '—',
  '–',
  '．',
  '。',
  '·',
  '、',
  '，',
  ',',
  '/',
  '_',
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '（',
  '）',
  '*',
];

/** Cut by chance so that a part reads as a day or a network address, a row of figures is taken for that. */
const readsOtherwise =
  /^[1-9]\d{2,}(?:[ ,、]*[,、][ ,、]*[1-9]\d{2,})+$|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,3}(?:\.\d{1,3}){3}|\d,\d{3}\.\d/;

/** The same number as somebody might write it: other digits, things between, all at random. */
const disguised = (code: string) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(...scripts), { minLength: code.length, maxLength: code.length }),
      fc.array(
        fc.oneof(
          { weight: 3, arbitrary: fc.constant('') },
          fc.array(fc.constantFrom(...separators), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
        ),
        { minLength: code.length - 1, maxLength: code.length - 1 },
      ),
    )
    .map(([digits, between]) =>
      [...code]
        .map((digit, i) => (digits[i]?.['0123456789X'.indexOf(digit)] as string) + (between[i] ?? ''))
        .join(''),
    );

const plainly = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .replace(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)))
    .replace(/\p{Pd}/gu, '-');

const before = fc.constantFrom(
  '',
  '客户电话',
  '请联系张先生',
  '身份证号：',
  'please call ',
  'his number is:',
  'tel',
  'Tel. ',
  '卡号 ',
  '（',
  'a+b ',
  '第３项: ',
  '一直打不通的',
);
const after = fc.constantFrom(
  '',
  '，谢谢',
  '今天下午',
  ' tomorrow',
  ' is his',
  '是客户的',
  '。',
  '）',
  '\n2026',
  ' ok',
  '一直没人接',
);

describe('personal numbers are found', () => {
  it('however they are spaced and disguised, at their place in the original', () => {
    fc.assert(
      fc.property(
        number.chain((one) => fc.tuple(fc.constant(one), disguised(one.code))),
        before,
        after,
        ([{ kind }, written], ahead, behind) => {
          fc.pre(kind === 'id_card' || !readsOtherwise.test(plainly(written)));
          const text = ahead + written + behind;
          expect(findPersonalNumbers(text)).toEqual([
            { kind, start: ahead.length, end: ahead.length + written.length },
          ]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('each of several, in order', () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(' ', '，', '\n', ' 和 ', '; ', ' / '),
        (numbers, between) => {
          const text = numbers.map(({ code }) => code).join(between);
          expect(kinds(text)).toEqual(numbers.map(({ kind, code }) => [kind, code]));
        },
      ),
    );
  });

  it('in the usual grouping beside other figures', () => {
    const shapes = fc.constantFrom([0, 3, 7], [0, 3], [0, 4, 8]);
    fc.assert(
      fc.property(
        phone,
        shapes,
        fc.constantFrom(' ', '-'),
        fc.constantFrom('2026-11-23 ', '3 ', '12 345 '),
        (code, shape, between, other) => {
          const grouped = shape.map((from, i) => code.slice(from, shape[i + 1])).join(between);
          expect(kinds(`${other}${grouped} 5`)).toEqual([['phone', grouped]]);
        },
      ),
    );
  });

  it('read out in Chinese figure by figure', () => {
    fc.assert(
      fc.property(
        fc.oneof(phone, idCard),
        fc.constantFrom('', '、', '，'),
        fc.constantFrom('零一二三四五六七八九', '〇幺二三四五六七八九', '零壹贰叁肆伍陆柒捌玖'),
        (code, between, script) => {
          const written = [...code]
            .map((digit) => (digit === 'X' ? 'X' : script.charAt(Number(digit))))
            .join(between);
          expect(kinds(`号码是${written}。`).map(([, held]) => held)).toEqual([written]);
        },
      ),
    );
  });

  it.each<[string, PersonalNumberKind, string]>([
    ['身份证11010519491231002X', 'id_card', '11010519491231002X'],
    ['ID: 110105 19491231 002 x', 'id_card', '110105 19491231 002 x'],
    ['11010519491231002Х (Cyrillic)', 'id_card', '11010519491231002Х'],
    ['440524188001010014', 'id_card', '440524188001010014'],
    ['外国人永居证 911124198108030024', 'id_card', '911124198108030024'],
    ['老证 110105491231002', 'id_card', '110105491231002'],
    ['+86 138 1234 5678', 'phone', '+86 138 1234 5678'],
    ['0086-138-1234-5678', 'phone', '0086-138-1234-5678'],
    ['8613812345678', 'phone', '8613812345678'],
    ['ring +852 9123 4567 now', 'phone', '+852 9123 4567'],
    ['+853-6612-3456', 'phone', '+853-6612-3456'],
    ['+886 912 345 678', 'phone', '+886 912 345 678'],
    ['+1 (415) 555-2671', 'phone', '+1 (415) 555-2671'],
    ['+44 20 7946 0958', 'phone', '+44 20 7946 0958'],
    ['0085291234567', 'phone', '0085291234567'],
    ['021-61234567', 'phone', '021-61234567'],
    ['(021) 6123 4567', 'phone', '021) 6123 4567'],
    ['021-6123-4567-801', 'phone', '021-6123-4567'],
    ['0755 8123 4567', 'phone', '0755 8123 4567'],
    ['座机：02161234567', 'phone', '02161234567'],
    ['wx13812345678', 'phone', '13812345678'],
    ['TEL13812345678', 'phone', '13812345678'],
    ['http://13812345678', 'phone', '13812345678'],
    ['<https://acme.cn/a|13812345678>', 'phone', '13812345678'],
    ['见https://acme.cn/a，13812345678', 'phone', '13812345678'],
    ['<@U012AB3CD|13812345678>', 'phone', '13812345678'],
    ['tel_13812345678', 'phone', '13812345678'],
    ['C-2026-13812345678', 'phone', '13812345678'],
    ['C-2026-0412 1 3 8 1 2 3 4 5 6 7 8', 'phone', '1 3 8 1 2 3 4 5 6 7 8'],
    ['1、1 3 8 1 2 3 4 5 6 7 8', 'phone', '1 3 8 1 2 3 4 5 6 7 8'],
    ['请打13812345678元旦后', 'phone', '13812345678'],
    ['1️⃣3️⃣8️⃣12345678', 'phone', '1️⃣3️⃣8️⃣12345678'],
    ['4111 1111 1111 1111', 'bank_card', '4111 1111 1111 1111'],
    ['5555555555554444', 'bank_card', '5555555555554444'],
    ['3782 822463 10005', 'bank_card', '3782 822463 10005'],
    ['卡 2026-11-23 6200 0000 0000 0005', 'bank_card', '6200 0000 0000 0005'],
    ['护照 E12345678', 'passport', 'E12345678'],
    ['passport no. G 1234 5678', 'passport', 'G 1234 5678'],
    ['passport: 123456789', 'passport', '123456789'],
    ['SE1234567（护照）', 'passport', 'SE1234567'],
    ['EA1234567', 'passport', 'EA1234567'],
    ['通行证 C12345678', 'passport', 'C12345678'],
    ['zhang.san+tax@qq.com', 'email', 'zhang.san+tax@qq.com'],
    ['邮箱ｚｈａｎｇ＠ｑｑ．ｃｏｍ。', 'email', 'ｚｈａｎｇ＠ｑｑ．ｃｏｍ'],
    ['13812345678@qq.com', 'email', '13812345678@qq.com'],
  ])('%s', (text, kind, held) => {
    expect(kinds(text)).toEqual([[kind, held]]);
  });

  it('the code of a sole trader, not of a company', () => {
    const body = fc.stringMatching(/^31011[0-9]MA[0-9A-HJ-NPQRTUWXY]{7}$/);
    fc.assert(
      fc.property(body, fc.constantFrom('', ' ', '-'), fc.boolean(), (rest, between, small) => {
        const write = (code: string) => {
          const grouped = [code.slice(0, 8), code.slice(8, 17), code.slice(17)].join(between);
          return small ? grouped.toLowerCase() : grouped;
        };
        const trader = write(withCreditCheck(`92${rest}`));
        expect(kinds(`代码 ${trader}。`)).toEqual([['credit_code', trader]]);
        const company = withCreditCheck(`91${rest}`);
        expect(kinds(`代码 ${write(company)}。`)).toEqual([]);
        const right = withCreditCheck(`92${rest}`);
        expect(kinds(right.slice(0, 17) + (right.endsWith('A') ? 'B' : 'A'))).toEqual([]);
      }),
    );
  });

  it('mail addresses except those of the firm', () => {
    const own = ['acme.cn'];
    expect(kinds('li@acme.cn, li@mail.ACME.cn', own)).toEqual([]);
    expect(kinds('li@notacme.cn li@acme.cn.evil.com', own)).toEqual([
      ['email', 'li@notacme.cn'],
      ['email', 'li@acme.cn.evil.com'],
    ]);
    expect(kinds('<mailto:li@qq.com|li@qq.com>')).toHaveLength(2);
  });
});

const mustPass: [string, string][] = [
  [
    'Slack permalink',
    'https://acme.slack.com/archives/C012AB3CD/p1795000000123456?thread_ts=1795000000.123456',
  ],
  ['Slack permalink in brackets', '<https://acme.slack.com/archives/C012AB3CD/p1381234567812345|see here>'],
  ['page with a number', 'https://tax.example.com.cn/q?no=13812345678&id=11010519491231002X'],
  [
    'mentions',
    '<@U012AB3CD> <#C0138123456|kunden> <!subteam^S0123456789> <!date^1795000000^{date_short}|23 Nov>',
  ],
  ['our ids', 'req_0123456789abcdefghjk grn_13812345678abcdefghj evt_9a8b7c6d5e4f3g2h1j0k'],
  ['short id', 'req_3f9a'],
  ['UUID', '44661554-4000-4123-8456-138123456789'],
  ['case numbers', 'C-2026-0412、BK-2026-118, TX-2025-00731'],
  ['contract number', 'HT-2026-00012345'],
  ['invoice of 8', '发票号码 02345678'],
  ['invoice of 10 with code of 12', '发票代码 031001900211 号码 0012345678'],
  ['e-invoice of 20', '数电票 25312000000123456789'],
  ['two e-invoices', '25312000000123456789 25312000000123456790'],
  ['SF Express', 'SF1234567890123'],
  ['other couriers', 'YT1381234567890 JD0138123456789 78912345678901 4312345678907 9876543210123'],
  ['reference that looks like a phone', 'SF13812345678'],
  ['card number with a wrong check digit', '6222021234567891 4111111111111112'],
  ['identity number with a wrong check character', '110105194912310021'],
  ['identity number of an impossible day', '110105194913310021'],
  ['days', '2026-11-23 2026/11/23 2026.11.23 2026年11月23日 20261123'],
  ['ranges of days', '2026-11-01 – 2026-11-30, 2026.11.01-2026.12.31, 13-15 2026-11-23'],
  ['a day that makes eleven digits', '会议 14-16 2026-11-5'],
  ['tax period', '税款所属期 2026-11 至 2026-12'],
  ['sums', '¥1,234,567.89 + ￥13,812,345,678.00 = 13,812,345,678.50; USD 1,500'],
  ['registered capital', '注册资本13812345678元'],
  ['versions', 'v1.2.3, 24.21.0, 18.4.0-beta.17'],
  ['company credit codes', '91350100M000100Y43 91310000607241234X'],
  ['moments', '2026-11-23T18:00:00.123456+08:00 20261123T100000Z 1795000000 1795000000123 1795000000.123456'],
  ['times', '9:30-11:30, 13:45:59'],
  ['network addresses', '192.168.113.254 139.224.117.35 10.0.0.1:3000'],
  ['order number with digits around', '2026112313812345678 138123456789012'],
  ['barcode', '6901234567892'],
  ['hash', '9f13812345678ab4111111111111111cdeadbeef'],
  ['columns', '1500\n2300\n800\n'],
  ['counting', '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16'],
  ['Chinese lists', '一、身份；二、合同；三、税务；四、银行；五、印章；六、线索；七、工资；八、统计'],
  ['Chinese years', '二〇二六年十一月二十三日'],
  ['ambiguous passport forms', 'E12345678 G12345678 P1234567'],
  ['emergency numbers', '110, 119, 12345, 95588, 400-820-8820'],
  ['at signs', '@张三 a@b @channel price @ 15'],
  ['emoji', '👨‍👩‍👧‍👦 🇨🇳 1️⃣ 2️⃣ 3️⃣'],
];

describe('what must pass passes', () => {
  it.each(mustPass)('%s', (_what, text) => {
    expect(kinds(text)).toEqual([]);
  });

  it.each(mustPass)('%s, beside a number that is found alone', (_what, text) => {
    expect(kinds(`${text}；电话：13912345679，谢谢`)).toEqual([['phone', '13912345679']]);
    expect(kinds(`身份证 11010519491231002X： ${text}`)).toEqual([['id_card', '11010519491231002X']]);
  });

  it('a number glued into a longer row of digits', () => {
    fc.assert(
      fc.property(phone, figures(3), figures(7), (code, left, right) => {
        expect(kinds(`9${left}${code}${right}`)).toEqual([]);
      }),
    );
  });

  it('an identity number with any other check character', () => {
    fc.assert(
      fc.property(idCard, fc.constantFrom(...'0123456789X'), (code, other) => {
        fc.pre(!code.endsWith(other));
        expect(kinds(code.slice(0, 17) + other).filter(([kind]) => kind === 'id_card')).toEqual([]);
      }),
    );
  });
});

describe('on any input', () => {
  it('answers disjoint places in order, within the text', () => {
    const fragment = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        ...separators,
        'X',
        '+',
        '@',
        'qq.com',
        '92',
        '<',
        '>',
        'https://',
        '一',
        '\ud800',
        '\n',
      ),
      figures(4),
      number.map(({ code }) => code),
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        let last = 0;
        for (const { start, end } of findPersonalNumbers(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '1 ',
    '1,',
    '1.',
    '1-',
    '13812345678 ',
    '138 1234 5678 ',
    '4111 ',
    '2026-11-23 ',
    'a',
    'a@',
    'a.',
    'a@b.',
    'https://a.',
    'https://a.cn/',
    '一',
    '一、',
    '¥1,234.00 ',
    '1,234,',
    '92 ',
    '９２',
    'EA',
    'ab_1',
    'ab_1a',
    '<@U',
    '<!date^1',
    '1 3 8 1 2 3 4 5 6 7 8-1-3-8-1-2-3-4-5-6-7-8/1/3/8/1/2/3/4/5/6/7/8 ',
    '1\u200b',
    '\u0301',
    'C-2026-',
    '护照 12345678 ',
    '+',
    '+1 ',
    '\ud800',
    'ﷺ',
  ])('is quick with 10,000 characters of %j', (unit) => {
    const text = unit.repeat(10_000 / unit.length);
    const began = performance.now();
    findPersonalNumbers(text);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('rows of figures', () => {
  it.each([
    '1500、2300、800',
    '金额 1500、2300、800 元',
    '1500，2300，800',
    '1500, 2300, 800',
    '本月 18500、123456',
    'rows 1380, 1234, 567, 890',
    '1500、2300、800、900、1200',
  ])('%s is no phone number', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  it.each([
    ['138，0013，8000', '138，0013，8000'],
    ['138、1234、5678', '138、1234、5678'],
    ['电话 1380、0138、000', '1380、0138、000'],
    ['tel 1581, 2345, 678', '1581, 2345, 678'],
  ])('%s is one all the same', (text, found) => {
    expect(kinds(text)).toEqual([['phone', found]]);
  });
});

describe('identity cards of Hong Kong and Taiwan', () => {
  it.each([
    ['他的证件 A123456(3)', 'A123456(3)'],
    ['Ａ１２３４５６（３）', 'Ａ１２３４５６（３）'],
    ['HKID a123456(3)', 'a123456(3)'],
    ['香港身份证 A1234563', 'A1234563'],
    ['AB987654(3)', 'AB987654(3)'],
    ['台湾身份证 A123456789', 'A123456789'],
    ['身分證 F131104093', 'F131104093'],
    ['identity card no. A123456789', 'A123456789'],
  ])('%s holds one', (text, found) => {
    expect(kinds(text)).toEqual([['id_card', found]]);
  });

  it.each([
    ['a wrong check character', 'A123456(4)'],
    ['a reference without a word for it', 'A1234563'],
    ['an order without a word for it', 'order A123456789'],
    ['a wrong check digit', '身份证 A123456788'],
    ['a list with numbers in brackets', 'B123456(x)'],
    ['our own mask', '〔证件号〕 A123456789'],
  ])('%s is none', (_, text) => {
    expect(kinds(text)).toEqual([]);
  });
});
