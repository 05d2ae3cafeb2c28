import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { read } from '../../src/database/read.ts';
import { entriesOf } from '../../src/duty/calendar.job.ts';
import { checkOwed, dutyDue, dutyHears, openOwed, orphanOwed } from '../../src/duty/duty.job.ts';
import { dutiesOf, dutyById } from '../../src/duty/duty.store.ts';
import type { Duty, DutyInput } from '../../src/duty/duty.ts';
import { heldOwed } from '../../src/duty/held.job.ts';
import { completeOccurrence, passOccurrence, undoOccurrence } from '../../src/duty/occurrence.job.ts';
import { historyOf, occurrenceById, openFor, waitingOf } from '../../src/duty/occurrence.store.ts';
import { offerOwed } from '../../src/duty/offer.job.ts';
import { addRule, handOverRule } from '../../src/duty/rule.job.ts';
import { startingSet } from '../../src/duty/starting-set.data.ts';
import type { DomainEvent } from '../../src/kernel/event.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { saveCompany } from '../../src/people/company.store.ts';
import { companyDefaults } from '../../src/people/company.ts';
import { saveMember } from '../../src/people/member.store.ts';
import type { House, Owed, OwedKind } from '../../src/slack/capability.ts';
import { ledgerOn } from '../ledger/ledger.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import {
  checker,
  colleague,
  deputy,
  everybody,
  noon,
  officer,
  owner,
  restoreDrill,
  tenant,
} from './world.ts';

let fresh: FreshDatabase;
let now = noon;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  now = noon;
  await fresh.database
    .sql`truncate owed, duty, duty_choice, duty_occurrence, event, event_private, outbox, member, company cascade`;
  for (const one of everybody.values()) await saveMember(fresh.database, tenant, one);
});

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
const add = (change: Partial<DutyInput> = {}) =>
  addRule(house(), { cause: cause('V1'), by: officer.id, duty: 'dty_1' }, restoreDrill(change));
const duty = () => dutyById(fresh.database, tenant, 'dty_1');
const waiting = () => waitingOf(fresh.database, tenant, 'dty_1');
const owed = async () =>
  (
    await fresh.database.sql<Owed[]>`
      select kind, person, state from owed where tenant = ${tenant} and state in ('owed', 'listed') order by kind, person`
  ).map(({ kind, person }) => `${kind} ${person}`);
const happened = (type: string, subject: string, id = 'evt_1'): DomainEvent => ({
  ...{ id, tenant, subject, type, version: 1, commandId: 'cmd_1', cause: { kind: 'tick', id: 'x' } },
  ...{ at: now, effectiveAt: now, data: {}, personal: {} },
});
const leave = (who: typeof owner) => saveMember(fresh.database, tenant, { ...who, leftAt: now });

describe('an owner who left', () => {
  it('is followed by the deputy, who has what waits and is asked to decide, once', async () => {
    await add({ cadence: { kind: 'once', on: '2026-11-27' } });
    await dutyDue(house());
    expect(await owed()).toEqual([`duty.open ${owner.id}`]);
    await leave(owner);
    await dutyHears['people.left']?.(house(), happened('people.left', owner.id));
    await dutyDue(house());
    expect(await duty()).toMatchObject({ owner: deputy.id, deputy: null, leftBy: owner.id });
    expect((await openFor(fresh.database, tenant, deputy.id)).map(({ plannedOn }) => plannedOn)).toEqual([
      '2026-11-27',
    ]);
    expect(await owed()).toEqual([`duty.open ${deputy.id}`, `duty.orphan ${deputy.id}`]);
    const asked: Owed = {
      id: 'owe_1',
      tenant,
      kind: 'duty.orphan',
      person: deputy.id,
      subject: 'dty_1',
      dueAt: now,
    } as Owed;
    expect(await orphanOwed.stillOwed(fresh.database, asked, now)).toBe(true);
    const act = { cause: cause('V2', deputy.id), by: deputy.id, duty: 'dty_1' };
    expect((await handOverRule(house(), act, colleague.id)).kind).toBe('done');
    expect(await owed()).toEqual([`duty.open ${colleague.id}`]);
    expect(await orphanOwed.stillOwed(fresh.database, asked, now)).toBe(false);
  });
});

