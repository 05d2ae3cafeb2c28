import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approversOf,
  dataSetById,
  findDataSets,
  nameOf,
  saveDataSet,
  setAmong,
  takenName,
} from '../../src/catalog/data-set.store.ts';
import { within } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import type { Locale } from '../../src/kernel/locale.ts';
import { saveMembers, saveUserGroup } from '../../src/people/member.store.ts';
import { dataSet, person, t0 } from '../access/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const tenant = 'T1';
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const tx = () => within(fresh.database.sql);
const find = (words: string, more: { locale?: Locale; limit?: number; offset?: number } = {}) =>
  read(fresh.database, tenant, (door) =>
    findDataSets(door, tenant, { words, locale: 'en', limit: 20, ...more }),
  );
const idsOf = async (found: ReturnType<typeof find>) => (await found).sets.map((set) => set.id);

describe('keeping data sets', () => {
  it('gives back exactly what was kept, and what it was changed to', async () => {
    const set = dataSet({ id: 'kept', approverGroups: ['S01'], retiredAt: t0 });
    await saveDataSet(tx(), 'T2', set);
    expect(await dataSetById(tx(), 'T2', 'kept')).toEqual(set);
    const changed = dataSet({ id: 'kept', nameZh: '改名', revision: 4, approvers: [], longestHours: 2 });
    await saveDataSet(tx(), 'T2', changed);
    expect(await dataSetById(tx(), 'T2', 'kept')).toEqual(changed);
    expect(await dataSetById(tx(), tenant, 'kept')).toBeUndefined();
  });

  it('does not take two of one name, whatever the rules say', async () => {
    await saveDataSet(tx(), 'T3', dataSet({ id: 'one' }));
    const second = saveDataSet(tx(), 'T3', dataSet({ id: 'two', nameZh: '别的名字' }));
    await expect(second).rejects.toMatchObject({ cause: { code: '23505' } });
  });

  it('is called by its name in the language of the reader', () => {
    expect(nameOf(dataSet(), 'zh')).toBe('客户身份资料');
    expect(nameOf(dataSet(), 'en')).toBe('Client identity files');
  });
});

describe('a data set named in a line', () => {
  const set = (id: string, nameEn: string, nameZh: string) => dataSet({ id, nameEn, nameZh });
  beforeAll(async () => {
    for (const one of [
      set('client-files', 'Client identity files', '客户身份资料'),
      set('files', 'Files', '资料'),
      set('payroll', 'Payroll', '工资'),
      set('payroll-2025', 'Payroll of 2025', '去年工资'),
      dataSet({ id: 'gone', nameEn: 'Gone', nameZh: '停用资料集', retiredAt: t0 }),
    ])
      await saveDataSet(tx(), 'AMONG', one);
  });
  const among = async (words: string) =>
    (await read(fresh.database, 'AMONG', (door) => setAmong(door, 'AMONG', words)))?.id;

  it.each([
    ['我想看一下的客户身份资料', 'client-files'],
    ['see the client files please', 'client-files'],
    ['the CLIENT  IDENTITY FILES', 'client-files'],
    ['ｐａｙｒｏｌｌ　用', 'payroll'],
    ['去年工资给我', 'payroll-2025'],
    ['payrolls', undefined],
    ['profiles', undefined],
    ['停用的', undefined],
    ['gone', undefined],
    ['payroll and files', undefined],
    ['工资和资料', undefined],
    ['', undefined],
  ])('%j names %s', async (words, id) => {
    expect(await among(words)).toBe(id);
  });
});

describe('finding data sets by sound', () => {
  beforeAll(async () => {
    await saveDataSet(tx(), 'SOUND', dataSet());
    await saveDataSet(tx(), 'SOUND', dataSet({ id: 'bank', nameEn: 'Bank statements', nameZh: '银行流水' }));
    await saveDataSet(
      tx(),
      'SOUND',
      dataSet({ id: 'gone', nameEn: 'Old', nameZh: '客户资料', retiredAt: t0 }),
    );
  });
  it.each([
    ['khsf', ['client-files']],
    ['KEHU', ['client-files']],
    ['ｙｈｌｓ', ['bank']],
    ['yhls bank', ['bank']],
    ['khsf bank', []],
  ])('finds by %s', async (words, ids) => {
    const found = read(fresh.database, 'SOUND', (door) =>
      findDataSets(door, 'SOUND', { words, locale: 'en', limit: 20 }),
    );
    expect(await idsOf(found)).toEqual(ids);
  });
});

