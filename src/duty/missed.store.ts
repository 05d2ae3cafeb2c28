import type { Tx } from '../database/connection.ts';

/** What somebody did of another person's duties: the titles of both languages, the latest last. */
export type DoneInstead = { readonly by: string; readonly titles: readonly { en: string; zh: string }[] };

/** Who did what was this person's to do in a span; whoever did most first. */
export async function doneInstead(
  tx: Tx,
  tenant: string,
  person: string,
  { from, until }: { from: Date; until: Date },
): Promise<DoneInstead[]> {
  return tx.sql<DoneInstead[]>`
    select o.done_by as by, json_agg(json_build_object('en', d.title_en, 'zh', d.title_zh) order by o.done_at, o.id) as titles
    from duty_occurrence o join duty d on d.tenant = o.tenant and d.id = o.duty
    where o.tenant = ${tenant} and o.owner = ${person} and o.state in ('submitted', 'done') and o.done_by <> ${person}
      and o.done_at >= ${from} and o.done_at < ${until}
    group by 1 order by count(*) desc, 1 limit 10`;
}
