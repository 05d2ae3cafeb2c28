import { setTimeout as sleep } from 'node:timers/promises';
import { act } from '../../src/access/button.view.ts';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm } from '../../src/sandbox/firm.ts';
import { cardId } from '../../src/slack/card.store.ts';
import { buttonIn, wordsOf } from '../support/control.ts';
import { judgeLeaves, verifyLog } from './judge.log.ts';
import { approvers, askers, type Memory } from './people.ts';
import type { World } from './world.ts';

const tenant = firm.team.id;

/** Waits until nothing waits any more: no event without jobs or leaf, no work, nothing due. Answers what still does. */
export async function rest(world: World, withinMs: number): Promise<string[]> {
  const end = performance.now() + withinMs;
  for (;;) {
    // Growing pauses after trouble would only keep us waiting; what died is found by its missing heartbeat.
    await world.ask(
      `update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`,
    );
    const waiting = await world.ask<{ what: string }>(`
      select 'outbox ' || count(*) as what from outbox having count(*) > 0
      union all select 'without a leaf ' || count(*) from log_pending having count(*) > 0
      union all select name || ' ' || state || ' ' || count(*) from pgboss.job
        where state in ('created', 'retry', 'active') and name in ('deliver', 'refresh', 'card') group by name, state
      union all select id || ' has lapsed' from access_request where state = 'pending' and lapses_at < now()
      union all select id || ' is over' from access_grant where state = 'running' and ends_at < now()`);
    if (waiting.length === 0) return [];
    if (performance.now() > end) return waiting.map(({ what }) => `still waiting: ${what}`);
    await sleep(300);
  }
}

/** Everything that must be true in the end, looked at from outside: each sentence is one thing that is not. */
export async function judge(world: World, memory: Memory): Promise<string[]> {
  return [
    ...(await judgeLog(world, memory)),
    ...(await judgeLeaves(world)),
    ...(await verifyLog(world)),
    ...(await judgeCards(world)),
  ];
}

type Event = { id: string; type: string; subject: string; by: string | null; case_number: string | null };

async function judgeLog(world: World, memory: Memory): Promise<string[]> {
  const wrong: string[] = [];
  const events = await world.ask<Event>(
    `select id, type, subject, data_json ->> 'by' as by, data_json ->> 'caseNumber' as case_number
     from event where type like 'access.%'`,
  );
  const times = Map.groupBy(events, ({ type, subject }) => `${type} ${subject}`);
  for (const [what, some] of times) if (some.length > 1) wrong.push(`${what} is there ${some.length} times`);
  const requests = new Map<string, Event[]>();
  for (const event of events) {
    const { type, subject, by, case_number } = event;
    if (type === 'access.requested') {
      const asked = memory.asked.get(case_number ?? '');
      if (asked?.by !== by) wrong.push(`nobody asked for ${case_number} (${subject})`);
      requests.set(case_number ?? '', [...(requests.get(case_number ?? '') ?? []), event]);
    } else if (['access.granted', 'access.expired', 'access.lapsed'].includes(type)) continue;
    else if (!memory.tried.has(`${type} ${subject} ${by}`))
      wrong.push(`nobody did ${type} ${subject} as ${by}`);
  }
  for (const [caseNumber, { taken }] of memory.asked) {
    const found = requests.get(caseNumber)?.length ?? 0;
    if (found > 1 || (taken && found !== 1))
      wrong.push(`${caseNumber}: taken ${taken}, there ${found} times`);
  }
  for (const [what, id] of memory.seen)
    if (!times.get(what)?.some((event) => event.id === id)) wrong.push(`${what} was there and is gone`);
  const rows = await world.ask<{ what: string }>(`
    select 'two grants of ' || request as what from access_grant group by request having count(*) > 1
    union all select 'a grant without an approval: ' || g.id from access_grant g where not exists (
      select from event e where e.type = 'access.approved' and e.subject = g.request and e.data_json ->> 'by' <> g.holder)
    union all select 'approved without a grant: ' || r.id from access_request r where r.state = 'granted'
      and not exists (select from access_grant g where g.request = r.id)
    union all select r.id || ' is ' || r.state || ', its events are ' || coalesce(types, 'none') from access_request r
      left join lateral (select string_agg(substr(e.type, 8), ' ' order by e.type collate "C") as types
        from event e where e.subject = r.id) e on true
      where types is distinct from case r.state when 'pending' then 'requested' when 'granted' then 'approved requested'
        when 'denied' then 'denied requested' when 'lapsed' then 'lapsed requested' else 'requested withdrawn' end
    union all select g.id || ' is ' || g.state || ', its events are ' || coalesce(types, 'none') from access_grant g
      left join lateral (select string_agg(substr(e.type, 8), ' ' order by e.type collate "C") as types
        from event e where e.subject = g.id) e on true
      where types is distinct from case g.state when 'running' then 'granted' when 'expired' then 'expired granted'
        when 'returned' then 'granted returned' else 'granted revoked' end`);
  return [...wrong, ...rows.map(({ what }) => what)];
}

