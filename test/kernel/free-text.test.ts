import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type CleanText,
  cleanText,
  type FreeText,
  freeText,
  isWellFormed,
  maskPersonalNumbers,
  rejectIllFormed,
} from '../../src/kernel/free-text.ts';
import { findPersonalNumbers } from '../../src/kernel/personal-number.ts';

const issues = (schema: ReturnType<typeof freeText | typeof cleanText>, text: unknown) =>
  schema.safeParse(text).error?.issues ?? [];
const faults = (schema: ReturnType<typeof freeText | typeof cleanText>, text: unknown) =>
  issues(schema, text).map((issue) => ('params' in issue ? issue.params : issue.code));

describe('freeText', () => {
  const schema = freeText({ max: 20, allowedDomains: ['acme.cn'] });

  it('gives a text that passed the type of one, which is not any string', () => {
    const passed = schema.parse('VAT filing');
    expectTypeOf(passed).toEqualTypeOf<FreeText>();
    expectTypeOf<FreeText>().toExtend<CleanText>();
    expectTypeOf<CleanText>().toExtend<string>();
    expectTypeOf<string>().not.toExtend<CleanText>();
    expectTypeOf<CleanText>().not.toExtend<FreeText>();
  });

  it.each<[string, string, string]>([
    ['white space round it', '  为报税 \n', '为报税'],
    ['decomposed letters', 'e\u0301', 'é'],
    ['line breaks of Windows', 'a\r\nb\rc', 'a\nb\nc'],
    ['separators of lines', 'a\u2028b', 'a\nb'],
    ['tabs', 'a\tb', 'a b'],
    ['overrides of direction', 'a\u202eb\u202cc\u2066d\u2069', 'abcd'],
    ['zero-width spaces and byte order marks', '\ufeffa\u200bb\u2060', 'ab'],
    ['nothing of emoji, joiners or full width', '👩‍💻 ＡＢ，', '👩‍💻 ＡＢ，'],
    ['nothing of an address of the firm', 'li@acme.cn', 'li@acme.cn'],
  ])('tidies %s', (_what, raw, tidied) => {
    expect(schema.parse(raw)).toBe(tidied);
  });

  it.each<[string, string, unknown]>([
    ['nothing', '', { key: 'text_too_short', min: 1 }],
    ['only white space', ' \n\u3000', { key: 'text_too_short', min: 1 }],
    ['only what nobody sees', '\u200d\u200e\u2800\u3164', { key: 'text_too_short', min: 1 }],
    ['too much', 'x'.repeat(21), { key: 'text_too_long', max: 20, length: 21 }],
    ['NUL', 'a\0b', { key: 'text_ill_formed' }],
    ['half a pair', 'a\ud83d', { key: 'text_ill_formed' }],
    ['the other half', '\udd10a', { key: 'text_ill_formed' }],
    ['an escape', 'a\u001b[31m', { key: 'text_control_character' }],
    ['a delete', 'a\u007f', { key: 'text_control_character' }],
    ['a C1 control', 'a\u0085b', { key: 'text_control_character' }],
  ])('refuses %s', (_what, raw, fault) => {
    expect(faults(schema, raw)).toEqual([fault]);
  });

  it('counts code points after tidying', () => {
    expect(schema.parse(` ${'🔐'.repeat(20)} `)).toBe('🔐'.repeat(20));
    expect(faults(schema, '🔐'.repeat(21))).toEqual([{ key: 'text_too_long', max: 20, length: 21 }]);
    expect(faults(freeText({ max: 20, min: 3 }), 'ab')).toEqual([{ key: 'text_too_short', min: 3 }]);
    expect(freeText({ max: 20, min: 0 }).parse('  ')).toBe('');
    expect(faults(schema, 7)).toEqual(['invalid_type']);
  });

  it('refuses personal numbers, each with kind and place in the text as sent, and repeats nothing of it', () => {
    const raw = '  打 138-1234-5678\u200b 或 +852 9123 4567 找 li@qq.com';
    const refused = freeText({ max: 100 }).safeParse(raw);
    expect(refused.error?.issues.map((issue) => ('params' in issue ? issue.params : issue))).toEqual(
      findPersonalNumbers(raw).map((found) => ({ key: 'personal_number', ...found })),
    );
    expect(findPersonalNumbers(raw).map(({ start, end }) => raw.slice(start, end))).toEqual([
      '138-1234-5678',
      '+852 9123 4567',
      'li@qq.com',
    ]);
    const said = JSON.stringify(refused.error?.issues) + refused.error?.message + String(refused.error);
    for (const part of ['138', '1234', '5678', '9123', 'qq.com', '打', '找'])
      expect(said).not.toContain(part);
    expect(refused.error?.issues.every((issue) => issue.message === 'personal_number')).toBe(true);
  });

  it('sees through what tidying takes away', () => {
    for (const raw of [
      '1\u202e38\u202c12345678',
      '1\u20663812345678',
      '\u200b1\u200b3\u200b8\u200b12345678',
    ]) {
      expect(faults(schema, raw)).toMatchObject([{ key: 'personal_number', kind: 'phone' }]);
    }
  });

  it('lets nothing through that it would refuse when it comes again', () => {
    const bits = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '138',
        '1234',
        '5678',
        '13812345678',
        ' ',
        '-',
        '\u200b',
        '\u202e',
        '一',
        '@qq.com',
        '\n',
        '\t',
        '\u0301',
      ),
    );
    const wide = freeText({ max: 200 });
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
        const passed = wide.safeParse(parts.join(''));
        if (!passed.success) return;
        expect(isWellFormed(passed.data)).toBe(true);
        expect(wide.safeParse(passed.data)).toEqual({ success: true, data: passed.data });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cleanText', () => {
  const schema = cleanText(10);

  it('takes names on one line, whatever numbers they hold', () => {
    expect(schema.parse(' 客户\n身份  资料 ')).toBe('客户 身份  资料');
    expect(cleanText(20).parse('13812345678')).toBe('13812345678');
    expect(schema.parse('\u202eAnna')).toBe('Anna');
    expectTypeOf(schema.parse('a')).toEqualTypeOf<CleanText>();
  });

  it('refuses what is too long, empty or ill-formed', () => {
    expect(faults(schema, 'x'.repeat(11))).toEqual([{ key: 'text_too_long', max: 10, length: 11 }]);
    expect(faults(schema, ' \n ')).toEqual([{ key: 'text_too_short', min: 1 }]);
    expect(faults(schema, 'a\ud800')).toEqual([{ key: 'text_ill_formed' }]);
    expect(faults(schema, 'a\u0007')).toEqual([{ key: 'text_control_character' }]);
  });
});

