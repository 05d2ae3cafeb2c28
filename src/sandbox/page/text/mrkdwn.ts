/**
 * Slack's mrkdwn as a small tree. Written here and not left to the block library because a strict sandbox must
 * show what Slack shows: an escaped `&lt;!channel&gt;` stays text, `12:30:45` is no emoji, `2*3*4` is not bold, nothing
 * vanishes.
 */

export type Inline =
  | { type: 'text' | 'code'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { type: 'emoji'; name: string }
  | { type: 'user' | 'channel' | 'usergroup'; id: string; label: string }
  | { type: 'broadcast'; range: string }
  | { type: 'date'; timestamp: number; format: string; link: string; fallback: string }
  | { type: 'link'; url: string; label: string };

export type Paragraph = { type: 'paragraph' | 'quote'; children: Inline[] } | { type: 'code'; text: string };

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** Only these three are escaped in Slack's texts; every other entity stays as it is typed. */
export function unescapeText(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) =>
    name === 'lt' ? '<' : name === 'gt' ? '>' : '&',
  );
}

/** Paragraphs, quotes (`>` or `&gt;` at the start of a line, `>>>` to the end) and fenced code. */
export function parseMrkdwn(source: string): Paragraph[] {
  // An unclosed fence is plain text, its three backticks included.
  return source.split(/```([\s\S]*?)```/).flatMap((part, index): Paragraph[] => {
    if (index % 2 === 1) return [{ type: 'code', text: unescapeText(part.replace(/^\n|\n$/g, '')) }];
    const text = index === 0 ? part : part.replace(/^\n/, '');
    return text === '' ? [] : paragraphs(text);
  });
}

function paragraphs(text: string): Paragraph[] {
  const found: { type: 'paragraph' | 'quote'; lines: string[] }[] = [];
  let quotedToTheEnd = false;
  for (const line of text.split('\n')) {
    const mark = /^(?:>|&gt;){1,3} ?/.exec(line)?.[0];
    const rest = mark && /^(?:>|&gt;){3}/.test(mark);
    const type = quotedToTheEnd || mark !== undefined ? 'quote' : 'paragraph';
    const content = mark === undefined || quotedToTheEnd ? line : line.slice(mark.length);
    if (rest) quotedToTheEnd = true;
    const last = found.at(-1);
    if (last?.type === type) last.lines.push(content);
    else found.push({ type, lines: [content] });
  }
  return found
    .map(({ type, lines }) => ({ type, children: parseInline(lines.join('\n')) }))
    .filter(({ children }) => children.length > 0);
}

/** One run of text, its line breaks kept. */
export function parseInline(source: string): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') found.push({ type: 'text', text: unescapeText(plain) });
    plain = '';
  };
  let at = 0;
  while (at < source.length) {
    const match = tokenAt(source, at) ?? styleAt(source, at);
    if (match) {
      flush();
      found.push(match.token);
      at += match.length;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  flush();
  return found;
}

type Match = { token: Inline; length: number };

function tokenAt(source: string, at: number): Match | undefined {
  const rest = source.slice(at);
  switch (source[at]) {
    case '<': {
      const end = source.indexOf('>', at);
      if (end < 0) return undefined;
      const token = angleToken(source.slice(at + 1, end));
      return token && { token, length: end - at + 1 };
    }
    case '`': {
      const code = /^`([^`\n]+)`/.exec(rest);
      return code
        ? { token: { type: 'code', text: unescapeText(code[1] ?? '') }, length: code[0].length }
        : undefined;
    }
    case ':': {
      const emoji = /^:([a-z0-9_+'-]*[a-z_+][a-z0-9_+'-]*):(?::skin-tone-[2-6]:)?/.exec(rest);
      // `a:b:c` is no emoji: Slack wants a boundary before it.
      if (!emoji || /[\p{L}\p{N}]/u.test(source[at - 1] ?? '')) return undefined;
      return { token: { type: 'emoji', name: emoji[1] ?? '' }, length: emoji[0].length };
    }
    case 'h': {
      if (/[\p{L}\p{N}]/u.test(source[at - 1] ?? '')) return undefined;
      const bare = /^https?:\/\/[^\s<>|`*~，。；、）】」]+/.exec(rest)?.[0].replace(/[.,;:!?'")\]]+$/, '');
      return bare
        ? { token: { type: 'link', url: unescapeText(bare), label: '' }, length: bare.length }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** `@U…`, `#C…`, `!subteam^S…`, `!here`, `!date^…`, or a link; each with an optional `|label`. */
function angleToken(inside: string): Inline | undefined {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : unescapeText(inside.slice(bar + 1));
  const mention = /^([@#])([A-Z0-9]+)$/.exec(target);
  if (mention) return { type: mention[1] === '@' ? 'user' : 'channel', id: mention[2] ?? '', label };
  const group = /^!subteam\^([A-Z0-9]+)$/.exec(target);
  if (group) return { type: 'usergroup', id: group[1] ?? '', label };
  const range = /^!(here|channel|everyone)$/.exec(target);
  if (range) return { type: 'broadcast', range: range[1] ?? '' };
  const date = /^!date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date) {
    const [, timestamp, format = '', link = ''] = date;
    return {
      type: 'date',
      timestamp: Number(timestamp),
      format: unescapeText(format),
      link,
      fallback: label,
    };
  }
  if (/^(?:https?:\/\/|mailto:|tel:|slack:\/\/)/i.test(target))
    return { type: 'link', url: unescapeText(target), label };
  return undefined;
}

/**
 * `*bold*`, `_italic_`, `~strike~`, on one line. Slack wants a space, an ASCII punctuation mark or the line's end
 * outside the marks: glued to Chinese characters or full-width punctuation they stay as typed.
 */
function styleAt(source: string, at: number): Match | undefined {
  const mark = source[at] as keyof typeof STYLES;
  const type = STYLES[mark];
  if (!type || !boundary(source[at - 1]) || /\s/.test(source[at + 1] ?? ' ') || source[at + 1] === mark)
    return undefined;
  for (let end = at + 1; end < source.length && source[end] !== '\n'; end += 1) {
    if (source[end] === '<') end = Math.max(end, source.indexOf('>', end));
    else if (source[end] === '`') end = Math.max(end, source.indexOf('`', end + 1));
    else if (source[end] === mark && !/\s/.test(source[end - 1] ?? '') && boundary(source[end + 1]))
      return { token: { type, children: parseInline(source.slice(at + 1, end)) }, length: end - at + 1 };
  }
  return undefined;
}

function boundary(char: string | undefined): boolean {
  return char === undefined || /[\s\u200B!-/:-@[-`{-~]/.test(char);
}
