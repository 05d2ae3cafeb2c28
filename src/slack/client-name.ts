import { casesNamedIn } from '../catalog/case-name.store.ts';
import { mayBeWords } from '../catalog/case-name.ts';
import { fingerprintOf, letThrough } from '../kernel/let-through.ts';
import { plain } from '../kernel/message.ts';
import type { SubmitAnswer, Visit } from './capability.ts';
import type { NamesSeen } from './number.form.ts';
import { slackText } from './slack.text.ts';

/** Fields with more than this hold no sentence of a person; of a longer text the beginning is looked at. */
const mostCharacters = 3_000;

/** As many as one sentence above a field has room for. A text with more of them names clients. */
const mostVouched = 10;

/**
 * Looks into what was typed into a form for the names of clients, as far as the server knows their hashes, and says under the field
 * which case's number to write instead. Choices are not looked at. Undefined where there is nothing to say. `seen`: the fields whose words may
 * be no name here, so that the person can say so; a company's whole name is never anything else.
 */
export async function clientNames(
  visit: Visit,
  values: Readonly<
    Record<string, Readonly<Record<string, { type?: string | undefined; value?: string | null | undefined }>>>
  >,
): Promise<{ answer: SubmitAnswer; seen: NamesSeen } | undefined> {
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
  const { vouched } = letThrough();
  const errors: Record<string, string> = {};
  const seen = new Map<string, string[]>();
  typed.forEach(({ field }, n) => {
    const named = (found[n] ?? []).filter(({ name }) => !vouched.includes(fingerprintOf(name)));
    if (!named[0]) return;
    errors[field] = plain(slackText, visit.reader.locale, 'field.clientName', { number: named[0].number });
    if (named.length <= mostVouched && named.every(({ name }) => mayBeWords(name)))
      seen.set(
        field,
        named.map(({ name }) => fingerprintOf(name)),
      );
  });
  return Object.keys(errors).length > 0 ? { answer: { kind: 'errors', errors }, seen } : undefined;
}
