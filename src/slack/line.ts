import { maskPersonalNumbers } from '../kernel/free-text.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, clip, section } from './blocks.ts';
import type { ActionHandler, Answer, Blocks, Offer, Visit } from './capability.ts';
import { help, helpLine } from './help.ts';
import type { Routes } from './routes.ts';
import { slackText } from './slack.text.ts';
import { type Heard, hear, isSlip } from './understand.parse.ts';
import { words } from './words.ts';

/** The button that says a word again: with the rest of the line, as if it had been typed. */
export const wordAct = 'slack.word';

const mostGuesses = 3;
/** Slack keeps 2,000 characters in a button. */
const mostRest = 1_900;

/** The offer a slash command stands for: by its name, or by how it ends where the manifest was written with a prefix (`/acme-access`). */
export function offerOf(routes: Routes, command: string): Offer | undefined {
  const name = command.replace(/^\//, '').normalize('NFKC').toLowerCase();
  return routes.offers.find(({ word }) => word.en === name || name.endsWith(`-${word.en}`));
}

/** What was typed behind `/shoumi`, or behind the command of `parent`: hands the rest to whom the word belongs, or says what there is. */
export async function runLine(routes: Routes, visit: Visit, text: string, parent?: Offer): Promise<Answer> {
  const below = parent ? routes.offers.filter(({ of }) => of?.en === parent.word.en) : routes.offers;
  if (parent && below.length === 0) return parent.run(visit, text.trim());
  const found = await search(visit, below, text, parent);
  if (!Array.isArray(found)) return found;
  const heard = listen(routes, below, text, parent, found.length > 0);
  switch (heard.kind) {
    case 'nothing':
      return parent ? parent.run(visit, '') : helpAnswer(routes, visit, parent);
    case 'word':
      if (heard.found.word === words.help) return helpAnswer(routes, visit, parent, heard.rest);
      return runLine(routes, visit, heard.rest, heard.found);
    case 'unknown': {
      const meant = await plainlyMeant(visit, below, heard.text);
      if (meant) return meant.run(visit, heard.text);
      return guessAnswer(visit, guesses(below, heard), heard.typed, heard.text, routes, parent, found);
    }
  }
}

/** The word that a line means without saying it; the first of the table that does. */
async function plainlyMeant(
  visit: Visit,
  offers: readonly Offer[],
  text: string,
): Promise<Offer | undefined> {
  for (const offer of offers) if (await offer.means?.(visit, text)) return offer;
  return undefined;
}

/** What a line means that begins with no word of its command; a thing of that name goes before the words of other commands. */
async function search(
  visit: Visit,
  below: readonly Offer[],
  text: string,
  parent: Offer | undefined,
): Promise<Answer | Blocks> {
  if (!parent?.search) return [];
  const heard = hear([...below, helpOffer], text);
  return heard.kind === 'unknown' ? parent.search(visit, heard.text) : [];
}

/**
 * Behind `/access` its own words come first; the others are understood there all the same. Where things are called alike (`alike`), only as
 * the whole line: `备份恢夏` is no order to back something up.
 */
function listen(
  routes: Routes,
  below: readonly Offer[],
  text: string,
  parent: Offer | undefined,
  alike: boolean,
): Heard<Offer> {
  const heard = hear([...below, helpOffer], text);
  if (heard.kind !== 'unknown' || !parent) return heard;
  const wider = hear(routes.offers, text);
  return wider.kind === 'word' && !(alike && wider.rest) ? wider : heard;
}

const helpOffer: Offer = {
  word: words.help,
  hint: { key: 'hint.help' },
  run: async () => ({ kind: 'nothing' }),
};

function helpAnswer(routes: Routes, { reader }: Visit, parent?: Offer, about = ''): Answer {
  const asked = hear(routes.offers, about);
  return { kind: 'say', ...help(routes, reader, asked.kind === 'word' ? asked.found : parent) };
}

/** The likeliest words: what the line is plainly meant for, what is spelled alike, and then what people want most. */
export function guesses(
  offers: readonly Offer[],
  heard: Extract<Heard<Offer>, { kind: 'unknown' }>,
): Offer[] {
  const fitting = offers.filter(({ fits }) => fits?.(heard.text) ?? false);
  const usual = [words.request, words.mine, words.pending].flatMap(
    (word) => offers.find((offer) => offer.word === word) ?? [],
  );
  const near = heard.near.filter(({ word }) => word !== words.help);
  const likely = [...new Set([...fitting, ...near, ...usual])];
  // Behind a command that has none of what people want most: what it is for, which stands first there.
  return (likely.length > 0 ? likely : offers).slice(0, mostGuesses);
}

/** Says what was not understood, and offers the likeliest words as buttons. */
export function guessAnswer(
  { reader }: Visit,
  likely: readonly Offer[],
  typed: string,
  text: string,
  routes: Routes,
  parent?: Offer,
  alike: Blocks = [],
): Answer {
  const { locale } = reader;
  const title = mrkdwn(slackText, locale, 'line.unknown', {
    word: clip(maskPersonalNumbers(typed, locale), 40),
  });
  const lines = likely.map((offer) => helpLine(routes, reader, offer, parent));
  return {
    kind: 'say',
    text: title,
    blocks: [section(title), section(lines.join('\n')), wordButtons(reader, likely, text, typed), ...alike],
  };
}

/**
 * A row of buttons that say these words with the rest of the line, and one for the help. What stands behind a word misspelled (`typed`)
 * stands behind the right one as well.
 */
export function wordButtons(
  { locale }: Visit['reader'],
  offers: readonly Offer[],
  rest: string,
  typed = '',
): Blocks[number] {
  const behind = (offer: Offer): string => {
    if (typed !== '' && isSlip(offer.word, typed))
      return rest.slice(rest.indexOf(typed) + typed.length).trim();
    return offer.fits?.(rest) ? rest : '';
  };
  return actions(
    'slack.words',
    ...[...offers, helpOffer].map((offer, index) =>
      button({
        // What follows a # only tells the buttons of one row apart.
        id: `${wordAct}#${index}`,
        text: plain(slackText, locale, 'line.button', { word: offer.word[locale] }),
        value: wordValue(offer, behind(offer), locale),
      }),
    ),
  );
}

/** What a button holds: the word, and what stands behind it, without personal numbers. */
export function wordValue({ word }: Offer, rest: string, locale: 'en' | 'zh'): string {
  return `${word.en} ${clip(maskPersonalNumbers(rest, locale), mostRest)}`.trim();
}

/** A click on such a button. */
export function pressWord(routes: Routes): ActionHandler {
  return (visit, { value }) => runLine(routes, visit, value);
}
