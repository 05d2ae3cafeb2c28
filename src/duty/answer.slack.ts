import type { Refusal } from '../kernel/decision.ts';
import { mrkdwn, plain, type Values } from '../kernel/message.ts';
import { holdersOf, membersById } from '../people/member.store.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { listed, mention, section } from '../slack/blocks.ts';
import type { Act, ActionHandler, Answer, SubmitAnswer, Visit } from '../slack/capability.ts';
import { refusalErrors } from '../slack/form.ts';
import { dutyById } from './duty.store.ts';
import { dutyText } from './duty.text.ts';
import { type Duty, mayLead } from './duty.ts';
import { dutyForm, undoButton } from './duty.view.ts';
import { turnOf } from './history.store.ts';
import type { Note } from './list.view.ts';
import { showOccurrence, showPlace, showRule } from './look.slack.ts';
import { occurrenceById } from './occurrence.store.ts';
import { placeFrom, subjectFrom } from './place.ts';

/** How many of those who can help are named. */
const mostNamed = 4;

/** A refusal in words, with who can help: mentions in a message, names under a field. */
export async function worded(visit: Visit, refusal: Refusal, duty?: Duty): Promise<Refusal> {
  const { tenant, reader } = visit;
  const { key, values = {} } = refusal.refused;
  const known = await visit.read(async (tx) => {
    const officers = await holdersOf(tx, tenant, 'privacy_officer');
    const admins = await holdersOf(tx, tenant, 'admin');
    const leads = [...new Set([...officers, ...admins])].filter((id) => id !== reader.id).slice(0, mostNamed);
    const owner = typeof values.owner === 'string' ? values.owner : (duty?.owner ?? '');
    const checker = duty?.checker ?? owner;
    const named = await membersById(tx, tenant, [...leads, owner, checker]);
    return { leads, owner, checker, named };
  });
  const { leads, owner, checker, named } = known;
  const inField = refusal.field !== undefined;
  const words: Values = inField
    ? {
        leads: new Intl.ListFormat(reader.locale === 'zh' ? 'zh-CN' : 'en-GB', {
          type: 'disjunction',
        }).format(leads.map((id) => named.get(id)?.name ?? id)),
        owner: named.get(owner)?.name ?? '—',
        checker: named.get(checker)?.name ?? '—',
      }
    : {
        leads: listed(leads.map(mention), reader.locale, 'disjunction'),
        owner: owner ? mention(owner) : '—',
        checker: checker ? mention(checker) : '—',
      };
  return { ...refusal, refused: { key, values: { ...values, ...words } } };
}

/** A refusal as an answer in words. */
export async function refusalNote(visit: Visit, refusal: Refusal, duty?: Duty): Promise<Note> {
  const { field: _field, ...bare } = refusal;
  const { refused } = await worded(visit, bare, duty);
  return { text: mrkdwn(dutyText, visit.reader.locale, refused.key as 'duty.unknown', refused.values) };
}

/** A refusal under a field of the form. */
export async function refusedForm(
  visit: Visit,
  refusal: Refusal,
  fallback: string,
  fields: readonly string[],
): Promise<SubmitAnswer> {
  const named = refusal.field !== undefined && fields.includes(refusal.field) ? refusal.field : fallback;
  const said = await worded(visit, { ...refusal, field: named });
  return { kind: 'errors', errors: refusalErrors(dutyText, visit.reader.locale, said, fallback) };
}

/** Employees only, at every click. */
export function forEmployees(handler: ActionHandler): ActionHandler {
  return async (visit, act) => (isEmployee(visit.member) ? handler(visit, act) : employeesOnly(visit));
}

export function employeesOnly({ reader }: Visit): Answer {
  return { kind: 'say', text: plain(dutyText, reader.locale, 'duty.employeesOnly') };
}

/** The answer to a click: where it came from a list or a detail that is drawn again with the note above it; else the note alone. */
export async function answered(visit: Visit, act: Act, note: Note, subject: string): Promise<Answer> {
  const { view } = act;
  if (view?.callbackId === dutyForm.list) {
    const place = placeFrom(view.privateMetadata);
    return { kind: 'replace', view: await showPlace(visit, place, note) };
  }
  if (view?.callbackId === dutyForm.show) {
    const shown = await showSubject(visit, subjectFrom(view.privateMetadata) || subject, act, note);
    if (shown) return shown;
  }
  return saidNote(visit, note);
}

export function saidNote({ reader }: Visit, note: Note): Answer {
  const undo = note.undo ? undoButton(note.undo, reader) : undefined;
  return { kind: 'say', text: note.text, ...(undo ? { blocks: [section(note.text, undo)] } : {}) };
}

async function showSubject(visit: Visit, subject: string, act: Act, note: Note): Promise<Answer | undefined> {
  const place = placeFrom(act.view?.privateMetadata);
  const view = subject.startsWith('occ_')
    ? await showOccurrence(visit, subject, place, note)
    : await showRule(visit, subject, place, note);
  return view && { kind: 'replace', view };
}

/** The answer to a form: back to the list or detail it took the place of, else the thing itself, with what was done above it. */
export async function submitted(
  visit: Visit,
  metadata: string,
  subject: string,
  note: Note,
): Promise<SubmitAnswer> {
  const place = placeFrom(metadata);
  if (place) return { kind: 'replace', view: await showPlace(visit, place, note) };
  const view = subject.startsWith('occ_')
    ? await showOccurrence(visit, subject, undefined, note)
    : await showRule(visit, subject, undefined, note);
  return view ? { kind: 'replace', view } : { kind: 'close' };
}

/** An occurrence with its duty; undefined where there is none. */
export async function occurrenceWithDuty(visit: Visit, id: string) {
  return visit.read(async (tx) => {
    const occurrence = await occurrenceById(tx, visit.tenant, id);
    const duty = occurrence && (await dutyById(tx, visit.tenant, occurrence.duty));
    return occurrence && duty ? { occurrence, duty } : undefined;
  });
}

/** The cause of an act: another one each time the thing was turned back in between. */
export async function causeOf({ cause, read, tenant }: Visit, subject: string): Promise<Visit['cause']> {
  const turn = await read((tx) => turnOf(tx, tenant, subject));
  return turn === 0 ? cause : { ...cause, id: `${cause.id} ${turn}` };
}

/** Whether this person leads: who may do everybody's. */
export function leads(member: Member): boolean {
  return mayLead(member);
}