describe('handing over', () => {
  it('takes along, in one commit, the time that was with somebody else', async () => {
    await add({ cadence: { kind: 'once', on: '2026-11-27' } });
    await dutyDue(house());
    const [one] = await waiting();
    const id = one?.id ?? '';
    await passOccurrence(house(), { cause: cause('V2'), by: officer.id, occurrence: id }, checker.id);
    const act = { cause: cause('V3'), by: officer.id, duty: 'dty_1' };
    const outcome = await handOverRule(house(), act, colleague.id, id);
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(outcome.events.map(({ type, data }) => [type, data.from, data.to])).toEqual([
      ['duty.handed_over', owner.id, colleague.id],
      ['duty.passed', checker.id, colleague.id],
    ]);
    expect(new Set(outcome.events.map(({ commandId }) => commandId)).size).toBe(1);
    expect(await owed()).toEqual([`duty.open ${colleague.id}`]);
    expect((await handOverRule(house(), act, colleague.id, id)).kind).toBe('repeated');
  });

  it('never takes back what its owner did at the same moment', async () => {
    await add({
      cadence: { kind: 'rule', rule: 'FREQ=DAILY', from: '2026-11-26', off: 'stay' },
      leadDays: 0,
    });
    for (let day = 0; day < 8; day += 1) {
      await dutyDue(house());
      const rule = await duty();
      const by = rule?.owner ?? '';
      const open = (await waiting()).find((one) => one.owner === by);
      const to = by === owner.id ? colleague.id : owner.id;
      const done = { cause: cause(`D${day}`, by), by, occurrence: open?.id ?? '' };
      const over = { cause: cause(`O${day}`), by: officer.id, duty: 'dty_1' };
      const [completed] = await Promise.all([
        completeOccurrence(house(), done, { minutes: '42' }, null),
        handOverRule(house(), over, to),
      ]);
      const after = await occurrenceById(fresh.database, tenant, open?.id ?? '');
      expect(after?.state).toBe(completed.kind === 'done' ? 'done' : 'open');
      now = new Date(now.getTime() + 86_400_000);
    }
  });
});

describe('what is still owed', () => {
  it('is told of many at once as of each alone', async () => {
    await add({ checker: checker.id, cadence: { kind: 'once', on: '2026-11-27' } });
    await dutyDue(house());
    const [one] = await waiting();
    const id = one?.id ?? '';
    const of = (kind: string, person: string, subject: string, n: number) =>
      ({ id: `owe_${n}`, tenant, kind, person, subject, dueAt: now, deadline: null, times: 0 }) as Owed;
    const stands = async (kind: OwedKind, ...some: [string, string][]) => {
      const asked = some.map(([person, subject], n) => of('x', person, subject, n));
      const many = await kind.stillOwedOf?.(fresh.database, tenant, asked, now);
      const each = await Promise.all(asked.map((a) => kind.stillOwed(fresh.database, a, now)));
      expect(asked.map((a) => many?.has(a.id))).toEqual(each);
      return each;
    };
    expect(await stands(openOwed, [owner.id, id], [colleague.id, id], [owner.id, 'occ_none'])).toEqual([
      ...[true, false, false],
    ]);
    expect(await stands(checkOwed, [checker.id, id])).toEqual([false]);
    const act = { cause: cause('V2', owner.id), by: owner.id, occurrence: id };
    await completeOccurrence(house(), act, { minutes: '42' }, null);
    expect(await stands(openOwed, [owner.id, id])).toEqual([false]);
    expect(await stands(checkOwed, [checker.id, id], [officer.id, id])).toEqual([true, false]);
    expect(await stands(orphanOwed, [owner.id, 'dty_1'], [officer.id, 'dty_1'])).toEqual([false, false]);
    await fresh.database.sql`update duty set left_by = ${colleague.id} where id = 'dty_1'`;
    expect(
      await stands(orphanOwed, [owner.id, 'dty_1'], [officer.id, 'dty_1'], [deputy.id, 'dty_1']),
    ).toEqual([...[true, true, false]]);
    await fresh.database.sql`update duty set owner = null where id = 'dty_1'`;
    expect(await stands(orphanOwed, [owner.id, 'dty_1'], [officer.id, 'dty_1'])).toEqual([false, true]);
    await leave(checker);
    expect(await stands(checkOwed, [checker.id, id])).toEqual([false]);
    const suggested = (...people: string[]) =>
      stands(offerOwed, ...people.map((person): [string, string] => [person, 'duty.set']));
    expect(await suggested(officer.id, owner.id)).toEqual([true, false]);
    const codes = startingSet.map(({ code }) => code);
    await fresh.database.sql`
      insert into duty_choice (tenant, code, how, by, at, batch)
      select ${tenant}, code, 'adopted', ${officer.id}, ${now}, 'b' from unnest(${codes}::text[]) as s(code)`;
    expect(await suggested(officer.id)).toEqual([false]);
    await fresh.database.sql`delete from duty_choice where code = ${codes[0] ?? ''}`;
    expect(await suggested(officer.id)).toEqual([true]);
  });
});

