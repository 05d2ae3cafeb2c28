import { IntlMessageFormat } from 'intl-messageformat';
import { expect, it } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { catalogText } from '../../src/catalog/data-set.text.ts';
import type { Texts } from '../../src/kernel/message.ts';
import { type Inline, parseMrkdwn } from '../../src/sandbox/page/text/mrkdwn.ts';
import { slackText } from '../../src/slack/slack.text.ts';

/**
 * Slack takes `*bold*` for bold only between spaces, ASCII punctuation or ends of a line: glued to Chinese characters, as Chinese is
 * written, its readers see asterisks.
 */

type Node = { type: number; value?: string; options?: Record<string, { value: Node[] }>; children?: Node[] };

/** The sentence with Chinese words for all its values, its `nth` branch wherever it has several. */
function worded(nodes: readonly Node[], nth: number): string {
  return nodes
    .map(({ type, value = '', options, children }) => {
      if (type === 0) return value;
      if (children) return worded(children, nth);
      const branches = Object.values(options ?? {});
      const branch = branches[Math.min(nth, branches.length - 1)];
      return branch ? worded(branch.value, nth) : '字';
    })
    .join('');
}

function asTyped(inline: readonly Inline[]): string {
  return inline
    .map((one) => ('children' in one ? asTyped(one.children) : one.type === 'text' ? one.text : ''))
    .join('');
}

it.each(['en', 'zh'] as const)('what is marked in %s is shown as marked', (locale) => {
  const catalogs: readonly Texts[] = [slackText, catalogText, ...capabilities.flatMap(({ texts }) => texts)];
  const raw = catalogs.flatMap((texts) =>
    Object.entries(texts[locale]).flatMap(([key, sentence]) => {
      const ast = new IntlMessageFormat(sentence, locale).getAst() as Node[];
      return [0, 1, 2, 3]
        .map((nth) => worded(ast, nth))
        .filter((words) =>
          parseMrkdwn(words).some(
            (part) => part.type !== 'code' && /\*|~|(?<![a-z])_(?![a-z])/i.test(asTyped(part.children)),
          ),
        )
        .map((words) => `${key}: ${words}`);
    }),
  );
  expect([...new Set(raw)]).toEqual([]);
});
