import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  caseAmong,
  caseByNumber,
  casesFor,
  findCases,
  keepsCases,
  namedCase,
  saveCase,
  saveCases,
} from '../../src/catalog/case.store.ts';
import type { Case } from '../../src/catalog/case.ts';
import { connect, type Tx, within } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { companyTable } from '../../src/people/company.table.ts';
import { companyDefaults } from '../../src/people/company.ts';
import { saveMembers } from '../../src/people/member.store.ts';
import { later, person, t0 } from '../access/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testVault } from '../support/keys.ts';

const tenant = 'T1';
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const save = (cases: readonly Case[], at = tenant) =>
  fresh.database.sql.begin((sql) => saveCases(fresh.database.within(sql), at, cases));
const look = <T>(work: (tx: Tx) => Promise<T>, at = tenant) => read(fresh.database, at, work);

const made = (number: string, more: Partial<Case> = {}): Case => ({
  number,
  kind: 'transfer',
  team: '公司转让组',
  people: ['ULIN'],
  region: '上海浦东',
  clauses: 'Clause 7.3',
  state: 'open',
  openedAt: t0,
  closedAt: null,
  changedAt: t0,
  revision: 1,
  ...more,
});

describe('keeping cases', () => {
  it('gives back exactly what was kept and what it became; clauses are not in the database as they stand', async () => {
    const one = made('C-1', { people: ['ULIN', 'UEMMA'] });
    await save([one], 'T2');
    expect(await look((tx) => caseByNumber(tx, 'T2', 'C-1'), 'T2')).toEqual(one);
    const changed = made('C-1', {
      state: 'closed',
      closedAt: later(1),
      revision: 2,
      people: [],
      clauses: '',
    });
    await fresh.database.sql.begin((sql) => saveCase(fresh.database.within(sql), 'T2', changed));
    expect(await look((tx) => caseByNumber(tx, 'T2', 'C-1'), 'T2')).toEqual(changed);
    expect(await look((tx) => caseByNumber(tx, tenant, 'C-1'))).toBeUndefined();
    await save([one], 'T4');
    const [row] = await fresh.database.sql`select clauses from client_case where tenant = 'T4'`;
    expect(row?.clauses).not.toContain('7.3');
  });

  it('lets the login of the app write and read them', async () => {
    const app = connect(fresh.appUrl, { vault: testVault });
    try {
      await app.sql.begin((sql) => saveCase(app.within(sql), 'T5', made('C-5')));
      expect(await read(app, 'T5', (tx) => caseByNumber(tx, 'T5', 'C-5'))).toEqual(made('C-5'));
    } finally {
      await app.stop();
    }
  });

  it('tells a number that is not there from a firm that keeps no register', async () => {
    expect(await look((tx) => namedCase(tx, 'T3', 'C-1'), 'T3')).toBe('no_register');
    expect(await look((tx) => keepsCases(tx, 'T3'), 'T3')).toBe(false);
    await fresh.database.db
      .insert(companyTable)
      .values({ tenant: 'T3', ...companyDefaults, caseForm: 'C-YYYY-####' } as never);
    expect(await look((tx) => namedCase(tx, 'T3', 'C-1'), 'T3')).toEqual({ wanted: 'C-2026-0000' });
    expect(await look((tx) => namedCase(tx, 'T3', 'C-2026-0412'), 'T3')).toBe('no_register');
    await save([made('C-1', { state: 'closed', closedAt: t0 })], 'T3');
    expect(await look((tx) => keepsCases(tx, 'T3'), 'T3')).toBe(true);
    expect(await look((tx) => namedCase(tx, 'T3', 'C-2'), 'T3')).toBe('unknown');
    expect(await look((tx) => namedCase(tx, 'T3', 'C-1'), 'T3')).toEqual({
      number: 'C-1',
      state: 'closed',
      closedAt: t0,
      people: ['ULIN'],
    });
  });
});