describe('what is done once', () => {
  const once = { cadence: { kind: 'once', on: '2026-11-27' } } as const;
  const rules = async (state?: Duty['state']) => {
    const page = { limit: 10, offset: 0 };
    const { rows } = await dutiesOf(fresh.database, tenant, { ...(state ? { state } : {}), page });
    return rows.map(({ id }) => id);
  };

  it('is over: in no list of rules and no load, but in the history and the calendar, until it is undone', async () => {
    await add(once);
    await dutyDue(house());
    const [one] = await waiting();
    const act = { cause: cause('V2', owner.id), by: owner.id, occurrence: one?.id ?? '' };
    expect((await completeOccurrence(house(), act, { minutes: '42' }, null)).kind).toBe('done');
    expect(await duty()).toMatchObject({ state: 'retired', retiredWhy: 'done' });
    expect([await rules(), await rules('active')]).toEqual([[], []]);
    const history = await historyOf(fresh.database, tenant, {
      duty: 'dty_1',
      from: '2026-01-01',
      to: '2027-01-01',
    });
    expect(history.rows.map(({ state }) => state)).toEqual(['done']);
    expect(await entriesOf(fresh.database, tenant, owner.id, now)).toMatchObject([
      { done: true, on: '2026-11-27' },
    ]);
    expect((await undoOccurrence(house(), { ...act, cause: cause('V3', owner.id) })).kind).toBe('done');
    expect(await duty()).toMatchObject({ state: 'active', retiredWhy: null });
    expect(await rules('active')).toEqual(['dty_1']);
    expect(await owed()).toEqual([`duty.open ${owner.id}`]);
    await dutyDue(house());
    expect(await rules('active')).toEqual(['dty_1']);
  });

  it('ends at the next tick where it was done before duties ended so', async () => {
    await add(once);
    await dutyDue(house());
    await fresh.database
      .sql`update duty_occurrence set state = 'done', done_at = ${now}, done_by = ${owner.id}`;
    await dutyDue(house());
    expect(await duty()).toMatchObject({ state: 'retired', retiredWhy: 'done' });
    await dutyDue(house());
    const events = await fresh.database.sql`select 1 from event where type = 'duty.retired'`;
    expect(events).toHaveLength(1);
  });
});

