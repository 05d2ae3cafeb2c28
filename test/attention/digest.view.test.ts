import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestFace } from '../../src/attention/digest.view.ts';
import { lateOwed } from '../../src/attention/late.job.ts';
import { lateView, listView } from '../../src/attention/list.view.ts';
import { owe, owedById, owedId, oweNoMore } from '../../src/attention/owed.store.ts';
import { savePutOff } from '../../src/attention/put-off.store.ts';
import { snooze, stop } from '../../src/attention/put-off.ts';
import type { Locale } from '../../src/kernel/locale.ts';
import { button, section } from '../../src/slack/blocks.ts';
import type { Blocks, Leave, OwedKind, Priority } from '../../src/slack/capability.ts';
import { cardByKey, saveCard } from '../../src/slack/card.store.ts';
import { decided } from '../access/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { read } from './reading.ts';

const tenant = 'T1';
const now = new Date('2026-11-26T01:00:00.000Z');
const at = (iso: string) => new Date(iso);
const lin = 'ULIN';
const reader = (locale: Locale, id = lin) => ({ id, locale, tz: 'Asia/Shanghai' });

let fresh: FreshDatabase;
/** Subjects that are no longer worth a word. */
let over = new Set<string>();
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  over = new Set();
  await fresh.database.sql`truncate owed, digest, put_off, card cascade`;
});

function kind(priority: Priority, more: Partial<OwedKind> = {}): OwedKind {
  return {
    ...{ priority, manner: 'digest', repeats: true },
    stillOwed: async (_tx, { subject }) => !over.has(subject),
    lines: async (_tx, _tenant, owed) =>
      new Map(
        owed
          .filter(({ subject }) => !over.has(subject))
          .map(({ id, subject }) => {
            const act = button({ id: 'x.do', text: 'Do', value: subject });
            return [id, { text: subject, button: act, shows: [`s ${subject}`] }];
          }),
      ),
    ...more,
  };
}
const { lines: _none, ...worded } = kind('incident');
const kinds = new Map<string, OwedKind>([
  ['x.request', kind('approval')],
  ['x.duty', kind('duty', { passOn: 'x.pass' })],
  ['x.course', kind('training', { mayStop: true })],
  ['attention.late', lateOwed],
  [
    'x.alone',
    {
      ...worded,
      render: async (_tx, { subject }) => ({
        text: `of ${subject}`,
        blocks: [],
        shows: [subject],
        open: true,
      }),
    },
  ],
]);
let asked: Leave[] = [];
const speakers = {
  kinds,
  capabilities: [
    { leaving: async () => ({ blocks: [], shows: ['abs_1'] }) },
    {
      missed: async (_tx: unknown, leave: Leave) => {
        asked = [leave];
        return ['<@UWANG> did it'];
      },
    },
  ],
};

const dueAt = new Date(now.getTime() - 3_600_000);
/** Something listed for Lin. */
async function listed(of: string, subject: string): Promise<string> {
  const owed = { kind: of, person: lin, subject, dueAt };
  await owe(fresh.database, tenant, owed);
  const id = owedId(tenant, owed);
  await fresh.database.sql`update owed set state = 'listed', times = 1 where id = ${id}`;
  return id;
}

async function digest(items: readonly string[], more: Record<string, unknown> = {}): Promise<void> {
  const row = {
    ...{
      id: 'dig_1',
      tenant,
      person: lin,
      day: '2026-11-26',
      occasion: 'morning',
      from_at: null,
      until_at: null,
    },
    ...{ items: [...items], made_at: now, ...more },
  };
  await fresh.database.sql`insert into digest ${fresh.database.sql(row)}`;
  await posted(row.id);
}

/** As if Slack had its message. */
async function posted(occasion: string): Promise<void> {
  const row = await cardByKey(fresh.database, tenant, { kind: 'attention.digest', reader: lin, occasion });
  await saveCard(fresh.database, tenant, { ...row, ts: '1.000100', channel: 'D1' });
}

