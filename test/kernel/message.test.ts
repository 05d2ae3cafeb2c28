import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMrkdwn, mrkdwn, plain, texts } from '../../src/kernel/message.ts';

const own = texts({
  en: {
    greet: 'Hello {who}',
    count: '{n, plural, one {# thing} other {# things}}',
    how: '{how, select, granted {yes, by {who}} other {no}}',
    angle: 'a <b> & c',
    quoted: '“{who}” isn’t here',
  },
  zh: {
    greet: '{who} 您好',
    count: '{n} 件',
    how: '{how, select, granted {由{who}批准} other {没有}}',
    angle: '甲 <乙> & 丙',
    quoted: '“{who}” 不在',
  },
});

describe('wording', () => {
  it('speaks both languages', () => {
    expect(plain(own, 'en', 'count', { n: 1 })).toBe('1 thing');
    expect(plain(own, 'en', 'count', { n: 1200 })).toBe('1,200 things');
    expect(plain(own, 'zh', 'count', { n: 3 })).toBe('3 件');
    expect(plain(own, 'zh', 'how', { how: 'granted', who: '赵敏' })).toBe('由赵敏批准');
    expect(plain(own, 'en', 'how', { how: 'anything', who: '' })).toBe('no');
  });

  it('takes angle brackets of the texts themselves as they stand', () => {
    expect(plain(own, 'en', 'angle')).toBe('a <b> & c');
    expect(plain(own, 'zh', 'angle')).toBe('甲 <乙> & 丙');
  });

  it('escapes what people typed, and puts markup in as it stands', () => {
    expect(mrkdwn(own, 'en', 'greet', { who: '<!channel> & co' })).toBe('Hello &lt;!channel&gt; &amp; co');
    expect(mrkdwn(own, 'en', 'greet', { who: { markup: '<@U1>' } })).toBe('Hello <@U1>');
    expect(plain(own, 'en', 'greet', { who: 'R&D' })).toBe('Hello R&D');
  });

  it('never lets anything typed page a channel, call a person or break the sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        for (const locale of ['en', 'zh'] as const) {
          const worded = mrkdwn(own, locale, 'quoted', { who: typed });
          expect(worded).toContain(escapeMrkdwn(typed));
          expect(worded).not.toMatch(/[<>]/);
        }
      }),
    );
  });

  it('gives back what was typed once Slack has unescaped it', () => {
    const unescaped = (text: string) =>
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(unescaped(escapeMrkdwn(typed))).toBe(typed);
      }),
    );
  });

  it('fails loudly when a value is missing, instead of showing a gap', () => {
    expect(() => plain(own, 'en', 'greet')).toThrow();
  });
});
