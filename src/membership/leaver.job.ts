import { owe } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn } from '../kernel/message.ts';
import { eventById } from '../ledger/event.store.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { holds, isEmployee } from '../people/member.ts';
import { mention, section } from '../slack/blocks.ts';
import type { Capability, House, OwedKind, Subscriber } from '../slack/capability.ts';
import { lastingRoles, leaversSince, leftBehind, leftCount } from './leaver.store.ts';
import { leftBlocks, otherPart } from './leaver.view.ts';
import { welcomeText } from './welcome.text.ts';

const kind = 'membership.leaver';

/** Somebody left, or is no employee any more: every admin is told what is to be handed over, when they next work. */
export const oweLeaver: Subscriber = async (house, event) => {
  const { tenant } = house;
  await house.commit({
    id: derivedId('cmd', tenant, 'leaver', event.id),
    cause: { kind: 'event', id: event.id },
    keys: [`leaver:${event.subject}`],
    load: async (tx) => ({
      gone: !isEmployee(await memberById(tx, tenant, event.subject)),
      admins: await holdersOf(tx, tenant, 'admin'),
    }),
    decide: ({ gone, admins }) => ({ next: gone ? admins : [], events: [] }),
    save: async (tx, admins) => {
      const subject = `${event.subject} ${event.id}`;
      for (const person of admins) await owe(tx, tenant, { kind, person, subject, dueAt: house.now() });
    },
  });
};

/** So long ago somebody may have left and still be told of to an admin who is new; and so many of them, the latest. */
const newAdmin = { days: 180, most: 100 };

/**
 * Somebody's roles were set. A new admin is told of what people left who went before, where no other admin who is here was: the last one may
 * have been among them. And where somebody took over a role that nobody had, the list of who had it says so.
 */
export const onRolesSet =
  (others: Others): Subscriber =>
  async (house, event) => {
    const { tenant } = house;
    const { rolesBefore } = event.data;
    const had = (role: string) => Array.isArray(rolesBefore) && rolesBefore.includes(role);
    const since = new Date(house.now().getTime() - newAdmin.days * 86_400_000);
    const found = await house.read(async (tx) => {
      const member = await memberById(tx, tenant, event.subject);
      const gained = lastingRoles.filter((role) => holds(member, role) && !had(role));
      const admin = holds(member, 'admin') && !had('admin');
      const filled: string[] = [];
      for (const role of gained) if ((await holdersOf(tx, tenant, role)).length === 1) filled.push(role);
      if (!admin && filled.length === 0) return { filled: [], untold: [] };
      const leavers = await leaversSince(tx, tenant, { since, limit: newAdmin.most });
      const untold: string[] = [];
      for (const { subject, told } of admin ? leavers : [])
        if (!told && (await allLeft(tx, others, tenant, subject)).count > 0) untold.push(subject);
      return {
        untold,
        filled: leavers.flatMap(({ person, roles }) =>
          filled.filter((role) => roles.includes(role)).map((role) => ({ person, role })),
        ),
      };
    });
    if (found.untold.length + found.filled.length > 0) await saveTold(house, event.id, event.subject, found);
  };

function saveTold(
  house: House,
  eventId: string,
  to: string,
  found: {
    readonly untold: readonly string[];
    readonly filled: readonly { readonly person: string; readonly role: string }[];
  },
) {
  const { tenant } = house;
  return house.commit({
    id: derivedId('cmd', tenant, 'leaver.roles', eventId),
    cause: { kind: 'event', id: eventId },
    keys: [`leaver:${to}`],
    load: async () => undefined,
    decide: () => ({
      next: found.untold,
      events: found.filled.map(({ person, role }) => ({
        ...{ type: 'people.role_filled', version: 1, subject: person },
        data: { role, to },
      })),
    }),
    save: async (tx, untold) => {
      for (const subject of untold) await owe(tx, tenant, { kind, person: to, subject, dueAt: house.now() });
    },
  });
}

const leaverOf = (subject: string): string => subject.split(' ')[0] ?? '';

type Others = readonly Pick<Capability, 'leaves'>[];

/** Here, and in the other capabilities: ids of records, a thing to hand over each, and how it is said. */
async function allLeft(tx: Tx, others: Others, tenant: string, subject: string) {
  const [person = '', eventId = ''] = subject.split(' ');
  const event = await eventById(tx, tenant, eventId);
  const since = event?.at ?? new Date(0);
  const own = await leftBehind(tx, tenant, person, event?.data.rolesBefore);
  const parts = await Promise.all(
    others.flatMap(({ leaves }) => (leaves ? [leaves(tx, { tenant, person, since })] : [])),
  );
  const records = parts.flatMap((part) => part.records);
  return {
    own,
    records,
    count: leftCount(own) + records.length,
    say: (reader: Reader) => parts.flatMap((part) => part.say(reader)),
  };
}

/** What a leaver left, of the admins; with what they left in the `others`. */
export const leaverOwed = (others: Others): OwedKind => ({
  priority: 'duty',
  manner: 'alone',
  stillOwed: async (tx, { tenant, person, subject }) => {
    const gone = leaverOf(subject);
    const [admin, member] = await Promise.all([memberById(tx, tenant, person), memberById(tx, tenant, gone)]);
    if (!holds(admin, 'admin') || isEmployee(member)) return false;
    return (await allLeft(tx, others, tenant, subject)).count > 0;
  },
  render: async (tx, { tenant, subject }, reader) => {
    const gone = leaverOf(subject);
    const { locale } = reader;
    const who = mention(gone);
    const { own: left, records, count, say } = await allLeft(tx, others, tenant, subject);
    const back = isEmployee(await memberById(tx, tenant, gone));
    const shows = [
      gone,
      ...[...left.owned, ...left.approved].map(({ id }) => id),
      ...left.reports.map(({ id }) => id),
      ...left.stoodInFor.map(({ member }) => member.id),
      ...left.cases.map(({ number }) => number),
      ...records,
    ];
    if (back || count === 0) {
      const text = mrkdwn(welcomeText, locale, back ? 'leaver.back' : 'leaver.over', { who });
      return { text, blocks: [section(text)], shows, open: false };
    }
    return {
      text: mrkdwn(welcomeText, locale, 'leaver.lockScreen', { who, count }),
      blocks: [
        section(mrkdwn(welcomeText, locale, 'leaver.title', { who })),
        ...leftBlocks(left, reader),
        ...say(reader).flatMap((part, n) => otherPart(part, n, reader)),
      ],
      shows,
      open: true,
    };
  },
});
