import { randomBytes } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { onAskSubmitted } from '../../src/access/ask.slack.ts';
import { onApprove, onDenySubmitted, onShortenSubmitted } from '../../src/access/decision.slack.ts';
import { accessDue } from '../../src/access/grant.job.ts';
import { onGiveBack, onRevokeSubmitted } from '../../src/access/grant.slack.ts';
import { onAnswerSubmitted, onInquireSubmitted } from '../../src/access/question.slack.ts';
import { onWithdraw } from '../../src/access/request.slack.ts';
import { onReopen, onTakeBackSubmitted } from '../../src/access/undo.slack.ts';
import { saveDataSet } from '../../src/catalog/data-set.store.ts';
import { connect, type Database } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { roles } from '../../src/database/roles.ts';
import { connectionIsGone } from '../../src/database/transaction.ts';
import { derivedId } from '../../src/kernel/id.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { readerFrom, saveMember, saveUserGroup } from '../../src/people/member.store.ts';
import type { House, Visit } from '../../src/slack/capability.ts';
import { rosterEvents } from '../../src/slack/roster.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { testVault } from '../support/keys.ts';
import { alwaysAtWork } from './flow.ts';
import {
  type AccessAct,
  type Act,
  carryOut,
  copyOf,
  eligible,
  type Notebook,
  orders,
  type Rules,
  type Said,
  standing,
  tick,
} from './model.ts';
import { dataSet, person, t0 } from './world.ts';

/*
 * Random stories of the real handlers on the real database, with people acting at the very same moment, clicks sent twice,
 * connections cut in the middle and restarts. After every step the answers and the rows must be those of the notebook for some
 * order of the acts, and what must always hold is asked of the rows themselves.
 */

const group = 'S01GROUP';
/** Owner and approver, approver, deputy through the group, privacy officer, admin who approves, guest who is named, and two who only ask. */
const who = ['UZHAO', 'UPRIYA', 'UDEPUTY', 'USUN', 'UADMIN', 'UGUEST', 'ULIN', 'UCHEN'] as const;
const rules: Rules = {
  'client-files': {
    owner: 'UZHAO',
    approvers: ['UZHAO', 'UPRIYA', 'UADMIN'],
    group: false,
    longest: 4,
    pending: 8,
  },
  seals: { owner: 'UADMIN', approvers: ['UGUEST', 'UZHAO'], group: true, longest: 8, pending: 3 },
};
const hours: Readonly<Record<string, number>> = { 'client-files': 4, seals: 8 };
const sets = Object.keys(rules);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(async () => {
  await Promise.all(leaving);
  await fresh.drop();
});

/** Pools on their way out: one whose connections were cut takes five seconds for it, which nobody here waits for. */
const leaving: Promise<void>[] = [];

type Real = {
  tenant: string;
  database: Database;
  now: number;
  members: Set<string>;
  /** Ends every connection of the house, as a restart of the server does. */
  cut: () => Promise<void>;
};

function houseOf(real: Real, hear: (said: Said) => void): House {
  const { tenant } = real;
  const ledger = {
    database: real.database,
    now: () => new Date(real.now),
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
    ring: () => {},
  };
  return {
    tenant,
    now: ledger.now,
    log: logger({ level: 'silent' }),
    read: (work) => read(real.database, tenant, work),
    commit: async (command) => {
      const outcome = await commit(ledger, tenant, command);
      hear(outcome.kind);
      return outcome;
    },
  };
}

/** As often as it takes: who is told of trouble clicks again, and Slack sends an event again. */
async function insist(real: Real, act: Act): Promise<Said> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await perform(real, act);
    } catch (error) {
      if (!connectionIsGone(error) || attempt === 5) throw error;
    }
  }
}

