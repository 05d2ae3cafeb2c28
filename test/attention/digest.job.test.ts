import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestById, itemsOf } from '../../src/attention/digest.store.ts';
import { lateKind } from '../../src/attention/late.job.ts';
import { attentionCapability } from '../../src/attention/owed.job.ts';
import { owe, owedById, owedId, oweNoMore, saveOwed } from '../../src/attention/owed.store.ts';
import { savePutOff } from '../../src/attention/put-off.store.ts';
import type { PutOff } from '../../src/attention/put-off.ts';
import { read } from '../../src/database/read.ts';
import type { DomainEvent } from '../../src/kernel/event.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { saveAbsence } from '../../src/people/absence.store.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { companyDefaults } from '../../src/people/company.ts';
import { saveMembers } from '../../src/people/member.store.ts';
import { noPreferences } from '../../src/people/preference.ts';
import { savePreferences } from '../../src/people/schedule.store.ts';
import type { Capability, House, OwedKind } from '../../src/slack/capability.ts';
import { cardByKey, cardId, saveCard, saveShows } from '../../src/slack/card.store.ts';
import { person } from '../access/world.ts';
import { ledgerOn } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { sh } from './world.ts';

const tenant = 'T1';
let fresh: FreshDatabase;
let now = sh('2026-11-26T08:00');
/** Subjects of which nothing is left to do. */
let over = new Set<string>();
/** What somebody does just when their digest is made: after it was read what they are owed, before it is written. */
let meanwhile: (() => Promise<unknown>) | undefined;

const line: OwedKind = {
  priority: 'duty',
  manner: 'digest',
  repeats: true,
  stillOwed: async (_tx, { subject }) => !over.has(subject),
  lines: async (_tx, _tenant, owed) =>
    new Map(owed.map(({ id, subject }) => [id, { text: `do ${subject}`, shows: [subject] }])),
};
const thing: Capability = {
  name: 'thing',
  texts: [],
  owes: {
    'thing.todo': line,
    'thing.many': {
      ...line,
      stillOwedOf: async (_tx, _tenant, owed) => {
        await meanwhile?.();
        return new Set(owed.filter(({ subject }) => !over.has(subject)).map(({ id }) => id));
      },
    },
    'thing.alone': { ...line, manner: 'alone', repeats: false },
    'thing.again': { ...line, manner: 'alone' },
  },
};
const attention = attentionCapability([thing]);

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  now = sh('2026-11-26T08:00');
  over = new Set();
  meanwhile = undefined;
  await fresh.database
    .sql`truncate owed, put_off, digest, card, card_shows, attention_turn, event, event_private, outbox, absence, member, company`;
  const here = { tz: 'Asia/Shanghai' };
  await saveMembers(fresh.database, tenant, [
    person('ULIN', { ...here, manager: 'UMAN' }),
    person('UMAN', here),
    person('UOFF', { ...here, roles: ['privacy_officer'] }),
    person('UEVA', { tz: 'Europe/London' }),
  ]);
});

function house(): House {
  const ledger = { ...ledgerOn(fresh.database), now: () => now };
  return {
    tenant,
    now: () => now,
    log: logger({ level: 'silent' }),
    read: (work) => read(fresh.database, tenant, work),
    commit: (command) => commit(ledger, tenant, command),
  };
}
const tick = async (at?: string) => {
  if (at) now = sh(at);
  await attention.due?.(house());
};
const add = (subject: string, more: Partial<Parameters<typeof owe>[2]> = {}) =>
  owe(fresh.database, tenant, { kind: 'thing.todo', person: 'ULIN', subject, dueAt: now, ...more });
const digests = async (who = 'ULIN') => {
  const rows = await fresh.database.sql<
    { id: string }[]
  >`select id from digest where person = ${who} order by day`;
  return Promise.all(
    rows.map(async ({ id }) => {
      const digest = await digestById(fresh.database, tenant, id);
      if (!digest) throw new Error(id);
      const items = await itemsOf(fresh.database, tenant, digest);
      return [digest.day, digest.occasion, ...items.map(({ subject }) => subject)];
    }),
  );
};
const row = (subject: string, kind = 'thing.todo', who = 'ULIN') =>
  owedById(fresh.database, tenant, owedId(tenant, { kind, person: who, subject }));
