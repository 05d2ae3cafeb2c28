import { IntlMessageFormat } from 'intl-messageformat';
import { withCommandNames } from './command-name.ts';
import type { Locale } from './locale.ts';

/** Text that already is Slack mrkdwn (a mention, a date token): it is put in as it stands, everything else is escaped. */
export type Markup = { readonly markup: string };
export type Value = string | number | Markup;
export type Values = Readonly<Record<string, Value>>;

/** The sentences of one aggregate: ICU messages, the same keys in both languages. */
export type Texts<K extends string = string> = {
  readonly en: Readonly<Record<K, string>>;
  readonly zh: Readonly<Record<K, string>>;
};

/** A sentence by its key, with what is put in: what rules return, and what is worded only where the reader is known. */
export type Sentence<K extends string = string> = { readonly key: K; readonly values?: Values };

/** Declares the sentences of an aggregate; the compiler refuses a key that one of the two languages lacks. */
export function texts<const E extends Record<string, string>>(both: {
  en: E;
  zh: { [K in keyof E]: string };
}): Texts<keyof E & string> {
  return both;
}

/** Slack's three control characters, escaped. An unescaped `<!channel>` would page everybody. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Words a sentence for a plain_text field. Markup has no place there and is refused by the type. */
export function plain<K extends string>(
  from: Texts<K>,
  locale: Locale,
  key: NoInfer<K>,
  values?: Readonly<Record<string, string | number>>,
): string {
  return format(from[locale][key], locale, values);
}

/** Words a sentence for a mrkdwn field: what people typed is escaped, Markup is put in as it stands. */
export function mrkdwn<K extends string>(
  from: Texts<K>,
  locale: Locale,
  key: NoInfer<K>,
  values?: Values,
): string {
  const safe: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    safe[name] =
      typeof value === 'string' ? escapeMrkdwn(value) : typeof value === 'number' ? value : value.markup;
  }
  return format(from[locale][key], locale, safe);
}

const compiled: Readonly<Record<Locale, Map<string, IntlMessageFormat>>> = { en: new Map(), zh: new Map() };

function format(
  sentence: string,
  locale: Locale,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const pattern = withCommandNames(sentence);
  // Neither an argument nor a quote: the sentence is what it says.
  if (!/[{}']/.test(pattern)) return pattern;
  let message = compiled[locale].get(pattern);
  if (!message) {
    message = new IntlMessageFormat(pattern, locale === 'zh' ? 'zh-CN' : 'en-GB', undefined, {
      ignoreTag: true,
    });
    compiled[locale].set(pattern, message);
  }
  return String(message.format(values));
}
