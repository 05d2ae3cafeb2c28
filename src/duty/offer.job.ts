import { owe } from '../attention/owed.store.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { holdersOf } from '../people/member.store.ts';
import { button } from '../slack/blocks.ts';
import type { House, OwedKind, OwedLine } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { choicesOf, closeWaiting, saveStartingSet, startingSetOf } from './adopt.store.ts';
import { adoptText } from './adopt.text.ts';
import { offer, setKey } from './adopt.ts';
import { setAct } from './adopt.view.ts';
import { dutiesById, standIns } from './duty.store.ts';
import { titleOf } from './duty.view.ts';
import type { Others } from './meeting.job.ts';
import { inOneStatement, stillHere, suggestionsOpen } from './owed.store.ts';
import { retireRule } from './rule.job.ts';
import { startingSet } from './starting-set.data.ts';

export const offerKind = 'duty.offer';
export const takenKind = 'duty.taken_over';

/** Tells the officers of suggestions they do not know yet, once there is an officer: all of them at first, later only what is new. */
export async function offerDue(house: House): Promise<void> {
  const { tenant } = house;
  const codes = startingSet.map(({ code }) => code);
  const { set, officers } = await house.read(async (tx) => ({
    set: await startingSetOf(tx, tenant),
    officers: await holdersOf(tx, tenant, 'privacy_officer'),
  }));
  const known = new Set(set.offers.flat());
  if (officers.length === 0 || codes.every((code) => known.has(code))) return;
  const now = house.now();
  await house.commit({
    id: derivedId('cmd', tenant, 'duty.offer', now.toISOString()),
    cause: { kind: 'tick', id: 'duty.offer' },
    keys: [setKey],
    load: async (tx) => ({ set: await startingSetOf(tx, tenant) }),
    decide: offer({ codes }),
    save: async (tx, next) => {
      await saveStartingSet(tx, tenant, next);
      for (const person of officers)
        await owe(tx, tenant, { kind: offerKind, person, subject: setKey, dueAt: now });
    },
  });
}

/** A line of the officer's digest while suggestions are open; gone through, it is not said again. */
export const offerOwed: OwedKind = {
  priority: 'duty',
  manner: 'digest',
  repeats: true,
  mayStop: true,
  ...inOneStatement(suggestionsOpen(startingSet.map(({ code }) => code))),
  lines: async (tx, tenant, owed, { locale }) => {
    const [choices, set] = await Promise.all([choicesOf(tx, tenant), startingSetOf(tx, tenant)]);
    const count = startingSet.filter(({ code }) => !choices.has(code)).length;
    const line: OwedLine = {
      text: plain(adoptText, locale, set.offers.length > 1 ? 'offer.lineNew' : 'offer.line', { count }),
      button: button({
        id: `${setAct.open}#digest`,
        text: plain(adoptText, locale, 'offer.open'),
        value: 'all',
      }),
      shows: [setKey],
    };
    return new Map(count === 0 ? [] : owed.map(({ id }) => [id, line]));
  },
};

/**
 * Ends what stood in for a capability that has come: all its controls are among those the capabilities make evidence for. What a person
 * has open of it by now goes with it; its owner is told in one line.
 */
export async function interimDue(house: House, others: Others): Promise<void> {
  const { tenant } = house;
  const made = others().flatMap(({ controls }) => controls ?? []);
  await settleDue(
    house,
    (limit) => house.read((tx) => standIns(tx, tenant, made, limit)),
    async (id) => {
      const act = { cause: { kind: 'tick' as const, id: 'duty.interim' }, by: null, duty: id };
      const outcome = await retireRule(house, act, 'capability');
      if (outcome.kind === 'refused') return;
      await tellOwner(house, id);
    },
  );
}

async function tellOwner(house: House, duty: string): Promise<void> {
  const { tenant } = house;
  await house.commit({
    id: derivedId('cmd', tenant, 'duty.taken_over', duty),
    cause: { kind: 'tick', id: 'duty.interim' },
    keys: [duty],
    load: async (tx) => (await dutiesById(tx, tenant, [duty])).get(duty),
    decide: (state) => ({ next: state, events: [] }),
    save: async (tx, next) => {
      await closeWaiting(tx, tenant, duty, house.now());
      if (!next?.owner) return;
      await owe(tx, tenant, { kind: takenKind, person: next.owner, subject: duty, dueAt: house.now() });
    },
  });
}

/** That a duty has ended because Shoumi makes its evidence itself: said once. */
export const takenOwed: OwedKind = {
  priority: 'duty',
  manner: 'digest',
  ...inOneStatement(stillHere),
  lines: async (tx, tenant, owed, { locale }) => {
    const duties = await dutiesById(
      tx,
      tenant,
      owed.map(({ subject }) => subject),
    );
    return new Map(
      owed.flatMap(({ id, subject }): [string, OwedLine][] => {
        const duty = duties.get(subject);
        if (!duty) return [];
        const text = mrkdwn(adoptText, locale, 'taken.line', { title: titleOf(duty, locale) });
        return [[id, { text, shows: [subject] }]];
      }),
    );
  },
};
