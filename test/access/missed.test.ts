import { afterAll, beforeAll, expect, it } from 'vitest';
import { missedByApprover } from '../../src/access/missed.view.ts';
import { commit } from '../../src/ledger/commit.ts';
import { command, event, ledgerOn, tenant } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const decisions: readonly (readonly [at: string, by: string, type: string, insteadOf: string | null])[] = [
  ['2026-11-20T09:00:00Z', 'UWANG', 'access.approved', 'UZHAO'],
  ['2026-11-23T09:00:00Z', 'UWANG', 'access.approved', 'UZHAO'],
  ['2026-11-24T09:00:00Z', 'UWANG', 'access.approved', 'UZHAO'],
  ['2026-11-24T09:00:00Z', 'UWANG', 'access.denied', 'UZHAO'],
  ['2026-11-24T10:00:00Z', 'UPRIYA', 'access.denied', 'UZHAO'],
  ['2026-11-24T11:00:00Z', 'UWANG', 'access.approved', 'UDAVID'],
  ['2026-11-24T11:00:00Z', 'UWANG', 'access.approved', null],
  ['2026-11-27T00:00:00Z', 'UWANG', 'access.approved', 'UZHAO'],
];

it('says after a leave what deputies decided in it, and nothing of other days and people', async () => {
  for (const [n, [at, by, type, insteadOf]] of decisions.entries()) {
    const data = insteadOf ? { by, insteadOf } : { by };
    const ledger = { ...ledgerOn(fresh.database), now: () => new Date(at) };
    const made = command(`c${n}`, { decide: () => ({ next: '', events: [event('req', { type, data })] }) });
    expect(await commit(ledger, tenant, made)).toHaveProperty('kind', 'done');
  }
  const lines = (id: string, locale: 'en' | 'zh') =>
    missedByApprover(fresh.database, {
      ...{ tenant, reader: { id, locale, tz: 'UTC' }, now: new Date('2026-11-27T01:00:00Z') },
      ...{ from: new Date('2026-11-23T00:00:00Z'), until: new Date('2026-11-27T00:00:00Z') },
    });
  expect(await lines('UZHAO', 'en')).toEqual([
    '<@UWANG> decided for you: 2 requests approved, 1 request denied',
    '<@UPRIYA> decided for you: 1 request denied',
  ]);
  expect(await lines('UZHAO', 'zh')).toEqual([
    '<@UWANG> 代您审批：批准 2 件，拒绝 1 件',
    '<@UPRIYA> 代您审批：拒绝 1 件',
  ]);
  expect(await lines('ULIN', 'en')).toEqual([]);
});
