import { expect } from 'vitest';
import { dataSetById, saveDataSet } from '../../src/catalog/data-set.store.ts';
import type { DataSet } from '../../src/catalog/data-set.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { type Company, companyDefaults } from '../../src/people/company.ts';
import type { ControlMessage, ControlView } from '../../src/sandbox/control.contract.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import type { Firm } from '../support/bot.ts';

/** What people do with access in the flows, step by step as they would. */

let cases = 0;
/** A case number that nobody has used. */
export function newCase(): string {
  cases += 1;
  return `C-2026-${String(cases).padStart(4, '0')}`;
}

export type Wish = Record<string, unknown> & { dataSet: string; caseNumber: string };

export function wishFor(dataSet: string, more: Record<string, unknown> = {}): Wish {
  return {
    dataSet,
    caseNumber: newCase(),
    purpose: dataSet === 'bank-statements' ? 'bookkeeping' : 'share_transfer',
    reason: 'VAT filing for October',
    hours: '4',
    acknowledged: ['yes'],
    ...more,
  };
}

/** The form, opened by the command with its data set chosen. */
export async function openForm({ slack }: Firm, who: string, words: string): Promise<ControlView> {
  await slack.command(who, '/access', words);
  const form = await slack.topView(who);
  if (form?.view.callback_id !== 'access.ask') throw new Error('the form did not open');
  return form;
}

/** The test in which somebody asked last: what earlier tests left waiting would gather in an inbox. */
let lastTest = '';
async function clearDesk({ fresh }: Firm): Promise<void> {
  const test = expect.getState().currentTestName ?? '';
  if (test === lastTest) return;
  lastTest = test;
  await fresh.database.sql`
    update access_request set state = 'lapsed', decided_at = lapses_at where state in ('pending', 'asked')`;
  await fresh.database.sql`update owed set state = 'done', risen_to = null where kind = 'access.undecided'`;
}

/** Asks through the form and answers the case number; whatever is not taken fails. */
export async function ask(firm: Firm, who: string, wish = wishFor('client-files')): Promise<string> {
  await clearDesk(firm);
  const form = await openForm(firm, who, `request ${wish.dataSet}`);
  const sent = await firm.slack.submit(who, form, wish);
  if (!sent.closed) throw new Error(`not taken: ${JSON.stringify(sent.errors)}`);
  return wish.caseNumber;
}

/** The newest card of a person about a case. Ephemerals and lines under cards are none. */
export async function cardOf({ slack }: Firm, who: string, caseNumber: string): Promise<ControlMessage> {
  const found = (await slack.inbox(who)).findLast(
    (message) =>
      message.ephemeral_for === undefined &&
      message.thread_ts === undefined &&
      JSON.stringify(message.blocks ?? []).includes(caseNumber),
  );
  if (!found) throw new Error(`${who} has no card about ${caseNumber}`);
  return found;
}

/** The newest sentence that only this person sees. */
export async function saidTo({ slack }: Firm, who: string): Promise<string> {
  const all = await slack.inbox(who);
  return all.findLast((message) => message.ephemeral_for === who)?.text ?? '';
}

/** The lines under a card. */
export async function linesUnder({ slack }: Firm, who: string, card: ControlMessage): Promise<string[]> {
  const all = await slack.inbox(who);
  return all.filter((one) => one.thread_ts === card.ts && one.ts !== card.ts).map((one) => one.text);
}

/** Changes the workspace as its administrators do, and waits until the bot has heard of it. */
export async function administer(
  { slack, bot }: Firm,
  call: 'user' | 'usergroup',
  change: Record<string, unknown>,
): Promise<void> {
  const done = await slack.call<{ ok: boolean }>('POST', `/${call}`, change);
  if (!done.ok) throw new Error(JSON.stringify(done));
  await slack.call('POST', '/settle', {});
  await bot.settled();
}

/** A company that works round the clock in which it was set: so hours of work are hours of the clock, at whatever hour a test runs. */
export async function roundTheClock({ bot, fresh }: Firm): Promise<void> {
  await saveCompany(fresh.database, bot.house.tenant, alwaysAtWork);
}

export const alwaysAtWork: Company = {
  ...companyDefaults,
  hours: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' },
  holidays: 'none',
};

/** Changes who the privacy officers are, behind the bot's back. */
export async function officers({ fresh }: Firm, ...who: readonly { id: string }[]): Promise<void> {
  const ids = who.map(({ id }) => id);
  await fresh.database.sql`update member set roles = roles - 'privacy_officer'`;
  await fresh.database.sql`update member set roles = roles || '["privacy_officer"]' where id = any(${ids})`;
}

let edits = 0;
/** Changes a data set as somebody who answers for it did meanwhile: the row, its revision, and the event. */
export async function edit({ bot }: Firm, id: string, change: Partial<DataSet>): Promise<void> {
  const { house } = bot;
  await house.commit({
    id: `edit ${edits++}`,
    cause: { kind: 'submission', id: 'edit', by: workspace.people.zhou.id },
    keys: [id],
    load: (tx) => dataSetById(tx, house.tenant, id),
    decide: (before) => {
      if (!before) throw new Error(`there is no ${id}`);
      const next: DataSet = { ...before, ...change, revision: before.revision + 1 };
      const type = next.retiredAt ? 'catalog.retired' : 'catalog.changed';
      return { next, events: [{ type, version: 1, subject: id, data: { revision: next.revision } }] };
    },
    save: (tx, next) => saveDataSet(tx, house.tenant, next),
  });
  await bot.settled();
}

/** Takes a data set out of use. */
export function retireSet(firm: Firm, id: string): Promise<void> {
  return edit(firm, id, { retiredAt: firm.bot.house.now() });
}

/** How many events of a type there are about a case. */
export async function eventCount({ fresh }: Firm, type: string, caseNumber: string): Promise<number> {
  const [row] = await fresh.database.sql<{ n: number }[]>`
    select count(*)::int as n from event e where e.type = ${type} and (
      e.subject in (select id from access_request where case_number = ${caseNumber}) or
      e.subject in (select id from access_grant where case_number = ${caseNumber}))`;
  return row?.n ?? 0;
}

export async function grantsOf({ fresh }: Firm, caseNumber: string) {
  return fresh.database.sql<{ state: string; holder: string; ends_at: Date; ended_by: string | null }[]>`
    select state, holder, ends_at, ended_by from access_grant where case_number = ${caseNumber}`;
}

export async function requestState({ fresh }: Firm, caseNumber: string): Promise<string | undefined> {
  const [row] = await fresh.database.sql<{ state: string }[]>`
    select state from access_request where case_number = ${caseNumber} order by created_at desc limit 1`;
  return row?.state;
}
