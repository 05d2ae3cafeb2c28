import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attentionCapability } from '../../src/attention/owed.job.ts';
import { owe, owedBy, owedById, owedId } from '../../src/attention/owed.store.ts';
import { read } from '../../src/database/read.ts';
import type { Reader } from '../../src/kernel/locale.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { saveAbsence } from '../../src/people/absence.store.ts';
import { saveMember } from '../../src/people/member.store.ts';
import { noPreferences } from '../../src/people/preference.ts';
import { savePreferences } from '../../src/people/schedule.store.ts';
import type { Capability, House, OwedKind } from '../../src/slack/capability.ts';
import { person } from '../access/world.ts';
import { ledgerOn } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const tenant = 'T1';
const noon = new Date('2026-11-23T12:00:00.000Z');
const minutes = (n: number) => new Date(noon.getTime() + n * 60_000);
const reader: Reader = { id: 'ULIN', locale: 'en', tz: 'UTC' };

let fresh: FreshDatabase;
let now = noon;
/** Subjects that are no longer worth a word. */
let over = new Set<string>();

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  now = noon;
  over = new Set();
  await fresh.database.sql`truncate owed, event, event_private, outbox, absence, member`;
});

const kind: OwedKind = {
  priority: 'clock',
  manner: 'atOnce',
  stillOwed: async (_tx, owed) => !over.has(owed.subject),
  render: async (_tx, owed) => ({
    text: `about ${owed.subject}`,
    blocks: [],
    shows: [owed.subject],
    open: false,
  }),
};
const attention = attentionCapability([
  {
    name: 'thing',
    texts: [],
    owes: { 'thing.ending': kind, 'thing.reminder': { ...kind, manner: 'alone' } },
  } satisfies Capability,
]);

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

const ending = (subject: string, dueAt: Date, of = 'thing.ending') =>
  owe(fresh.database, tenant, { kind: of, person: 'ULIN', subject, dueAt });
const stateOf = async (subject: string, of = 'thing.ending') =>
  (await owedById(fresh.database, tenant, owedId(tenant, { kind: of, person: 'ULIN', subject })))?.state;
const events = async () =>
  (
    await fresh.database.sql<{ type: string; about: string }[]>`
    select type, data_json ->> 'about' as about from event order by at, data_json ->> 'about'`
  ).map(({ type, about }) => `${type} ${about}`);

describe('what is owed to a person at a time', () => {
  it('is told when it falls due, once, and what is not due is left', async () => {
    await ending('a', minutes(0));
    await ending('b', minutes(10));
    await attention.due?.(house());
    expect([await stateOf('a'), await stateOf('b')]).toEqual(['told', 'owed']);
    await attention.due?.(house());
    now = minutes(10);
    await attention.due?.(house());
    await attention.due?.(house());
    expect(await events()).toEqual(['attention.told a', 'attention.told b']);
  });

  it('is dropped when it is no longer worth saying, and not told later either', async () => {
    await ending('a', minutes(0));
    over.add('a');
    await attention.due?.(house());
    over.clear();
    await attention.due?.(house());
    expect([await stateOf('a'), await events()]).toEqual(['dropped', ['attention.dropped a']]);
  });

  it('is dropped when nobody words it any more: its capability is gone', async () => {
    await ending('a', minutes(0), 'gone.kind');
    await attention.due?.(house());
    expect(await stateOf('a', 'gone.kind')).toBe('dropped');
  });

  it('is told once by many processes at the same moment', async () => {
    for (let n = 0; n < 12; n++) await ending(`s${n}`, minutes(-n));
    await Promise.all([1, 2, 3, 4].map(() => attention.due?.(house())));
    expect((await events()).length).toBe(12);
  });

  it('moves with its time while it was not told, and stays told afterwards', async () => {
    await ending('a', minutes(0));
    await ending('a', minutes(30));
    await attention.due?.(house());
    expect(await stateOf('a')).toBe('owed');
    now = minutes(30);
    await attention.due?.(house());
    await ending('a', minutes(60));
    now = minutes(60);
    await attention.due?.(house());
    expect(await events()).toEqual(['attention.told a']);
  });

  it('is settled to the last after a long silence, oldest first', async () => {
    await fresh.database.sql`
      insert into owed (id, tenant, kind, person, subject, due_at)
      select 'owe_' || n, ${tenant}, 'thing.ending', 'ULIN', 's' || n, ${noon} from generate_series(1, 620) n`;
    const first = await owedBy(fresh.database, tenant, now, 3);
    expect(first).toEqual(['owe_1', 'owe_10', 'owe_100']);
    await attention.due?.(house());
    expect(await owedBy(fresh.database, tenant, now, 1)).toEqual([]);
    expect((await events()).length).toBe(620);
  });
});

