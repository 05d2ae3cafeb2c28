import { and, asc, count, eq, ilike, inArray, isNull, or, type SQL } from 'drizzle-orm';
import { instant, type Piece } from '../database/alongside.ts';
import type { Tx } from '../database/connection.ts';
import type { Locale } from '../kernel/locale.ts';
import { couldBePinyin, finds, searchWords } from '../kernel/search.ts';
import { type Decider, deciding } from '../people/absence.store.ts';
import { alphabetical, userGroupsById } from '../people/member.store.ts';
import { dataSetTable } from './data-set.table.ts';
import type { DataSet } from './data-set.ts';

export async function dataSetById(tx: Tx, tenant: string, id: string): Promise<DataSet | undefined> {
  return dataSetFrom(await dataSetRows(tx, tenant, tx.sql`${id}`));
}

/** For `dataSetFrom`, by itself or beside something else. `id`: an id in SQL. */
export function dataSetRows(tx: Tx, tenant: string, id: Piece): Piece {
  return tx.sql<DataSetRow[]>`select * from data_set where tenant = ${tenant} and id = ${id}`;
}

export function dataSetFrom([row]: readonly DataSetRow[]): DataSet | undefined {
  return row && fromRow(row);
}

export type DataSetRow = {
  id: string;
  name_en: string;
  name_zh: string;
  classification: DataSet['classification'];
  personal: DataSet['personal'];
  handling: DataSet['handling'];
  owner: string;
  approvers: string[];
  approver_groups: string[];
  purposes: DataSet['purposes'];
  longest_hours: number;
  pending_hours: number;
  guests_may_ask: boolean;
  reason_needed: boolean;
  revision: number;
  retired_at: Date | string | null;
};

function fromRow(row: DataSetRow): DataSet {
  return {
    id: row.id,
    nameEn: row.name_en,
    nameZh: row.name_zh,
    classification: row.classification,
    personal: row.personal,
    handling: row.handling,
    owner: row.owner,
    approvers: row.approvers,
    approverGroups: row.approver_groups,
    purposes: row.purposes,
    longestHours: row.longest_hours,
    pendingHours: row.pending_hours,
    guestsMayAsk: row.guests_may_ask,
    reasonNeeded: row.reason_needed,
    revision: row.revision,
    retiredAt: instant(row.retired_at),
  };
}

/** Several at once, by id. */
export async function dataSetsById(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, DataSet>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .select()
    .from(dataSetTable)
    .where(and(eq(dataSetTable.tenant, tenant), inArray(dataSetTable.id, [...ids])));
  return new Map(rows.map(({ tenant: _tenant, ...set }) => [set.id, set]));
}

/**
 * Data sets in use whose name in either language, or id, holds every word of `words`, as written or in pinyin (`khsf`); by name in the
 * reader's language. `total`
 * counts all that match, so that a list which shows a page can say what it does not show.
 */
export async function findDataSets(
  tx: Tx,
  tenant: string,
  search: { words: string; locale: Locale; limit: number; offset?: number },
): Promise<{ sets: DataSet[]; total: number }> {
  const matches = await Promise.all(
    searchWords(search.words).map(async (word): Promise<SQL | undefined> => {
      const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
      return or(
        ilike(dataSetTable.nameEn, like),
        ilike(dataSetTable.nameZh, like),
        ilike(dataSetTable.id, like),
        inArray(dataSetTable.id, await soundingLike(tx, tenant, word)),
      );
    }),
  );
  const where = and(eq(dataSetTable.tenant, tenant), isNull(dataSetTable.retiredAt), ...matches);
  const name = search.locale === 'zh' ? dataSetTable.nameZh : dataSetTable.nameEn;
  const [rows, [counted]] = await Promise.all([
    tx.db
      .select()
      .from(dataSetTable)
      .where(where)
      .orderBy(alphabetical(name, search.locale), asc(dataSetTable.id))
      .limit(search.limit)
      .offset(search.offset ?? 0),
    tx.db.select({ total: count() }).from(dataSetTable).where(where),
  ]);
  return { sets: rows.map(({ tenant: _tenant, ...set }) => set), total: counted?.total ?? 0 };
}

/** The only data set in use whose id or name stands among these words, the longest name first: `我想看一下的客户身份资料`. Two named: none. */
export async function setAmong(tx: Tx, tenant: string, words: string): Promise<DataSet | undefined> {
  const rows = await tx.sql<{ id: string; en: string; zh: string }[]>`
    select id, name_en as en, name_zh as zh from data_set where tenant = ${tenant} and retired_at is null`;
  const names = rows
    .flatMap(({ id, en, zh }) => [id, en, zh].map((name) => ({ id, name: spaced(name) })))
    .sort((a, b) => b.name.length - a.name.length);
  let line = spaced(words);
  const found = new Set<string>();
  for (const { id, name } of names) {
    if (!stands(line, name)) continue;
    found.add(id);
    line = line.replace(name, ' | ');
  }
  const [only, ...others] = found;
  return only && others.length === 0 ? dataSetById(tx, tenant, only) : undefined;
}

