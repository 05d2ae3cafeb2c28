import { maskPersonalNumbers } from '../kernel/free-text.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { clip, section } from './blocks.ts';
import type { Blocks } from './capability.ts';
import type { Routes } from './routes.ts';
import { slackText } from './slack.text.ts';

/** What Shoumi can do, one line per word. */
export function help(routes: Routes, reader: Reader, unknown?: string): { text: string; blocks: Blocks } {
  const { locale } = reader;
  const title =
    unknown === undefined
      ? plain(slackText, locale, 'help.title')
      : mrkdwn(slackText, locale, 'help.unknown', { word: clip(maskPersonalNumbers(unknown, locale), 40) });
  const lines = routes.words.map(({ word, hint }) =>
    mrkdwn(slackText, locale, 'help.line', {
      word: locale === 'zh' ? word.zh : word.en,
      hint: { markup: routes.say(locale, hint) },
    }),
  );
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      section(lines.join('\n')),
      section(plain(slackText, locale, 'help.home')),
    ],
  };
}
