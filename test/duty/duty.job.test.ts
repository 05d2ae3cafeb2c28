import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../../src/database/read.ts';
import { dutyCapability } from '../../src/duty/duty.slack.ts';
import { dutyById } from '../../src/duty/duty.store.ts';
import { completeOccurrence } from '../../src/duty/occurrence.job.ts';
import { historyOf, openFor, seriesOf } from '../../src/duty/occurrence.store.ts';
import { addRule } from '../../src/duty/rule.job.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { saveMember } from '../../src/people/member.store.ts';
import type { House } from '../../src/slack/capability.ts';
import { ledgerOn } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { everybody, noon, officer, owner, restoreDrill, tenant } from './world.ts';

let fresh: FreshDatabase;
let now = noon;
beforeAll(async () => {
  fresh = await freshDatabase();
  for (const one of everybody.values()) await saveMember(fresh.database, tenant, one);
});
afterAll(() => fresh.drop());

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

const cause = (id: string, by = officer.id) => ({ kind: 'submission' as const, id, by });

describe('a duty from its adding to its doing', () => {
  it('opens at its lead time, once, and is done with what was asked', async () => {
    const act = { cause: cause('V1'), by: officer.id, duty: 'dty_1' };
    expect((await addRule(house(), act, restoreDrill())).kind).toBe('done');
    expect((await addRule(house(), act, restoreDrill())).kind).toBe('repeated');
    expect(await dutyById(fresh.database, tenant, 'dty_1')).toMatchObject({
      nextOn: '2026-12-01',
      opensAt: new Date('2026-11-27T01:00:00Z'),
    });
    await dutyCapability(() => []).due?.(house());
    expect(await openFor(fresh.database, tenant, owner.id)).toEqual([]);
    now = new Date('2026-11-27T01:00:00Z');
    await Promise.all([1, 2, 3].map(() => dutyCapability(() => []).due?.(house())));
    const [one] = await openFor(fresh.database, tenant, owner.id);
    expect(one).toMatchObject({
      plannedOn: '2026-12-01',
      dueAt: new Date('2026-12-01T10:00:00Z'),
      state: 'open',
    });
    const done = { cause: cause('V2', owner.id), by: owner.id, occurrence: one?.id ?? '' };
    expect((await completeOccurrence(house(), done, { minutes: '42' }, null)).kind).toBe('done');
    const history = await historyOf(fresh.database, tenant, {
      duty: 'dty_1',
      from: '2026-01-01',
      to: '2027-12-31',
    });
    expect(history.rows).toMatchObject([
      { state: 'done', evidence: { minutes: 42 }, evidenceOn: '2026-11-27', lateMinutes: 0 },
    ]);
    expect(await seriesOf(fresh.database, tenant, 'dty_1', restoreDrill().asks[0] as never)).toEqual([
      { plannedOn: '2026-12-01', value: 42 },
    ]);
    const [{ stored } = { stored: '' }] = await fresh.database.sql<
      { stored: string }[]
    >`select evidence as stored from duty_occurrence`;
    expect(stored).toMatch(/^sealed:/);
  });
});
