import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { memberById } from '../people/member.store.ts';
import { holds } from '../people/member.ts';
import type { House, Subscriber } from '../slack/capability.ts';
import { climbAgain, climbOn } from './climb.store.ts';
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

/** Somebody who left, or is no employee any more, is told of nothing that is late: it climbs on. */
const onGone: Subscriber = (house, event) =>
  quietly(house, event, async (tx) => {
    await lookAgain(tx, house.tenant, event.subject, house.now());
    await climbOn(tx, house.tenant, event.subject, house.now());
  });

/**
 * Who stands on a rung is another: what is late goes on to whoever does now, and no more to whoever did. Each is judged from the rows, so that
 * a change that has been undone meanwhile does nothing.
 */
const onRoles: Subscriber = (house, event) =>
  quietly(house, event, async (tx) => {
    const { tenant } = house;
    const [now, of] = [house.now(), event.subject];
    const { rolesBefore, managerBefore } = event.data;
    const member = await memberById(tx, tenant, of);
    const was = Array.isArray(rolesBefore) && rolesBefore.includes('privacy_officer');
    const is = holds(member, 'privacy_officer');
    if (was && !is) await climbOn(tx, tenant, of, now, { rung: 'officer' });
    if (is && !was) await climbAgain(tx, tenant, now, { rung: 'officer' });
    const manager = member?.manager ?? null;
    if (manager === managerBefore) return;
    if (typeof managerBefore === 'string')
      await climbOn(tx, tenant, managerBefore, now, { rung: 'manager', of });
    if (manager !== null) await climbAgain(tx, tenant, now, { rung: 'manager', of });
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
  'people.standing_changed': onGone,
  'people.roles_set': onRoles,
  'people.company_changed': onCompany,
};