async function face(locale: Locale, occasion = 'dig_1', moment = now) {
  const found = await digestFace(fresh.database, speakers, {
    ...{ tenant, reader: reader(locale), occasion, now: moment },
  });
  if (!found) throw new Error('there is no such digest');
  return found;
}

/** Lin puts it off until eleven, or stops it. */
async function rest(id: string, how: 'snooze' | 'stop' = 'snooze'): Promise<void> {
  const owed = await owedById(fresh.database, tenant, id);
  const until = new Date(now.getTime() + 2 * 3_600_000);
  const decide = how === 'stop' ? stop({ by: lin }) : snooze({ by: lin, until });
  const state = { owed, stillOwed: true, mayStop: true, before: undefined };
  await savePutOff(fresh.database, tenant, decided(decide(state)).next);
}

describe('the digest of a morning', () => {
  it('says how many and the most urgent on a locked phone, and gives each its act, in its group', async () => {
    await digest([await listed('x.request', 'a wish'), await listed('x.duty', 'the backup')]);
    const { text, blocks, open, shows } = await face('en');
    expect(text).toBe('2 things wait for you. The first: a wish');
    expect(read(blocks)).toEqual([
      ...['*Thu 26 Nov: 2 things wait for you*', '*Approvals*', 'a wish', '[Do] [Later …]'],
      ...['*Duties*', 'the backup', '[Do] [Later …]', '[Settings]'],
    ]);
    expect(open).toBe(true);
    expect(shows).toEqual(expect.arrayContaining(['dig_1', 's a wish', 's the backup']));
    const zh = await face('zh');
    expect(zh.text).toBe('有 2 件事等您处理，先看这件：a wish');
    expect(read(zh.blocks).slice(0, 2)).toEqual(['*11月26日（周四）：2 件事等您处理*', '*审批*']);
  });

  it('names no group when there is one only, and speaks of one thing as one', async () => {
    await digest([await listed('x.duty', 'the backup')]);
    expect(read((await face('en')).blocks)).toEqual([
      ...['*Thu 26 Nov: one thing waits for you*', 'the backup', '[Do] [Later …]', '[Settings]'],
    ]);
    expect((await face('zh')).text).toBe('有一件事等您处理：the backup');
  });

  it('keeps to a screen of a phone: a line and its act each, ten at most, the rest one tap away', async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 12; n++) ids.push(await listed('x.duty', `no ${n}`));
    await digest(ids);
    const { blocks } = await face('en');
    expect(read(blocks)).toHaveLength(1 + 10 + 2);
    expect(read(blocks).slice(-3)).toEqual(['• no 10 [Do]', 'and 2 more', '[See all 12] [Settings]']);
    for (const n of [1, 2, 3, 4, 5, 6]) over.add(`no ${n}`);
    expect(read((await face('en')).blocks).slice(-2)).toEqual([
      '6 more are settled.',
      '[Put off, pass on …] [Settings]',
    ]);
  });

  it('holds a day of two hundred within what Slack takes', async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 200; n++) ids.push(await listed(n % 2 ? 'x.duty' : 'x.course', `no ${n}`));
    await digest(ids);
    const { blocks } = await face('zh');
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(read(blocks).at(-1)).toBe('[查看全部 200 件] [提醒设置]');
  });

  it('strikes what is done wherever it was done, and says so when that is all', async () => {
    const [one, two] = [await listed('x.duty', 'one'), await listed('x.duty', 'two')];
    await digest([one, two]);
    await oweNoMore(fresh.database, tenant, { subject: 'one' });
    expect(read((await face('en')).blocks)).toContain('One more is settled.');
    over.add('two');
    const done = await face('en');
    expect([done.text, done.open, read(done.blocks)]).toEqual([
      'Nothing here waits for you any more.',
      false,
      [':white_check_mark: Nothing here waits for you any more.'],
    ]);
    expect(read((await face('zh')).blocks)).toEqual([':white_check_mark: 这里没有等您处理的事了。']);
  });

  it('shows what was put off or stopped until then, with the way back', async () => {
    const [one, two] = [await listed('x.duty', 'one'), await listed('x.course', 'two')];
    await digest([one, two]);
    await rest(one);
    await rest(two, 'stop');
    const { text, blocks, open } = await face('en');
    expect([text, open]).toEqual(['For now nothing else waits for you.', false]);
    expect(read(blocks).slice(1)).toEqual([
      ':hourglass_flowing_sand: one\nPut off until Thu 26 Nov, 11:00. [Undo]',
      ':no_bell: two\nI do not remind you of it any more. [Undo]',
      '[Settings]',
    ]);
    // Its moment has come: it stands again, and is told as a message of its own.
    expect(read((await face('en', 'dig_1', at('2026-11-26T03:00:00Z'))).blocks)).toContain('one');
  });

  it('gives way to the next as soon as that stands in Slack', async () => {
    const one = await listed('x.duty', 'one');
    await digest([one]);
    await digest([one], { id: 'dig_2', day: '2026-11-27' });
    const { blocks, open, shows, gone } = await face('en');
    expect([read(blocks), open, shows, gone]).toEqual([
      ['A newer summary has taken the place of this one.'],
      ...[false, [], true],
    ]);
    expect(await face('en', 'dig_2')).toMatchObject({ open: true, replaces: ['dig_1'] });
    // Of a post of unknown outcome it is found out what became of it.
    await fresh.database.sql`update card set ts = null, begun_at = ${now} where occasion = 'dig_1'`;
    expect((await face('en')).gone).toBe(true);
    expect((await face('en', 'dig_2')).replaces).toEqual(['dig_1']);
    await fresh.database.sql`update card set begun_at = null where occasion = 'dig_1'`;
    await expect(face('en')).rejects.toThrow('no such digest');
    expect((await face('en', 'dig_2')).replaces).toEqual([]);
  });

  it('stands and is true for as long as the next does not, and asks for nothing', async () => {
    const [one, two] = [await listed('x.duty', 'one'), await listed('x.duty', 'two')];
    await digest([one, two]);
    await digest([two], { id: 'dig_2', day: '2026-11-27' });
    await fresh.database.sql`update card set ts = null where occasion = 'dig_2'`;
    over.add('one');
    const { blocks, open, gone } = await face('en');
    expect(read(blocks)).toContain('One more is settled.');
    expect([open, gone]).toEqual([false, undefined]);
    // Neither was posted: only the later one will be.
    await fresh.database.sql`update card set ts = null`;
    await expect(face('en')).rejects.toThrow('no such digest');
    expect((await face('en', 'dig_2')).open).toBe(true);
  });

  it('clears away every one before it that still stands, in their order', async () => {
    const one = await listed('x.duty', 'one');
    for (const [n, state] of ['live', 'ended', 'lost', 'live'].entries()) {
      await digest([one], { id: `dig_${n}`, day: `2026-11-2${n}` });
      await fresh.database.sql`update card set state = ${state} where occasion = ${`dig_${n}`}`;
    }
    await digest([one], { id: 'dig_9' });
    expect((await face('en', 'dig_9')).replaces).toEqual(['dig_0', 'dig_3']);
    over.add('one');
    expect((await face('en', 'dig_9')).replaces).toEqual(['dig_0', 'dig_3']);
  });

  it('with nothing in it says that once', async () => {
    await digest([]);
    expect((await face('zh')).text).toBe('没有事等您处理。有事时我再告诉您。');
  });

  it('shows what has words for a message only, with a button that opens it', async () => {
    await digest([await listed('x.alone', 'a fire')]);
    expect(read((await face('en')).blocks)).toContain('[Open] [Later …]');
    over.add('a fire');
    expect(read((await face('en')).blocks)[0]).toContain('Nothing here waits');
  });
});

