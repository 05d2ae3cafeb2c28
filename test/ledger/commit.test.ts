import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refuse } from '../../src/kernel/decision.ts';
import { canonical } from '../../src/ledger/canonical.ts';
import { commit } from '../../src/ledger/commit.ts';
import { eventById, eventsOf } from '../../src/ledger/event.store.ts';
import { privateSealed } from '../../src/ledger/event.table.ts';
import { openRows } from '../../src/vault/sealed.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { command, event, ledgerOn, made, tenant } from './ledger.ts';

let fresh: FreshDatabase;
let ledger: ReturnType<typeof ledgerOn>;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.database.sql`create table thing (id text, made_by text)`;
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  ledger = ledgerOn(fresh.database);
  await fresh.database.sql`truncate thing, event, event_private, outbox`;
});

const count = async (table: string): Promise<number> =>
  (await fresh.database.sql.unsafe(`select count(*)::int as n from ${table}`))[0]?.n;

/** Makes a thing unless it is there; the rule alone keeps it single, the table has no constraint. */
function create(commandId: string, id: string) {
  return command<boolean, string>(commandId, {
    keys: [id],
    load: async (tx) => (await tx.sql`select 1 from thing where id = ${id}`).length > 0,
    decide: (there) => (there ? refuse('there') : { next: id, events: [event(id)] }),
    save: (tx, next) => tx.sql`insert into thing values (${next}, ${commandId})`,
  });
}

/** The commitment computed by hand: SHA-256 of the salt's bytes followed by the value's UTF-8. */
function matches(commitment: string, salt: Uint8Array, value: string): boolean {
  const bytes = Buffer.concat([salt, Buffer.from(value, 'utf8')]);
  return commitment === createHash('sha256').update(bytes).digest('base64url');
}

