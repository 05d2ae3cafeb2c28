import type { FreeText } from '../kernel/free-text.ts';
import { derivedId } from '../kernel/id.ts';
import { companyOf } from '../people/company.store.ts';
import { memberById, membersById } from '../people/member.store.ts';
import type { House, Visit } from '../slack/capability.ts';
import { choicesOf, livedOf, saveChange, saveStartingSet, staffOf, startingSetOf } from './adopt.store.ts';
import { adopt, type Choice, decline, namePosts, reopen, setKey } from './adopt.ts';
import type { SetStanding } from './adopt.view.ts';
import { dutiesById } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import type { DutyInput } from './duty.ts';
import { dayOf, officeSchedule } from './plan.ts';
import { templateOf } from './starting-set.data.ts';
import { dutyFrom, guestsFor, type Posts, whoFor } from './suggest.ts';
import type { Template } from './template.ts';

/** The starting set as it stands. */
export async function standing({ tenant, read }: House): Promise<SetStanding> {
  return read(async (tx) => {
    const [choices, staff, set] = await Promise.all([
      choicesOf(tx, tenant),
      staffOf(tx, tenant),
      startingSetOf(tx, tenant),
    ]);
    const duties = await dutiesById(
      tx,
      tenant,
      [...choices.values()].flatMap(({ duty }) => duty ?? []),
    );
    // New is what came after the first offer.
    const news = new Set(set.offers.slice(1).flat());
    return { choices, duties, staff, revision: set.revision, news };
  });
}

/** The suggestions as duties of whoever they fall to, from today. Those that would fall to nobody are left out. */
export async function wantedOf(visit: House, some: readonly Template[], id: (code: string) => string) {
  const { staff, today } = await visit.read(async (tx) => {
    const found = await staffOf(tx, visit.tenant);
    return { staff: found, today: dayOf(visit.now(), found.office.tz) };
  });
  return some.flatMap((template) => {
    const { owner, checker } = whoFor(template, staff);
    if (owner === null) return [];
    const participants = guestsFor(template, staff, owner);
    const input = dutyFrom(template, { owner, checker, participants, office: staff.office, from: today });
    return [{ code: template.code, id: id(template.code), input }];
  });
}

type Wanted = readonly { code: string; id: string; input: DutyInput }[];

export function commitAdoption(visit: Visit, batch: string, wanted: Wanted) {
  const { tenant, reader, cause } = visit;
  const people = wanted
    .flatMap(({ input }) => [input.owner, input.deputy, input.checker, ...input.participants])
    .flatMap((id) => id ?? []);
  return visit.commit({
    id: batch,
    cause,
    keys: [setKey],
    seals: [dutyHolder],
    load: async (tx) => {
      const [actor, named, set, choices, company] = await Promise.all([
        memberById(tx, tenant, reader.id),
        membersById(tx, tenant, [...new Set(people)]),
        startingSetOf(tx, tenant),
        choicesOf(tx, tenant),
        companyOf(tx, tenant),
      ]);
      const schedule = officeSchedule(company, company);
      return { actor, people: named, set, choices, duties: new Map(), schedule };
    },
    decide: adopt({ by: reader.id, batch, wanted }),
    save: (tx, next) => saveChange(tx, tenant, next, visit.now()),
  });
}

/** The decision about one suggestion, or those that were taken together. */
function taken(choices: ReadonlyMap<string, Choice>, what: string): Choice[] {
  return [...choices.values()].filter(({ code, batch }) => (templateOf(what) ? code : batch) === what);
}

/** Takes back one decision, by its code, or all that were taken together. */
export function commitUndo(visit: Visit, what: string) {
  const { tenant, reader, cause } = visit;
  return visit.commit({
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [setKey],
    seals: [dutyHolder],
    load: async (tx) => {
      const [actor, set, choices] = await Promise.all([
        memberById(tx, tenant, reader.id),
        startingSetOf(tx, tenant),
        choicesOf(tx, tenant),
      ]);
      const ids = [...choices.values()].flatMap(({ duty }) => duty ?? []);
      const [duties, lived] = await Promise.all([dutiesById(tx, tenant, ids), livedOf(tx, tenant, ids)]);
      return { actor, set, choices, duties, lived };
    },
    // What somebody does of one of these at the same moment is seen, or waits until it has ended.
    guards: ({ choices }) => taken(choices, what).flatMap(({ duty }) => duty ?? []),
    decide: (state) =>
      reopen({ by: reader.id, codes: taken(state.choices, what).map(({ code }) => code) })(state),
    save: (tx, next) => saveChange(tx, tenant, next, visit.now()),
  });
}

export function commitDecline(visit: Visit, batch: string, code: string, reason: FreeText) {
  const { tenant, reader, cause } = visit;
  return visit.commit({
    id: batch,
    cause,
    keys: [setKey],
    seals: [dutyHolder],
    load: async (tx) => {
      const [actor, set, choices] = await Promise.all([
        memberById(tx, tenant, reader.id),
        startingSetOf(tx, tenant),
        choicesOf(tx, tenant),
      ]);
      return { actor, set, choices, duties: new Map() };
    },
    decide: decline({ by: reader.id, batch, code, reason }),
    save: (tx, next) => saveChange(tx, tenant, next, visit.now()),
  });
}

export function commitPosts(visit: Visit, id: string, posts: Posts) {
  const { tenant, reader, cause } = visit;
  return visit.commit({
    ...{ id, cause, keys: [setKey] },
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      set: await startingSetOf(tx, tenant),
      people: await membersById(tx, tenant, [...new Set(Object.values(posts))]),
    }),
    decide: namePosts({ by: reader.id, posts }),
    save: (tx, next) => saveStartingSet(tx, tenant, next),
  });
}
