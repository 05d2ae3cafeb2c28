import type { Tx } from '../database/connection.ts';

/** One limit that a call has to keep: one every so many ms, after a burst; `burst: null` binds only after a 429. */
export type Lane = { readonly key: string; readonly everyMs: number; readonly burst: number | null };

/** How long after a 429 nothing is sent faster than Slack's published figures. */
const calmMinutes = 10;

/**
 * Books a call into all of its lanes at once, and answers in how many ms it may go (0: now). Books nothing where that would be more
 * than `longestMs`: whoever comes again later must not find the time taken by themselves. One statement, so one round trip and no
 * transaction of ours; the rows are locked in the order of their keys. GCRA, by the clock of the database, which all replicas share.
 */
export async function book(
  { sql }: Tx,
  tenant: string,
  lanes: readonly Lane[],
  longestMs: number,
): Promise<number> {
  const keys = lanes.map(({ key }) => key);
  const every = lanes.map(({ everyMs }) => everyMs);
  const bursts = lanes.map(({ burst }) => burst);
  const [row] = await sql<{ wait: number }[]>`
    with lane as (
      select * from unnest(${keys}::text[], ${every}::float8[], ${bursts}::int[]) as lane(key, every, burst)
    ), held as materialized (
      select key, free_at, blocked_until from slack_pace where tenant = ${tenant} and key = any(${keys}) order by key for update
    ), clock as (
      -- Read when the locks were had: that can have taken a moment.
      select clock_timestamp() as now, coalesce(max(blocked_until) > clock_timestamp() - make_interval(mins => ${calmMinutes}), false) as calm
      from held
    ), verdict as (
      select lane.key, clock.now, every,
        case when burst is null and not calm then null else
          greatest(coalesce(free_at, clock.now), clock.now) + every * interval '1 ms' end as next_free,
        greatest(
          case when burst is null and not calm then clock.now else
            greatest(coalesce(free_at, clock.now), clock.now)
              + every * (1 - case when calm then 1 else burst end) * interval '1 ms' end,
          blocked_until, clock.now) as go_at
      from clock cross join lane left join held using (key)
    ), answer as (
      select coalesce(max(extract(epoch from go_at - now)) * 1000, 0)::float8 as wait from verdict
    ), booked as (
      insert into slack_pace (tenant, key, free_at)
      select ${tenant}, key, next_free from verdict, answer
      where next_free is not null and answer.wait <= ${longestMs} order by key
      -- Also where two booked at the same moment and neither saw a row to lock.
      on conflict (tenant, key) do update set free_at = (
        select greatest(slack_pace.free_at, excluded.free_at - every * interval '1 ms') + every * interval '1 ms'
        from lane where lane.key = excluded.key)
    )
    select wait from answer`;
  return row?.wait ?? 0;
}

/** Slack said 429 to a method: none of its calls goes out for so many seconds, from any replica. Other methods go on. */
export async function blockMethod({ sql }: Tx, tenant: string, key: string, seconds: number): Promise<void> {
  await sql`
    insert into slack_pace as pace (tenant, key, free_at, blocked_until)
    values (${tenant}, ${key}, clock_timestamp() + make_interval(secs => ${seconds}), clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (tenant, key) do update set
      free_at = greatest(pace.free_at, excluded.free_at), blocked_until = greatest(pace.blocked_until, excluded.blocked_until)`;
}

/** Kinds of calls that Slack holds back, and the seconds until the last of them may go. Real time. */
export async function heldBack({ sql }: Tx, tenant: string): Promise<{ methods: number; seconds: number }> {
  const [row] = await sql<{ methods: number; seconds: number }[]>`
    select count(*)::int as methods, coalesce(max(extract(epoch from blocked_until - clock_timestamp())), 0)::float8 as seconds
    from slack_pace where tenant = ${tenant} and blocked_until > clock_timestamp()`;
  return row ?? { methods: 0, seconds: 0 };
}