describe('a commit', () => {
  it('writes state, event, private parts and outbox together, and rings', async () => {
    const outcome = await commit(ledger, tenant, {
      ...create('cmd_1', 'thing_1'),
      decide: () => ({
        next: 'thing_1',
        events: [event('thing_1', { data: { b: 1, a: [true, null] }, personal: { reason: 'because' } })],
      }),
    });
    expect(outcome.kind).toBe('done');
    expect(await Promise.all(['thing', 'event', 'event_private', 'outbox'].map(count))).toEqual([1, 1, 1, 1]);
    expect(ledger.rung).toBe(1);
    const [recorded] = outcome.kind === 'done' ? outcome.events : [];
    expect(recorded).toMatchObject({
      tenant,
      subject: 'thing_1',
      type: 'thing.made',
      commandId: 'cmd_1',
      cause: { kind: 'action', by: 'ULIN' },
      at: ledger.now(),
      effectiveAt: ledger.now(),
      personal: { reason: 'because' },
    });
    expect(await eventById(fresh.database, tenant, recorded?.id ?? '')).toEqual(recorded);
  });

  it('leaves nothing of a refusal, and rings nobody', async () => {
    await commit(ledger, tenant, create('cmd_1', 'thing_1'));
    expect(await commit(ledger, tenant, create('cmd_2', 'thing_1'))).toEqual({
      kind: 'refused',
      refused: { key: 'there' },
    });
    expect(await Promise.all(['thing', 'event', 'outbox'].map(count))).toEqual([1, 1, 1]);
    expect(ledger.rung).toBe(1);
  });

  it.each<[string, Parameters<typeof command>[1]]>([
    [
      'saving fails',
      {
        decide: () => ({ next: '', events: [event('thing_1', { personal: { reason: 'x' } })] }),
        save: async () => {
          await sleep(10);
          throw new Error('on purpose');
        },
      },
    ],
    [
      'an event cannot be written',
      {
        decide: () => ({ next: '', events: [event('thing_1', { data: { n: Number.NaN } })] }),
        save: (tx) => tx.sql`insert into thing values ('thing_1', 'x')`,
      },
    ],
    [
      'the database refuses',
      {
        decide: () => ({ next: '', events: [event('thing_1')] }),
        save: (tx) => tx.sql`insert into thing values (1 / 0, 'x')`,
      },
    ],
  ])('leaves nothing when %s', async (_, more) => {
    await expect(commit(ledger, tenant, command('cmd_1', more))).rejects.toThrow();
    expect(await Promise.all(['thing', 'event', 'event_private', 'outbox'].map(count))).toEqual([0, 0, 0, 0]);
    expect(ledger.rung).toBe(0);
    // The connection is whole again.
    expect((await commit(ledger, tenant, create('cmd_1', 'thing_1'))).kind).toBe('done');
  });

  it('is carried out once: the same command again answers the events of then', async () => {
    const first = await commit(ledger, tenant, create('cmd_1', 'thing_1'));
    await fresh.database.sql`delete from thing`;
    const again = await commit(ledger, tenant, create('cmd_1', 'thing_1'));
    expect(again).toEqual({ kind: 'repeated', events: first.kind === 'done' ? first.events : [] });
    expect(await Promise.all(['thing', 'event', 'outbox'].map(count))).toEqual([0, 1, 1]);
    expect(ledger.rung).toBe(1);
  });

  it('is carried out once when both come at the same moment', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() => commit(ledger, tenant, create('cmd_1', 'thing_1'))),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'repeated', 'repeated', 'repeated']);
  });

  it('knows commands by tenant', async () => {
    await commit(ledger, 'T1', made('cmd_1', 'thing_1'));
    expect((await commit(ledger, 'T2', made('cmd_1', 'thing_1'))).kind).toBe('done');
    expect(await eventsOf(fresh.database, 'T2', 'thing_1')).toHaveLength(1);
  });

  it.each(['load', 'save'] as const)('is done once when the connection dies under its %s', async (step) => {
    let killed = 0;
    const whole = create('cmd_1', 'thing_1');
    const outcome = await commit(ledger, tenant, {
      ...whole,
      [step]: async (...args: Parameters<typeof whole.save>) => {
        if (killed++ === 0) await args[0].sql`select pg_terminate_backend(pg_backend_pid())`;
        return whole[step](...args);
      },
    });
    expect([outcome.kind, killed]).toEqual(['done', 2]);
    expect(await Promise.all(['thing', 'event', 'outbox'].map(count))).toEqual([1, 1, 1]);
  });

  it('fails and leaves nothing when the connection dies every time; the process and the next commit live', async () => {
    const dying = commit(ledger, tenant, {
      ...create('cmd_1', 'thing_1'),
      save: (tx) => tx.sql`select pg_terminate_backend(pg_backend_pid())`,
    });
    await expect(dying).rejects.toThrow();
    expect(ledger.rung).toBe(0);
    expect((await commit(ledger, tenant, create('cmd_2', 'thing_1'))).kind).toBe('done');
    expect(await Promise.all(['thing', 'event', 'outbox'].map(count))).toEqual([1, 1, 1]);
  });

  it('may be tried again after a refusal, under the same id', async () => {
    await commit(ledger, tenant, create('cmd_0', 'thing_1'));
    expect((await commit(ledger, tenant, create('cmd_1', 'thing_1'))).kind).toBe('refused');
    await fresh.database.sql`delete from thing`;
    expect((await commit(ledger, tenant, create('cmd_1', 'thing_1'))).kind).toBe('done');
  });
});

