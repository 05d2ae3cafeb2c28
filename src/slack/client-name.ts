import { casesNamedIn } from '../catalog/case-name.store.ts';
import { plain } from '../kernel/message.ts';
import type { SubmitAnswer, Visit } from './capability.ts';
import { slackText } from './slack.text.ts';

/** Fields with more than this hold no sentence of a person; of a longer text the beginning is looked at. */
const mostCharacters = 3_000;

/**
 * Looks into what was typed into a form for the names of clients, as far as the server knows their hashes, and says under the field
 * which case's number to write instead. Choices are not looked at. Undefined where there is nothing to say.
 */
export async function clientNames(
  visit: Visit,
  values: Readonly<
    Record<string, Readonly<Record<string, { type?: string | undefined; value?: string | null | undefined }>>>
  >,
): Promise<SubmitAnswer | undefined> {
  const typed = Object.entries(values).flatMap(([field, elements]) =>
    Object.values(elements).flatMap(({ type, value }) =>
      type === 'plain_text_input' && value ? [{ field, text: value.slice(0, mostCharacters) }] : [],
    ),
  );
  if (typed.length === 0) return undefined;
  const found = await visit.read((tx) =>
    casesNamedIn(
      tx,
      visit.tenant,
      typed.map(({ text }) => text),
    ),
  );
  const errors = Object.fromEntries(
    typed.flatMap(({ field }, n) => {
      const number = found[n];
      return number ? [[field, plain(slackText, visit.reader.locale, 'field.clientName', { number })]] : [];
    }),
  );
  return Object.keys(errors).length > 0 ? { kind: 'errors', errors } : undefined;
}