/** The act as the router would hand it to the handler; answers what the commit said. */
async function perform(real: Real, act: Act): Promise<Said> {
  let said: Said = 'done';
  const house = houseOf(real, (outcome) => {
    said = outcome;
  });
  const visit = (kind: 'action' | 'submission', place: string): Visit => ({
    ...house,
    reader: readerFrom(act.by, undefined),
    member: person(act.by),
    cause: { kind, id: `${place} ${act.by}`, by: act.by },
    fileOf: async () => ({ fault: 'file.gone' }),
  });
  const slack = {
    users: {
      info: async () => {
        const is_restricted = act.by === 'UGUEST';
        return {
          user: { id: act.by, team_id: real.tenant, locale: 'en-GB', real_name: act.by, is_restricted },
        };
      },
    },
    usergroups: {
      list: async () => ({
        usergroups: [{ id: group, handle: 'g', name: 'G', users: [...real.members].sort() }],
      }),
    },
  } as unknown as WebClient;
  switch (act.kind) {
    case 'leave':
    case 'return': {
      // Coming back makes no employee of a guest.
      const is_restricted = act.by === 'UGUEST';
      const deleted = act.kind === 'leave';
      const user = { id: act.by, team_id: real.tenant, real_name: act.by, is_restricted, deleted };
      await rosterEvents.user_change?.(house, slack, { user }, act.command);
      return 'done';
    }
    case 'join':
    case 'quit':
      if (act.kind === 'join') real.members.add(act.by);
      else real.members.delete(act.by);
      await rosterEvents.subteam_members_changed?.(house, slack, {}, act.command);
      return 'done';
    case 'ask':
      await onAskSubmitted(visit('submission', act.view), {
        id: act.view,
        callbackId: 'access.ask',
        privateMetadata: '',
        values: {
          dataSet: act.set,
          caseNumber: act.caseNumber,
          purpose: 'tax_filing',
          reason: 'VAT filing for October',
          hours: String(hours[act.set]),
          acknowledged: ['yes'],
        },
      });
      return said;
    case 'deny':
    case 'shorten':
    case 'inquire':
    case 'answer':
    case 'takeBack':
    case 'revoke': {
      const { request } = act;
      const grant = grantOf(real.tenant, request);
      const question = `${request}:${act.which}`;
      const { handler, subject } = {
        deny: { handler: onDenySubmitted, subject: request },
        shorten: { handler: onShortenSubmitted, subject: request },
        inquire: { handler: onInquireSubmitted, subject: question },
        answer: { handler: onAnswerSubmitted, subject: question },
        takeBack: { handler: onTakeBackSubmitted, subject: grant },
        revoke: { handler: onRevokeSubmitted, subject: grant },
      }[act.kind];
      // Each kind of form is a modal of its own.
      const view = {
        id: `V${act.click} ${act.kind}`,
        callbackId: '',
        privateMetadata: subject,
        values: { reason: 'not now', hours: '1', question: 'And why?', answer: 'Because' },
      };
      const answer = await handler(visit('submission', view.id), view);
      // Refused before anything is asked of the rows: such as a question nobody asked.
      return answer.kind === 'errors' ? 'refused' : said;
    }
    default: {
      const value = {
        giveBack: grantOf(real.tenant, act.request),
        reopen: `${act.request} ${act.which}`,
        approve: act.request,
        withdraw: act.request,
      }[act.kind];
      const handler = { approve: onApprove, withdraw: onWithdraw, giveBack: onGiveBack, reopen: onReopen }[
        act.kind
      ];
      const place = `D1 ${act.click}`;
      await handler(visit('action', `${place} access.${act.kind} ${value}`), {
        actionId: `access.${act.kind}`,
        blockId: '',
        value,
        values: [],
        message: { channel: 'D1', ts: String(act.click), ephemeral: false },
      });
      return said;
    }
  }
}

const grantOf = (tenant: string, request: string): string => derivedId('grn', tenant, request);

