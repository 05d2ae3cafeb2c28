import { describe, expect, it } from 'vitest';
import type { ControlChannel, ControlUser } from '../../src/sandbox/control.contract.ts';
import { suggestionsFor, textToSend, typedText } from '../../src/sandbox/page/conversation/suggestions.ts';
import { readTime } from '../../src/sandbox/page/elements/read-time.ts';
import { initialState, withValue } from '../../src/sandbox/page/elements/state.ts';
import { formatPlace, parsePlace } from '../../src/sandbox/page/place.ts';
import { formatDateToken } from '../../src/sandbox/page/text/date-token.ts';
import { emojiOf } from '../../src/sandbox/page/text/emoji.ts';
import { type Inline, parseInline, parseMrkdwn } from '../../src/sandbox/page/text/mrkdwn.ts';
import { placeOfLink } from '../../src/sandbox/page/text/slack-link.ts';
import { formatDay, momentOf, nextMonday, sameDay, wallClock } from '../../src/sandbox/page/text/time.ts';

/** The tree as one line: `b(…)` bold, `i(…)` italic, `s(…)` struck, `[…]` everything else. */
const drawn = (inlines: Inline[]): string =>
  inlines
    .map((inline) => {
      switch (inline.type) {
        case 'text':
          return inline.text;
        case 'bold':
        case 'italic':
        case 'strike':
          return `${inline.type[0]}(${drawn(inline.children)})`;
        case 'code':
          return `[code ${inline.text}]`;
        case 'emoji':
          return `[emoji ${inline.name}]`;
        case 'broadcast':
          return `[${inline.range}]`;
        case 'date':
          return `[date ${inline.timestamp} ${inline.format} ${inline.link} ${inline.fallback}]`;
        case 'link':
          return `[link ${inline.url} ${inline.label}]`;
        default:
          return `[${inline.type} ${inline.id} ${inline.label}]`;
      }
    })
    .join('');

