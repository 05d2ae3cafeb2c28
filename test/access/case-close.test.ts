import { afterAll, beforeAll, expect, it } from 'vitest';
import { commitApproval } from '../../src/access/decision.slack.ts';
import { endWithItsCase } from '../../src/access/grant.job.ts';
import { insertRequest } from '../../src/access/request.store.ts';
import type { Request } from '../../src/access/request.ts';
import { caseByNumber, saveCase } from '../../src/catalog/case.store.ts';
import { type Case, caseKey, closeCase, reopenCase } from '../../src/catalog/case.ts';
import { saveDataSet } from '../../src/catalog/data-set.store.ts';
import { connect, type Database } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import type { DomainEvent } from '../../src/kernel/event.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { memberById, saveMember } from '../../src/people/member.store.ts';
import type { House, Visit } from '../../src/slack/capability.ts';
import { ledgerOn } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testVault } from '../support/keys.ts';
import { alwaysAtWork } from './flow.ts';
import { dataSet, later, person, t0 } from './world.ts';

const tenant = 'TCASE';
const rounds = 60;

let fresh: FreshDatabase;
/** As two processes would have them. */
let one: Database;
let other: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  one = connect(fresh.url, { max: 2, vault: testVault });
  other = connect(fresh.url, { max: 2, vault: testVault });
  for (const id of ['ULIN', 'UOWNER', 'UDEPUTY', 'UWANG'])
    await saveMember(fresh.database, tenant, person(id));
  await saveDataSet(fresh.database, tenant, dataSet());
  await saveCompany(fresh.database, tenant, alwaysAtWork);
});
afterAll(async () => {
  await Promise.all([one, other].map(({ sql }) => sql.end({ timeout: 5 })));
  await fresh.drop();
});

function houseOn(database: Database): House {
  const ledger = { ...ledgerOn(database), now: () => later(1) };
  return {
    tenant,
    now: ledger.now,
    log: logger({ level: 'silent' }),
    read: (work) => read(database, tenant, work),
    commit: (command) => commit(ledger, tenant, command),
  };
}

function approving(database: Database, request: string, by: string, hours?: number) {
  const cause = { kind: 'action' as const, id: `click ${request} ${by}`, by };
  const visit = { ...houseOn(database), reader: { id: by, locale: 'en', tz: 'UTC' }, cause } as Visit;
  return commitApproval(visit, request, {
    command: `approve ${request} ${by}`,
    ...(hours === undefined ? {} : { hours }),
  });
}

function turning(database: Database, number: string, turn: 'close' | 'reopen') {
  return houseOn(database).commit({
    id: `${turn} ${number}`,
    cause: { kind: 'action', id: `${turn} ${number}`, by: 'UWANG' },
    keys: [caseKey(number)],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, 'UWANG'),
      leads: true,
      before: await caseByNumber(tx, tenant, number),
    }),
    decide: (turn === 'close' ? closeCase : reopenCase)({ by: 'UWANG' }),
    save: (tx, next) => saveCase(tx, tenant, next),
  });
}

/** Closes and, as the subscriber of the event does, ends what was to last so long: once, right after. */
async function closing(database: Database, number: string) {
  const outcome = await turning(database, number, 'close');
  await endWithItsCase(houseOn(database), { id: `evt ${number}`, subject: number } as DomainEvent);
  return outcome;
}

async function asked(n: number): Promise<{ request: string; number: string }> {
  const number = `C-2026-${String(n).padStart(4, '0')}`;
  const opened: Case = {
    ...{ number, kind: 'transfer', team: '', people: [], region: '', clauses: '', state: 'open' },
    ...{ openedAt: t0, closedAt: null, changedAt: t0, revision: 1 },
  };
  await saveCase(fresh.database, tenant, opened);
  const request: Request = {
    ...{ id: `req_${n}`, requester: 'ULIN', dataSet: 'client-files', caseNumber: number },
    ...{ purpose: 'share_transfer', reason: '', length: { kind: 'case' }, hours: 8, approvedHours: null },
    // One in three for later, one in three with Start: none of them may outlive the case either.
    start: [{ kind: 'now' } as const, { kind: 'at', at: later(4) } as const, { kind: 'press' } as const][
      n % 3
    ] ?? { kind: 'now' },
    ...{ road: 'approver', state: 'pending', createdAt: t0, lapsesAt: later(8), waitLeft: null },
    ...{ reopenedAt: null, decidedBy: null, decidedAt: null, denialKind: null, denialReason: null },
  };
  await insertRequest(fresh.database, tenant, request);
  return { request: request.id, number };
}

/** Grants that could be used, or are about to be, of a case that is closed. */
const outliving = () => fresh.database.sql<{ id: string; state: string }[]>`
  select g.id, g.state from access_grant g join client_case c on c.tenant = g.tenant and c.number = g.case_number
  where g.tenant = ${tenant} and c.state = 'closed' and g.state in ('scheduled', 'ready', 'running')`;

it('lets no access outlive its case, however closing and approving meet, and answers everybody', async () => {
  const seen = { granted: 0, refused: 0 };
  for (let n = 0; n < rounds; n += 1) {
    const { request, number } = await asked(n);
    // Who comes first by a hair differs from round to round; two approvers click, one of them for less.
    const acts = [
      () => approving(one, request, 'UOWNER'),
      () => closing(other, number),
      () => approving(other, request, 'UDEPUTY', 4),
    ];
    const answers = new Map<number, { kind: string; refused?: { key: string } }>();
    const act = async (at: number) => {
      const which = (at + n) % acts.length;
      const outcome = await acts[which]?.();
      if (outcome) answers.set(which, outcome);
    };
    // In every other round the first is through before the rest begin: both ways round are sure to happen.
    const first = act(0);
    if (n % 2 === 0) await first;
    await Promise.all([first, act(1), act(2)]);
    expect(answers.get(1)?.kind, number).toBe('done');
    const outcomes = [answers.get(0), answers.get(2)];
    const granted = outcomes.filter((outcome) => outcome?.kind === 'done').length;
    expect(granted, number).toBeLessThanOrEqual(1);
    for (const outcome of outcomes)
      if (outcome?.kind !== 'done')
        expect(['access.caseClosedSince', 'access.decided']).toContain(outcome?.refused?.key);
    seen[granted === 1 ? 'granted' : 'refused'] += 1;
    expect(await outliving(), number).toEqual([]);
  }
  // Both ways round happened, or this would prove one of them only.
  expect(Math.min(seen.granted, seen.refused), JSON.stringify(seen)).toBeGreaterThan(0);
});

it('judges by the case as it is at the click when it is closed and opened again meanwhile', async () => {
  for (let n = 200; n < 200 + rounds / 3; n += 1) {
    const { request, number } = await asked(n);
    const [outcome] = await Promise.all([
      approving(one, request, 'UOWNER'),
      closing(other, number).then(() => turning(other, number, 'reopen')),
    ]);
    if (outcome.kind === 'refused') expect(outcome.refused.key).toBe('access.caseClosedSince');
    const [grant] = await fresh.database.sql<{ state: string }[]>`
      select state from access_grant where tenant = ${tenant} and case_number = ${number}`;
    const [found] = await fresh.database.sql<{ state: string }[]>`
      select state from client_case where tenant = ${tenant} and number = ${number}`;
    expect(found?.state).toBe('open');
    expect(grant === undefined, number).toBe(outcome.kind === 'refused');
  }
});
