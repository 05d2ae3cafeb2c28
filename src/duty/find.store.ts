import type { Tx } from '../database/connection.ts';
import { couldBePinyin, finds, findsAll } from '../kernel/search.ts';
import { findMembers } from '../people/member.store.ts';
import { dutiesById, type Paged } from './duty.store.ts';
import type { Duty } from './duty.ts';
import { nearness } from './find.ts';

/** Which duties are looked through: everybody's, or those in which a person has a part, or whose owner reports to them. */
export type Seen = { readonly person: string; readonly all: boolean };

/** Titles that are compared for the sake of a guess. */
const mostCompared = 2_000;

function seenBy(tx: Tx, tenant: string, { person, all }: Seen, ended: boolean) {
  const running = ended ? tx.sql`` : tx.sql`and d.state <> 'retired'`;
  const part = all
    ? tx.sql``
    : tx.sql`and (${person} in (d.owner, d.deputy, d.checker, d.added_by) or d.participants @> ${tx.sql.json([person])}
        or d.owner in (select id from member where tenant = ${tenant} and manager = ${person}))`;
  return tx.sql`d.tenant = ${tenant} ${running} ${part}`;
}

/**
 * Duties whose title in either language holds every word, as written or in pinyin (`bfhf`): a person's own first, then by title. `ended`:
 * those that are over as well.
 */
export async function dutiesCalled(
  tx: Tx,
  tenant: string,
  which: { words: readonly string[]; seen: Seen; ended: boolean; limit: number; offset: number },
): Promise<Paged<Duty>> {
  const { words, seen, ended, limit, offset } = which;
  const scope = seenBy(tx, tenant, seen, ended);
  const sounding = words.some(couldBePinyin)
    ? await tx.sql<{ id: string; title: string }[]>`
        select d.id, d.title_zh as title from duty d where ${scope} and d.title_zh ~ '[\u3400-\u9fff]'`
    : [];
  let matches = scope;
  for (const word of words) {
    const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const sounds = couldBePinyin(word)
      ? sounding.filter(({ title }) => finds(title, word)).map(({ id }) => id)
      : [];
    matches = tx.sql`${matches} and (d.title_en ilike ${like} or d.title_zh ilike ${like} or d.id = any(${sounds}))`;
  }
  const rows = await tx.sql<{ id: string; total: number }[]>`
    select d.id, count(*) over ()::int as total from duty d where ${matches}
    order by (d.owner is not distinct from ${seen.person}) desc, d.state = 'retired', d.title_en, d.id limit ${limit} offset ${offset}`;
  const duties = await dutiesById(
    tx,
    tenant,
    rows.map(({ id }) => id),
  );
  return { rows: rows.flatMap(({ id }) => duties.get(id) ?? []), total: rows[0]?.total ?? 0 };
}

/** The duties whose titles are nearest to words that found nothing, the nearest first. */
export async function nearestDuties(
  tx: Tx,
  tenant: string,
  which: { words: readonly string[]; seen: Seen; ended: boolean; limit: number },
): Promise<Duty[]> {
  const titles = await tx.sql<{ id: string; en: string; zh: string }[]>`
    select d.id, d.title_en as en, d.title_zh as zh from duty d where ${seenBy(tx, tenant, which.seen, which.ended)}
    order by (d.owner is not distinct from ${which.seen.person}) desc, d.id limit ${mostCompared}`;
  const near = titles
    .map(({ id, en, zh }) => ({ id, by: nearness([en, zh], which.words) }))
    .filter((one): one is { id: string; by: number } => one.by !== null)
    .toSorted((a, b) => a.by - b.by)
    .slice(0, which.limit)
    .map(({ id }) => id);
  const duties = await dutiesById(tx, tenant, near);
  return near.flatMap((id) => duties.get(id) ?? []);
}

const mostPeople = 5;

/** People whose name holds every word, as written or in pinyin, of whom one sees what they did. */
export async function peopleCalled(
  tx: Tx,
  tenant: string,
  words: readonly string[],
  { person, all }: Seen,
): Promise<string[]> {
  const { members } = await findMembers(tx, tenant, { words: words.join(' '), locale: 'en', limit: 50 });
  return members
    .filter(({ id, manager }) => all || id === person || manager === person)
    .filter(({ name }) => findsAll([name], words))
    .slice(0, mostPeople)
    .map(({ id }) => id);
}