describe('a case named in a line', () => {
  it('is the number that stands there, or the end of the one open case of the person that ends so', async () => {
    await save(
      [
        made('C-2026-0412'),
        made('BK-2026-0107'),
        made('C-2025-0107', { people: ['UEMMA'] }),
        made('T-2026-0031'),
        made('C-2026-1031'),
        made('C-2026-0500', { state: 'closed', closedAt: later(1) }),
        made('KH-0412-7'),
      ],
      'T8',
    );
    const among = (words: string, who = 'ULIN') => look((tx) => caseAmong(tx, 'T8', who, words), 'T8');
    expect(await among('client-files KH-0412-7')).toBe('KH-0412-7');
    expect(await among('客户身份资料 案件0412')).toBe('C-2026-0412');
    expect(await among('0412客户身份资料')).toBe('C-2026-0412');
    expect(await among('client-files #0107')).toBe('BK-2026-0107');
    expect(await among('client-files 0107', 'UEMMA')).toBe('C-2025-0107');
    // Two could be meant; it is another's; it is closed.
    expect(await among('client-files 031')).toBeUndefined();
    expect(await among('client-files 0412', 'UEMMA')).toBeUndefined();
    expect(await among('client-files 0500')).toBeUndefined();
    expect(await among('client-files c-2026-0500')).toBe('C-2026-0500');
    expect(await among('client-files %%% 12')).toBeUndefined();
  });
});

describe('finding cases among many', () => {
  beforeAll(async () => {
    await saveMembers(within(fresh.database.sql), tenant, [
      person('ULIN', { name: '林晓' }),
      person('UEMMA', { name: 'Emma Clarke' }),
    ]);
    await save([
      made('C-2026-0001', { changedAt: later(1) }),
      made('C-2026-0002', { changedAt: later(3), region: 'London' }),
      made('C-2026-0003', { changedAt: later(9), state: 'closed', closedAt: later(9) }),
      made('BK-2026-0001', {
        people: ['UEMMA'],
        kind: 'bookkeeping',
        team: 'Bookkeeping',
        changedAt: later(5),
      }),
      made('BK-2026-0002', {
        people: [],
        kind: 'bookkeeping',
        team: '100%_组',
        region: '',
        changedAt: later(7),
      }),
    ]);
  });
  const numbers = async (words: string, more: Partial<Parameters<typeof findCases>[2]> = {}) => {
    const search = { words, member: 'ULIN', which: 'all', limit: 20, ...more } as const;
    return (await look((tx) => findCases(tx, tenant, search))).cases.map((one) => one.number);
  };

  it('puts a person’s own first, and the latest change before the others', async () => {
    expect(await numbers('')).toEqual([
      'C-2026-0003',
      'C-2026-0002',
      'C-2026-0001',
      'BK-2026-0002',
      'BK-2026-0001',
    ]);
    expect(await numbers('', { which: 'open', onlyMine: true })).toEqual(['C-2026-0002', 'C-2026-0001']);
    expect(await numbers('', { which: 'closed' })).toEqual(['C-2026-0003']);
  });

  it.each<[words: string, found: string[]]>([
    ['bk-2026', ['BK-2026-0002', 'BK-2026-0001']],
    ['转让组 london', ['C-2026-0002']],
    ['gszr london', ['C-2026-0002']],
    ['pudong', ['C-2026-0003', 'C-2026-0001', 'BK-2026-0001']],
    ['记账', ['BK-2026-0002', 'BK-2026-0001']],
    ['emma', ['BK-2026-0001']],
    ['lx 0001', ['C-2026-0001']],
    ['100%_', ['BK-2026-0002']],
    ['%', ['BK-2026-0002']],
    ['nothing', []],
  ])('finds by %s', async (words, found) => {
    expect(await numbers(words)).toEqual(found);
  });

  it('counts all that fit, and shows a page of them', async () => {
    const search = { words: '', member: 'ULIN', which: 'all', limit: 2, offset: 2 } as const;
    const { cases, total } = await look((tx) => findCases(tx, tenant, search));
    expect([cases.map((one) => one.number), total]).toEqual([['C-2026-0001', 'BK-2026-0002'], 5]);
  });

  it('offers a person their own open cases, and others’ once something is typed', async () => {
    const offered = async (typed: string) =>
      (await look((tx) => casesFor(tx, tenant, 'ULIN', typed, 10))).map((one) => one.number);
    expect(await offered('')).toEqual(['C-2026-0002', 'C-2026-0001']);
    expect(await offered('bk')).toEqual(['BK-2026-0002', 'BK-2026-0001']);
    expect(await offered('0003')).toEqual([]);
  });
});
