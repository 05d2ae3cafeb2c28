import { randomBytes } from 'node:crypto';
import { ask } from '../../src/access/ask.ts';
import { insertRequest } from '../../src/access/request.store.ts';

import { classDefaults } from '../../src/catalog/data-set.ts';
import { connect } from '../../src/database/connection.ts';
import type { OpenVault } from '../../src/database/sealing.ts';
import type { FreeText } from '../../src/kernel/free-text.ts';
import { derivedId } from '../../src/kernel/id.ts';
import { commit, type Ledger } from '../../src/ledger/commit.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { person } from '../../src/vault/sealed.ts';
import { testVault } from '../support/keys.ts';
import { compare, type Figure, perSecond } from './figure.ts';

const lanes = 16;
const each = 400;
const tenant = 'T1';
const people = 40;

/** The same doors with nothing behind them: what a text costs that is not sealed. */
const open: OpenVault = () => ({
  ready: () => {},
  seal: async (_tenant, _holder, values) => values.map(({ text }) => text),
  open: async (_tenant, values) => values.map(({ sealed }) => sealed),
  index: async (_tenant, _holder, _column, texts) => [...texts],
  indices: async (_tenant, _holder, _column, texts) => texts.map((text) => [text]),
});

/** Requests committed (lock, load, decide, save, events) with their reasons sealed, against the same with the reasons as they stand. */
export async function sealFigure(databaseUrl: string): Promise<Figure> {
  const sealing = connect(databaseUrl, { max: lanes, vault: testVault });
  const plain = connect(databaseUrl, { max: lanes, vault: open });
  let made = 0;
  const round = (database: typeof sealing) => {
    const ledger: Ledger = {
      database,
      now: () => new Date(),
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      ring: () => {},
    };
    return () => perSecond(each, lanes, () => request(ledger, made++));
  };
  try {
    return await compare(
      'Request committed with its reason sealed',
      'commits/s',
      { warmUp: 2, counted: 9 },
      round(sealing),
      round(plain),
      { atLeast: 0.9 },
    );
  } finally {
    await sealing.stop();
    await plain.stop();
  }
}

async function request(ledger: Ledger, n: number): Promise<void> {
  const by = `U0BENCH${n % people}`;
  const id = derivedId('req', 'seal bench', String(n));
  const cause = { kind: 'submission', id: `V${n}`, by } as const;
  const wish = {
    id,
    by,
    dataSet: 'client-files',
    caseNumber: `S-${n}` as FreeText,
    purpose: 'tax_filing',
    reason: '10月增值税申报，需核对客户的开票资料 (VAT filing for October)' as FreeText,
    start: { kind: 'now' },
    length: { kind: 'hours', hours: 4 },
    acknowledged: true,
  } as const;
  const outcome = await commit(ledger, tenant, {
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [id, `asks:${by}`],
    seals: [person(by)],
    // As many questions as the form asks: who, which data, whether it waits.
    load: async (tx) => {
      await Promise.all([
        tx.sql`select * from member where tenant = ${tenant} and id = ${by}`,
        tx.sql`select * from data_set where tenant = ${tenant} and id = ${wish.dataSet}`,
        tx.sql`select id from access_request where tenant = ${tenant} and requester = ${by} and data_set = ${wish.dataSet}
          and case_number = ${wish.caseNumber} and state = 'pending'`,
      ]);
      return {
        requester: employee(by),
        dataSet,
        case: 'no_register' as const,
        deciders: { people: ['U06ZHAOMIN0'], road: 'approver' as const },
        admins: '',
        company: companySchedule(companyDefaults),
        waiting: undefined,
      };
    },
    decide: ask(wish),
    save: (tx, next) => insertRequest(tx, tenant, next),
  });
  if (outcome.kind !== 'done') throw new Error(`not asked: ${JSON.stringify(outcome)}`);
}

const employee = (id: string) => ({
  id,
  name: id,
  locale: 'zh-CN',
  tz: 'Asia/Shanghai',
  title: '',
  standing: 'member' as const,
  workspaceOwner: false,
  leftAt: null,
  roles: [],
  manager: null,
  language: null,
});

const dataSet = {
  id: 'client-files',
  nameEn: 'Client identity files',
  nameZh: '客户身份资料',
  classification: 'strict' as const,
  personal: 'sensitive' as const,
  owner: 'U06ZHAOMIN0',
  approvers: ['U06ZHAOMIN0'],
  approverGroups: [],
  purposes: ['tax_filing' as const],
  ...classDefaults.strict,
  guestsMayAsk: false,
  revision: 1,
  retiredAt: null,
};
