import { owe } from '../attention/owed.store.ts';
import { dataSetById, dataSetsById, nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { holdersOf, memberById, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { button, listed, mention } from '../slack/blocks.ts';
import type { House, OwedKind, OwedLine } from '../slack/capability.ts';
import { act } from './button.view.ts';
import { lastCallKind, undecidedKind, undecidedNoMore, watchersOf } from './overdue.store.ts';
import { overdueText } from './overdue.text.ts';
import { overdueOf } from './overdue.ts';
import { requestById } from './request.store.ts';
import type { Request } from './request.ts';
import { askedFor, waitingRoads } from './road.store.ts';

/** How many of those who can decide are named. */
const mostNamed = 3;

/**
 * Keeps watch over every request that waits: late, the owner of its data has a line of their morning, then their manager and the privacy
 * officer, up the ladder that everything owed climbs.
 *
 * The ladder does not do the work of the road (road.store.ts), nor the road that of the ladder. The road says who MAY decide: it follows
 * absences, deputies and departures at once, so that a request is never with nobody, and it moves authority. The ladder says who is TOLD
 * that nobody has: it moves in working time, and gives whoever is told no right they did not have. Carried by the ladder, authority would
 * come to somebody because others were slow; carried by the road, a manager could only hear of it by being made an approver.
 *
 * Judged from the rows at every tick, as the road is: what was answered, reopened or undone is watched anew, what changed its owner goes
 * along.
 */
export async function watchWaiting(house: House): Promise<void> {
  const { tenant } = house;
  const wanted = await house.read(async (tx) => {
    const waiting = await waitingRoads(tx, tenant, house.now());
    if (waiting.length === 0) return [];
    const [watched, sets] = await Promise.all([
      watchersOf(
        tx,
        tenant,
        waiting.map(({ id }) => id),
      ),
      dataSetsById(tx, tenant, [...new Set(waiting.map((one) => one.data_set))]),
    ]);
    const owners = await membersById(tx, tenant, [...new Set([...sets.values()].map(({ owner }) => owner))]);
    const found: { id: string; person: string }[] = [];
    for (const { id, requester, data_set, road } of waiting) {
      const set = sets.get(data_set);
      if (!set) continue;
      const owner = set.owner !== requester && isEmployee(owners.get(set.owner)) ? set.owner : undefined;
      const person = owner ?? (await askedFor(tx, tenant, set, { road, requester }))[0];
      if (person !== undefined && watched.get(id) !== person) found.push({ id, person });
    }
    return found;
  });
  for (const { id, person } of wanted)
    await house.commit({
      id: derivedId('cmd', tenant, 'access.watch', id, person, house.now().toISOString()),
      cause: { kind: 'tick', id: 'access.watch' },
      keys: [id],
      load: async (tx) => {
        const request = await requestById(tx, tenant, id);
        const [dataSet, company] = await Promise.all([
          request && dataSetById(tx, tenant, request.dataSet),
          companyOf(tx, tenant),
        ]);
        return { request, dataSet, company: companySchedule(company) };
      },
      decide: ({ request, dataSet, company }, now) => ({
        next:
          request && dataSet && waits(request, now)
            ? overdueOf(request, dataSet.pendingHours, company, now)
            : undefined,
        events: [],
      }),
      save: async (tx, late, { request }) => {
        await undecidedNoMore(tx, tenant, id);
        if (!late) return;
        const { deadline, ladder, lastCall } = late;
        await owe(tx, tenant, {
          ...{ kind: undecidedKind, person, subject: id },
          ...{ dueAt: deadline, deadline, ladder },
        });
        if (!lastCall) return;
        const { at: dueAt, to } = lastCall;
        const officers = to.includes('officer') ? await holdersOf(tx, tenant, 'privacy_officer') : [];
        const told = new Set([...(to.includes('person') ? [person] : []), ...officers]);
        // Who asked knows, and decides on nothing of theirs.
        if (request) told.delete(request.requester);
        for (const one of told)
          await owe(tx, tenant, { kind: lastCallKind, person: one, subject: id, dueAt });
      },
    });
}

function waits({ state, lapsesAt }: Request, now: Date): boolean {
  return state === 'pending' && now < lapsesAt;
}

/** That nobody has decided on a request yet: a line a request, of the owner of its data. */
export const undecidedOwed: OwedKind = {
  priority: 'approval',
  manner: 'digest',
  repeats: true,
  stillOwed: async (tx, { tenant, person, subject }, now) => {
    const [request, member] = await Promise.all([
      requestById(tx, tenant, subject),
      memberById(tx, tenant, person),
    ]);
    return request !== undefined && waits(request, now) && isEmployee(member);
  },
  lines: async (tx, tenant, owed, reader, now) => {
    const lines = new Map<string, OwedLine>();
    for (const { id, subject } of owed) {
      const request = await requestById(tx, tenant, subject);
      const dataSet = request && waits(request, now) && (await dataSetById(tx, tenant, request.dataSet));
      if (request && dataSet) lines.set(id, await line(tx, tenant, { request, dataSet }, reader, now));
    }
    return lines;
  },
};

/**
 * The same to whomever a morning would tell it too late, as a message of its own in their working hours: once, since minutes later it would
 * be said for nothing.
 */
export const lastCallOwed: OwedKind = { ...undecidedOwed, manner: 'alone', repeats: false };

async function line(
  tx: Tx,
  tenant: string,
  { request, dataSet }: { request: Request; dataSet: DataSet },
  reader: Reader,
  now: Date,
): Promise<OwedLine> {
  const { locale } = reader;
  const people = await askedFor(tx, tenant, dataSet, request);
  const key = people.length > 0 ? 'overdue.line' : 'overdue.lineNobody';
  const text = mrkdwn(overdueText, locale, key, {
    who: mention(request.requester),
    data: nameOf(dataSet, locale),
    since: formatMoment(request.reopenedAt ?? request.createdAt, reader, now),
    until: formatMoment(request.lapsesAt, reader, now),
    people: listed(people.slice(0, mostNamed).map(mention), locale, 'disjunction'),
  });
  const look = button({
    id: act.open,
    text: plain(overdueText, locale, 'overdue.open'),
    value: request.id,
  });
  return {
    text,
    // Only who may decide sees a request whole.
    ...(people.includes(reader.id) ? { button: look } : {}),
    shows: [request.id, dataSet.id],
  };
}