/** What must hold of the rows whatever was done: each broken rule names the row. */
async function broken({ tenant }: Real): Promise<string[]> {
  const rows = await fresh.database.sql<{ what: string }[]>`
    select 'approved by themselves: ' || id as what from access_request
      where tenant = ${tenant} and state in ('granted', 'denied') and decided_by = requester
    union all select 'granted without an approval: ' || g.id from access_grant g join access_request r on r.id = g.request
      where g.tenant = ${tenant} and (r.state <> 'granted' or r.decided_by is null or g.holder <> r.requester or not exists (
        select 1 from event e where e.subject = r.id and e.type = 'access.approved' and e.data_json ->> 'by' = r.decided_by
          and e.data_json ->> 'grant' = g.id and e.at = g.starts_at))
    union all select 'approved without a grant: ' || r.id from access_request r
      where r.tenant = ${tenant} and r.state = 'granted' and not exists (select 1 from access_grant g where g.request = r.id)
    union all select 'two grants: ' || request from access_grant where tenant = ${tenant} group by request having count(*) > 1
    union all select 'its events do not fit: ' || r.id || ' ' || r.state from access_request r
      left join lateral (select
          count(*) filter (where type = 'access.requested') as requested, count(*) filter (where type = 'access.approved') as approved,
          count(*) filter (where type = 'access.denied') - count(*) filter (where type = 'access.reopened') as denied,
          count(*) filter (where type = 'access.asked') as asked, count(*) filter (where type = 'access.answered') as answered,
          count(*) filter (where type = 'access.lapsed') as lapsed, count(*) filter (where type = 'access.withdrawn') as withdrawn
        from event e where e.subject = r.id) n on true
      where r.tenant = ${tenant} and (requested, approved, denied, lapsed, withdrawn) is distinct from
        (1, (r.state = 'granted')::int, (r.state = 'denied')::int, (r.state = 'lapsed')::int, (r.state = 'withdrawn')::int)
    union all select 'questions and answers do not fit: ' || r.id || ' ' || r.state from access_request r
      left join lateral (select count(*) as asked, count(answered_at) as answered from access_question q where q.request = r.id) n on true
      where r.tenant = ${tenant} and ((r.state = 'asked' and asked <= answered)
        or (r.state = 'pending' and asked <> answered and r.reopened_at is null))
    union all select 'its events do not fit: ' || g.id || ' ' || g.state || ' ' || coalesce(types, 'none') from access_grant g
      left join lateral (select string_agg(substr(e.type, 8), ' ' order by e.type collate "C") as types from event e where e.subject = g.id) e on true
      where g.tenant = ${tenant} and types is distinct from case g.state when 'running' then 'granted' when 'expired' then 'expired granted'
        when 'returned' then 'granted returned' else 'granted revoked' end
    union all select 'not announced once: ' || e.id from event e where e.tenant = ${tenant}
      and ((select count(*) from outbox o where o.event_id = e.id) <> 1 or (select count(*) from log_pending p where p.event_id = e.id) <> 1)
    union all select 'warned of twice or never: ' || g.id from access_grant g where g.tenant = ${tenant}
      and (select count(*) from owed o where o.subject = g.id and o.kind = 'access.ending') <> 1`;
  return rows.map(({ what }) => what);
}

async function rowsOf({ tenant }: Real): Promise<string[]> {
  const rows = await fresh.database.sql<{ line: string }[]>`
    select r.id || ' ' || r.state || ' by ' || coalesce(r.decided_by, 'null') || ' ' || coalesce(g.state, 'no grant') as line
    from access_request r left join access_grant g on g.request = r.id where r.tenant = ${tenant}`;
  return rows.map(({ line }) => line).sort();
}

type Model = { book: Notebook; tenant: string };

/** What a step looks like before it is known which requests there are: people, data and requests by number. */
type Plan = {
  kind: Act['kind'];
  person: number;
  set: number;
  request: number;
  click: number;
  caseNumber: number;
};

function actOf({ book, tenant }: Model, plan: Plan): Act {
  const someone = who[plan.person % who.length] ?? 'ULIN';
  const { kind } = plan;
  if (kind === 'leave' || kind === 'return' || kind === 'join' || kind === 'quit')
    return { kind, by: someone, command: `${kind} ${someone}` };
  if (kind === 'ask') {
    const set = sets[plan.set % sets.length] ?? '';
    const view = `V${plan.click}${set}${plan.caseNumber}`;
    const request = derivedId('req', tenant, view, someone);
    const command = `ask ${view} ${someone}`;
    return { kind, by: someone, set, view, request, caseNumber: `C-${plan.caseNumber}`, command };
  }
  const known = [...book.wishes.keys()];
  // The newest are those at which something can happen.
  const request = known[Math.max(0, known.length - 1 - (plan.request % 4))] ?? 'req_none';
  // Only one's own can be withdrawn or given back; now and then somebody else tries.
  const own = (kind === 'withdraw' || kind === 'giveBack' || kind === 'answer') && plan.person % 4 !== 0;
  const by = own ? (book.wishes.get(request)?.by ?? someone) : someone;
  const wish = book.wishes.get(request);
  const whichOf = {
    inquire: (wish?.questions ?? 0) + 1,
    answer: wish?.questions ?? 0,
    reopen: wish?.decidedAt ?? 0,
  };
  const which = kind === 'inquire' || kind === 'answer' || kind === 'reopen' ? whichOf[kind] : 0;
  return {
    kind,
    by,
    request,
    click: plan.click,
    which,
    command: `${kind} ${request} ${plan.click} ${by} ${which}`,
  };
}