function spaced(text: string): string {
  return searchWords(text.replaceAll(/[-_]/gu, ' '), Number.POSITIVE_INFINITY).join(' ');
}

/** Chinese names stand anywhere, others between words. */
function stands(line: string, name: string): boolean {
  const at = line.indexOf(name);
  if (name === '' || at < 0) return false;
  const whole = (beside: string | undefined) => beside === undefined || !/[a-z\d]/u.test(beside);
  return whole(line[at - 1]) && whole(line[at + name.length]);
}

/** Ids of data sets whose Chinese name sounds like a word typed in Latin letters. */
async function soundingLike(tx: Tx, tenant: string, word: string): Promise<string[]> {
  if (!couldBePinyin(word)) return [];
  const rows = await tx.sql<{ id: string; name: string }[]>`
    select id, name_zh as name from data_set where tenant = ${tenant} and retired_at is null`;
  return rows.filter((row) => finds(row.name, word)).map((row) => row.id);
}

/** Which name of this data set another one, in use or not, already has; capital letters make no other name. */
export async function takenName(
  tx: Tx,
  tenant: string,
  set: { id: string; nameEn: string; nameZh: string },
): Promise<'nameEn' | 'nameZh' | null> {
  const rows = await tx.sql<{ en: boolean }[]>`
    select lower(name_en) = lower(${set.nameEn}) as en from data_set
    where tenant = ${tenant} and id <> ${set.id}
    and (lower(name_en) = lower(${set.nameEn}) or lower(name_zh) = lower(${set.nameZh}))`;
  if (rows.length === 0) return null;
  return rows.some((row) => row.en) ? 'nameEn' : 'nameZh';
}

export async function saveDataSet(tx: Tx, tenant: string, set: DataSet): Promise<void> {
  const row = {
    ...set,
    approvers: [...set.approvers],
    approverGroups: [...set.approverGroups],
    purposes: [...set.purposes],
  };
  const { id: _id, ...changed } = row;
  await tx.db
    .insert(dataSetTable)
    .values({ tenant, ...row })
    .onConflictDoUpdate({ target: [dataSetTable.tenant, dataSetTable.id], set: changed });
}

/** Whom the rules of a data set name: its approvers and the members of its approver groups, there or not. */
export async function namedBy(tx: Tx, tenant: string, set: DataSet): Promise<string[]> {
  const groups = await userGroupsById(tx, tenant, set.approverGroups);
  const inGroups = [...groups.values()].flatMap((group) => (group.disabled ? [] : group.members));
  return [...new Set([...set.approvers, ...inGroups])];
}

/**
 * Who decides on a data set now: its approvers and the members of its approver groups, as far as they are employees at this moment, and
 * for those who are away the first deputy who is there. With `requester` no deputy who stands in for them, and not themselves as one.
 */
export async function decidersOf(
  tx: Tx,
  tenant: string,
  set: DataSet,
  requester?: string,
): Promise<Decider[]> {
  return deciding(tx, tenant, await namedBy(tx, tenant, set), requester);
}

/** The ids of `decidersOf`. Somebody who is away and has no deputy who is there is not among them. */
export async function approversOf(
  tx: Tx,
  tenant: string,
  set: DataSet,
  requester?: string,
): Promise<string[]> {
  return (await decidersOf(tx, tenant, set, requester)).map(({ id }) => id);
}

/** The name in the reader's language. */
export function nameOf(set: Pick<DataSet, 'nameEn' | 'nameZh'>, locale: Locale): string {
  return locale === 'zh' ? set.nameZh : set.nameEn;
}

/** Whether guests may ask for anything at all. */
export async function guestsAreServed(tx: Tx, tenant: string): Promise<boolean> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from data_set where tenant = ${tenant} and retired_at is null and guests_may_ask limit 1`;
  return row !== undefined;
}

/** Employees who own data sets in use, who owns most of them first. */
export async function ownersOfData(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ owner: string }[]>`
    select s.owner from data_set s
    join member m on m.tenant = s.tenant and m.id = s.owner and m.left_at is null and m.standing = 'member'
    where s.tenant = ${tenant} and s.retired_at is null
    group by s.owner order by count(*) desc, s.owner limit ${limit}`;
  return rows.map(({ owner }) => owner);
}
