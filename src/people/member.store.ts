import { and, asc, count, eq, ilike, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { instant, type Piece } from '../database/alongside.ts';
import type { Tx } from '../database/connection.ts';
import { type Locale, localeOf, type Reader } from '../kernel/locale.ts';
import { couldBePinyin, finds, searchWords } from '../kernel/search.ts';
import { memberTable, userGroupTable } from './member.table.ts';
import type { Member, Role } from './member.ts';
import type { UserGroup } from './user-group.ts';

const columns = {
  id: memberTable.id,
  name: memberTable.name,
  locale: memberTable.locale,
  tz: memberTable.tz,
  title: memberTable.title,
  standing: memberTable.standing,
  workspaceOwner: memberTable.workspaceOwner,
  leftAt: memberTable.leftAt,
  roles: memberTable.roles,
  manager: memberTable.manager,
  language: memberTable.language,
};

export type MemberRow = Omit<Member, 'workspaceOwner' | 'leftAt'> & {
  workspace_owner: boolean;
  left_at: Date | string | null;
};

/** Several people at once, by id; unknown ids are missing from the answer. */
export async function membersById(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, Member>> {
  if (ids.length === 0) return new Map();
  return membersFrom(await memberRows(tx, tenant, tx.sql`${[...new Set(ids)]}`));
}

/** For `membersFrom`, by itself or beside something else. `ids`: an array in SQL. */
export function memberRows(tx: Tx, tenant: string, ids: Piece): Piece {
  return tx.sql<MemberRow[]>`
    select id, name, locale, tz, title, standing, workspace_owner, left_at, roles, manager, language
    from member where tenant = ${tenant} and id = any(${ids})`;
}

export function membersFrom(rows: readonly MemberRow[]): Map<string, Member> {
  return new Map(
    rows.map(({ workspace_owner, left_at, ...rest }) => [
      rest.id,
      { ...rest, workspaceOwner: workspace_owner, leftAt: instant(left_at) },
    ]),
  );
}

/** One person, or undefined. */
export async function memberById(tx: Tx, tenant: string, id: string): Promise<Member | undefined> {
  return (await membersById(tx, tenant, [id])).get(id);
}

/**
 * People whose name or title holds every word, as written or in pinyin; employees first, people who left last, then by name in the reader's alphabet. Bots are left out. `total` counts all that fit, so that a list which shows a page can say what it does not show.
 */
export async function findMembers(
  tx: Tx,
  tenant: string,
  search: { words: string; locale: Locale; limit: number; offset?: number },
): Promise<{ members: Member[]; total: number }> {
  const matches = await Promise.all(
    searchWords(search.words).map(async (word) => {
      const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
      const sounding = await soundingLike(tx, tenant, word, ({ name, title }) => [name, title]);
      return or(
        ilike(memberTable.name, like),
        ilike(memberTable.title, like),
        inArray(memberTable.id, sounding),
      );
    }),
  );
  const where = and(eq(memberTable.tenant, tenant), ne(memberTable.standing, 'bot'), ...matches);
  const [members, [counted]] = await Promise.all([
    tx.db
      .select(columns)
      .from(memberTable)
      .where(where)
      .orderBy(
        sql`${memberTable.leftAt} is not null`,
        sql`${memberTable.standing} <> 'member'`,
        alphabetical(memberTable.name, search.locale),
        asc(memberTable.id),
      )
      .limit(search.limit)
      .offset(search.offset ?? 0),
    tx.db.select({ total: count() }).from(memberTable).where(where),
  ]);
  return { members, total: counted?.total ?? 0 };
}

/**
 * Ids of people whose Chinese words sound like a word typed in Latin letters. Postgres knows no pinyin, so the Chinese names are read;
 * matching 5,000 of them takes a tenth of a second.
 */
async function soundingLike(
  tx: Tx,
  tenant: string,
  word: string,
  texts: (member: { name: string; title: string }) => string[],
): Promise<string[]> {
  if (!couldBePinyin(word)) return [];
  const rows = await tx.sql<{ id: string; name: string; title: string }[]>`
    select id, name, title from member
    where tenant = ${tenant} and standing <> 'bot' and name || title ~ '[\u3400-\u9fff]'`;
  return rows.filter((row) => texts(row).some((text) => finds(text, word))).map((row) => row.id);
}

/** Ids of the people whose name holds a word, as written or in pinyin; bots are left out. */
export async function membersCalled(tx: Tx, tenant: string, word: string): Promise<string[]> {
  const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const [written, sounding] = await Promise.all([
    tx.sql<{ id: string }[]>`
      select id from member where tenant = ${tenant} and standing <> 'bot' and name ilike ${like}`,
    soundingLike(tx, tenant, word, ({ name }) => [name]),
  ]);
  return [...new Set([...written.map((row) => row.id), ...sounding])];
}

/** The order of the reader's alphabet, pinyin for Chinese: a database of ours sorts by code point otherwise. */
export function alphabetical(column: AnyPgColumn, locale: Locale): SQL {
  return locale === 'zh' ? sql`${column} collate "zh-x-icu"` : sql`${column} collate "en-x-icu"`;
}

/** Owners of the workspace who are here. */
export async function workspaceOwners(tx: Tx, tenant: string): Promise<Member[]> {
  return tx.db
    .select(columns)
    .from(memberTable)
    .where(
      and(eq(memberTable.tenant, tenant), eq(memberTable.workspaceOwner, true), isNull(memberTable.leftAt)),
    );
}

/** Ids of the present members who hold a role. */
export async function holdersOf(tx: Tx, tenant: string, role: Role): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from member
    where tenant = ${tenant} and left_at is null and standing = 'member' and roles @> ${tx.sql.json([role])} order by id`;
  return rows.map((row) => row.id);
}

/** Whether somebody who is here reports to this person. */
export async function hasReports(tx: Tx, tenant: string, id: string): Promise<boolean> {
  const rows = await tx.sql`
    select 1 from member where tenant = ${tenant} and manager = ${id} and left_at is null limit 1`;
  return rows.length > 0;
}

/** The managers above a person, nearest first; ends where a circle would begin. */
export async function chainAbove(tx: Tx, tenant: string, id: string): Promise<string[]> {
  const rows = await tx.sql<{ manager: string }[]>`
    with recursive above(manager, path) as (
      select manager, array[id] from member where tenant = ${tenant} and id = ${id}
      union all
      select m.manager, above.path || m.id from member m join above on m.id = above.manager
      where m.tenant = ${tenant} and not m.id = any(above.path)
    ) select manager from above where manager is not null order by cardinality(path)`;
  return rows.map((row) => row.manager);
}

export async function saveMember(tx: Tx, tenant: string, member: Member): Promise<void> {
  await saveMembers(tx, tenant, [member]);
}

/** Everybody who is an employee now, by id. */
export async function employees(tx: Tx, tenant: string): Promise<Member[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from member where tenant = ${tenant} and standing = 'member' and left_at is null order by id`;
  return [
    ...(
      await membersById(
        tx,
        tenant,
        rows.map((row) => row.id),
      )
    ).values(),
  ];
}

/** Whether somebody reports to this person: a team lead. */
export async function leadsPeople(tx: Tx, tenant: string, id: string): Promise<boolean> {
  const rows = await tx.sql`
    select 1 from member where tenant = ${tenant} and manager = ${id} and left_at is null and standing = 'member' limit 1`;
  return rows.length > 0;
}

/** Employees others report to, who has most of them first. */
export async function managersOf(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select b.id from member m
    join member b on b.tenant = m.tenant and b.id = m.manager and b.left_at is null and b.standing = 'member'
    where m.tenant = ${tenant} and m.left_at is null and m.standing = 'member'
    group by b.id order by count(*) desc, b.id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Several at once, in one statement. */
export async function saveMembers(tx: Tx, tenant: string, members: readonly Member[]): Promise<void> {
  if (members.length === 0) return;
  await tx.db
    .insert(memberTable)
    .values(
      members.map(({ language: _language, ...member }) => ({ tenant, ...member, roles: [...member.roles] })),
    )
    .onConflictDoUpdate({
      target: [memberTable.tenant, memberTable.id],
      set: {
        name: sql`excluded.name`,
        locale: sql`excluded.locale`,
        tz: sql`excluded.tz`,
        title: sql`excluded.title`,
        standing: sql`excluded.standing`,
        workspaceOwner: sql`excluded.workspace_owner`,
        leftAt: sql`excluded.left_at`,
        roles: sql`excluded.roles`,
        manager: sql`excluded.manager`,
      },
    });
}

/** Where and in which language a person reads. Somebody we never saw reads English in UTC until Slack tells us more. */
export async function readerOf(tx: Tx, tenant: string, id: string): Promise<Reader> {
  const member = await memberById(tx, tenant, id);
  return readerFrom(id, member);
}

/** The language the person chose goes before Slack's. */
export function readerFrom(
  id: string,
  member: (Pick<Member, 'locale' | 'tz'> & Partial<Pick<Member, 'language'>>) | undefined,
): Reader {
  const locale: Locale = member?.language ?? localeOf(member?.locale);
  return { id, locale, tz: member?.tz ?? 'UTC' };
}

export async function userGroupsById(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, UserGroup>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .select()
    .from(userGroupTable)
    .where(and(eq(userGroupTable.tenant, tenant), inArray(userGroupTable.id, [...ids])));
  return new Map(rows.map((row) => [row.id, row]));
}

export async function allUserGroups(tx: Tx, tenant: string): Promise<UserGroup[]> {
  return tx.db
    .select()
    .from(userGroupTable)
    .where(eq(userGroupTable.tenant, tenant))
    .orderBy(asc(userGroupTable.name));
}

export async function saveUserGroup(tx: Tx, tenant: string, group: UserGroup): Promise<void> {
  const { id: _id, ...changed } = { ...group, members: [...group.members] };
  await tx.db
    .insert(userGroupTable)
    .values({ tenant, id: group.id, ...changed })
    .onConflictDoUpdate({ target: [userGroupTable.tenant, userGroupTable.id], set: changed });
}
