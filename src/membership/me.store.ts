import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';
import { absencesOf } from '../people/absence.store.ts';
import { lookTypes } from '../people/look.ts';
import { holdersOf } from '../people/member.store.ts';
import type { Member } from '../people/member.ts';
import { preferencesOf } from '../people/schedule.store.ts';
import type { Capability } from '../slack/capability.ts';

/** How much of each kind is held about somebody in the rooms that all share. */
export type HeldCounts = {
  owned: number;
  approves: number;
  cases: number;
  cards: number;
  about: number;
};

export async function heldCounts(tx: Tx, tenant: string, person: string): Promise<HeldCounts> {
  const [row] = await tx.sql<HeldCounts[]>`
    select
      (select count(*)::int from data_set where tenant = ${tenant} and owner = ${person} and retired_at is null) as owned,
      (select count(*)::int from data_set where tenant = ${tenant} and approvers ? ${person} and retired_at is null) as approves,
      (select count(*)::int from client_case where tenant = ${tenant} and people ? ${person}) as cases,
      (select count(*)::int from card where tenant = ${tenant} and reader = ${person} and kind <> 'home') as cards,
      (select count(*)::int from event where tenant = ${tenant} and subject = ${person}) as about`;
  return row ?? { owned: 0, approves: 0, cases: 0, cards: 0, about: 0 };
}

export type Look = { by: string; type: string; at: Date };

/** A page of who looked at somebody or at records of theirs, newest first; what they did themselves is left out. */
export async function looksAt(
  tx: Tx,
  tenant: string,
  of: { person: string; records: readonly string[] },
  page: { limit: number; offset: number },
): Promise<{ looks: Look[]; total: number }> {
  const rows = await tx.sql<(Look & { total: number })[]>`
    select data_json ->> 'by' as by, type, at, count(*) over ()::int as total from event
    where tenant = ${tenant} and subject = any(${[of.person, ...of.records]}) and type = any(${[...lookTypes]})
    and data_json ->> 'by' is not null and data_json ->> 'by' <> ${of.person}
    order by at desc, id limit ${page.limit} offset ${page.offset}`;
  return { looks: rows.map(({ by, type, at }) => ({ by, type, at })), total: rows[0]?.total ?? 0 };
}

/** All that is held about somebody, by every capability, with a page of who looked at it. */
export async function heldAbout(
  tx: Tx,
  about: { tenant: string; reader: Reader; member: Member; now: Date },
  capabilities: readonly Capability[],
  looks: { limit: number; offset: number },
) {
  const { tenant, member } = about;
  const parts = await Promise.all(capabilities.map((one) => one.held?.(tx, about)));
  const records = parts.flatMap((one) => one?.records ?? []);
  const [preferences, absences, counts, officers, found] = await Promise.all([
    preferencesOf(tx, tenant, member.id),
    absencesOf(tx, tenant, member.id),
    heldCounts(tx, tenant, member.id),
    holdersOf(tx, tenant, 'privacy_officer'),
    looksAt(tx, tenant, { person: member.id, records }, looks),
  ]);
  const lines = parts.flatMap((one) => one?.lines ?? []);
  return { member, preferences, absences, counts, officers, lines, records, ...found };
}