const told = async () =>
  (
    await fresh.database.sql<
      { type: string; about: string }[]
    >`select type, data_json ->> 'about' as about from event order by at`
  ).map(({ type, about }) => (about ? `${type} ${about}` : type));
const hear = (type: string, subject: string, data = {}) =>
  attention.on?.[type]?.(house(), {
    id: `${type} ${now.toISOString()}`,
    type,
    subject,
    data,
  } as unknown as DomainEvent);

describe('a morning’s digest', () => {
  it('comes once, at the person’s hour, with everything that is owed by then', async () => {
    await add('a');
    await add('b', { kind: 'thing.many' });
    await add('c', { person: 'UEVA' });
    await tick();
    expect(await digests()).toEqual([]);
    await tick('2026-11-26T09:00');
    await tick();
    await tick('2026-11-26T12:00');
    expect(await digests()).toEqual([['2026-11-26', 'morning', 'a', 'b']]);
    expect(await digests('UEVA')).toEqual([]);
    await tick('2026-11-26T17:00');
    expect(await digests('UEVA')).toEqual([['2026-11-26', 'morning', 'c']]);
    expect(await told()).toEqual(['attention.digested', 'attention.digested']);
  });

  it('comes on the days that each person works: make-up Sundays in China alone, and an own week', async () => {
    // Sunday 20 September 2026 is worked in China; the Saturday before and the Monday after are as everywhere.
    now = sh('2026-09-19T08:00');
    const sunday = { ...noPreferences, days: [1, 2, 3, 4, 7], holidays: 'AE' as const };
    await savePreferences(fresh.database, tenant, 'UMAN', { ...noPreferences, days: [2, 3] });
    await savePreferences(fresh.database, tenant, 'UOFF', sunday);
    for (const who of ['ULIN', 'UEVA', 'UMAN', 'UOFF']) await add('a', { person: who });
    for (let hour = 0; hour < 5 * 24; hour += 1) {
      now = new Date(sh('2026-09-19T08:00').getTime() + hour * 3_600_000);
      await tick();
    }
    const first = async (who: string) => (await digests(who))[0]?.[0];
    expect(await first('ULIN')).toBe('2026-09-20');
    expect(await first('UEVA')).toBe('2026-09-21');
    expect(await first('UMAN')).toBe('2026-09-22');
    expect(await first('UOFF')).toBe('2026-09-20');
  });

  it('is repeated ever more rarely, and ends when it is done', async () => {
    await add('a');
    const days: string[] = [];
    for (let day = 0; day < 30; day += 1) {
      now = new Date(sh('2026-11-26T09:00').getTime() + day * 86_400_000);
      await tick();
    }
    for (const [day] of await digests()) days.push(String(day));
    expect(days).toEqual(['2026-11-26', '2026-11-27', '2026-12-01', '2026-12-07', '2026-12-16']);
    await oweNoMore(fresh.database, tenant, { subject: 'a' });
    await tick('2026-12-24T09:00');
    expect(await digests()).toHaveLength(5);
    expect((await row('a'))?.state).toBe('done');
  });

  it('leaves out what was done meanwhile, and is not made for nothing', async () => {
    await add('a');
    await add('b');
    await tick();
    over.add('a');
    await oweNoMore(fresh.database, tenant, { subject: 'b', person: 'ULIN' });
    await tick('2026-11-26T09:00');
    expect([await digests(), (await row('a'))?.state]).toEqual([[], 'dropped']);
    expect(await told()).toEqual(['attention.dropped a']);
  });

  it('goes to whom it was passed on, not to whom it was taken from', async () => {
    await add('a');
    await oweNoMore(fresh.database, tenant, { subject: 'a', person: 'ULIN' });
    await add('a', { person: 'UMAN' });
    await tick('2026-11-26T09:00');
    expect([await digests(), await digests('UMAN')]).toEqual([[], [['2026-11-26', 'morning', 'a']]]);
    // Given back, it is owed again.
    await oweNoMore(fresh.database, tenant, { subject: 'a' });
    await add('a');
    await tick('2026-11-27T09:00');
    expect(await digests()).toEqual([['2026-11-27', 'morning', 'a']]);
  });

  it('begins anew when it moves, and not when it is owed again as it was', async () => {
    await add('a', { dueAt: sh('2026-11-26T08:00') });
    await tick('2026-11-26T09:00');
    await add('a', { dueAt: sh('2026-11-26T08:00') });
    expect((await row('a'))?.times).toBe(1);
    await add('a', { dueAt: sh('2026-12-03T08:00') });
    await tick('2026-11-27T09:00');
    await tick('2026-12-03T09:00');
    expect(await digests()).toEqual([
      ['2026-11-26', 'morning', 'a'],
      ['2026-12-03', 'morning', 'a'],
    ]);
  });

  it('leaves as it is what was put off or moved just then', async () => {
    const until = sh('2026-11-26T11:00');
    for (const subject of ['fresh', 'moved', 'told']) await add(subject, { kind: 'thing.many' });
    await saveOwed(fresh.database, tenant, {
      ...((await row('told', 'thing.many')) as NonNullable<Awaited<ReturnType<typeof row>>>),
      ...{ state: 'listed', times: 1 },
    });
    meanwhile = async () => {
      meanwhile = undefined;
      await add('moved', { kind: 'thing.many', dueAt: until });
      for (const subject of ['fresh', 'told']) {
        const owed = await row(subject, 'thing.many');
        if (owed)
          await saveOwed(fresh.database, tenant, { ...owed, state: 'owed', asked: true, dueAt: until });
      }
    };
    await tick('2026-11-26T09:00');
    for (const subject of ['fresh', 'moved', 'told'])
      expect(await row(subject, 'thing.many')).toMatchObject({ state: 'owed', dueAt: until });
  });

  it('comes to everybody, however many pages of them there are, with what fell due at any time', async () => {
    const many = Array.from({ length: 450 }, (_, n) => `U${1000 + n}`);
    await saveMembers(
      fresh.database,
      tenant,
      many.map((id) => person(id, { tz: 'Asia/Shanghai' })),
    );
    for (const dueAt of [sh('2026-11-25T18:00'), sh('2026-11-26T09:00')])
      await fresh.database.sql`
        insert into owed (id, tenant, kind, person, subject, first_at, due_at, state)
        select 'owe_' || person || ${dueAt.toISOString()}, ${tenant}, 'thing.todo', person, 'x', ${dueAt}, ${dueAt}, 'owed'
        from unnest(${many}::text[]) person`;
    await tick('2026-11-26T09:00');
    const made = await fresh.database.sql<
      { person: string; items: string[] }[]
    >`select person, items from digest`;
    expect(new Set(made.map((digest) => digest.person))).toEqual(new Set(many));
    expect(made.every(({ items }) => items.length === 2)).toBe(true);
    expect(await fresh.database.sql`select id from owed where state = 'owed'`).toHaveLength(0);
  });

  it('is made once by many processes at the same moment', async () => {
    const people = Array.from({ length: 700 }, (_, n) => person(`UX${n}`, { tz: 'Asia/Shanghai' }));
    await saveMembers(fresh.database, tenant, people);
    await fresh.database.sql`
      insert into owed (id, tenant, kind, person, subject, due_at, state)
      select 'owe_' || p || '_' || n, ${tenant}, 'thing.many', 'UX' || p, 's' || n, ${now}, 'owed'
      from generate_series(0, 699) p, generate_series(1, 3) n`;
    now = sh('2026-11-26T09:00');
    await Promise.all([1, 2, 3].map(() => attention.due?.(house())));
    await tick();
    const [counted] = await fresh.database.sql`
      select count(*)::int as digests, count(distinct person)::int as people, sum(cardinality(items))::int as items from digest`;
    expect(counted).toEqual({ digests: 700, people: 700, items: 2_100 });
    expect((await told()).length).toBe(700);
  });

  it('moves with another zone or setting, and never comes twice on one local day', async () => {
    await add('a');
    await tick();
    await fresh.database
      .sql`update member set digest_at = '08:30', hours = '{"from":"08:00","to":"17:00"}' where id = 'ULIN'`;
    await hear('people.preferences_set', 'ULIN');
    await tick('2026-11-26T08:30');
    expect(await digests()).toHaveLength(1);
    await fresh.database.sql`update member set tz = 'Europe/London' where id = 'ULIN'`;
    await hear('people.zone_changed', 'ULIN');
    await add('b');
    // The afternoon of Shanghai is the morning of the same day in London.
    await tick('2026-11-26T16:31');
    expect(await digests()).toHaveLength(1);
    await tick('2026-11-27T16:31');
    expect((await digests()).map(([day]) => day)).toEqual(['2026-11-26', '2026-11-27']);
  });

  it('moves for everybody with the company’s hours', async () => {
    await add('a');
    await tick();
    await saveCompany(fresh.database, tenant, {
      ...companyDefaults,
      hours: { days: [1, 2, 3, 4, 5], from: '08:15', to: '17:00' },
    });
    await hear('people.company_changed', 'company');
    await tick('2026-11-26T08:15');
    expect(await digests()).toHaveLength(1);
  });

  it('waits for the end of do-not-disturb', async () => {
    await add('a');
    await fresh.database
      .sql`update member set dnd_from = ${sh('2026-11-26T08:30')}, dnd_until = ${sh('2026-11-26T10:15')} where id = 'ULIN'`;
    await tick('2026-11-26T09:00');
    expect(await digests()).toEqual([]);
    await tick('2026-11-26T10:15');
    expect(await digests()).toHaveLength(1);
  });

  it('waits for who is outside of the pilot', async () => {
    await saveCompany(fresh.database, tenant, {
      ...companyDefaults,
      pilot: { members: ['UMAN'], groups: [] },
    });
    await add('a');
    await tick('2026-11-26T09:00');
    expect(await digests()).toEqual([]);
    await saveCompany(fresh.database, tenant, companyDefaults);
    await tick('2026-11-27T09:00');
    expect(await digests()).toEqual([['2026-11-27', 'morning', 'a']]);
  });
});

