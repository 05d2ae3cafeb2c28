import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { freeText } from '../kernel/free-text.ts';
import { holds, isEmployee, type Member, userId } from '../people/member.ts';

/** What a firm does for a client. */
export const caseKinds = ['transfer', 'bookkeeping', 'tax', 'other'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** A client's case: what everything refers to in the client's place. It holds no name of a client. */
export type Case = {
  /** As people write it, `C-2026-0412`; stays for ever. */
  number: string;
  kind: CaseKind;
  /** The team that does the work, as the firm calls it; '' where there is none. */
  team: string;
  /** Who works on it: Slack ids. Some may have left since. */
  people: readonly string[];
  /** Where the client is, as the firm writes it; ''. */
  region: string;
  /** Clauses of the client's contract that bear on data; ''. Null once erased. */
  clauses: string | null;
  state: 'open' | 'closed';
  openedAt: Date;
  closedAt: Date | null;
  changedAt: Date;
  /** Grows with every change; a form that was opened before is told so. */
  revision: number;
};

/**
 * A case's number: letters, then digits, with a hyphen and never nine digits in a row, so that neither a name nor a passport's or
 * phone's number passes for one.
 */
export const caseNumber = freeText({ max: 40 })
  .transform((text) =>
    text
      .normalize('NFKC')
      .replaceAll(/[\s\p{Cf}]/gu, '')
      .replaceAll(/[‐‑‒–—−]/gu, '-')
      .toUpperCase(),
  )
  .pipe(
    z.string().regex(/^(?=.*-)(?!.*\d{9})[A-Z]{1,6}-?\d[\dA-Z]*(-[\dA-Z]+)*$/, { error: 'catalog.caseForm' }),
  );

const usualExample = 'C-2026-0412';

/**
 * Whether a number has the form that the company set, as somebody writes it down: `C-YYYY-####`, or simply an example, `C-2026-0412`.
 * Figures, `#` and the Y of a year stand for one figure each, the last row of them for at least as many, `@` for a letter; everything
 * else stands for itself. It only narrows what `caseNumber` takes. No form set: all of that.
 */
export function fitsForm(form: string | null, number: string): boolean {
  if (!form) return true;
  const parts =
    form
      .normalize('NFKC')
      .toUpperCase()
      .match(/YYYY|[#\d]+|[^#\d]/gu) ?? [];
  const last = parts.findLastIndex((part) => /[#\d]/u.test(part));
  const pattern = parts.map((part, at) => {
    if (part === 'YYYY') return '\\d{4}';
    if (/^[#\d]/u.test(part)) return `\\d{${part.length}${at === last ? ',' : ''}}`;
    if (part === '@') return '[A-Z]';
    return part.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
  });
  return new RegExp(`^${pattern.join('')}$`, 'u').test(number);
}

/** How a number looks in this company, for a sentence that asks for one. */
export function caseExample(form: string | null): string {
  return form ? form.replaceAll('YYYY', '2026').replaceAll('#', '0').replaceAll('@', 'A') : usualExample;
}

/** The lock of a case: what changes it, and what relies on its being open. */
export function caseKey(number: string): string {
  return `case:${number}`;
}

/** What the form of a case hands in beside its number. Team and region are words of the firm's own, one line each. */
export const caseFields = z.object({
  kind: z.enum(caseKinds),
  team: freeText({ max: 40, min: 0 }),
  people: z.array(userId).max(50, 'catalog.caseTooMany'),
  region: freeText({ max: 40, min: 0 }),
  clauses: freeText({ max: 500, min: 0 }),
});
export type CaseFields = z.infer<typeof caseFields>;

export type CaseRefusal =
  | 'catalog.caseNotAllowed'
  | 'catalog.caseFormCompany'
  | 'catalog.caseTaken'
  | 'catalog.caseUnknown'
  | 'catalog.caseChanged'
  | 'catalog.caseIsClosed'
  | 'catalog.caseIsOpen'
  | 'catalog.casePersonNotEmployee';

/** What every change of a case looks at. */
export type CaseState = {
  actor: Member | undefined;
  /** Somebody reports to the actor: a team lead. */
  leads: boolean;
  before: Case | undefined;
  /** In the order of the command; undefined for people nobody knows. */
  people: readonly (Member | undefined)[];
  /** The form of numbers that the company set. */
  form: string | null;
};

/**
 * May open cases, and reopen them: team leads (somebody reports to them), data owners, approvers, privacy officers and admins. Not
 * everybody: a case that anybody may open is a case that anybody can ask for data with.
 */
export function mayOpenCases(actor: Member | undefined, leads: boolean): boolean {
  if (!isEmployee(actor)) return false;
  return (
    leads || (['owner', 'approver', 'privacy_officer', 'admin'] as const).some((role) => holds(actor, role))
  );
}

/** May change a case, say who is on it, and close it: who may open one, and the people on it. */
export function mayChangeCase(
  actor: Member | undefined,
  leads: boolean,
  one: Pick<Case, 'people'> | undefined,
): boolean {
  return mayOpenCases(actor, leads) || (isEmployee(actor) && (one?.people.includes(actor.id) ?? false));
}

/** Opens a case. Refused: to whom it is not allowed, for a number of another form than the company's, for one that is taken, and for people who are no employees. */
export function openCase(command: CaseFields & { number: string; by: string }) {
  return (state: CaseState, now: Date): Decision<Case, CaseRefusal> => {
    if (!mayOpenCases(state.actor, state.leads)) return refuse('catalog.caseNotAllowed');
    if (!fitsForm(state.form, command.number))
      return refuse('catalog.caseFormCompany', { example: caseExample(state.form) }, 'number');
    if (state.before)
      return refuse('catalog.caseTaken', { number: command.number, state: state.before.state }, 'number');
    const stranger = strangerIn(command.people, state, []);
    if (stranger) return stranger;
    const { by, ...fields } = command;
    const next: Case = {
      ...fields,
      state: 'open',
      openedAt: now,
      closedAt: null,
      changedAt: now,
      revision: 1,
    };
    return { next, events: [described('case.opened', next, by)] };
  };
}

/**
 * Changes what a case says and who is on it. Refused: to whom it is not allowed, after somebody else's change, for a closed case, and
 * for new people who are no employees; who was on it before may have left.
 */
export function changeCase(command: CaseFields & { by: string; revision: number }) {
  return (state: CaseState, now: Date): Decision<Case, CaseRefusal> => {
    const { before } = state;
    if (!before) return refuse('catalog.caseUnknown');
    if (!mayChangeCase(state.actor, state.leads, before)) return refuse('catalog.caseNotAllowed');
    if (before.state === 'closed') return refuse('catalog.caseIsClosed');
    if (before.revision !== command.revision) return refuse('catalog.caseChanged');
    const stranger = strangerIn(command.people, state, before.people);
    if (stranger) return stranger;
    const { by, revision, ...fields } = command;
    const next: Case = { ...before, ...fields, revision: revision + 1, changedAt: now };
    if (same(before, next)) return { next: before, events: [] };
    return { next, events: [described('case.changed', next, by, before.people)] };
  };
}

type Turning = Pick<CaseState, 'actor' | 'leads' | 'before'>;

/** Closes a case: nobody can ask for data with it any more. Its grants are another room's to end: it hears `case.closed`. */
export function closeCase(command: { by: string }) {
  return (state: Turning, now: Date): Decision<Case, CaseRefusal> =>
    turnCase(state, mayChangeCase, now, (before) => {
      if (before.state === 'closed') return refuse('catalog.caseIsClosed');
      const next: Case = { ...before, state: 'closed', closedAt: now };
      return { next, events: [turned('case.closed', next, command.by)] };
    });
}

/** Opens a closed case again. Refused: to whom it is not allowed, and for an open one. */
export function reopenCase(command: { by: string }) {
  return (state: Turning, now: Date): Decision<Case, CaseRefusal> =>
    turnCase(state, mayOpenCases, now, (before) => {
      if (before.state === 'open') return refuse('catalog.caseIsOpen');
      const next: Case = { ...before, state: 'open', closedAt: null };
      return { next, events: [turned('case.reopened', next, command.by)] };
    });
}

/** Hands over the case as it will be counted after the change, where it is there and this person may. */
function turnCase(
  { actor, leads, before }: Turning,
  may: (actor: Member | undefined, leads: boolean, one: Case) => boolean,
  now: Date,
  turn: (before: Case) => Decision<Case, CaseRefusal>,
): Decision<Case, CaseRefusal> {
  if (!before) return refuse('catalog.caseUnknown');
  if (!may(actor, leads, before)) return refuse('catalog.caseNotAllowed');
  return turn({ ...before, changedAt: now, revision: before.revision + 1 });
}

/** What a register says of a number somebody named: the case; that there is none; or that the firm keeps no register yet. */
export type Named =
  | Pick<Case, 'number' | 'state' | 'closedAt' | 'people'>
  | 'unknown'
  | 'no_register'
  /** No register, and not as the company writes its numbers. */
  | { readonly wanted: string };

function strangerIn(
  people: readonly string[],
  state: CaseState,
  before: readonly string[],
): Decision<never, CaseRefusal> | undefined {
  const at = people.findIndex((id, n) => !before.includes(id) && !isEmployee(state.people[n]));
  if (at < 0) return undefined;
  return refuse('catalog.casePersonNotEmployee', { name: state.people[at]?.name ?? '?' }, 'people');
}

/** Team, region and clauses are people's words, so they stand beside the event. */
function described(type: string, next: Case, by: string, peopleBefore?: readonly string[]): NewEvent {
  const { number, kind, people, revision, team, region, clauses } = next;
  return {
    type,
    version: 1,
    subject: number,
    data: { by, kind, people, ...(peopleBefore ? { peopleBefore } : {}), revision },
    personal: { team, region, clauses: clauses ?? '' },
  };
}

function turned(type: string, next: Case, by: string): NewEvent {
  return { type, version: 1, subject: next.number, data: { by, revision: next.revision } };
}

function same(a: Case, b: Case): boolean {
  const text = ({ kind, team, region, clauses, people }: Case) =>
    JSON.stringify([kind, team, region, clauses, [...people].sort()]);
  return text(a) === text(b);
}