describe('a checker', () => {
  it('is owed what was handed in, and nobody is once it is undone', async () => {
    await add({ checker: checker.id, cadence: { kind: 'once', on: '2026-11-27' } });
    await dutyDue(house());
    const [one] = await waiting();
    const act = { cause: cause('V2', owner.id), by: owner.id, occurrence: one?.id ?? '' };
    await completeOccurrence(house(), act, { minutes: '42' }, null);
    expect(await owed()).toEqual([`duty.check ${checker.id}`]);
    expect((await undoOccurrence(house(), { ...act, cause: cause('V3', owner.id) })).kind).toBe('done');
    expect(await owed()).toEqual([`duty.open ${owner.id}`]);
  });
});

describe('a year whose holidays are not known', () => {
  it('holds the next day, tells the privacy officers once, and goes on when the year is brought in', async () => {
    await add({ cadence: { kind: 'workday', every: 'year', nth: 1, from: '2026-11-26' } });
    await dutyDue(house());
    await dutyDue(house());
    expect(await duty()).toMatchObject({ nextOn: null, unknownYear: 2027 });
    expect(await owed()).toEqual([`duty.held ${officer.id}`]);
    const [said] = await fresh.database.sql<Owed[]>`select id, kind, person, subject from owed`;
    const told = { ...said, tenant, dueAt: now } as Owed;
    expect(await heldOwed.stillOwed(fresh.database, told, now)).toBe(true);
    const others = [
      { ...told, id: 'owe_known', subject: 'china 2026' },
      { ...told, id: 'owe_unused', subject: 'none 2027' },
      { ...told, id: 'owe_owner', person: owner.id },
    ];
    expect(await heldOwed.stillOwedOf?.(fresh.database, tenant, [told, ...others], now)).toEqual(
      new Set([told.id]),
    );
    for (const locale of ['en', 'zh'] as const) {
      const lines = await heldOwed.lines?.(
        fresh.database,
        tenant,
        [told],
        { id: officer.id, locale, tz: 'Asia/Shanghai' },
        now,
      );
      expect(lines?.get(told.id)?.text).toMatch(
        /^(?:1 duty will not be planned into 2027|2027 年的公众假期（中国大陆）尚未收录，1 件待办)/,
      );
    }
    const daysOff = [{ date: '2027-03-05', working: false }];
    await saveCompany(fresh.database, tenant, { ...companyDefaults, daysOff });
    await dutyDue(house());
    expect(await duty()).toMatchObject({ nextOn: null, unknownYear: 2027 });
    const announced = ['2027-01-01', '2027-10-01'].map((date) => ({ date, working: false }));
    await saveCompany(fresh.database, tenant, { ...companyDefaults, announced });
    await dutyDue(house());
    expect(await duty()).toMatchObject({ nextOn: '2027-01-04', unknownYear: null });
    expect(await heldOwed.stillOwed(fresh.database, told, now)).toBe(false);
  });
});

describe('after something happened', () => {
  it('opens what is due because of it, once for each event', async () => {
    await add({ kind: 'event', cadence: { kind: 'after', event: 'people.joined', workingDays: 2 } });
    const heard = (subject: string, id: string) =>
      dutyHears['people.joined']?.(house(), happened('people.joined', subject, id));
    await Promise.all([
      heard('UNEW', 'evt_1'),
      heard('UNEW', 'evt_1'),
      heard('UNEW', 'evt_2'),
      heard('UOTHER', 'evt_3'),
    ]);
    expect((await waiting()).map(({ about, plannedOn }) => `${about} ${plannedOn}`).sort()).toEqual([
      'UNEW 2026-11-30',
      'UOTHER 2026-11-30',
    ]);
  });
});

describe('the company’s own days', () => {
  it('move what is planned', async () => {
    await add();
    const daysOff = [{ date: '2026-12-01', working: false }];
    await saveCompany(fresh.database, tenant, { ...companyDefaults, daysOff });
    await dutyHears['people.company_changed']?.(house(), happened('people.company_changed', 'company'));
    expect(await duty()).toMatchObject({ nextOn: '2026-12-02', opensAt: new Date('2026-11-27T01:00:00Z') });
  });
});