describe('after a leave', () => {
  const away = { id: 'abs_1', member: 'ULIN', firstDay: '2026-11-16', lastDay: '2026-11-25', deputies: [] };
  it('is one message, also when nothing waits, then silence', async () => {
    const span = { from: sh('2026-11-16T00:00'), until: sh('2026-11-26T00:00') };
    await saveAbsence(fresh.database, tenant, {
      ...away,
      ...span,
      source: 'recorded',
      state: 'over',
      recordedBy: 'ULIN',
    });
    now = sh('2026-11-26T00:00');
    await hear('people.away_ended', 'ULIN', { absence: 'abs_1' });
    await tick('2026-11-26T08:00');
    await tick('2026-11-26T09:00');
    await tick('2026-11-27T09:00');
    expect(await digests()).toEqual([['2026-11-26', 'return']]);
  });

  it('is one message also where the morning comes before everybody has heard that they are back', async () => {
    const span = { from: sh('2026-11-16T00:00'), until: sh('2026-11-26T00:00') };
    const over = { state: 'over', source: 'recorded', recordedBy: 'ULIN' } as const;
    await saveAbsence(fresh.database, tenant, { ...away, ...span, ...over });
    await add('a');
    await tick('2026-11-26T09:00');
    await hear('people.away_ended', 'ULIN', { absence: 'abs_1' });
    await tick('2026-11-26T09:05');
    await add('b');
    await tick('2026-11-27T09:00');
    expect(await digests()).toEqual([
      ['2026-11-26', 'return', 'a'],
      ['2026-11-27', 'morning', 'b', 'a'],
    ]);
  });
});

