import { commandName } from '../kernel/command-name.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { section } from './blocks.ts';
import type { Blocks, Offer } from './capability.ts';
import type { Routes } from './routes.ts';
import { slackText } from './slack.text.ts';
import type { WordGroup } from './words.ts';

const groups: readonly WordGroup[] = ['access', 'duty', 'look', 'own', 'house'];

/** What Shoumi can do, one line per word, under headings; behind a word that has others behind it, those alone. */
export function help(routes: Routes, reader: Reader, about?: Offer): { text: string; blocks: Blocks } {
  const { locale } = reader;
  const below = about ? routes.offers.filter(({ of }) => of?.en === about.word.en) : [];
  if (about) {
    const title = helpLine(routes, reader, about);
    const lines = below.map((offer) => helpLine(routes, reader, offer, about));
    return {
      text: title,
      blocks: [section(title), ...(lines.length > 0 ? [section(lines.join('\n'))] : [])],
    };
  }
  const title = plain(slackText, locale, 'help.title');
  const parts = groups.flatMap((group) => {
    const lines = routes.offers
      .filter(({ word }) => (word.group ?? 'house') === group)
      .map((offer) => helpLine(routes, reader, offer));
    if (lines.length === 0) return [];
    return [section([`*${plain(slackText, locale, `help.group.${group}`)}*`, ...lines].join('\n'))];
  });
  return {
    text: title,
    blocks: [section(`*${title}*`), ...parts, section(plain(slackText, locale, 'help.home'))],
  };
}

/** `/shoumi mine`, or `/access mine` behind that word, and what it does. */
export function helpLine(routes: Routes, { locale }: Reader, offer: Offer, parent?: Offer): string {
  return mrkdwn(slackText, locale, 'help.line', {
    command: commandName(parent?.word.en),
    word: offer.word[locale],
    hint: { markup: routes.say(locale, offer.hint) },
  });
}