describe('finding data sets among 300', () => {
  const zhName = (at: number) => `${at % 2 === 0 ? '发票' : '合同'}${String(at).padStart(3, '0')}`;
  beforeAll(async () => {
    for (let at = 1; at <= 300; at += 1) {
      const number = String(at).padStart(3, '0');
      const set = dataSet({ id: `set-${number}`, nameEn: `Set ${number}`, nameZh: zhName(at) });
      await saveDataSet(tx(), tenant, set);
    }
    await saveDataSet(tx(), tenant, dataSet({ id: 'old', nameEn: 'Set old', nameZh: '旧', retiredAt: t0 }));
    await saveDataSet(
      tx(),
      tenant,
      dataSet({ id: 'odd', nameEn: 'Rate 50% of a_b\\c', nameZh: '比例 ５０％' }),
    );
    await saveDataSet(tx(), 'TELSE', dataSet({ id: 'else', nameEn: 'Set else' }));
  });

  it('says how many there are and shows each exactly once over the pages', async () => {
    const seen: string[] = [];
    for (let offset = 0; offset < 300; offset += 20) {
      const { sets, total } = await find('set', { offset });
      expect(total).toBe(300);
      seen.push(...sets.map((set) => set.id));
    }
    expect(new Set(seen).size).toBe(300);
    expect(seen).toEqual(seen.toSorted());
    expect((await find('set', { offset: 300 })).sets).toEqual([]);
  });

  it('shows all there are when asked for more than a hundred', async () => {
    expect((await find('', { limit: 1_000 })).sets).toHaveLength(301);
  });

  it('finds in either language, whatever the reader’s own', async () => {
    for (const locale of ['en', 'zh'] as const) {
      expect(await idsOf(find('合同251', { locale }))).toEqual(['set-251']);
      expect(await idsOf(find('SET 250', { locale }))).toEqual(['set-250']);
    }
    expect((await find('发票')).total).toBe(150);
  });

  it('finds by every word, over both names and the code', async () => {
    expect(await idsOf(find('set-017'))).toEqual(['set-017']);
    expect(await idsOf(find('017 合同'))).toEqual(['set-017']);
    expect((await find('017 发票')).total).toBe(0);
  });

  it('takes % and _ and \\ as themselves', async () => {
    expect(await idsOf(find('%'))).toEqual(['odd']);
    expect(await idsOf(find('a_b\\c'))).toEqual(['odd']);
    expect((await find('_')).total).toBe(1);
    expect((await find("'; drop table data_set --")).total).toBe(0);
  });

  it('offers no set that was taken out of use, and none of another company', async () => {
    expect((await find('old')).total).toBe(0);
    expect((await find('else')).total).toBe(0);
  });
});

describe('a name that is taken', () => {
  beforeAll(() => saveDataSet(tx(), 'T4', dataSet({ id: 'first', nameEn: 'Leads', nameZh: '线索' })));
  const taken = (set: { id: string; nameEn: string; nameZh: string }) => takenName(tx(), 'T4', set);

  it('is found in both languages', async () => {
    expect(await taken({ id: 'second', nameEn: 'Leads', nameZh: '别的' })).toBe('nameEn');
    expect(await taken({ id: 'second', nameEn: 'Other', nameZh: '线索' })).toBe('nameZh');
  });

  it('is the same name in capitals, and while its set is out of use', async () => {
    expect(await taken({ id: 'second', nameEn: 'LEADS', nameZh: '别的' })).toBe('nameEn');
    await saveDataSet(tx(), 'T6', dataSet({ id: 'old', nameEn: 'Old', nameZh: '旧', retiredAt: t0 }));
    expect(await takenName(tx(), 'T6', { id: 'new', nameEn: 'New', nameZh: '旧' })).toBe('nameZh');
  });

  it('is not the set’s own, not another company’s, and not a different one', async () => {
    expect(await taken({ id: 'first', nameEn: 'Leads', nameZh: '线索' })).toBeNull();
    expect(await taken({ id: 'second', nameEn: 'Leads 2', nameZh: '线索二' })).toBeNull();
    expect(await takenName(tx(), 'T5', { id: 'x', nameEn: 'Leads', nameZh: '线索' })).toBeNull();
  });
});

describe('who may decide on a data set', () => {
  beforeAll(async () => {
    await saveMembers(tx(), tenant, [
      person('UA'),
      person('UB'),
      person('UC'),
      person('ULEFT', { leftAt: t0 }),
      person('UGUEST', { standing: 'guest' }),
    ]);
    const group = { handle: 'x', name: 'X', disabled: false };
    await saveUserGroup(tx(), tenant, { ...group, id: 'S01', members: ['UB', 'UC', 'ULEFT', 'UGUEST'] });
    await saveUserGroup(tx(), tenant, { ...group, id: 'SOFF', members: ['UC'], disabled: true });
  });
  const deciders = (approvers: string[], approverGroups: string[]) =>
    approversOf(tx(), tenant, dataSet({ approvers, approverGroups }));

  it.each<[string, string[], string[], string[]]>([
    ['the named', ['UA', 'UB'], [], ['UA', 'UB']],
    ['the members of the groups', [], ['S01'], ['UB', 'UC']],
    ['both, each once', ['UA', 'UB'], ['S01'], ['UA', 'UB', 'UC']],
    ['nobody by a group that was switched off', ['UA'], ['SOFF'], ['UA']],
    ['nobody by a group nobody knows', ['UA'], ['SNONE'], ['UA']],
    ['nobody who left, is a guest, or unknown', ['ULEFT', 'UGUEST', 'UNONE', 'UA'], [], ['UA']],
    ['nobody at all', ['ULEFT'], ['SOFF'], []],
  ])('%s', async (_, approvers, groups, expected) => {
    expect((await deciders(approvers, groups)).toSorted()).toEqual(expected);
  });
});