describe('commits at the same moment', () => {
  it('make one of four, forty times over', async () => {
    for (let round = 0; round < 40; round++) {
      const id = `thing_${round}`;
      const outcomes = await Promise.all(
        [1, 2, 3, 4].map((n) => commit(ledger, tenant, create(`${id} ${n}`, id))),
      );
      expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    }
    expect(await Promise.all(['thing', 'event'].map(count))).toEqual([40, 40]);
  });

  it('do not deadlock when they want the same keys in opposite order', async () => {
    const wanting = (n: number, keys: string[]) =>
      commit(ledger, tenant, {
        ...made(`cmd_${n}`, 'thing_1'),
        keys,
        load: async () => {
          tries += 1;
          return undefined;
        },
        save: (tx) => tx.sql`select pg_sleep(0.005)`,
      });
    let tries = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) => wanting(n, n % 2 === 0 ? ['a', 'b', 'c'] : ['c', 'b', 'a'])),
    );
    expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
    // Whoever loses a deadlock tries again.
    expect(tries).toBe(40);
  });

  it('of different keys do not wait for each other', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = commit(ledger, tenant, { ...made('cmd_1', 'thing_1'), keys: ['a'], save: () => held });
    await sleep(20);
    expect((await commit(ledger, tenant, { ...made('cmd_2', 'thing_2'), keys: ['b'] })).kind).toBe('done');
    release();
    expect((await slow).kind).toBe('done');
  });

  it('give up on a lock after two seconds, with the database’s own code', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = commit(ledger, tenant, { ...made('cmd_1', 'thing_1'), keys: ['a'], save: () => held });
    await sleep(20);
    const before = performance.now();
    await expect(commit(ledger, tenant, { ...made('cmd_2', 'thing_2'), keys: ['a'] })).rejects.toMatchObject({
      code: '55P03',
    });
    expect(performance.now() - before).toBeGreaterThan(1_900);
    expect(performance.now() - before).toBeLessThan(2_900);
    release();
    await slow;
    expect(await count('event')).toBe(1);
  });

  it('load after the lock: who waited sees what the other one wrote', async () => {
    const seen: number[] = [];
    const counting = (n: number) =>
      commit(
        ledger,
        tenant,
        command<number, string>(`cmd_${n}`, {
          keys: ['one'],
          load: async (tx) =>
            (await tx.sql<{ n: number }[]>`select count(*)::int as n from thing`)[0]?.n ?? -1,
          decide: (there) => {
            seen.push(there);
            return { next: String(n), events: [] };
          },
          save: (tx, next) => tx.sql`insert into thing values (${next}, 'x')`,
        }),
      );
    await Promise.all(Array.from({ length: 8 }, (_, n) => counting(n)));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('guards that only the state can name', () => {
  it('make the command start over, holding them', async () => {
    const loads: string[][] = [];
    const locked = async (tx: { sql: typeof fresh.database.sql }) =>
      (await tx.sql`select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`).length;
    const held: number[] = [];
    const outcome = await commit(
      ledger,
      tenant,
      command<string[], string>('cmd_1', {
        keys: ['thing_1'],
        load: async (tx) => {
          held.push(await locked(tx as never));
          const guards = loads.length < 2 ? [`person:${loads.length}`] : ['person:0', 'person:1'];
          loads.push(guards);
          return guards;
        },
        guards: (guards) => guards,
        decide: () => ({ next: 'thing_1', events: [event('thing_1')] }),
      }),
    );
    expect(outcome.kind).toBe('done');
    expect(held).toEqual([1, 2, 3]);
    expect(await count('event')).toBe(1);
  });

  it('keep a rule over two subjects, which locks on each alone would not', async () => {
    // At most one thing per maker; the maker is known only once the plan has been read.
    await fresh.database.sql`create table plan (id text, maker text)`;
    await fresh.database.sql`insert into plan select 'p' || n, 'UX' from generate_series(1, 6) n`;
    const make = (id: string) =>
      commit(
        ledger,
        tenant,
        command<{ maker: string; has: number }, string>(`cmd ${id}`, {
          keys: [id],
          load: async (tx) => {
            const [plan] = await tx.sql<{ maker: string }[]>`select maker from plan where id = ${id}`;
            const maker = plan?.maker ?? '';
            const [row] = await tx.sql<
              { n: number }[]
            >`select count(*)::int as n from thing where made_by = ${maker}`;
            return { maker, has: row?.n ?? 0 };
          },
          guards: ({ maker }) => [`person:${maker}`],
          decide: ({ maker, has }) => (has > 0 ? refuse('one.only') : { next: maker, events: [event(id)] }),
          save: (tx, maker) => tx.sql`insert into thing values (${id}, ${maker})`,
        }),
      );
    const outcomes = await Promise.all(['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map(make));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    await fresh.database.sql`drop table plan`;
  });
});

describe('the text of an event', () => {
  // RFC 8785, section 3.2.2 and 3.2.3, and figures of its appendix B.
  it.each<[string, unknown, string]>([
    [
      'the example of 3.2.2',
      {
        numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
        string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
        literals: [null, true, false],
      },
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      'the order of keys of 3.2.3, by UTF-16 code units',
      {
        '\u20ac': 'Euro Sign',
        '\r': 'Carriage Return',
        '\ufb33': 'Hebrew Letter Dalet With Dagesh',
        '1': 'One',
        '\ud83d\ude00': 'Emoji: Grinning Face',
        '\u0080': 'Control',
        '\u00f6': 'Latin Small Letter O With Diaeresis',
      },
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ],
    ['minus zero', [-0], '[0]'],
    ['the least number', [5e-324], '[5e-324]'],
    ['the greatest number', [1.7976931348623157e308], '[1.7976931348623157e+308]'],
    ['the edge of exact integers', [9007199254740992], '[9007199254740992]'],
    ['where exponents begin', [1e21, 1e-7, 999999999999999900000], '[1e+21,1e-7,999999999999999900000]'],
    ['what is absent', { a: undefined, b: 1 }, '{"b":1}'],
  ])('is RFC 8785: %s', (_, value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it('refuses what JSON cannot carry', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, undefined])
      expect(() => canonical(bad)).toThrow();
  });

  it('is stored exactly, with an equal copy for queries', async () => {
    const data = { z: [1.5, -0, 1e21], ä: '€ 😀 "', a: { y: null, x: true } };
    const outcome = await commit(ledger, tenant, made('cmd_1', 'thing_1', { data }));
    const [row] = await fresh.database.sql`
      select data, data_json, data_json = data::jsonb as equal, data_json -> 'a' ->> 'x' as x from event`;
    expect(row).toMatchObject({ data: canonical(data), equal: true, x: 'true' });
    expect(row?.data_json).toEqual(JSON.parse(canonical(data)));
    expect(outcome.kind).toBe('done');
  });

  it('is the same for equal data in any order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const turned = Object.fromEntries(Object.entries(data).reverse());
        expect(canonical(turned)).toBe(canonical(data));
        expect(JSON.parse(canonical(data))).toEqual(JSON.parse(JSON.stringify(data)));
      }),
    );
  });
});

