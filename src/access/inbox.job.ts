import { owe } from '../attention/owed.store.ts';
import { dataSetById } from '../catalog/data-set.store.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { memberById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { button } from '../slack/blocks.ts';
import type { OwedKind, Subscriber } from '../slack/capability.ts';
import { act } from './button.view.ts';
import { inboxText } from './inbox.text.ts';
import { inboxIds, requestById } from './request.store.ts';
import { undecided } from './request.ts';
import { askedFor } from './road.store.ts';

const kind = 'access.waiting';

/** A request came, or came again: whoever decides on it has its card at once, and a line of the next mornings for as long as any waits. */
export const oweWaiting: Subscriber = async (house, event) => {
  const { tenant } = house;
  await house.commit({
    id: derivedId('cmd', tenant, kind, event.id),
    cause: { kind: 'event', id: event.id },
    keys: [],
    load: async (tx) => {
      const request = await requestById(tx, tenant, event.subject);
      const dataSet = request && undecided(request) && (await dataSetById(tx, tenant, request.dataSet));
      return request && dataSet ? askedFor(tx, tenant, dataSet, request) : [];
    },
    decide: (people) => ({ next: people, events: [] }),
    save: async (tx, people) => {
      for (const person of [...people].sort())
        await owe(tx, tenant, { kind, person, subject: person, dueAt: event.at });
    },
  });
};

/** How many requests wait for somebody: one line, however many they are. */
export const waitingOwed: OwedKind = {
  priority: 'approval',
  manner: 'digest',
  repeats: true,
  stillOwed: async (tx, { tenant, person }, now) =>
    isEmployee(await memberById(tx, tenant, person)) && (await inboxIds(tx, tenant, person, now)).length > 0,
  lines: async (tx, tenant, owed, { locale }, now) => {
    const [one] = owed;
    const waiting = one ? await inboxIds(tx, tenant, one.person, now) : [];
    if (!one || waiting.length === 0) return new Map();
    const line = {
      text: mrkdwn(inboxText, locale, 'waits.line', { count: waiting.length }),
      button: button({
        id: `${act.list}.pending`,
        text: plain(inboxText, locale, 'waits.show'),
        value: 'pending',
      }),
      shows: waiting.slice(0, 50).map(({ id }) => id),
    };
    return new Map([[one.id, line]]);
  },
};
