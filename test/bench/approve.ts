import { randomBytes } from 'node:crypto';
import { loadDecision, saveApproval } from '../../src/access/decision.store.ts';
import { warningAt } from '../../src/access/grant.ts';
import { approve } from '../../src/access/request.ts';
import { owedId } from '../../src/attention/owed.store.ts';
import { saveDataSet } from '../../src/catalog/data-set.store.ts';
import { classDefaults } from '../../src/catalog/data-set.ts';
import { connect, type Database } from '../../src/database/connection.ts';
import { derivedId } from '../../src/kernel/id.ts';
import { canonical } from '../../src/ledger/canonical.ts';
import { commit, type Ledger } from '../../src/ledger/commit.ts';
import { entryText } from '../../src/ledger/entry.ts';
import { leafHash } from '../../src/ledger/merkle.ts';
import { saveMember } from '../../src/people/member.store.ts';
import type { Member } from '../../src/people/member.ts';
import { testVault } from '../support/keys.ts';
import { compare, type Figure, perSecond } from './figure.ts';

const lanes = 16;
const each = 400;
const tenant = 'T1';
const requester = 'U01LINXIAO0';
const approver = 'U06ZHAOMIN0';
const hours = 4;

/**
 * Approve, committed as the button does it (lock, load, decide, save, events, warning, outbox), against the very rows it leaves written
 * by hand in one postgres.js transaction: as long as nobody asks whether it may be.
 */
export async function approveFigure(databaseUrl: string): Promise<Figure> {
  const database = connect(databaseUrl, { max: lanes, vault: testVault });
  try {
    const ledger = benchLedger(database);
    await people(database);
    const pending = () => pendingRequests(database, each);
    const ours = async () => {
      const ids = await pending();
      return perSecond(each, lanes, (n) => approveOne(ledger, ids[n] ?? ''));
    };
    const byHand = async () => {
      const ids = await pending();
      return perSecond(each, lanes, (n) => writeByHand(database.sql, ids[n] ?? ''));
    };
    await sameRows(database.sql, ours, byHand);
    // Tables with a history, and a planner that knows them: on empty ones it keeps plans that read everything.
    for (let round = 0; round < 10; round++) await byHand();
    await database.sql`vacuum analyze`;
    return await compare('Approve committed', 'commits/s', { warmUp: 2, counted: 9 }, ours, byHand, {
      atLeast: 0.5,
    });
  } finally {
    await database.stop();
  }
}

type Sql = ReturnType<typeof connect>['sql'];

let made = 0;

async function pendingRequests({ sql }: Database, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => derivedId('req', 'bench', String(made++)));
  await sql`
    insert into access_request (id, tenant, requester, data_set, case_number, purpose, reason, hours, state, created_at, lapses_at)
    select id, ${tenant}, ${requester}, 'client-files', id, 'tax_filing', 'VAT filing for October', ${hours}, 'pending',
      ${new Date()}, ${new Date(Date.now() + 86_400_000)} from unnest(${ids}::text[]) id`;
  return ids;
}

async function approveOne(ledger: Ledger, id: string): Promise<void> {
  const cause = { kind: 'action', id: `D01 1.2 access.approve ${id} ${approver}`, by: approver } as const;
  const outcome = await commit(ledger, tenant, {
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [id],
    load: (tx) => loadDecision(tx, tenant, id, approver),
    decide: approve({ by: approver, grantId: derivedId('grn', tenant, id) }),
    save: (tx, next) => saveApproval(tx, tenant, next),
  });
  if (outcome.kind !== 'done') throw new Error(`not approved: ${JSON.stringify(outcome)}`);
}

/** Milliseconds that each of `count` approvals took, one after another. */
export async function approvals(database: Database, count: number): Promise<number[]> {
  const ledger = benchLedger(database);
  await people(database);
  const took: number[] = [];
  for (const id of await pendingRequests(database, count)) {
    const before = performance.now();
    await approveOne(ledger, id);
    took.push(performance.now() - before);
  }
  return took;
}