describe('what a digest does not say again today', () => {
  it('is named in a line at its foot, with the way to everything', async () => {
    const [one, ...older] = [
      await listed('x.duty', 'one'),
      await listed('x.duty', 'two'),
      await listed('x.request', 'three'),
    ];
    await digest([one]);
    const { blocks, shows } = await face('en');
    expect(read(blocks).slice(1)).toEqual([
      ...['one', '[Do] [Later …]'],
      '2 older things also still stand; I mention them less often.',
      '[Show all] [Settings]',
    ]);
    // Done elsewhere, the line is true again at once.
    expect(shows).toEqual(expect.arrayContaining([...older, 'two', 'three']));
    expect(read((await face('zh')).blocks).slice(-2)).toEqual([
      '另有 2 件早先的事仍未办完，只是不再天天提醒。',
      '[查看全部] [提醒设置]',
    ]);
    over.add('two');
    expect(read((await face('en')).blocks)).toContain(
      'One older thing also still stands; I mention it less often.',
    );
    over.add('three');
    expect(read((await face('en')).blocks).at(-1)).toBe('[Settings]');
  });

  it('leaves out what was put off or stopped, what is not said yet, and what is of others', async () => {
    const [one, two, three, four] = [
      await listed('x.duty', 'one'),
      await listed('x.duty', 'two'),
      await listed('x.course', 'three'),
      await listed('x.duty', 'four'),
    ];
    await digest([one]);
    await rest(two);
    await rest(three, 'stop');
    await fresh.database.sql`update owed set times = 0 where id = ${four}`;
    const other = { kind: 'x.duty', person: 'UZHOU', subject: 'five', dueAt };
    await owe(fresh.database, tenant, other);
    await fresh.database.sql`update owed set state = 'listed', times = 1 where subject = 'five'`;
    expect(read((await face('en')).blocks).at(-1)).toBe('[Settings]');
    const view = await listView(fresh.database, { tenant, kinds, reader: reader('en'), now }, { page: 0 });
    expect(read(view.blocks)).toEqual([
      ...['one', '[Do] [Later …]', 'four', '[Do] [Later …]', '*Put off or stopped*'],
      ':hourglass_flowing_sand: two\nPut off until Thu 26 Nov, 11:00. [Undo]',
      ':no_bell: three\nI do not remind you of it any more. [Undo]',
    ]);
  });

  it('still stands when all that was said is done', async () => {
    const one = await listed('x.duty', 'one');
    await listed('x.duty', 'two');
    await digest([one]);
    over.add('one');
    expect(read((await face('en')).blocks)).toEqual([
      ':white_check_mark: Nothing here waits for you any more.',
      'One older thing also still stands; I mention it less often.',
      '[Show all] [Settings]',
    ]);
    await digest([], {
      ...{ id: 'dig_0', day: '2026-11-28', occasion: 'return' },
      ...{ from_at: at('2026-11-19T16:00:00Z'), until_at: at('2026-11-25T16:00:00Z') },
    });
    expect((await face('en', 'dig_0')).text).toBe('Welcome back. Nothing new waits for you.');
    expect((await face('zh', 'dig_0')).text).toBe('欢迎回来。没有新的事等您处理。');
  });

  it('is worded for a digest of which only the rest was put off', async () => {
    const one = await listed('x.duty', 'one');
    await listed('x.duty', 'two');
    await digest([one]);
    await rest(one);
    expect((await face('en')).text).toBe('Nothing new for now.');
    expect(read((await face('zh')).blocks)[0]).toBe('目前没有新的事。');
  });
});