describe('a day’s budget', () => {
  it('holds what is told alone to its number, digest included; the rest goes into the next digest', async () => {
    await saveCompany(fresh.database, tenant, { ...companyDefaults, messagesPerDay: 3 });
    now = sh('2026-11-26T10:00');
    for (const [minute, subject] of ['a', 'b', 'c', 'd'].entries())
      await add(subject, { kind: 'thing.alone', dueAt: sh(`2026-11-26T09:0${minute}`) });
    await tick();
    expect(await told()).toEqual(['attention.told a', 'attention.told b']);
    await tick('2026-11-27T09:00');
    expect(await digests()).toEqual([['2026-11-27', 'morning', 'c', 'd']]);
    for (const [minute, subject] of ['e', 'f', 'g'].entries())
      await add(subject, { kind: 'thing.alone', dueAt: sh(`2026-11-27T09:0${minute}`) });
    await tick('2026-11-27T10:00');
    expect((await told()).slice(3)).toEqual(['attention.told e', 'attention.told f']);
  });

  it('does not count what a person asked for, which comes at its moment and goes on in digests', async () => {
    await saveCompany(fresh.database, tenant, { ...companyDefaults, messagesPerDay: 1 });
    await add('a');
    await tick('2026-11-26T09:00');
    const owed = await row('a');
    if (!owed) throw new Error('nothing is owed');
    await saveOwed(fresh.database, tenant, {
      ...owed,
      state: 'owed',
      asked: true,
      dueAt: sh('2026-11-26T20:00'),
    });
    await tick('2026-11-26T19:59');
    expect(await told()).toEqual(['attention.digested']);
    await tick('2026-11-26T20:00');
    expect(await told()).toEqual(['attention.digested', 'attention.told a']);
    expect(await row('a')).toMatchObject({
      state: 'listed',
      times: 2,
      alone: 1,
      dueAt: sh('2026-11-30T00:00'),
    });
    const card = attention.cards?.[0];
    const reader = { id: 'ULIN', locale: 'en' as const, tz: 'Asia/Shanghai' };
    expect(await card?.audience(fresh.database, tenant, owed.id)).toEqual([
      { reader: 'ULIN', occasion: owed.id },
    ]);
    const face = await card?.render(fresh.database, { tenant, reader, occasion: owed.id, now });
    expect(face).toMatchObject({ text: 'do a', shows: [owed.id, 'a'] });
  });

  it('tells alone first and again in digests where it repeats', async () => {
    await add('a', { kind: 'thing.again' });
    await tick('2026-11-26T09:30');
    expect(await told()).toEqual(['attention.told a']);
    await tick('2026-11-27T09:00');
    expect(await digests()).toEqual([['2026-11-27', 'morning', 'a']]);
  });
});

