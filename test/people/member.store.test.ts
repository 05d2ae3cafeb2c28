import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import type { Locale } from '../../src/kernel/locale.ts';
import {
  allUserGroups,
  chainAbove,
  findMembers,
  holdersOf,
  leadsPeople,
  memberById,
  membersById,
  membersCalled,
  readerOf,
  saveMember,
  saveMembers,
  saveUserGroup,
  userGroupsById,
  workspaceOwners,
} from '../../src/people/member.store.ts';
import type { Member } from '../../src/people/member.ts';
import { person, t0 } from '../access/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const tenant = 'T1';
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const tx = () => within(fresh.database.sql);
const save = (members: readonly Member[], at = tenant) => saveMembers(tx(), at, members);
const find = (words: string, more: { locale?: Locale; limit?: number; offset?: number } = {}, at = tenant) =>
  read(fresh.database, at, (door) => findMembers(door, at, { words, locale: 'en', limit: 20, ...more }));
const idsOf = async (found: Promise<{ members: Member[] }>) => (await found).members.map((one) => one.id);

describe('finding people by sound', () => {
  beforeAll(() =>
    save(
      [
        person('UWANG', { name: '王芳', title: '公司转让组组长' }),
        person('UEMOJI', { name: '😀李雷\u200f' }),
        person('UWANDA', { name: 'Wanda Wang' }),
        person('UBOT', { name: '王机器人', standing: 'bot' }),
      ],
      'T6',
    ),
  );
  it.each([
    ['wang', ['UWANDA', 'UWANG']],
    ['wf', ['UWANG']],
    ['zrz', ['UWANG']],
    ['ll', ['UEMOJI']],
    ['wf lee', []],
  ])('finds by %s', async (words, ids) => {
    expect((await idsOf(find(words, {}, 'T6'))).sort()).toEqual(ids);
  });

  it('finds whose name holds a word, without looking at titles', async () => {
    const called = (word: string) => read(fresh.database, 'T6', (door) => membersCalled(door, 'T6', word));
    expect((await called('wang')).sort()).toEqual(['UWANDA', 'UWANG']);
    expect(await called('zrz')).toEqual([]);
  });

  it('knows whom people report to', async () => {
    await save([person('ULEAD'), person('UONE', { manager: 'ULEAD' })], 'T7');
    await save([person('UTWO', { manager: 'UONE', leftAt: t0 })], 'T7');
    const leads = (id: string) => read(fresh.database, 'T7', (door) => leadsPeople(door, 'T7', id));
    expect(await Promise.all([leads('ULEAD'), leads('UONE')])).toEqual([true, false]);
  });
});

describe('keeping people', () => {
  it('gives back exactly what was kept', async () => {
    const lin = person('ULIN', {
      name: '林晓',
      title: '公司转让专员',
      locale: 'zh-CN',
      tz: 'Asia/Shanghai',
      workspaceOwner: true,
      leftAt: t0,
      roles: ['owner', 'admin'],
      manager: 'UWANG',
      standing: 'guest',
    });
    await saveMember(tx(), 'T2', lin);
    expect(await memberById(tx(), 'T2', 'ULIN')).toEqual(lin);
    const changed = person('ULIN', { name: 'Lin' });
    await saveMember(tx(), 'T2', changed);
    expect(await memberById(tx(), 'T2', 'ULIN')).toEqual(changed);
    expect(await memberById(tx(), tenant, 'ULIN')).toBeUndefined();
  });

  it('answers several at once, without those it does not know', async () => {
    await save([person('UM1'), person('UM2')], 'T3');
    const found = await membersById(tx(), 'T3', ['UM2', 'UNONE', 'UM1', 'UM1']);
    expect([...found.keys()].sort()).toEqual(['UM1', 'UM2']);
    expect((await membersById(tx(), 'T3', [])).size).toBe(0);
  });

  it('reads to strangers in English and UTC until Slack tells more', async () => {
    expect(await readerOf(tx(), tenant, 'UNONE')).toEqual({ id: 'UNONE', locale: 'en', tz: 'UTC' });
    await save([person('UZH', { locale: 'zh-CN', tz: 'Asia/Shanghai' })], 'T3');
    expect(await readerOf(tx(), 'T3', 'UZH')).toEqual({ id: 'UZH', locale: 'zh', tz: 'Asia/Shanghai' });
  });
});

