import type { Cause } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { LetThrough } from '../kernel/let-through.ts';
import { plain } from '../kernel/message.ts';
import { findPersonalNumbers } from '../kernel/personal-number.ts';
import { companyOf } from '../people/company.store.ts';
import { person } from '../vault/sealed.ts';
import type { Answer, House, SubmitAnswer, Visit } from './capability.ts';
import { fieldOfNote, formBack, formVouched, type NamesSeen, nameVouched, takeOut } from './number.form.ts';
import { vouchedIn } from './number.leave.ts';
import { numberMet } from './number.metric.ts';
import type { ViewPayload } from './payload.ts';
import { slackText } from './slack.text.ts';

/** Slack keeps 2,000 characters in a button. */
const mostSealed = 2_000;

/** What this form, or any input while there is none, may hold. */
export async function allowedIn(house: House, view?: ViewPayload): Promise<LetThrough> {
  const { mailDomains } = await house.read((tx) => companyOf(tx, house.tenant));
  return { domains: mailDomains, vouched: view ? vouchedIn(view) : [] };
}

/**
 * A refused form whose refused fields hold personal numbers comes back with each replaced where it stood, instead of with a sentence
 * about its place. Numbers that may be a business's lie sealed in the button that puts them back: Slack cannot read them there.
 */
export async function withNumbersOut(
  visit: Visit,
  view: ViewPayload,
  answer: SubmitAnswer,
  names: NamesSeen = new Map(),
): Promise<SubmitAnswer> {
  if (answer.kind !== 'errors' || !view.title) return answer;
  const taken = takeOut(view, answer.errors, visit.reader.locale);
  if (taken.length === 0 && names.size === 0) return answer;
  for (const { kinds } of taken) for (const kind of kinds) numberMet('form', kind);
  const offered = taken.filter(({ business }) => business.length > 0);
  const sealed = await seal(
    visit,
    view,
    offered.map(({ field, business }) => ({ field, text: JSON.stringify(business) })),
  );
  return { kind: 'replace', view: formBack(view, visit.reader, taken, answer.errors, sealed, names) };
}

const placeOf = (view: ViewPayload, field: string) => ({ table: 'slack_form', column: field, row: view.id });

async function seal(
  visit: Visit,
  view: ViewPayload,
  texts: readonly { field: string; text: string }[],
): Promise<Map<string, string>> {
  const sealed = new Map<string, string>();
  if (texts.length === 0) return sealed;
  const holder = person(visit.reader.id);
  // No event and no row: only the key is had this way, made where the person has none yet.
  await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id, 'seal'),
    cause: visit.cause,
    keys: [],
    seals: [holder],
    load: async () => undefined,
    decide: () => ({ next: undefined, events: [] }),
    save: async (tx) => {
      const values = texts.map(({ field, text }) => ({ place: placeOf(view, field), text }));
      const all = await tx.vault.seal(visit.tenant, holder, values);
      texts.forEach(({ field }, at) => {
        const one = all[at] ?? '';
        if (one.length <= mostSealed) sealed.set(field, one);
      });
    },
  });
  return sealed;
}

/** "It is an invoice, contract or tracking number": recorded without the number, which then stands in the field again and passes. */
export async function vouch(
  visit: Visit,
  view: ViewPayload | undefined,
  { blockId, value }: { blockId: string; value: string },
): Promise<Answer> {
  const gone: Answer = { kind: 'say', text: plain(slackText, visit.reader.locale, 'number.gone') };
  if (!view) return gone;
  const field = fieldOfNote(blockId);
  const numbers = await opened(visit, view, field, value);
  if (!numbers) return gone;
  const kinds = [
    ...new Set(numbers.flatMap((number) => findPersonalNumbers(number).map(({ kind }) => kind))),
  ];
  const cause: Cause = visit.cause;
  await visit.commit({
    id: derivedId('cmd', visit.tenant, cause.id),
    cause,
    keys: [visit.reader.id],
    load: async () => undefined,
    decide: () => ({
      next: undefined,
      events: [
        {
          type: 'guard.vouched',
          version: 1,
          subject: visit.reader.id,
          data: { by: visit.reader.id, form: view.callback_id, field, kinds, count: numbers.length },
        },
      ],
    }),
    save: async () => undefined,
  });
  const next = formVouched(view, visit.reader, field, numbers);
  return next ? { kind: 'replace', view: next } : gone;
}

/** "That is no name here": recorded without the words, which then stay. */
export async function vouchName(
  visit: Visit,
  view: ViewPayload | undefined,
  { blockId, value }: { blockId: string; value: string },
): Promise<Answer> {
  const fingerprints = value.split('.').filter((one) => /^[\w-]{16}$/.test(one));
  const field = fieldOfNote(blockId);
  const next = view && nameVouched(view, visit.reader, field, fingerprints);
  if (!next || fingerprints.length === 0)
    return { kind: 'say', text: plain(slackText, visit.reader.locale, 'name.gone') };
  const { id: by } = visit.reader;
  await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id),
    cause: visit.cause,
    keys: [by],
    load: async () => undefined,
    decide: () => ({
      next: undefined,
      events: [
        {
          type: 'guard.name_vouched',
          version: 1,
          subject: by,
          data: { by, form: view.callback_id, field, count: fingerprints.length },
        },
      ],
    }),
    save: async () => undefined,
  });
  return { kind: 'replace', view: next };
}

/** The numbers in the button; undefined when it opens nothing here: another view's, another field's, or a shredded key's. */
async function opened(
  visit: Visit,
  view: ViewPayload,
  field: string,
  sealed: string,
): Promise<string[] | undefined> {
  const [text] = await visit
    .read((tx) => tx.vault.open(visit.tenant, [{ place: placeOf(view, field), sealed }]))
    .catch(() => [null]);
  if (typeof text !== 'string' || text === sealed) return undefined;
  const numbers: unknown = JSON.parse(text);
  return Array.isArray(numbers) ? numbers.filter((one) => typeof one === 'string') : undefined;
}