describe('mrkdwn', () => {
  it.each([
    ['*bold* _soft_ ~gone~ `a*b*c`', 'b(bold) i(soft) s(gone) [code a*b*c]'],
    ['*_both_* and *one* *two*', 'b(i(both)) and b(one) b(two)'],
    // What only looks like formatting stays as typed.
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['* not bold* and ** neither', '* not bold* and ** neither'],
    ['*over\ntwo lines*', '*over\ntwo lines*'],
    ['at 12:30:45 or 10:00:', 'at 12:30:45 or 10:00:'],
    [
      'done :white_check_mark: :no_such_thing: a:b:c',
      'done [emoji white_check_mark] [emoji no_such_thing] a:b:c',
    ],
    [':+1::skin-tone-3: :thumbsup:', '[emoji +1] [emoji thumbsup]'],
    // Slack wants a space, an ASCII mark or the line's end outside the marks.
    ['你好*粗体*世界', '你好*粗体*世界'],
    ['状态：*待批*', '状态：*待批*'],
    ['状态： *待批* ，请看', '状态： b(待批) ，请看'],
    ['(*待批*)', '(b(待批))'],
    // Escaped is text; unescaped is a token.
    ['&lt;!channel&gt; &amp;lt; &nbsp;', '<!channel> &lt; &nbsp;'],
    ['<!channel> <!here> <!everyone>', '[channel] [here] [everyone]'],
    [
      '<@U01> <@U02|tom> <#C01|general> <!subteam^S01|@leads>',
      '[user U01 ] [user U02 tom] [channel C01 general] [usergroup S01 @leads]',
    ],
    ['<https://a.b/c?d=1&amp;e=2|the *page*>', '[link https://a.b/c?d=1&e=2 the *page*]'],
    ['see https://a.b/c_d_e. And (https://x.y)', 'see [link https://a.b/c_d_e ]. And ([link https://x.y ])'],
    [
      '<mailto:a@b.c|a@b.c> <javascript:alert(1)|no> <b>',
      '[link mailto:a@b.c a@b.c] <javascript:alert(1)|no> <b>',
    ],
    [
      '<!date^1700000000^{date} at {time}^https://a.b|then>',
      '[date 1700000000 {date} at {time} https://a.b then]',
    ],
    ['*<@U01>* asked', 'b([user U01 ]) asked'],
    ['a < b and c > d', 'a < b and c > d'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('reads %j', (source, expected) => {
    expect(drawn(parseInline(source))).toBe(expected);
  });

  it('keeps every character that is not a mark', () => {
    for (const source of [
      '| a | b |\n|---|---|',
      '# no header',
      '- dash\n1. one',
      '***',
      '<',
      '>',
      '`',
      '```',
      '&',
      '',
    ]) {
      const text = parseMrkdwn(source)
        .map((paragraph) => ('text' in paragraph ? paragraph.text : drawn(paragraph.children)))
        .join('\n');
      expect(text.replace(/\s/g, '')).toBe(source.replace(/\s|^>/g, ''));
    }
  });

  it('tells paragraphs, quotes and fenced code apart', () => {
    const shape = (source: string) =>
      parseMrkdwn(source).map((one) => [one.type, 'text' in one ? one.text : drawn(one.children)]);
    expect(shape('before\n&gt; quoted\n> again\nafter')).toEqual([
      ['paragraph', 'before'],
      ['quote', 'quoted\nagain'],
      ['paragraph', 'after'],
    ]);
    expect(shape('a\n>>>b\nc')).toEqual([
      ['paragraph', 'a'],
      ['quote', 'b\nc'],
    ]);
    expect(shape('a\n```\nx *y* &lt;z\n```\nb')).toEqual([
      ['paragraph', 'a\n'],
      ['code', 'x *y* <z'],
      ['paragraph', 'b'],
    ]);
    expect(shape('open ```never closed')).toEqual([['paragraph', 'open ```never closed']]);
  });

  it('knows the emoji of work messages and nothing inherited', () => {
    expect(emojiOf('hourglass_flowing_sand')).toBe('⏳');
    expect(emojiOf('constructor')).toBeUndefined();
  });
});

const lin = { locale: 'zh-CN', tz: 'Asia/Shanghai' };
const emma = { locale: 'en-GB', tz: 'Europe/London' };
const ny = { locale: 'en-US', tz: 'America/New_York' };

/** Versions of ICU differ in the kind of space and in a comma after the weekday. */
const settled = (text: string) => text.replace(/\s/g, ' ').replace(/day,/, 'day');

describe('times', () => {
  const at = Date.parse('2026-11-24T02:00:00Z');
  const now = Date.parse('2026-11-23T20:00:00Z');

  it.each([
    ['{date_num} {time}', emma, '2026-11-24 02:00'],
    ['{date_slash}', lin, '2026/11/24'],
    ['{date_short} {time}', lin, '2026年11月24日 10:00'],
    ['{date_long}', emma, 'Tuesday, 24 November 2026'],
    ['{date}', ny, 'November 23, 2026'],
    ['by {date_short_pretty} {time}', lin, 'by 今天 10:00'],
    ['by {date_short_pretty} {time}', emma, 'by tomorrow 02:00'],
    ['{time_secs}', ny, '9:00:00 PM'],
    ['{ago}', emma, 'in 6 hours'],
    ['{unknown} stays', emma, '{unknown} stays'],
  ])('draws %j for %o', (format, reader, expected) => {
    expect(settled(formatDateToken(format, at, now, reader))).toBe(settled(expected));
  });

  it('names days in the reader’s calendar', () => {
    expect(formatDay(at, now, lin)).toBe('今天');
    expect(formatDay(at, now, emma)).toBe('Tomorrow');
    expect(formatDay(Date.parse('2026-03-02T12:00:00Z'), now, emma)).toBe('Monday 2 March');
    expect(formatDay(Date.parse('2025-03-02T12:00:00Z'), now, emma)).toMatch(/^Sunday,? 2 March 2025$/);
    expect(sameDay(at, now, lin.tz)).toBe(true);
    expect(sameDay(at, now, emma.tz)).toBe(false);
  });

  it('finds the next Monday at nine in a zone', () => {
    const next = (from: string, tz: string) => new Date(nextMonday(Date.parse(from), tz)).toISOString();
    expect(next('2026-11-23T00:59:00Z', lin.tz)).toBe('2026-11-23T01:00:00.000Z');
    expect(next('2026-11-23T01:00:00Z', lin.tz)).toBe('2026-11-30T01:00:00.000Z');
    expect(next('2026-11-22T23:30:00Z', lin.tz)).toBe('2026-11-23T01:00:00.000Z');
    // Across the change to summer time: nine o'clock stays nine o'clock.
    expect(next('2026-03-27T12:00:00Z', emma.tz)).toBe('2026-03-30T08:00:00.000Z');
  });

  it('goes from a wall clock to a moment and back', () => {
    expect(new Date(momentOf('2026-03-29', '03:30', emma.tz)).toISOString()).toBe('2026-03-29T02:30:00.000Z');
    expect(new Date(momentOf('2026-11-24', '09:30', lin.tz)).toISOString()).toBe('2026-11-24T01:30:00.000Z');
    expect(wallClock(at, ny.tz)).toEqual({ date: '2026-11-23', time: '21:00' });
  });

  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['1430', '14:30'],
    ['9:05 pm', '21:05'],
    ['12 am', '00:00'],
    ['12p', '12:00'],
    ['下午2:05', '14:05'],
    ['14点30分', '14:30'],
    ['25:00', undefined],
    ['9:75', undefined],
    ['14 pm', undefined],
    ['soon', undefined],
  ])('reads %j as a time of day', (typed, expected) => {
    expect(readTime(typed)).toBe(expected);
  });
});

describe('the composer', () => {
  const person = (id: string, name: string, real_name: string) =>
    ({ id, name, real_name, deleted: false }) as ControlUser;
  const users = [
    person('U1', 'lin.xiao', '林晓'),
    person('U2', 'emma.clarke', 'Emma Clarke'),
    person('U3', 'emma', 'Emma'),
  ];
  const commands = [
    { command: '/access', description: '', usage_hint: '' },
    { command: '/shoumi', description: '', usage_hint: '' },
  ];
  const offered = (text: string, caret = text.length) => suggestionsFor(text, caret, { users, commands });

  it('offers commands only at the very beginning', () => {
    expect(offered('/').map((one) => one.text)).toEqual(['/access ', '/shoumi ']);
    expect(offered('/sh')[0]).toMatchObject({ text: '/shoumi ', caret: 8, typed: false });
    expect(offered('/shoumi')[0]).toMatchObject({ typed: true });
    expect(offered('/shoumi help')).toEqual([]);
    expect(offered('see /sh')).toEqual([]);
  });

  it('offers people after an @ and sends them as mentions', () => {
    expect(offered('ask @林').map((one) => one.text)).toEqual(['ask @林晓 ']);
    expect(offered('/access @emm').map((one) => one.text)).toEqual([
      '/access @emma.clarke ',
      '/access @emma ',
    ]);
    expect(offered('a@em')).toEqual([]);
    expect(textToSend('@Emma Clarke and @Emma & @nobody', users)).toBe('<@U2> and <@U3> & @nobody');
  });

  it('finds back what was typed, for editing', () => {
    const channels = [{ id: 'C1', name: 'general' } as ControlChannel];
    const sent = '<@U2> in <#C1|general>: a &lt; b, <https://a.b/c>, <@U9|gone>';
    expect(typedText(sent, { users, channels })).toBe(
      '@Emma Clarke in #general: a < b, https://a.b/c, @gone',
    );
  });
});

describe('places and links', () => {
  it('keeps a place in the hash', () => {
    const place = { user: 'U1', channel: 'C1', thread: '1700000000.000100' };
    expect(parsePlace(formatPlace(place))).toEqual(place);
    expect(parsePlace('#//C1/')).toEqual({ user: '', channel: 'C1', thread: '' });
    expect(parsePlace('')).toEqual({ user: '', channel: '', thread: '' });
    expect(parsePlace('#/%E0%A4%A/C1').channel).toBe('C1');
  });

  it('follows the workspace’s own links within the page', () => {
    const of = (url: string) => placeOfLink(url, ['lanhe.slack.com'], 'A1');
    expect(of('https://lanhe.slack.com/archives/C1/p1700000000000100')).toEqual({ channel: 'C1' });
    expect(of('https://lanhe.slack.com/archives/C1/p1700000000000100?thread_ts=1.2')).toEqual({
      channel: 'C1',
      thread: '1.2',
    });
    expect(of('slack://app?team=T1&id=A1&tab=home')).toEqual({ channel: 'home' });
    expect(of('https://evil.example/archives/C1/p1700000000000100')).toBeUndefined();
    expect(of('javascript:alert(1)')).toBeUndefined();
    expect(of('not a url')).toBeUndefined();
  });
});

describe('what elements hold', () => {
  it('starts where the app says and is empty in Slack’s own way', () => {
    const element = { type: 'plain_text_input', action_id: 'a', initial_value: 'x' };
    expect(initialState(element)).toEqual({ type: 'plain_text_input', value: 'x' });
    expect(withValue(element, '')).toEqual({ type: 'plain_text_input', value: null });
    expect(initialState({ type: 'multi_users_select', action_id: 'a' })).toEqual({
      type: 'multi_users_select',
      selected_users: [],
    });
    expect(initialState({ type: 'button', action_id: 'a' })).toEqual({ type: 'button' });
  });
});