function benchLedger(database: Database): Ledger {
  return {
    database,
    now: () => new Date(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    ring: () => {},
  };
}

function writeByHand(sql: Sql, id: string): Promise<unknown> {
  const at = new Date();
  const grant = derivedId('grn', tenant, id);
  const endsAt = new Date(at.getTime() + hours * 3_600_000);
  const command = derivedId('cmd', tenant, `by hand ${id}`);
  const cause = canonical({ kind: 'action', id: `D01 1.2 access.approve ${id} ${approver}`, by: approver });
  const event = (ordinal: number, type: string, subject: string, data: object) => ({
    id: derivedId('evt', tenant, command, String(ordinal)),
    tenant,
    subject,
    type,
    version: 1,
    command_id: command,
    ordinal,
    cause,
    at,
    effective_at: at,
    data: canonical(data),
    commitments: '{}',
  });
  const events = [
    event(0, 'access.approved', id, {
      by: approver,
      requester,
      dataSet: 'client-files',
      dataSetRevision: 1,
      grant,
    }),
    event(1, 'access.granted', grant, {
      request: id,
      holder: requester,
      dataSet: 'client-files',
      caseNumber: id,
      purpose: 'tax_filing',
      startsAt: at.toISOString(),
      endsAt: endsAt.toISOString(),
    }),
  ];
  const outbox = events.map(({ id: event_id, type, subject }) => ({ tenant, event_id, type, subject }));
  const pending = events.map((event) => ({
    event_id: event.id,
    hash: leafHash(Buffer.from(entryText(event))),
  }));
  const owed = { kind: 'access.ending', person: requester, subject: grant };
  return sql.begin((tx) => [
    tx`update access_request set state = 'granted', decided_by = ${approver}, decided_at = ${at} where id = ${id}`,
    tx`insert into access_grant (id, tenant, request, holder, data_set, case_number, starts_at, ends_at, state)
      values (${grant}, ${tenant}, ${id}, ${requester}, 'client-files', ${id}, ${at}, ${endsAt}, 'running')`,
    tx`insert into owed (id, tenant, kind, person, subject, due_at, state)
      values (${owedId(tenant, owed)}, ${tenant}, 'access.ending', ${requester}, ${grant}, ${warningAt({ startsAt: at, endsAt })}, 'owed')`,
    tx`insert into event ${tx(events)}`,
    tx`insert into outbox ${tx(outbox)}`,
    tx`insert into log_pending ${tx(pending)}`,
  ]);
}

/** The floor would be worth nothing if it wrote less: a round of each must leave the same rows in every table. */
async function sameRows(sql: Sql, ours: () => Promise<number>, byHand: () => Promise<number>): Promise<void> {
  const tables = ['access_grant', 'owed', 'event', 'event_private', 'outbox', 'log_pending'];
  const left = async (round: () => Promise<number>): Promise<string> => {
    await sql.unsafe(`truncate ${tables.join(', ')}`);
    await round();
    const counts = [];
    for (const table of tables) counts.push(...(await sql.unsafe(`select count(*)::int as n from ${table}`)));
    return JSON.stringify(counts.map((row) => row.n));
  };
  const [one, other] = [await left(ours), await left(byHand)];
  if (one !== other) throw new Error(`ours and the floor leave different rows: ${one} and ${other}`);
}

async function people(database: ReturnType<typeof connect>): Promise<void> {
  const member = (id: string): Member => ({
    id,
    name: id,
    locale: 'zh-CN',
    tz: 'Asia/Shanghai',
    title: '',
    standing: 'member',
    workspaceOwner: false,
    leftAt: null,
    roles: [],
    manager: null,
    language: null,
  });
  for (const id of [requester, approver, 'U07PRIYA000']) await saveMember(database, tenant, member(id));
  await saveDataSet(database, tenant, {
    id: 'client-files',
    nameEn: 'Client identity files',
    nameZh: '客户身份资料',
    classification: 'strict',
    personal: 'sensitive',
    owner: approver,
    approvers: [approver, 'U07PRIYA000'],
    approverGroups: [],
    purposes: ['tax_filing', 'share_transfer'],
    ...classDefaults.strict,
    guestsMayAsk: false,
    revision: 1,
    retiredAt: null,
  });
}
