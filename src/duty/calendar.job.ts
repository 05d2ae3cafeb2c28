import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { companyOf } from '../people/company.store.ts';
import { memberById, readerOf } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { Page, Visit } from '../slack/capability.ts';
import { person as holderOf } from '../vault/sealed.ts';
import { plusDays } from './cadence.ts';
import { type FeedEntry, feedOf } from './calendar.feed.ts';
import { calendarVersion, hashOf, linkOf, newToken, personOf, saveLink } from './calendar.store.ts';
import { calendarKey, dropLink, renewLink } from './calendar.ts';
import { dutiesById, dutiesOf } from './duty.store.ts';
import type { Duty } from './duty.ts';
import { historyOf } from './occurrence.store.ts';
import { occurrenceId } from './opening.ts';
import { officeSchedule, planAfter } from './plan.ts';

/**
 * Days that are looked back and ahead of the month's first, so that the calendar is another one only where something changed; and entries at
 * most: programs read all of it each time.
 */
const back = 92;
const ahead = 400;
const mostEntries = 1_000;
const mostOfOne = 60;

export function renewCalendar(visit: Visit) {
  const { tenant, reader } = visit;
  return visit.commit({
    id: derivedId('cmd', tenant, 'duty.calendar', visit.cause.id),
    cause: visit.cause,
    keys: [calendarKey(reader.id)],
    seals: [holderOf(reader.id)],
    load: async (tx) => {
      const [actor, before] = await Promise.all([
        memberById(tx, tenant, reader.id),
        linkOf(tx, tenant, reader.id),
      ]);
      const nextHash = hashOf(await newToken(tx, tenant, reader.id, (before?.serial ?? 0) + 1));
      return { actor, before, nextHash };
    },
    decide: renewLink({ by: reader.id }),
    save: (tx, next) => saveLink(tx, tenant, next),
  });
}

export function dropCalendar(visit: Visit) {
  const { tenant, reader } = visit;
  return visit.commit({
    id: derivedId('cmd', tenant, 'duty.calendar_off', visit.cause.id),
    cause: visit.cause,
    keys: [calendarKey(reader.id)],
    load: async (tx) => ({ before: await linkOf(tx, tenant, reader.id) }),
    decide: dropLink({ by: reader.id }),
    save: (tx, next) => saveLink(tx, tenant, next),
  });
}

/** A person's duties for their calendar program. A link that is none, was renewed, or whose person left has no page. */
export const calendarPage: Page = async (house, rest) => {
  const { tenant, now } = house;
  const token = /^(.+)\.ics$/.exec(rest)?.[1];
  if (!token) return undefined;
  const found = await house.read(async (tx) => {
    const person = await personOf(tx, tenant, token);
    const member = person && (await memberById(tx, tenant, person));
    if (!member || !isEmployee(member)) return undefined;
    const { locale } = await readerOf(tx, tenant, member.id);
    const company = JSON.stringify(await companyOf(tx, tenant));
    const version = await calendarVersion(tx, tenant, member.id, windowOf(now()), `${locale} ${company}`);
    return { member, locale, version };
  });
  if (!found) return undefined;
  const { member, locale, version } = found;
  const body = () => house.read(async (tx) => feedOf(await entriesOf(tx, tenant, member.id, now()), locale));
  return { type: 'text/calendar; charset=utf-8', version, body, maxAge: 900, filename: 'shoumi.ics' };
};

function windowOf(now: Date): { first: string; last: string } {
  const month = `${now.toISOString().slice(0, 7)}-01`;
  return { first: plusDays(month, -back), last: plusDays(month, ahead) };
}

/** What stands in a person's calendar: what was and is due, and what is planned for the year to come. */
export async function entriesOf(tx: Tx, tenant: string, person: string, now: Date): Promise<FeedEntry[]> {
  const { first, last } = windowOf(now);
  const [company, { rows: owned }, { rows: known }] = await Promise.all([
    companyOf(tx, tenant),
    dutiesOf(tx, tenant, { owner: person, state: 'active', page: { limit: mostEntries, offset: 0 } }),
    historyOf(tx, tenant, {
      person,
      from: first,
      to: last,
      page: { limit: mostEntries, offset: 0 },
    }),
  ]);
  const rules = await dutiesById(
    tx,
    tenant,
    known.map(({ duty }) => duty),
  );
  const entries: FeedEntry[] = known.flatMap((one) => {
    const duty = rules.get(one.duty);
    if (!duty || one.state === 'skipped' || one.state === 'missed') return [];
    const done = one.state === 'done' || one.state === 'submitted';
    return [{ ...wordsOf(duty), id: one.id, on: one.plannedOn, done, made: one.opensAt }];
  });
  for (const duty of owned) {
    const schedule = officeSchedule(company, duty.office);
    let next = duty.nextOn;
    for (let n = 0; next !== null && next <= last && n < mostOfOne; n += 1) {
      const id = occurrenceId(tenant, duty.id, next, null);
      entries.push({ ...wordsOf(duty), id, on: next, done: false, made: duty.addedAt });
      next = planAfter(duty, next, schedule).nextOn;
    }
  }
  const once = new Map(entries.toReversed().map((entry) => [entry.id, entry]));
  return [...once.values()]
    .toSorted((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))
    .slice(0, mostEntries);
}

const wordsOf = ({ titleEn, titleZh, revision }: Duty) => ({ title: { en: titleEn, zh: titleZh }, revision });