describe('who holds a role', () => {
  it('is present, a member, and of this company', async () => {
    await save(
      [
        person('UA', { roles: ['admin'] }),
        person('UB', { roles: ['owner', 'admin'] }),
        person('UOTHER', { roles: ['owner'] }),
        person('ULEFT', { roles: ['admin'], leftAt: t0 }),
        person('UGUEST', { roles: ['admin'], standing: 'guest' }),
      ],
      'T4',
    );
    await save([person('UELSE', { roles: ['admin'] })], 'T5');
    expect(await holdersOf(tx(), 'T4', 'admin')).toEqual(['UA', 'UB']);
    expect(await holdersOf(tx(), 'T4', 'auditor')).toEqual([]);
  });

  it('names the owners of the workspace who are here', async () => {
    await save(
      [
        person('UOWNS', { workspaceOwner: true }),
        person('UOWNED', { workspaceOwner: true, leftAt: t0 }),
        person('UPLAIN'),
      ],
      'T6',
    );
    expect((await workspaceOwners(tx(), 'T6')).map((one) => one.id)).toEqual(['UOWNS']);
  });
});

describe('the chain of managers', () => {
  it('goes from the nearest to the top', async () => {
    await save(
      [
        person('U1', { manager: 'U2' }),
        person('U2', { manager: 'U3' }),
        person('U3'),
        person('U4', { manager: 'UGONE' }),
      ],
      'T7',
    );
    expect(await chainAbove(tx(), 'T7', 'U1')).toEqual(['U2', 'U3']);
    expect(await chainAbove(tx(), 'T7', 'U3')).toEqual([]);
    expect(await chainAbove(tx(), 'T7', 'UNONE')).toEqual([]);
    // A manager whom we do not know (any more) is still the manager.
    expect(await chainAbove(tx(), 'T7', 'U4')).toEqual(['UGONE']);
  });

  it('ends where a circle in the data would begin again', async () => {
    await save(
      [
        person('U1', { manager: 'U2' }),
        person('U2', { manager: 'U3' }),
        person('U3', { manager: 'U2' }),
        person('USELF', { manager: 'USELF' }),
      ],
      'T8',
    );
    const chain = await chainAbove(tx(), 'T8', 'U1');
    expect(chain.slice(0, 2)).toEqual(['U2', 'U3']);
    expect(chain.length).toBeLessThanOrEqual(3);
    expect(await chainAbove(tx(), 'T8', 'USELF')).toEqual(['USELF']);
  });

  it('does not leave the company', async () => {
    await save([person('U1', { manager: 'U2' })], 'T9');
    await save([person('U2', { manager: 'U3' })], 'T10');
    expect(await chainAbove(tx(), 'T9', 'U1')).toEqual(['U2']);
  });
});