describe('a digest of long ago', () => {
  it('is forgotten with its card, and nothing of the log; the day after it comes is not', async () => {
    await add('a');
    await tick('2026-11-26T09:00');
    await add('b');
    await tick('2026-11-27T09:00');
    const [first, second] = await fresh.database.sql<{ id: string }[]>`select id from digest order by day`;
    const card = (occasion = '') => cardId(tenant, { kind: 'attention.digest', reader: 'ULIN', occasion });
    for (const one of [first, second]) {
      await saveCard(fresh.database, tenant, {
        ...(await cardByKey(fresh.database, tenant, {
          ...{ kind: 'attention.digest', reader: 'ULIN', occasion: one?.id ?? '' },
        })),
        ...{ channel: 'D1', ts: `1.${one?.id}` },
      });
      await saveShows(fresh.database, tenant, card(one?.id), [one?.id ?? '', 'a']);
    }
    await oweNoMore(fresh.database, tenant, { subject: 'a' });
    await oweNoMore(fresh.database, tenant, { subject: 'b' });
    const left = async () => [
      (await fresh.database.sql`select id from digest order by day`).map(({ id }) => id),
      (await fresh.database.sql`select id from card where kind = 'attention.digest'`).map(({ id }) => id),
      (await fresh.database.sql`select distinct card_id from card_shows`).map((row) => row.card_id),
    ];
    await tick('2027-02-24T08:59');
    expect((await left())[0]).toEqual([first?.id, second?.id]);
    await tick('2027-02-24T09:01');
    expect(await left()).toEqual([[second?.id], [card(second?.id)], [card(second?.id)]]);
    await tick('2027-02-25T09:01');
    expect(await left()).toEqual([[], [], []]);
    expect(await told()).toEqual(['attention.digested', 'attention.digested']);
  });

  it('goes in batches, and by any number of processes once', async () => {
    await fresh.database.sql`
      insert into digest (id, tenant, person, day, occasion, items, made_at)
      select 'dig_' || n, ${tenant}, 'UX' || n, '2026-11-26', 'morning', '{}', ${now} from generate_series(1, 1200) n`;
    now = sh('2027-03-01T09:00');
    await Promise.all([1, 2, 3].map(() => attention.due?.(house())));
    await tick();
    await tick();
    expect((await fresh.database.sql`select id from digest`).length).toBe(0);
  });
});