describe('what nobody asked for', () => {
  const remind = (subject: string, dueAt: Date) => ending(subject, dueAt, 'thing.reminder');
  const reminder = (subject: string) => stateOf(subject, 'thing.reminder');
  const at = (iso: string) => new Date(iso);

  it('waits for the person’s next working hour: the evening, the weekend, and a holiday by', async () => {
    await remind('a', noon);
    await attention.due?.(house());
    now = at('2026-11-24T00:59:00Z');
    await attention.due?.(house());
    expect([await reminder('a'), await events()]).toEqual(['owed', []]);
    now = at('2026-11-24T01:00:00Z');
    await attention.due?.(house());
    expect(await reminder('a')).toBe('told');
    now = at('2026-02-14T11:00:00Z');
    await remind('b', now);
    await attention.due?.(house());
    now = at('2026-02-24T00:00:00Z');
    await attention.due?.(house());
    expect(await reminder('b')).toBe('owed');
    now = at('2026-02-24T01:00:00Z');
    await attention.due?.(house());
    expect(await reminder('b')).toBe('told');
  });

  it('goes by the person’s own hours, quiet days and absences', async () => {
    await saveMember(fresh.database, tenant, person('ULIN', { tz: 'Europe/London' }));
    const own = { ...noPreferences, hours: { from: '07:00', to: '11:00' }, quietDays: [2] };
    await savePreferences(fresh.database, tenant, 'ULIN', own);
    await saveAbsence(fresh.database, tenant, {
      ...{ id: 'abs_1', member: 'ULIN', firstDay: '2026-11-25', lastDay: '2026-11-25', deputies: [] },
      ...{ from: at('2026-11-25T00:00:00Z'), until: at('2026-11-26T00:00:00Z') },
      ...{ source: 'recorded', state: 'planned', recordedBy: 'ULIN' },
    });
    await remind('a', noon);
    for (const hour of ['2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z', '2026-11-26T06:59:00Z']) {
      now = at(hour);
      await attention.due?.(house());
      expect(await reminder('a'), hour).toBe('owed');
    }
    now = at('2026-11-26T07:00:00Z');
    await attention.due?.(house());
    expect(await reminder('a')).toBe('told');
  });

  it('is dropped meanwhile when it is no longer worth saying', async () => {
    await remind('a', noon);
    await attention.due?.(house());
    over.add('a');
    now = at('2026-11-24T01:00:00Z');
    await attention.due?.(house());
    expect(await reminder('a')).toBe('dropped');
  });
});

describe('what was told', () => {
  const card = attention.cards?.[0];

  it('is a card for its person, worded by whose it is, and goes stale with what it is about', async () => {
    await ending('a', minutes(0));
    const id = owedId(tenant, { kind: 'thing.ending', person: 'ULIN', subject: 'a' });
    expect(await card?.audience(fresh.database, tenant, id)).toEqual([]);
    await attention.due?.(house());
    expect(await card?.audience(fresh.database, tenant, id)).toEqual([{ reader: 'ULIN', occasion: id }]);
    expect(await card?.render(fresh.database, { tenant, reader, occasion: id, now })).toMatchObject({
      text: 'about a',
      shows: [id, 'a'],
    });
  });

  it('has no card when it was dropped', async () => {
    await ending('a', minutes(0));
    over.add('a');
    await attention.due?.(house());
    const id = owedId(tenant, { kind: 'thing.ending', person: 'ULIN', subject: 'a' });
    expect(await card?.audience(fresh.database, tenant, id)).toEqual([]);
  });
});