describe('finding people among 5,000', () => {
  beforeAll(async () => {
    const staff = Array.from({ length: 5_000 }, (_, at) =>
      person(`UX${String(at).padStart(4, '0')}`, {
        name: `Person ${String(at).padStart(4, '0')}`,
        title: at % 10 === 0 ? 'Bookkeeper' : 'Clerk',
      }),
    );
    const special = [
      person('UZHOU', { name: '周凯', title: '系统管理员' }),
      person('UCHEN', { name: '陈宇', title: '代理记账会计' }),
      person('UWANG', { name: '王芳', title: '公司转让组组长' }),
      person('UANNA', { name: 'Anna O’Hara', title: 'Client desk, London' }),
      person('UPERC', { name: '100% Real', title: 'a_b\\c' }),
      person('UBOT', { name: 'Person bot', standing: 'bot' }),
      person('UTOM', { name: 'Aaron Guest', standing: 'guest' }),
      person('UGONE', { name: 'Aaron Left', leftAt: t0 }),
    ];
    for (let at = 0; at < staff.length; at += 1_000) await save(staff.slice(at, at + 1_000));
    await save(special);
    await save([person('UELSE', { name: 'Person elsewhere' })], 'T11');
  });

  it('shows a page and says how many there are', async () => {
    const first = await find('person');
    expect(first.members).toHaveLength(20);
    expect(first.total).toBe(5_000);
    expect(first.members.map((one) => one.name)).toEqual(first.members.map((one) => one.name).toSorted());
  });

  it('shows everybody exactly once over the pages', async () => {
    const seen: string[] = [];
    for (let offset = 0; offset < 500; offset += 100)
      seen.push(...(await idsOf(find('bookkeeper', { limit: 100, offset }))));
    expect(new Set(seen).size).toBe(500);
    expect((await find('bookkeeper', { limit: 100, offset: 500 })).members).toEqual([]);
  });

  it('finds by every word, in name or title, in any order and case', async () => {
    expect(await idsOf(find('CLERK person 4321'))).toEqual(['UX4321']);
    expect(await idsOf(find('desk anna'))).toEqual(['UANNA']);
    expect((await find('desk bookkeeper')).total).toBe(0);
  });

  it('finds Chinese names and titles by any part, and full-width letters', async () => {
    expect(await idsOf(find('凯'))).toEqual(['UZHOU']);
    expect(await idsOf(find('记账'))).toEqual(['UCHEN']);
    expect(await idsOf(find('Ａｎｎａ'))).toEqual(['UANNA']);
  });

  it('takes % and _ and \\ as themselves', async () => {
    expect(await idsOf(find('100%'))).toEqual(['UPERC']);
    expect(await idsOf(find('a_b\\c'))).toEqual(['UPERC']);
    expect((await find('%')).total).toBe(1);
    expect((await find('_')).total).toBe(1);
    expect((await find("' or true --")).total).toBe(0);
  });

  it('leaves bots and other companies out, and puts guests and leavers last', async () => {
    const everybody = await find('', { limit: 6_000 });
    expect(everybody.total).toBe(5_007);
    expect(everybody.members.slice(-2).map((one) => one.id)).toEqual(['UTOM', 'UGONE']);
    const ids = everybody.members.map((one) => one.id);
    expect(ids).not.toContain('UBOT');
    expect(ids).not.toContain('UELSE');
  });

  it('orders Chinese names by pinyin for who reads Chinese', async () => {
    const all = await idsOf(find('', { locale: 'zh', limit: 6_000 }));
    const chinese = all.filter((id) => ['UZHOU', 'UCHEN', 'UWANG'].includes(id));
    expect(chinese).toEqual(['UCHEN', 'UWANG', 'UZHOU']);
  });
});

describe('user groups', () => {
  it('are given back as they were kept, and as they were changed', async () => {
    const leads = { id: 'S01', handle: 'leads', name: 'Leads', members: ['UA', 'UB'], disabled: false };
    await saveUserGroup(tx(), tenant, leads);
    await saveUserGroup(tx(), tenant, { ...leads, id: 'S02', name: 'Desk' });
    expect((await userGroupsById(tx(), tenant, ['S01', 'SNONE'])).get('S01')).toMatchObject(leads);
    const changed = { ...leads, members: [], disabled: true, name: 'Zzz' };
    await saveUserGroup(tx(), tenant, changed);
    expect((await allUserGroups(tx(), tenant)).map((group) => group.name)).toEqual(['Desk', 'Zzz']);
    expect((await userGroupsById(tx(), tenant, ['S01'])).get('S01')).toMatchObject(changed);
    expect(await allUserGroups(tx(), 'TELSE')).toEqual([]);
  });
});