class Step implements fc.AsyncCommand<Model, Real> {
  readonly plans: readonly Plan[];
  readonly mode: 'plain' | 'cut' | 'ticking';
  constructor(plans: readonly Plan[], mode: 'plain' | 'cut' | 'ticking') {
    this.plans = plans;
    this.mode = mode;
  }
  check = () => true;
  toString = () => `${this.mode} ${JSON.stringify(this.plans)}`;

  run(model: Model, real: Real): Promise<void> {
    const acts = this.plans.map((plan) => actOf(model, plan)).filter(oneOfThePeople());
    return play(model, real, acts, this.mode);
  }
}

/** Everybody at once; then the answers and the rows must make sense together. */
async function play(model: Model, real: Real, acts: readonly Act[], mode: Step['mode']): Promise<void> {
  // Time never stands still: somebody who left, came back and leaves again within one millisecond would be the same event told twice.
  real.now += 1;
  model.book.now = real.now;
  const before = copyOf(model.book);
  const [said] = await Promise.all([
    Promise.all(acts.map((act) => insist(real, act))),
    mode === 'cut' ? real.cut() : undefined,
    mode === 'ticking' ? accessDue(houseOf(real, () => {})) : undefined,
  ]);
  expect(await broken(real)).toEqual([]);
  const rows = await rowsOf(real);
  const fits = explained(before, acts, said, rows, mode);
  if (!fits) {
    const told = acts.map((act, at) => `${said[at]}: ${JSON.stringify(act)}`);
    throw new Error(`no order of these acts leads here:\n${[...told, ...rows].join('\n')}`);
  }
  model.book = fits;
}

/** One wish, with everybody who can decide on it deciding at once, and everybody who can end the access ending it at once. */
class Contest implements fc.AsyncCommand<Model, Real> {
  readonly asker: 'ULIN' | 'UCHEN' | 'UADMIN';
  readonly deciding: readonly number[];
  readonly ending: readonly number[];
  readonly mode: Step['mode'];
  constructor(...given: [Contest['asker'], readonly number[], readonly number[], Step['mode']]) {
    [this.asker, this.deciding, this.ending, this.mode] = given;
  }
  check = () => true;
  toString = () => `contest ${this.asker} ${this.deciding} ${this.ending} ${this.mode}`;

  async run(model: Model, real: Real): Promise<void> {
    const by = this.asker;
    const view = `contest ${model.book.wishes.size}`;
    const request = derivedId('req', model.tenant, view, by);
    const wish = { set: 'client-files', caseNumber: `D-${model.book.wishes.size}` } as const;
    const of = (kind: AccessAct['kind'], who: string): Act =>
      kind === 'ask'
        ? { kind, by: who, view, request, ...wish, command: `ask ${view} ${who}` }
        : { kind, by: who, request, click: 0, which: 0, command: `${kind} ${request} 0 ${who} 0` };
    const first = [
      of('approve', 'UZHAO'),
      of('approve', 'UPRIYA'),
      of('approve', by),
      of('deny', 'UZHAO'),
      of('withdraw', by),
    ];
    const second: Act[] = [
      of('giveBack', by),
      of('revoke', 'USUN'),
      of('revoke', 'UZHAO'),
      { kind: 'leave', by, command: `leave ${by}` },
    ];
    const some = (all: readonly Act[], which: readonly number[]) =>
      which.map((at) => all[at]).filter((one) => one !== undefined);
    await play(model, real, [of('ask', by)], 'plain');
    await play(model, real, some(first, this.deciding), this.mode);
    await play(model, real, some(second, this.ending), this.mode);
    await new Later(0, false).run(model, real);
    if (this.ending.includes(3))
      await play(model, real, [{ kind: 'return', by, command: `return ${by}` }], 'plain');
  }
}

/** Slack tells one thing about its people at a time; two such events at once have no order that anybody could know. */
function oneOfThePeople(): (act: Act) => boolean {
  let seen = false;
  return ({ kind }) => {
    if (!['leave', 'return', 'join', 'quit'].includes(kind)) return true;
    if (seen) return false;
    seen = true;
    return true;
  };
}