describe('rejectIllFormed', () => {
  it.each<[string, unknown]>([
    ['a value', { a: [{ b: 'x\0' }] }],
    ['half a pair', ['ok', ['\ud800']]],
    ['a key', { 'a\0': 1 }],
    ['half a pair as key', { a: { '\udc00': 1 } }],
    ['the payload itself', '\0'],
  ])('finds it in %s', (_what, payload) => {
    expect(rejectIllFormed(payload)).toBe('ill_formed');
  });

  it('lets a fit payload pass, emoji and all', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (payload) => {
        expect(
          rejectIllFormed(JSON.parse(JSON.stringify(payload).replaceAll('\\u0000', ''))),
        ).toBeUndefined();
      }),
    );
    expect(rejectIllFormed({ user: { name: '🔐 张三' }, n: 1, ok: null })).toBeUndefined();
  });

  it('survives depth, cycles and what cannot be read', () => {
    let deep: unknown = 'x\0';
    for (let i = 0; i < 100_000; i++) deep = i % 2 ? [deep] : { deep };
    expect(rejectIllFormed(deep)).toBe('ill_formed');
    const round: Record<string, unknown> = {};
    round.self = round;
    expect(rejectIllFormed(round)).toBeUndefined();
    const trap = {
      get value(): string {
        throw new Error('no');
      },
    };
    expect(rejectIllFormed([trap])).toBe('unreadable');
    fc.assert(
      fc.property(
        fc.anything({ withSparseArray: true, withNullPrototype: true, withMap: true }),
        (payload) => {
          expect([undefined, 'ill_formed', 'unreadable']).toContain(rejectIllFormed(payload));
        },
      ),
    );
  });
});

describe('maskPersonalNumbers', () => {
  it.each<[string, string, string]>([
    ['打 138 1234 5678 找他', '打 〔电话号码〕 找他', '打 [phone number] 找他'],
    ['身份证11010519491231002X。', '身份证〔证件号〕。', '身份证[ID number]。'],
    ['卡4111-1111-1111-1111', '卡〔银行卡号〕', '卡[card number]'],
    ['护照 E12345678', '护照 〔护照号〕', '护照 [passport number]'],
    ['li@qq.com', '〔邮箱〕', '[e-mail address]'],
    ['C-2026-0412 无', 'C-2026-0412 无', 'C-2026-0412 无'],
  ])('%s', (text, zh, en) => {
    expect(maskPersonalNumbers(text, 'zh')).toBe(zh);
    expect(maskPersonalNumbers(text, 'en')).toBe(en);
  });

  it('leaves the addresses of the firm', () => {
    expect(maskPersonalNumbers('li@acme.cn li@qq.com', 'en', { allowedDomains: ['acme.cn'] })).toBe(
      'li@acme.cn [e-mail address]',
    );
  });

  it('leaves nothing that would be found again, and no word round it is lost', () => {
    const fragment = fc.constantFrom(
      '13812345678',
      '138 1234 5678',
      '1 3 8 1 2 3 4 5 6 7 8',
      '１３９-１２３４-５６７８',
      '+86 13912345678',
      '021-61234567',
      '11010519491231002X',
      '110105 1949 1231 002 x',
      '4111 1111 1111 1111',
      '6200000000000005',
      'li@qq.com',
      '护照E12345678',
      '一三八一二三四五六七八',
      '2026-11-23',
      '12',
      '5',
      '3,400',
      ' ',
      '-',
      '、',
      ', ',
      '\n',
      '/',
      '\u200b',
      '客户',
      '电话',
      ' call ',
      'x',
      '+',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        for (const locale of ['zh', 'en'] as const) {
          const masked = maskPersonalNumbers(text, locale);
          expect(findPersonalNumbers(masked)).toEqual([]);
          if (findPersonalNumbers(text).length === 0) expect(masked).toBe(text);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