describe('the private parts of an event', () => {
  it('are committed to by salt and value, field by field, and are nowhere else', async () => {
    const personal = { reason: '增值税申报', name: '林晓' };
    await commit(ledger, tenant, made('cmd_1', 'thing_1', { personal }));
    const [row] = await fresh.database.sql<Record<string, string>[]>`select * from event`;
    expect(JSON.stringify(row)).not.toMatch(/增值税|林晓/);
    const commitments = JSON.parse(row?.commitments ?? '{}');
    const rows = await fresh.database.sql<
      { event_id: string; field: string; salt: string; value: string }[]
    >`select * from event_private`;
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/增值税|林晓/);
    for (const row of await openRows(fresh.database, tenant, privateSealed, rows)) {
      const { field, value } = row;
      const salt = Buffer.from(row.salt, 'base64url');
      expect(salt).toHaveLength(32);
      expect(value).toBe(personal[field as keyof typeof personal]);
      expect(matches(commitments[field], salt, value)).toBe(true);
      expect(matches(commitments[field], salt, `${value}!`)).toBe(false);
    }
  });

  it('get a salt each: the same words twice cannot be recognised', async () => {
    await commit(ledger, tenant, made('cmd_1', 'thing_1', { personal: { a: 'same', b: 'same' } }));
    const [row] = await fresh.database.sql<{ commitments: string }[]>`select commitments from event`;
    const { a, b } = JSON.parse(row?.commitments ?? '{}');
    expect(a).not.toBe(b);
  });

  it('can be erased, and the event stays readable', async () => {
    await commit(
      ledger,
      tenant,
      made('cmd_1', 'thing_1', { data: { n: 1 }, personal: { reason: 'x', name: 'y' } }),
    );
    await fresh.database.sql`delete from event_private where field = 'reason'`;
    expect(await eventsOf(fresh.database, tenant, 'thing_1')).toMatchObject([
      { data: { n: 1 }, personal: { name: 'y' } },
    ]);
    await fresh.database.sql`delete from event_private`;
    const [left] = await eventsOf(fresh.database, tenant, 'thing_1');
    expect(left?.personal).toEqual({});
    const [row] = await fresh.database.sql<{ commitments: string }[]>`select commitments from event`;
    expect(Object.keys(JSON.parse(row?.commitments ?? '{}'))).toEqual(['name', 'reason']);
  });
});

describe('a timeline', () => {
  it('is in the order in which things were recorded, several of one command too', async () => {
    for (const n of [1, 2, 3]) {
      const at = new Date(ledger.now().getTime() + n * 1_000);
      await commit({ ...ledger, now: () => at }, tenant, {
        ...made(`cmd_${9 - n}`, 'thing_1'),
        decide: () => ({
          next: '',
          events: [event('thing_1', { data: { n, m: 0 } }), event('thing_1', { data: { n, m: 1 } })],
        }),
      });
    }
    const events = await eventsOf(fresh.database, tenant, 'thing_1');
    expect(events.map(({ data }) => [data.n, data.m])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
      [3, 0],
      [3, 1],
    ]);
  });
});