/** The notebook after the first order of the acts that gives these answers and these rows. */
function explained(
  before: Notebook,
  acts: readonly Act[],
  said: readonly Said[],
  rows: readonly string[],
  mode: Step['mode'],
): Notebook | undefined {
  // A tick is many small acts, each with a place of its own in the order.
  const ticks = mode === 'ticking' ? [...Array(acts.length + 1).keys()] : [-1];
  for (const order of orders([...acts.keys()])) {
    for (const at of ticks) {
      const book = copyOf(before);
      const fits = order.every((act, place) => {
        if (place === at) tick(book);
        const answer = carryOut(book, rules, acts[act] as Act);
        // Where the connection was cut after its commit, the second try finds what the first one did.
        return answer === said[act] || (mode === 'cut' && answer === 'done' && said[act] === 'repeated');
      });
      if (at === acts.length) tick(book);
      if (fits && JSON.stringify(standing(book)) === JSON.stringify(rows)) return book;
    }
  }
  return undefined;
}

/** Time goes on, then the tick comes by: nothing runs that should not, and what it settled stays settled. */
class Later implements fc.AsyncCommand<Model, Real> {
  readonly hours: number;
  readonly restart: boolean;
  constructor(passed: number, restart: boolean) {
    this.hours = passed;
    this.restart = restart;
  }
  check = () => true;
  toString = () => `${this.hours} h later${this.restart ? ', after a restart' : ''}`;

  async run(model: Model, real: Real): Promise<void> {
    if (this.restart) {
      leaving.push(real.database.stop());
      real.database = connect(fresh.appUrl, { max: 6, role: roles.app, vault: testVault });
    }
    real.now += this.hours * 3_600_000;
    model.book.now = real.now;
    // Two replicas ring at the same time.
    const house = houseOf(real, () => {});
    await Promise.all([accessDue(house), accessDue(house)]);
    tick(model.book);
    expect(await broken(real)).toEqual([]);
    expect(await rowsOf(real)).toEqual(standing(model.book));
    const [left] = await fresh.database.sql<{ running: number }[]>`
      select count(*)::int as running from access_grant g join member m on m.tenant = g.tenant and m.id = g.holder
      where g.tenant = ${real.tenant} and g.state = 'running'
      and (m.left_at is not null or m.standing <> 'member' or g.ends_at <= ${new Date(real.now)})`;
    expect(left).toEqual({ running: 0 });
  }
}

const plan = (kinds: readonly Act['kind'][]) =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    person: fc.nat(who.length - 1),
    set: fc.nat(sets.length - 1),
    request: fc.nat(3),
    click: fc.nat(1),
    caseNumber: fc.nat(1),
  });
const often: Act['kind'][] = [
  ...(['ask', 'ask', 'approve', 'approve', 'approve', 'deny'] as const),
  ...(['withdraw', 'giveBack', 'giveBack', 'revoke', 'revoke'] as const),
  ...(['shorten', 'inquire', 'inquire', 'answer', 'answer', 'takeBack', 'reopen', 'reopen'] as const),
];
const any = plan([...often, ...often, 'leave', 'return', 'join', 'quit']);
/** Several people at one thing, or one person twice: where races are. */
const rush = fc
  .tuple(
    any,
    fc.array(fc.tuple(fc.constantFrom(...often), fc.nat(who.length - 1)), { minLength: 1, maxLength: 2 }),
  )
  .map(([first, others]) => [
    first,
    ...others.map(([kind, someone]) => ({ ...first, kind, person: someone })),
  ]);
const twice = any.map((one) => [one, one]);
const opening = fc.array(plan(['ask']), { minLength: 2, maxLength: 4 });
const mode = fc.constantFrom<Step['mode']>('plain', 'plain', 'plain', 'ticking', 'cut');
const steps = [
  fc.tuple(opening, mode).map(([plans, how]) => new Step(plans, how)),
  fc.tuple(fc.array(any, { minLength: 1, maxLength: 4 }), mode).map(([plans, how]) => new Step(plans, how)),
  fc.tuple(rush, mode).map(([plans, how]) => new Step(plans, how)),
  fc.tuple(twice, mode).map(([plans, how]) => new Step(plans, how)),
  fc
    .tuple(
      fc.constantFrom('ULIN' as const, 'UCHEN' as const, 'UADMIN' as const),
      fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 4 }),
      fc.uniqueArray(fc.nat(3), { minLength: 2, maxLength: 4 }),
      mode,
    )
    .map((given) => new Contest(...given)),
  fc
    .tuple(fc.constantFrom(0, 0, 1, 3, 5), fc.boolean())
    .map(([passed, restart]) => new Later(passed, restart)),
];

