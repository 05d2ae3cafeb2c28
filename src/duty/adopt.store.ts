import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { oweNoMore } from '../attention/owed.store.ts';
import { ownersOfData } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import { companyOf } from '../people/company.store.ts';
import { holdersOf, managersOf } from '../people/member.store.ts';
import { openRows, sealRow } from '../vault/sealed.ts';
import { choiceSealed, choiceTable, startingSetTable } from './adopt.table.ts';
import { type Choice, type SetChange, type StartingSet, untouchedSet } from './adopt.ts';
import { saveDuties } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import { saveOccurrences, waitingOf } from './occurrence.store.ts';
import type { Office } from './office.ts';
import type { Staff } from './suggest.ts';

export async function choicesOf(tx: Tx, tenant: string): Promise<Map<string, Choice>> {
  const rows = await tx.db.select().from(choiceTable).where(eq(choiceTable.tenant, tenant));
  const opened = await openRows(tx, tenant, choiceSealed, rows);
  return new Map(opened.map(({ tenant: _tenant, ...choice }) => [choice.code, choice]));
}

export async function startingSetOf(tx: Tx, tenant: string): Promise<StartingSet> {
  const [row] = await tx.db.select().from(startingSetTable).where(eq(startingSetTable.tenant, tenant));
  if (!row) return untouchedSet;
  const { tenant: _tenant, ...set } = row;
  return set;
}

export async function saveStartingSet(tx: Tx, tenant: string, set: StartingSet): Promise<void> {
  const row = { ...set, offers: set.offers.map((codes) => [...codes]) };
  await tx.db
    .insert(startingSetTable)
    .values({ tenant, ...row })
    .onConflictDoUpdate({ target: startingSetTable.tenant, set: row });
}

export async function saveChange(
  tx: Tx,
  tenant: string,
  { set, choices, reopened, duties }: SetChange,
  at: Date,
): Promise<void> {
  await Promise.all([saveStartingSet(tx, tenant, set), saveDuties(tx, tenant, duties)]);
  const ended = duties.filter(({ state }) => state === 'retired');
  await Promise.all(ended.map(({ id }) => closeWaiting(tx, tenant, id, at)));
  if (reopened.length > 0)
    await tx.db
      .delete(choiceTable)
      .where(and(eq(choiceTable.tenant, tenant), inArray(choiceTable.code, [...reopened])));
  if (choices.length === 0) return;
  const rows = await Promise.all(
    choices.map((choice) => sealRow(tx, tenant, choiceSealed, dutyHolder, { tenant, ...choice })),
  );
  await tx.db
    .insert(choiceTable)
    .values(rows)
    .onConflictDoUpdate({ target: [choiceTable.tenant, choiceTable.code], set: asInserted });
}

/** Every column of a decision that is there already, as it would have been inserted. */
const { tenant: _tenant, code: _code, ...changing } = getTableColumns(choiceTable);
const asInserted = Object.fromEntries(
  Object.entries(changing).map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]),
);

/** A duty has ended: what waits of it is waited for no more. */
export async function closeWaiting(tx: Tx, tenant: string, duty: string, at: Date): Promise<void> {
  const waiting = await waitingOf(tx, tenant, duty);
  await saveOccurrences(
    tx,
    tenant,
    waiting.map((one) => ({ ...one, state: 'skipped' as const, doneAt: at, doneBy: null })),
  );
  for (const { id } of waiting) await oweNoMore(tx, tenant, { subject: id });
  await oweNoMore(tx, tenant, { kind: 'duty.orphan', subject: duty });
}

/** More of them than come to one meeting. */
const mostNamed = 50;

/** Whom suggestions fall to now, and the office whose days they go by. */
export async function staffOf(tx: Tx, tenant: string): Promise<Staff & { office: Office }> {
  const [set, officers, admins, auditors, owners, managers, company] = await Promise.all([
    startingSetOf(tx, tenant),
    holdersOf(tx, tenant, 'privacy_officer'),
    holdersOf(tx, tenant, 'admin'),
    holdersOf(tx, tenant, 'auditor'),
    ownersOfData(tx, tenant, mostNamed),
    managersOf(tx, tenant, mostNamed),
    companyOf(tx, tenant),
  ]);
  const { tz, holidays } = company;
  return { posts: set.posts, officers, admins, auditors, owners, managers, office: { tz, holidays } };
}

/** Which of these duties somebody has done already, or handed in. */
export async function livedOf(tx: Tx, tenant: string, duties: readonly string[]): Promise<Set<string>> {
  if (duties.length === 0) return new Set();
  const rows = await tx.sql<{ duty: string }[]>`
    select distinct duty from duty_occurrence
    where tenant = ${tenant} and duty = any(${[...duties]}) and state in ('done', 'submitted', 'returned')`;
  return new Set(rows.map(({ duty }) => duty));
}
