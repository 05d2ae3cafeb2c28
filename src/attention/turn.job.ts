import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { House, Subscriber } from '../slack/capability.ts';
import { climbOn } from './climb.store.ts';
import { lookAgain, saveReturn } from './turn.store.ts';

/** A person's calendar changed, or the company's: turns that wait are looked at again, and move with it. */
const onPerson: Subscriber = (house, event) => look(house, event, event.subject);
const onCompany: Subscriber = (house, event) => look(house, event, null);

function look(house: House, event: DomainEvent, person: string | null): Promise<void> {
  return quietly(house, event, (tx) => lookAgain(tx, house.tenant, person, house.now()));
}

/** Back from an absence: there is something to catch up with. */
const onBack: Subscriber = async (house, event) => {
  const { absence } = event.data;
  if (typeof absence !== 'string') return;
  await quietly(house, event, (tx) => saveReturn(tx, house.tenant, event.subject, absence, house.now()));
};

/** Nobody is told of what is late by somebody who left: it climbs on. */
const onGone: Subscriber = (house, event) =>
  quietly(house, event, async (tx) => {
    await lookAgain(tx, house.tenant, event.subject, house.now());
    await climbOn(tx, house.tenant, event.subject, house.now());
  });

/** A change that is no event: nothing was decided, only looked at sooner. */
async function quietly(
  house: House,
  event: DomainEvent,
  save: (tx: Parameters<typeof lookAgain>[0]) => Promise<void>,
) {
  await house.commit({
    id: derivedId('cmd', house.tenant, 'attention.look', event.id),
    cause: { kind: 'event', id: event.id },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: undefined, events: [] }),
    save,
  });
}

/** Events after which turns are looked at again. */
export const onCalendarChanged: Readonly<Record<string, Subscriber>> = {
  'people.preferences_set': onPerson,
  'people.zone_changed': onPerson,
  'people.away_recorded': onPerson,
  'people.away_changed': onPerson,
  'people.away_began': onPerson,
  'people.away_cancelled': onPerson,
  'people.away_ended': onBack,
  'people.left': onGone,
  'people.returned': onPerson,
  'people.standing_changed': onPerson,
  'people.company_changed': onCompany,
};