describe('around a leave', () => {
  it('what is held, from when until when they are off, and who stands in as the capabilities say', async () => {
    const leave = {
      occasion: 'leave',
      from_at: at('2026-11-30T16:00:00Z'),
      until_at: at('2026-12-04T16:00:00Z'),
    };
    await digest([await listed('x.duty', 'one')], leave);
    const { text, blocks, shows } = await face('en');
    expect(text).toBe('Before your days off, Tue 1 Dec – Fri 4 Dec: one thing is with you');
    expect(read(blocks)[0]).toBe('*You are off Tue 1 Dec – Fri 4 Dec.* One thing is with you until then.');
    expect(shows).toContain('abs_1');
    over.add('one');
    expect(read((await face('zh')).blocks)[0]).toBe(
      '*12月1日（周二）至12月4日（周五）您休息。* 手上没有未完的事，祝您休息愉快。',
    );
    // Once they are gone nobody is asked any more who stands in.
    expect((await face('en', 'dig_1', at('2026-12-01T08:00:00Z'))).shows).not.toContain('abs_1');
  });

  it('after it: what others did, and what waits', async () => {
    const back = {
      occasion: 'return',
      from_at: at('2026-11-19T16:00:00Z'),
      until_at: at('2026-11-25T16:00:00Z'),
    };
    await digest([await listed('x.duty', 'one')], back);
    expect(read((await face('en')).blocks).slice(0, 4)).toEqual([
      '*Welcome back.* One thing waits for you.',
      '*Done for you while you were away*\n• <@UWANG> did it',
      ...['one', '[Do] [Later …]'],
    ]);
    expect(asked).toMatchObject([{ reader: { id: lin }, from: back.from_at, until: back.until_at }]);
    over.add('one');
    expect((await face('zh')).text).toBe('欢迎回来。没有事等您处理。');
  });
});