type Row = {
  id: string;
  requester: string;
  state: string;
  decided_by: string | null;
  grant_state: string | null;
};

/** One card per reader and request, and it says how things stand. */
async function judgeCards(world: World): Promise<string[]> {
  const wrong: string[] = [];
  const rows = await world.ask<Row>(`
    select r.id, r.requester, r.decided_by, g.state as grant_state,
      case when r.state = 'pending' and r.lapses_at < now() then 'lapsed' else r.state end as state
    from access_request r left join access_grant g on g.request = r.id`);
  for (const reader of [...askers, ...approvers]) {
    const messages = (await world.slack.inbox(reader)).filter(({ bot_id }) => bot_id !== undefined);
    const posted = Map.groupBy(messages, (message) => JSON.stringify(payloadOf(message)));
    const cards = Map.groupBy(messages.filter(isCard), (message) => String(payloadOf(message)?.card));
    for (const [card, some] of cards)
      if (some.length > 1) wrong.push(`${reader} has ${some.length} messages of ${card}`);
    for (const [line, some] of posted)
      if (line?.includes('notice') && some.length > 1)
        wrong.push(`${reader} was told ${some.length} times: ${line}`);
    const inboxed = messages.some((message) => buttonIn(message.blocks, act.open));
    for (const row of rows) {
      const mine = row.requester === reader;
      if (!mine && !approvers.includes(reader)) continue;
      const key = { kind: mine ? 'access.requester' : 'access.approver', reader, occasion: row.id };
      const [card] = cards.get(cardId(tenant, key)) ?? [];
      // Who was decided for before a card could be posted has no need of one.
      if (!card) {
        // Of several that wait those after the second stand in an inbox.
        if (mine || (row.state === 'pending' && !inboxed))
          wrong.push(`${reader} has no card about ${row.id} (${row.state})`);
        continue;
      }
      for (const [button, wanted] of buttonsFor(row, mine)) {
        if ((buttonIn(card.blocks, button) !== undefined) !== wanted)
          wrong.push(
            `${reader}’s card about ${row.id} (${row.state} ${row.grant_state}) ${wanted ? 'lacks' : 'has'} ${button}`,
          );
      }
      if (!mine && row.decided_by && !wordsOf(card).includes(`<@${row.decided_by}>`))
        wrong.push(`${reader}’s card about ${row.id} does not say that ${row.decided_by} ${row.state} it`);
    }
  }
  return wrong;
}

const isCard = ({ thread_ts, ts, metadata }: ControlMessage): boolean =>
  (thread_ts === undefined || thread_ts === ts) && metadata !== undefined;

function payloadOf({ metadata }: ControlMessage): Record<string, unknown> | undefined {
  return (metadata as { event_payload?: Record<string, unknown> } | undefined)?.event_payload;
}

function buttonsFor({ state, grant_state }: Row, mine: boolean): [button: string, wanted: boolean][] {
  const pending = state === 'pending';
  return mine
    ? [
        [act.withdraw, pending],
        [act.giveBack, grant_state === 'running'],
      ]
    : [
        [act.approve, pending],
        [act.deny, pending],
      ];
}