describe('what was owed and has been over for long', () => {
  const left = async () =>
    (await fresh.database.sql`select subject from owed order by subject`).map(({ subject }) => subject);
  const putOff = (owed: string) => ({
    ...{ owed, until: null, state: 'stands', wasState: 'listed', wasDueAt: now, revision: 1 },
  });

  it('is forgotten with its cards and what was put off of it; what waits or was owed anew is not', async () => {
    for (const subject of ['done', 'waits', 'anew']) await add(subject);
    await add('gone', { kind: 'thing.alone' });
    await add('told', { kind: 'thing.alone' });
    over.add('gone');
    await tick('2026-11-26T10:00');
    expect([(await row('gone', 'thing.alone'))?.state, (await row('told', 'thing.alone'))?.state]).toEqual([
      'dropped',
      'told',
    ]);
    for (const subject of ['done', 'waits', 'told']) {
      const kind = subject === 'told' ? 'thing.alone' : 'thing.todo';
      const owed = await row(subject, kind);
      if (!owed) throw new Error(subject);
      await savePutOff(fresh.database, tenant, { owed, putOff: putOff(owed.id) as PutOff });
      const key = { kind: 'attention.told', reader: 'ULIN', occasion: owed.id };
      const card = { ...(await cardByKey(fresh.database, tenant, key)), channel: 'D1', ts: `1.${subject}` };
      await saveCard(fresh.database, tenant, card);
      await saveShows(fresh.database, tenant, cardId(tenant, key), [owed.id]);
    }
    await oweNoMore(fresh.database, tenant, { subject: 'done' });
    await oweNoMore(fresh.database, tenant, { subject: 'anew' });
    await tick('2026-11-27T08:00');
    await add('anew');

    await tick('2027-02-24T07:00');
    expect(await left()).toEqual(['anew', 'done', 'gone', 'told', 'waits']);
    // Told for good, it stands: it is kept as long as that, with its card.
    await tick('2027-02-26T08:01');
    expect(await left()).toEqual(['anew', 'told', 'waits']);
    const kept = async () => [
      (await fresh.database.sql`select count(*)::int as n from put_off`)[0]?.n,
      (await fresh.database.sql`select count(*)::int as n from card where kind = 'attention.told'`)[0]?.n,
      (await fresh.database.sql`select count(*)::int as n from card_shows`)[0]?.n,
    ];
    expect(await kept()).toEqual([2, 2, 2]);
    over.add('told');
    await tick('2027-05-28T08:02');
    expect(await left()).toEqual(['anew', 'waits']);
    expect(await kept()).toEqual([1, 1, 1]);
  });

  it('goes in batches, by any number of processes, and leaves no event', async () => {
    await fresh.database.sql`
      insert into owed (id, tenant, kind, person, subject, due_at, settled_at, state)
      select 'owe_' || n, ${tenant}, 'thing.todo', 'UX' || n, 's', ${now}, ${now}, (array['done', 'dropped'])[1 + n % 2]
      from generate_series(1, 500) n`;
    now = sh('2027-03-01T09:00');
    await Promise.all([1, 2, 3].map(() => attention.due?.(house())));
    const [first] = await fresh.database.sql`select count(*)::int as n from owed`;
    expect(first?.n).toBeGreaterThanOrEqual(100);
    await tick('2027-03-01T09:01');
    await tick('2027-03-01T09:02');
    expect(await left()).toEqual([]);
    expect(await told()).toEqual([]);
  });
});