describe('what is late', () => {
  const late = async (subject: string, deadline: Date) => {
    const owed = { kind: 'x.duty', person: 'UZHOU', subject, dueAt, deadline };
    await owe(fresh.database, tenant, owed);
    await fresh.database.sql`update owed set risen_to = ${lin} where subject = ${subject}`;
    return owedId(tenant, owed);
  };

  it('comes to whoever is next as one line a person, which opens the list', async () => {
    await late('two', at('2026-11-24T01:00:00Z'));
    await late('one', at('2026-11-23T01:00:00Z'));
    await digest([await listed('attention.late', 'UZHOU')]);
    const { text, blocks } = await face('zh');
    expect(text).toContain('<@UZHOU> 有 2 件');
    expect(read(blocks)).toContain('[看看是哪些] [稍后…]');
    const view = (id: string) =>
      lateView(
        fresh.database,
        { tenant, kinds, reader: reader('en', id), now },
        { person: 'UZHOU', page: 0 },
      );
    expect(read((await view(lin)).blocks)).toEqual([
      '2 of <@UZHOU>’s things are late. <@UZHOU> knows that you have been told.',
      ...['• one', '• two'],
    ]);
    // Nobody else sees it, whatever button they have.
    expect(read((await view('UEMMA')).blocks)[0]).toContain('Nothing of');
  });

  it('says to its own person who else was told', async () => {
    const one = await listed('x.duty', 'one');
    await fresh.database.sql`update owed set risen_to = 'UWANG' where id = ${one}`;
    await digest([one]);
    expect(read((await face('en')).blocks)).toContain(
      'one\n_<@UWANG> has been told, too, since it is late._',
    );
  });
});

describe('the list', () => {
  const list = (page: number, id = lin, note?: Blocks) =>
    listView(fresh.database, { tenant, kinds, reader: reader('en', id), now }, { page }, note);

  it('turns its pages, has every act, and what was put off at the end', async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 10; n++) ids.push(await listed('x.duty', `no ${n}`));
    await digest(ids);
    await rest(ids[2] ?? '');
    const first = read((await list(0)).blocks);
    expect(first).toHaveLength(2 * 8 + 2);
    expect(first.slice(-2)).toEqual(['1–8 of 10', '[More]']);
    expect(read((await list(7, lin, [section('Noted.')])).blocks)).toEqual([
      ...['Noted.', 'no 10', '[Do] [Later …]', '*Put off or stopped*'],
      ':hourglass_flowing_sand: no 3\nPut off until Thu 26 Nov, 11:00. [Undo]',
      ...['9–10 of 10', '[Back]'],
    ]);
  });

  it('is its person’s own', async () => {
    await digest([await listed('x.duty', 'one')]);
    const { blocks } = await list(0, 'UEMMA');
    expect(read(blocks)).toEqual(['Nothing waits for you. I shall write when something does.']);
  });
});
