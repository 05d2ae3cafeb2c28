import { connect, type Database } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { nextOn, plusDays } from '../../src/duty/cadence.ts';
import { dutyDue } from '../../src/duty/duty.job.ts';
import { officeSchedule } from '../../src/duty/plan.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { companyDefaults } from '../../src/people/company.ts';
import type { House } from '../../src/slack/capability.ts';
import { ledgerOn } from '../ledger/ledger.ts';
import { testVault } from '../support/keys.ts';
import { type Figure, quantile } from './figure.ts';

const rules = 100_000;
const past = 10_000_000;
const duties = 10_000;
const tenant = 'T1';
const noon = new Date('2026-11-26T04:00:00Z');

/** The next day of many rules, and a tick with nothing due beside millions of past occurrences. */
export async function dutyFigures(url: string): Promise<Figure[]> {
  const database = connect(url, { vault: testVault });
  try {
    await load(url);
    return [nextDays(), await idleTick(database)];
  } finally {
    await database.stop();
  }
}

const shapes = [
  (n: number) => `FREQ=MONTHLY;BYMONTHDAY=${(n % 28) + 1}`,
  (n: number) => `FREQ=WEEKLY;BYDAY=${['MO', 'TU', 'WE', 'TH', 'FR'][n % 5]}`,
  (n: number) => `FREQ=MONTHLY;BYDAY=${(n % 4) + 1}FR`,
  (n: number) => `FREQ=YEARLY;BYMONTH=${(n % 12) + 1};BYMONTHDAY=${(n % 28) + 1}`,
  (n: number) => `FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${(n % 5) - 6}`,
  () => 'FREQ=DAILY',
];

/** No two rules begin on the same day and say the same, so that none has been read before. */
function nextDays(): Figure {
  const schedule = officeSchedule(companyDefaults, { tz: 'Europe/Berlin', holidays: 'DE' });
  const all = Array.from({ length: rules }, (_, n) => ({
    ...{ kind: 'rule' as const, rule: shapes[n % shapes.length]?.(n) ?? '', off: 'after' as const },
    from: plusDays('2016-01-01', Math.floor(n / shapes.length) % 3_900),
  }));
  const before = performance.now();
  let found = 0;
  for (const cadence of all) if (typeof nextOn(cadence, '2026-11-26', schedule) === 'string') found += 1;
  const value = (performance.now() - before) / 1_000;
  return { name: `next day of ${found} rules`, value, unit: 's', target: { atMost: 10 } };
}

async function idleTick(database: Database): Promise<Figure> {
  const ledger = { ...ledgerOn(database), now: () => noon };
  const house: House = {
    tenant,
    now: () => noon,
    log: logger({ level: 'silent' }),
    read: (work) => read(database, tenant, work),
    commit: (command) => commit(ledger, tenant, command),
  };
  const took: number[] = [];
  for (let round = 0; round < 60; round++) {
    const before = performance.now();
    await dutyDue(house);
    if (round >= 10) took.push(performance.now() - before);
  }
  const name = `a tick with nothing due at ${past} past occurrences`;
  return { name, value: quantile(took, 0.95), unit: 'ms', target: { atMost: 20 } };
}

/** Rows past the rules: 2,000 people, 10,000 duties, each with its past; the indexes are made afterwards. */
async function load(url: string): Promise<void> {
  const loader = connect(url, { max: 1 });
  const { sql } = loader;
  try {
    await sql`select set_config('statement_timeout', '0', false), set_config('maintenance_work_mem', '512MB', false),
      set_config('synchronous_commit', 'off', false)`;
    const indexes = await sql<{ name: string; made: string }[]>`
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index i
      where indrelid = 'duty_occurrence'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;
    for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
    await sql`
      insert into member (tenant, id, name, locale, tz, title, standing, workspace_owner, left_at)
      select ${tenant}, 'U' || n, 'N' || n, 'zh-CN', 'Asia/Shanghai', '', 'member', false,
        case when n >= 1900 then timestamptz '2026-01-01' end from generate_series(0, 1999) n`;
    await sql`
      insert into duty (id, tenant, title_en, title_zh, kind, controls, owner, office, cadence, lead_days, tolerance_days, asks, ladder,
        state, next_on, opens_at, last_on, added_at, revision)
      select 'dty_' || n, ${tenant}, 'Duty ' || n, '待办 ' || n, 'recurring', '["3.4"]', 'U' || n % 1900,
        '{"tz":"Europe/Berlin","holidays":"DE"}', '{"kind":"rule","rule":"FREQ=MONTHLY;BYMONTHDAY=1","from":"2016-01-01","off":"after"}',
        2, 1, '[]', '[]', 'active', date '2026-12-01' + n % 20, timestamptz '2026-11-27T01:00Z' + n % 20 * interval '1 day',
        date '2026-11-02', timestamptz '2016-01-01', 1
      from generate_series(0, ${duties - 1}) n`;
    const each = past / duties;
    for (let at = 0; at < duties; at += 500) {
      await sql`
        insert into duty_occurrence (id, tenant, duty, planned_on, opens_at, due_at, late_at, owner, state, evidence_on, done_at, done_by)
        select 'occ_' || d || '_' || k, ${tenant}, 'dty_' || d, date '2024-01-01' + k, timestamptz '2024-01-01' + k * interval '1 day',
          timestamptz '2024-01-02' + k * interval '1 day', timestamptz '2024-01-03' + k * interval '1 day', 'U' || d % 1900, 'done',
          date '2024-01-01' + k, timestamptz '2024-01-02' + k * interval '1 day', 'U' || d % 1900
        from generate_series(${at}::int, ${at + 499}::int) d, generate_series(0, ${each - 1}::int) k`;
    }
    for (const { made } of indexes) await sql.unsafe(made);
    for (const table of ['duty_occurrence', 'duty', 'member']) await sql.unsafe(`vacuum analyze ${table}`);
    await sql.unsafe('checkpoint');
  } finally {
    await loader.stop();
  }
}
