import type { Locale } from '../kernel/locale.ts';
import { mrkdwn, type Sentence, type Texts } from '../kernel/message.ts';
import type {
  ActionHandler,
  Answer,
  Capability,
  Offer,
  OptionsHandler,
  SubmissionHandler,
  Visit,
} from './capability.ts';
import { allWords, namesOf } from './words.ts';

/** Everything people can set off, by name: one look-up instead of a listener each. */
export type Routes = {
  /** In the order of the table of words. */
  readonly offers: readonly Offer[];
  readonly actions: ReadonlyMap<string, ActionHandler>;
  readonly submissions: ReadonlyMap<string, SubmissionHandler>;
  readonly options: ReadonlyMap<string, OptionsHandler>;
  readonly shortcuts: ReadonlyMap<string, (visit: Visit) => Promise<Answer>>;
  /** Words a sentence whose key any capability has. */
  readonly say: (locale: Locale, sentence: Sentence) => string;
};

/** Gathers what the capabilities offer. Throws when two of them claim one name: found at start, not at a click. */
export function gatherRoutes(capabilities: readonly Capability[], own: Texts): Routes {
  const named = new Map<string, Offer>();
  const actions = new Map<string, ActionHandler>();
  const submissions = new Map<string, SubmissionHandler>();
  const options = new Map<string, OptionsHandler>();
  const shortcuts = new Map<string, (visit: Visit) => Promise<Answer>>();
  const texts: { en: Record<string, string>; zh: Record<string, string> } = {
    en: { ...own.en },
    zh: { ...own.zh },
  };
  for (const capability of capabilities) {
    for (const offer of capability.commands ?? [])
      claim(named, Object.fromEntries(namesOf(offer.word).map((name) => [name, offer])));
    claim(actions, capability.actions);
    claim(submissions, capability.submissions);
    claim(options, capability.options);
    claim(shortcuts, capability.shortcuts);
    for (const { en, zh } of capability.texts) {
      Object.assign(texts.en, en);
      Object.assign(texts.zh, zh);
    }
  }
  return {
    offers: [...new Set(named.values())].sort((a, b) => place(a) - place(b)),
    actions,
    submissions,
    options,
    shortcuts,
    say: (locale, { key, values }) => mrkdwn(texts, locale, key, values),
  };
}

/** Words that the table does not have come last. */
function place({ word }: Offer): number {
  const at = allWords.findIndex(({ en }) => en === word.en);
  return at < 0 ? allWords.length : at;
}

function claim<T>(into: Map<string, T>, more: Readonly<Record<string, T>> | undefined): void {
  for (const [name, value] of Object.entries(more ?? {})) {
    if (into.has(name) && into.get(name) !== value) throw new Error(`two capabilities claim ${name}`);
    into.set(name, value);
  }
}

/** Splits off the first word, whatever the width it was typed in: `ａｃｃｅｓｓ 申请` → `access`, `申请`. */
export function takeWord(text: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  return { word: word.normalize('NFKC').toLowerCase(), rest: rest.trim() };
}