describe('what is late', () => {
  const ladder = [
    { to: 'deputy', afterWorkingHours: 1 },
    { to: 'manager', afterWorkingHours: 2 },
    { to: 'officer', afterWorkingHours: 9 },
  ] as const;
  const late = { ladder, deadline: sh('2026-11-26T10:00') };

  it('is one line in the digest of whoever is next, however many there are', async () => {
    for (const subject of ['a', 'b', 'c']) await add(subject, late);
    for (const at of ['09:00', '10:00', '11:00', '12:00']) await tick(`2026-11-26T${at}`);
    expect(await digests('UMAN')).toEqual([]);
    await tick('2026-11-27T09:00');
    expect(await digests('UMAN')).toEqual([['2026-11-27', 'morning', 'ULIN']]);
    const reader = { id: 'UMAN', locale: 'zh' as const, tz: 'Asia/Shanghai' };
    const owed = await row('ULIN', lateKind, 'UMAN');
    if (!owed) throw new Error('nobody was told');
    const { lateOwed } = await import('../../src/attention/late.job.ts');
    const lines = await lateOwed.lines?.(fresh.database, tenant, [{ ...owed, tenant }], reader, now);
    expect(lines?.get(owed.id)).toMatchObject({ text: '<@ULIN> 有 3 件事逾期', shows: ['a', 'b', 'c'] });
  });

  it('is said no more once it was done', async () => {
    await add('a', late);
    for (const at of ['09:00', '10:00', '11:00', '12:00']) await tick(`2026-11-26T${at}`);
    await oweNoMore(fresh.database, tenant, { subject: 'a' });
    await tick('2026-11-27T09:00');
    expect([await digests('UMAN'), (await row('ULIN', lateKind, 'UMAN'))?.state]).toEqual([[], 'dropped']);
  });

  it('goes past a manager who is away to the officer, and on from one who leaves', async () => {
    const span = { from: sh('2026-11-25T00:00'), until: sh('2026-12-05T00:00') };
    const gone = { id: 'abs_2', member: 'UMAN', firstDay: '2026-11-25', lastDay: '2026-12-04', deputies: [] };
    await saveAbsence(fresh.database, tenant, {
      ...gone,
      ...span,
      source: 'recorded',
      state: 'current',
      recordedBy: 'UMAN',
    });
    await add('a', late);
    for (const at of ['10:00', '11:00', '12:00']) await tick(`2026-11-26T${at}`);
    expect((await row('a'))?.risenTo).toBe('UOFF');
    await fresh.database.sql`update member set roles = '[]' where id = 'UOFF'`;
    await fresh.database.sql`update member set roles = '["privacy_officer"]' where id = 'UEVA'`;
    await hear('people.left', 'UOFF');
    await tick();
    expect((await row('a'))?.risenTo).toBeNull();
    await tick('2026-11-27T10:00');
    expect((await row('a'))?.risenTo).toBe('UEVA');
  });

  it('goes on from one who becomes a guest or loses the role, and to the manager there is now', async () => {
    const roles = (id: string, held: string[]) =>
      fresh.database.sql`update member set roles = ${fresh.database.sql.json(held)} where id = ${id}`;
    await add('a', { ...late, ladder: [{ to: 'officer', afterWorkingHours: 1 }] });
    await add('b', { ...late, ladder: [{ to: 'manager', afterWorkingHours: 1 }] });
    await tick('2026-11-26T11:00');
    expect([(await row('a'))?.risenTo, (await row('b'))?.risenTo]).toEqual(['UOFF', 'UMAN']);

    // A role is taken away and given to somebody else; the manager of somebody else is another: nothing of Lin’s.
    await roles('UOFF', []);
    await roles('UEVA', ['privacy_officer']);
    await hear('people.roles_set', 'UEVA', { rolesBefore: [], managerBefore: 'UMAN' });
    await hear('people.roles_set', 'UOFF', { rolesBefore: ['privacy_officer'], managerBefore: null });
    await tick('2026-11-26T11:01');
    expect([(await row('a'))?.risenTo, (await row('b'))?.risenTo]).toEqual(['UEVA', 'UMAN']);

    await fresh.database.sql`update member set manager = 'UOFF' where id = 'ULIN'`;
    await hear('people.roles_set', 'ULIN', { rolesBefore: [], managerBefore: 'UMAN' });
    await tick('2026-11-26T11:02');
    expect([(await row('a'))?.risenTo, (await row('b'))?.risenTo]).toEqual(['UEVA', 'UOFF']);

    await fresh.database.sql`update member set standing = 'guest', roles = '[]' where id = 'UEVA'`;
    await hear('people.standing_changed', 'UEVA');
    await tick('2026-11-26T11:03');
    expect(await row('a')).toMatchObject({ risenTo: null, climbAt: null });
    // Whoever has the role next is told of what nobody could be told.
    await roles('UMAN', ['privacy_officer']);
    now = sh('2026-11-26T13:00');
    await hear('people.roles_set', 'UMAN', { rolesBefore: [], managerBefore: null });
    await tick();
    expect((await row('a'))?.risenTo).toBe('UMAN');
  });

  it('comes to a manager who is named only then, and no sooner than its rung says', async () => {
    await fresh.database.sql`update member set manager = null where id = 'ULIN'`;
    await add('a', { ...late, ladder: [{ to: 'manager', afterWorkingHours: 1 }] });
    await tick('2026-11-26T11:00');
    await fresh.database.sql`update member set manager = 'UMAN' where id = 'ULIN'`;
    await hear('people.roles_set', 'ULIN', { rolesBefore: [], managerBefore: null });
    await tick('2026-11-26T11:01');
    expect((await row('a'))?.risenTo).toBe('UMAN');
  });

  it('comes to the deputy who was named for it', async () => {
    await add('a', { ...late, deputy: 'UEVA' });
    for (const at of ['10:00', '11:00']) await tick(`2026-11-26T${at}`);
    expect((await row('a'))?.risenTo).toBe('UEVA');
  });
});
