import { createHash, timingSafeEqual } from 'node:crypto';
import type { Tx } from '../database/connection.ts';
import { person as holderOf } from '../vault/sealed.ts';
import type { CalendarLink } from './calendar.ts';

const place = { table: 'duty_calendar', column: 'hash' } as const;
/** HMAC-SHA-256 in base64url. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

const textOf = (serial: number): string => `calendar link ${serial}`;

export function hashOf(token: string): string {
  return createHash('sha256').update(`shoumi calendar\0${token}`).digest('base64url');
}

/** The secret of a link: an HMAC under a key derived from the person's own, so that it ends with that key at the latest. */
export async function newToken(tx: Tx, tenant: string, person: string, serial: number): Promise<string> {
  const [token = ''] = await tx.vault.index(tenant, holderOf(person), place, [textOf(serial)]);
  return token;
}

/** The secret of the link as it stands, whatever key the person had when it was made; undefined when there is none, or that key was shredded. */
export async function tokenOf(
  tx: Tx,
  tenant: string,
  { person, serial, hash }: CalendarLink,
): Promise<string | undefined> {
  if (hash === null) return undefined;
  const [tokens = []] = await tx.vault.indices(tenant, holderOf(person), place, [textOf(serial)]);
  return tokens.find((token) => hashOf(token) === hash);
}

export async function linkOf(tx: Tx, tenant: string, person: string): Promise<CalendarLink | undefined> {
  const [row] = await tx.sql<CalendarLink[]>`
    select person, serial, hash, made_at as "madeAt" from duty_calendar where tenant = ${tenant} and person = ${person}`;
  return row;
}

/**
 * Whose link has this secret. It is looked for by its hash, which tells nobody how much of a guess was right, and compared with the link as
 * the person's key makes it: whoever could only write into the database has made none.
 */
export async function personOf(tx: Tx, tenant: string, token: string): Promise<string | undefined> {
  if (!tokenForm.test(token)) return undefined;
  const [link] = await tx.sql<CalendarLink[]>`
    select person, serial, hash, made_at as "madeAt" from duty_calendar where tenant = ${tenant} and hash = ${hashOf(token)}`;
  const own = link && (await tokenOf(tx, tenant, link));
  return own !== undefined && timingSafeEqual(Buffer.from(own), Buffer.from(token))
    ? link?.person
    : undefined;
}

/**
 * What a person's calendar says, in a short word that changes with it: from what it is drawn from (`other`: of the person and the company),
 * without drawing it.
 */
export async function calendarVersion(
  tx: Tx,
  tenant: string,
  person: string,
  { first, last }: { first: string; last: string },
  other: string,
): Promise<string> {
  const [row] = await tx.sql<{ rules: string | null; times: string | null }[]>`
    select
      (select md5(string_agg(concat_ws(' ', id, revision, next_on), ',' order by id)) from duty
        where tenant = ${tenant} and owner = ${person} and state = 'active') as rules,
      (select md5(string_agg(concat_ws(' ', o.id, o.state, o.planned_on, o.opens_at, d.revision), ',' order by o.id))
        from duty_occurrence o join duty d on d.id = o.duty
        where o.tenant = ${tenant} and o.owner = ${person} and o.planned_on between ${first} and ${last}) as times`;
  return createHash('sha256')
    .update(JSON.stringify([first, last, other, row?.rules, row?.times]))
    .digest('base64url')
    .slice(0, 22);
}

export async function saveLink(tx: Tx, tenant: string, link: CalendarLink): Promise<void> {
  const { person, serial, hash, madeAt } = link;
  await tx.sql`
    insert into duty_calendar (tenant, person, serial, hash, made_at) values (${tenant}, ${person}, ${serial}, ${hash}, ${madeAt})
    on conflict (tenant, person) do update set serial = excluded.serial, hash = excluded.hash, made_at = excluded.made_at`;
}
