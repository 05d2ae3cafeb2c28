import type { Tx } from '../database/connection.ts';

/** How often something was done, done late, skipped and not done: of a duty, or of everything a person had. */
export async function figuresOf(
  tx: Tx,
  tenant: string,
  which: { duty: string } | { person: string },
): Promise<{ done: number; late: number; skipped: number; missed: number }> {
  const whose =
    'duty' in which
      ? tx.sql`duty = ${which.duty}`
      : tx.sql`(owner = ${which.person} or done_by = ${which.person})`;
  const [row] = await tx.sql<{ done: number; late: number; skipped: number; missed: number }[]>`
    select count(*) filter (where state = 'done')::int as done,
      count(*) filter (where state = 'done' and late_minutes > 0)::int as late,
      count(*) filter (where state = 'skipped')::int as skipped,
      count(*) filter (where state = 'missed')::int as missed
    from duty_occurrence where tenant = ${tenant} and ${whose}`;
  return row ?? { done: 0, late: 0, skipped: 0, missed: 0 };
}

/** What duties a person has a part in, and the ids of the records that are theirs. */
export async function partsOfPerson(tx: Tx, tenant: string, person: string) {
  const [[counts], records] = await Promise.all([
    tx.sql<{ owner: number; deputy: number; checker: number; done: number }[]>`
      select
        (select count(*)::int from duty where tenant = ${tenant} and state <> 'retired' and owner = ${person}) as owner,
        (select count(*)::int from duty where tenant = ${tenant} and state <> 'retired' and deputy = ${person}) as deputy,
        (select count(*)::int from duty where tenant = ${tenant} and state <> 'retired' and checker = ${person}) as checker,
        (select count(*)::int from duty_occurrence where tenant = ${tenant} and done_by = ${person} and state = 'done') as done`,
    tx.sql<{ id: string }[]>`
      select id from duty where tenant = ${tenant} and (owner = ${person} or added_by = ${person})
      union all select id from duty_occurrence where tenant = ${tenant} and (owner = ${person} or done_by = ${person} or checked_by = ${person})
      limit 5000`,
  ]);
  return {
    counts: counts ?? { owner: 0, deputy: 0, checker: 0, done: 0 },
    records: records.map(({ id }) => id),
  };
}

/** Everybody whose Home a change of this duty or occurrence can touch: who has a part in it now, and whose it was before. */
export async function peopleConcerned(tx: Tx, tenant: string, subject: string): Promise<string[]> {
  if (!/^(?:dty|occ)_/.test(subject)) return [];
  const rows = await tx.sql<{ id: string | null }[]>`
    with named as (
      select d.owner, d.checker, d.owner as rule_owner, d.left_by as done_by from duty d where d.tenant = ${tenant} and d.id = ${subject}
      union all
      select o.owner, d.checker, d.owner, o.done_by from duty_occurrence o join duty d on d.id = o.duty
      where o.tenant = ${tenant} and o.id = ${subject}
    )
    select owner as id from named union select checker from named union select rule_owner from named
    union select done_by from named
    union select data_json ->> 'from' from event
      where tenant = ${tenant} and subject = ${subject} and type in ('duty.passed', 'duty.handed_over')`;
  return rows.flatMap(({ id }) => id ?? []);
}

const turns = ['duty.undone', 'duty.returned', 'duty.paused', 'duty.resumed', 'duty.handed_over'];

/**
 * How often a duty or one of its times was turned back. A button that stays in its place after an undo is pressed anew, not twice: this
 * tells the two apart.
 */
export async function turnOf(tx: Tx, tenant: string, subject: string): Promise<number> {
  const [row] = await tx.sql<{ turns: number }[]>`
    select count(*)::int as turns from event where tenant = ${tenant} and subject = ${subject} and type = any(${turns})`;
  return row?.turns ?? 0;
}
