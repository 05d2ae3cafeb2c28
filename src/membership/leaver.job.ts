import { owe } from '../attention/owed.store.ts';
import { nameOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { eventById } from '../ledger/event.store.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { holds, isEmployee } from '../people/member.ts';
import { actions, button, clip, mention, section } from '../slack/blocks.ts';
import type { Blocks, Capability, OwedKind, Subscriber } from '../slack/capability.ts';
import type { LeftPart } from '../slack/left.ts';
import { type LeftBehind, leftBehind, leftCount } from './leaver.store.ts';
import { welcomeText } from './welcome.text.ts';

const kind = 'membership.leaver';
/** The forms of a data set and of a person: of the capability that has them, by their names in the routes. */
const editSet = 'data.edit';
const editPerson = 'people.edit';

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

const leaverOf = (subject: string): string => subject.split(' ')[0] ?? '';

type Others = readonly Pick<Capability, 'leaves'>[];

/** Here, and in the other capabilities: ids of records, a thing to hand over each, and how it is said. */
async function allLeft(tx: Tx, others: Others, tenant: string, subject: string) {
  const [person = '', eventId = ''] = subject.split(' ');
  const since = (await eventById(tx, tenant, eventId))?.at ?? new Date(0);
  const own = await leftBehind(tx, tenant, person);
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
      ...left.stoodInFor,
      ...left.cases,
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
        ...parts(left, reader),
        ...say(reader).flatMap((part, n) => otherPart(part, n, reader)),
      ],
      shows,
      open: true,
    };
  },
});

/** Enough for a firm of this size; the rest is in the lists of data and people. */
const mostShown = 15;

function parts(left: LeftBehind, reader: Reader): Blocks {
  const { locale } = reader;
  const more = (count: number) =>
    count > mostShown ? [`• ${plain(welcomeText, locale, 'leaver.more', { count: count - mostShown })}`] : [];
  const sets = (key: 'leaver.owned' | 'leaver.approver', some: readonly DataSet[]): Blocks => {
    if (some.length === 0) return [];
    const lines = some.slice(0, mostShown).map((set) =>
      mrkdwn(welcomeText, locale, left.undecided.has(set.id) ? 'leaver.setNobody' : 'leaver.set', {
        name: nameOf(set, locale),
      }),
    );
    const buttons = some.slice(0, mostShown).map((set) =>
      button({
        id: `${editSet}#${set.id}`,
        text: plain(welcomeText, locale, 'leaver.hand', { name: clip(nameOf(set, locale), 50) }),
        value: set.id,
      }),
    );
    return [
      section([plain(welcomeText, locale, key), ...lines, ...more(some.length)].join('\n')),
      actions(key, ...buttons),
    ];
  };
  const row = (items: readonly Markup[]): Markup => {
    const shown = items.slice(0, mostShown).map(({ markup }) => markup);
    const rest = items.length - shown.length;
    if (rest > 0) shown.push(plain(welcomeText, locale, 'leaver.more', { count: rest }));
    return { markup: shown.join(locale === 'zh' ? '、' : ', ') };
  };
  const { reports, cases, stoodInFor } = left;
  return [
    ...sets('leaver.owned', left.owned),
    ...sets('leaver.approver', left.approved),
    ...(reports.length > 0
      ? [
          section(
            mrkdwn(welcomeText, locale, 'leaver.people', {
              people: row(reports.map(({ id }) => mention(id))),
            }),
          ),
          actions(
            'leaver.people',
            ...reports.slice(0, mostShown).map(({ id, name }) =>
              button({
                id: `${editPerson}#${id}`,
                text: plain(welcomeText, locale, 'leaver.person', { name: clip(name, 50) }),
                value: id,
              }),
            ),
          ),
        ]
      : []),
    ...(cases.length > 0
      ? [
          section(
            mrkdwn(welcomeText, locale, 'leaver.cases', {
              cases: row(cases.map((number) => ({ markup: `\`${number}\`` }))),
            }),
          ),
        ]
      : []),
    ...(stoodInFor.length > 0
      ? [section(mrkdwn(welcomeText, locale, 'leaver.deputy', { people: row(stoodInFor.map(mention)) }))]
      : []),
  ];
}

function otherPart({ title, lines }: LeftPart, n: number, { locale }: Reader): Blocks {
  const shown = lines.slice(0, mostShown);
  const rest = lines.length - shown.length;
  const more = rest > 0 ? [`• ${plain(welcomeText, locale, 'leaver.more', { count: rest })}`] : [];
  const buttons = shown.flatMap((line) => line.button ?? []);
  return [
    section([title, ...shown.map(({ text }) => `• ${text}`), ...more].join('\n')),
    ...(buttons.length > 0 ? [actions(`leaver.other.${n}`, ...buttons)] : []),
  ];
}
