import type { Tx } from '../database/connection.ts';
import type { Owed, OwedKind } from '../slack/capability.ts';
import { hangsOn } from './duty.store.ts';

/** Which of these are still owed, by their ids. */
type Standing = NonNullable<OwedKind['stillOwedOf']>;

/** Both questions whether something is still owed, of one and of many, answered by the same statement. */
export function inOneStatement(standing: Standing): Pick<OwedKind, 'stillOwed' | 'stillOwedOf'> {
  return {
    stillOwed: async (tx, owed, now) => (await standing(tx, owed.tenant, [owed], now)).has(owed.id),
    stillOwedOf: standing,
  };
}

/** What is owed, beside whoever it is owed to while they are an employee. */
function owedTo(tx: Tx, tenant: string, owed: readonly Owed[]) {
  const [ids, subjects, people] = [
    owed.map(({ id }) => id),
    owed.map(({ subject }) => subject),
    owed.map(({ person }) => person),
  ];
  return tx.sql`unnest(${ids}::text[], ${subjects}::text[], ${people}::text[]) as w(id, subject, person)
    join member m on m.tenant = ${tenant} and m.id = w.person and m.standing = 'member' and m.left_at is null`;
}

async function found(rows: Promise<readonly { id: string }[]>): Promise<Set<string>> {
  return new Set((await rows).map(({ id }) => id));
}

/** To be done: it waits for this person as its owner. */
export const waitsForOwner: Standing = (tx, tenant, owed) =>
  found(tx.sql<{ id: string }[]>`
    select w.id from ${owedTo(tx, tenant, owed)}
    join duty_occurrence o on o.tenant = ${tenant} and o.id = w.subject
    where o.state in ('open', 'returned') and o.owner = w.person`);

/** To be checked: it was handed in, and this person checks it. */
export const waitsForChecker: Standing = (tx, tenant, owed) =>
  found(tx.sql<{ id: string }[]>`
    select w.id from ${owedTo(tx, tenant, owed)}
    join duty_occurrence o on o.tenant = ${tenant} and o.id = w.subject
    join duty d on d.tenant = ${tenant} and d.id = o.duty
    where o.state = 'submitted' and d.checker = w.person`);

/** To be decided on since its owner left: by whoever stands in and the privacy officers, and by who leads where it has no owner. */
export const waitsForDecision: Standing = (tx, tenant, owed) =>
  found(tx.sql<{ id: string }[]>`
    select w.id from ${owedTo(tx, tenant, owed)}
    join duty d on d.tenant = ${tenant} and d.id = w.subject
    where d.state <> 'retired' and case
      when d.owner is null then m.roles @> '["privacy_officer"]' or m.roles @> '["admin"]'
      else d.left_by is not null and (d.owner = w.person or m.roles @> '["privacy_officer"]') end`);

/** To be judged: whether an action helped, by whoever was named. */
export const waitsForJudgement: Standing = (tx, tenant, owed) =>
  found(tx.sql<{ id: string }[]>`
    select w.id from ${owedTo(tx, tenant, owed)}
    join duty_effect e on e.tenant = ${tenant} and e.duty = w.subject
    where e.state = 'waiting' and e."by" = w.person`);

/** To be told: that a duty has ended, while they are here. */
export const stillHere: Standing = (tx, tenant, owed) =>
  found(tx.sql<{ id: string }[]>`select w.id from ${owedTo(tx, tenant, owed)}`);

/** To be held: a meeting, by whoever it waits for. */
export const meetingsHeld: Standing = waitsForOwner;

/** To come: a meeting that has not been held, in which this person takes part without holding it. */
export const meetingsSoon: Standing = (tx, tenant, owed, now) =>
  found(tx.sql<{ id: string }[]>`
    select w.id from ${owedTo(tx, tenant, owed)}
    join duty_occurrence o on o.tenant = ${tenant} and o.id = w.subject
    join duty d on d.tenant = ${tenant} and d.id = o.duty
    where o.state in ('open', 'returned') and o.due_at > ${now} and o.owner <> w.person
      and d.participants @> jsonb_build_array(w.person)`);

/** To be decided: suggestions of which one at least is open, by who leads. */
export function suggestionsOpen(codes: readonly string[]): Standing {
  return (tx, tenant, owed) =>
    found(tx.sql<{ id: string }[]>`
      select w.id from ${owedTo(tx, tenant, owed)}
      where (m.roles @> '["privacy_officer"]' or m.roles @> '["admin"]')
        and exists (select 1 from unnest(${[...codes]}::text[]) as s(code)
          where not exists (select 1 from duty_choice c where c.tenant = ${tenant} and c.code = s.code))`);
}

/** To be brought in: holidays of a year (`china 2027`) on which days of duties hang, by the privacy officers. */
export const holidaysUsed: Standing = (tx, tenant, owed) =>
  found(tx.sql<{ id: string }[]>`
    select w.id from ${owedTo(tx, tenant, owed)}
    where m.roles @> '["privacy_officer"]'
      and exists (select 1 from duty where tenant = ${tenant} and ${hangsOn(tx, tx.sql`split_part(w.subject, ' ', 1)`)})`);