async function begin(run: number): Promise<{ model: Model; real: Real }> {
  const tenant = `T${run}`;
  const database = connect(fresh.appUrl, { max: 6, role: roles.app, vault: testVault });
  const now = t0.getTime();
  const people = who.map((id) =>
    person(id, {
      standing: id === 'UGUEST' ? 'guest' : 'member',
      roles: id === 'USUN' ? ['privacy_officer'] : id === 'UADMIN' ? ['admin'] : [],
      workspaceOwner: id === 'UADMIN',
    }),
  );
  for (const one of people) await saveMember(fresh.database, tenant, one);
  await saveUserGroup(fresh.database, tenant, {
    id: group,
    handle: 'g',
    name: 'G',
    members: ['UDEPUTY', 'ULIN'],
    disabled: false,
  });
  await saveCompany(fresh.database, tenant, alwaysAtWork);
  for (const [id, rule] of Object.entries(rules)) {
    await saveDataSet(fresh.database, tenant, {
      ...dataSet({ id, nameEn: id, nameZh: id, owner: rule.owner, approvers: [...rule.approvers] }),
      approverGroups: rule.group ? [group] : [],
      longestHours: rule.longest,
      pendingHours: rule.pending,
    });
  }
  const book: Notebook = {
    now,
    people: new Map(
      people.map(({ id, standing: kind, roles }) => [
        id,
        { here: true, standing: kind as 'member' | 'guest', officer: roles.includes('privacy_officer') },
      ]),
    ),
    group: new Set(['UDEPUTY', 'ULIN']),
    wishes: new Map(),
    done: new Set(),
  };
  const real: Real = { tenant, database, now, members: new Set(book.group), cut: cutConnections };
  return { model: { book, tenant }, real };
}

/** Those of the house alone: what looks at the rows from outside has another login. */
async function cutConnections(): Promise<void> {
  const url = new URL(fresh.appUrl);
  const sql = postgres(inject('postgres').superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_sleep(random() * 0.01)`;
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${url.pathname.slice(1)} and usename = ${url.username}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

it('keeps every rule of access when people act at the same moment, twice, and through restarts', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 14, size: 'max' }), async (commands) => {
      run += 1;
      const begun = await begin(run);
      try {
        await fc.asyncModelRun(() => ({ model: begun.model, real: begun.real }), commands);
        await new Later(0, false).run(begun.model, begun.real);
      } finally {
        leaving.push(begun.real.database.stop());
      }
    }),
    { numRuns: 80, interruptAfterTimeLimit: 25_000 },
  );
  // Fewer would mean that time ran out before anything could happen.
  expect(run).toBeGreaterThan(5);
}, 60_000);

it('knows a rule when it is broken: the notebook itself refuses what must not be', async () => {
  const { model, real } = await begin(0);
  await real.database.stop();
  const act = (kind: 'ask' | 'approve', by: string): Act =>
    kind === 'ask'
      ? {
          kind,
          by,
          command: `ask ${by}`,
          request: 'req_1',
          view: 'V',
          set: 'client-files',
          caseNumber: 'C-1',
        }
      : { kind, by, command: `approve ${by}`, request: 'req_1', click: 0, which: 0 };
  expect(carryOut(model.book, rules, act('ask', 'UADMIN'))).toBe('done');
  expect(carryOut(model.book, rules, act('approve', 'UADMIN'))).toBe('refused');
  expect(carryOut(model.book, rules, act('approve', 'UDEPUTY'))).toBe('refused');
  expect(eligible(model.book, rules, 'seals', 'UGUEST')).toBe(false);
  expect(carryOut(model.book, rules, act('approve', 'UZHAO'))).toBe('done');
  expect(carryOut(model.book, rules, act('approve', 'UPRIYA'))).toBe('refused');
});
