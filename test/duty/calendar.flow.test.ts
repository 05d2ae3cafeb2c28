import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCalendar } from '../../src/duty/calendar.slack.ts';
import { addRule, dutyId } from '../../src/duty/rule.job.ts';
import { memberById, readerOf } from '../../src/people/member.store.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { restoreDrill } from './world.ts';

const { lin, emma, zhao } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  const { house } = firm.bot;
  const from = house.now().toISOString().slice(0, 10);
  for (const owner of [lin.id, emma.id]) {
    const duty = dutyId(house.tenant, 'calendar test', owner);
    const added = await addRule(
      house,
      { cause: { kind: 'cli', id: 'test' }, by: null, duty },
      restoreDrill({
        owner,
        deputy: zhao.id,
        cadence: { kind: 'rule', rule: 'FREQ=WEEKLY;BYDAY=WE', from, off: 'stay' },
      }),
    );
    expect(added.kind).toBe('done');
  }
});
afterAll(() => firm.stop());

/** The address that stands in the person's form. */
async function addressIn(user: string): Promise<string> {
  const [address] = /http[^`"\\]+\.ics/.exec(wordsOf((await firm.slack.topView(user))?.view)) ?? [];
  if (!address) throw new Error('no address');
  return address;
}

async function press(user: string, action: string): Promise<void> {
  const view = await firm.slack.topView(user);
  if (!view) throw new Error('no form');
  expect(await firm.slack.clickInView(user, view, action)).toMatchObject({ ok: true });
}

async function linkOf(user: string): Promise<string> {
  await firm.slack.command(user, '/shoumi', 'calendar');
  if (!wordsOf((await firm.slack.topView(user))?.view).includes('.ics'))
    await press(user, 'duty.calendar_renew');
  return addressIn(user);
}

describe('a person’s calendar', () => {
  it('is served on the house’s own address, with their duties in their language', async () => {
    const answer = await fetch(await linkOf(lin.id));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const feed = await answer.text();
    expect(feed.match(/BEGIN:VEVENT/g)?.length).toBeGreaterThan(40);
    expect(feed).toContain('备份恢复演练');
    expect(feed).not.toContain(lin.id);
    expect(await (await fetch(await linkOf(emma.id))).text()).toContain('Restore a backup');
  });

  it('knows an entry by the same id before and after it opens', async () => {
    const address = await linkOf(lin.id);
    const uids = async () =>
      [...(await (await fetch(address)).text()).matchAll(/UID:(\S+)/g)].map(([, id]) => id);
    const before = await uids();
    await firm.slack.advance('P8D');
    const opened = await firm.fresh.database.sql<{ id: string }[]>`
      select id from duty_occurrence where owner = ${lin.id} and state = 'open'`;
    expect(opened.length).toBeGreaterThan(0);
    for (const { id } of opened) expect(before).toContain(`${id}@shoumi`);
    expect(new Set(await uids()).size).toBe((await uids()).length);
  });

  it('is not sent again to whoever has it, and is kept by nobody between', async () => {
    const address = await linkOf(lin.id);
    const etag = (await fetch(address)).headers.get('etag') ?? '';
    const again = await fetch(address, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('cache-control')).toBe('private, max-age=900');
    for (const [had, status] of [
      [`"other", ${etag.replace('W/', '')}`, 304],
      ['*', 304],
      ['"other"', 200],
    ] as const)
      expect((await fetch(address, { headers: { 'if-none-match': had } })).status).toBe(status);
    const head = await fetch(address, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
    expect((await fetch(address, { method: 'POST' })).status).toBe(405);
  });

  it('has no page under a link that is wrong, renewed, turned off, or whose owner left, and never says why', async () => {
    const address = await linkOf(lin.id);
    const last = address.at(-5) === 'A' ? 'B' : 'A';
    const wrong = [
      address.replace(/.\.ics$/, `${last}.ics`),
      address.replace(/[^/]+\.ics$/, '.ics'),
      address.replace(/\.ics$/, ''),
      address.replace(/[^/]+\.ics$/, `${"'or 1=1".padEnd(43, '-')}.ics`),
      `${address}/more`,
      address.replace('/calendar/', '/calendars/'),
    ];
    const bodies: string[] = [];
    for (const one of wrong) {
      const answer = await fetch(one);
      expect(answer.status).toBe(404);
      bodies.push(await answer.text());
    }
    await firm.slack.command(lin.id, '/shoumi', '日历');
    await press(lin.id, 'duty.calendar_renew');
    const renewed = await addressIn(lin.id);
    expect(renewed).not.toBe(address);
    for (const [at, status] of [
      [address, 404],
      [renewed, 200],
    ] as const)
      expect((await fetch(at)).status).toBe(status);
    await press(lin.id, 'duty.calendar_off');
    expect((await fetch(renewed)).status).toBe(404);

    const emmas = await linkOf(emma.id);
    await firm.slack.user({ id: emma.id, deleted: true });
    const gone = await fetch(emmas);
    expect(gone.status).toBe(404);
    expect(new Set([...bodies, await gone.text()])).toEqual(new Set(['']));
  });

  it('is not opened by what somebody wrote into the database', async () => {
    const token = 'A'.repeat(43);
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(`shoumi calendar\0${token}`).digest('base64url');
    await firm.fresh.database.sql`
      update duty_calendar set hash = ${hash} where person = ${lin.id}`;
    expect((await fetch(`${firm.sandbox.url}/calendar/${token}.ics`)).status).toBe(404);
  });

  it('is the same until something of it changes, whatever the day', async () => {
    const address = await linkOf(zhao.id);
    const { house } = firm.bot;
    const ask = async () => {
      const answer = await fetch(address);
      const etag = answer.headers.get('etag');
      return { etag, body: await answer.text() };
    };
    const { database } = firm.fresh;
    const first = await ask();
    const duty = dutyId(house.tenant, 'calendar version', zhao.id);
    const rule = {
      kind: 'rule',
      rule: 'FREQ=MONTHLY;BYMONTHDAY=3',
      from: '2026-01-01',
      off: 'stay',
    } as const;
    await addRule(
      house,
      { cause: { kind: 'cli', id: 'version' }, by: null, duty },
      restoreDrill({ owner: zhao.id, deputy: lin.id, checker: null, cadence: rule }),
    );
    const added = await ask();
    const changes = [
      () =>
        database.sql`update duty set title_zh = '改名', title_en = 'Renamed', revision = revision + 1 where id = ${duty}`,
      () => firm.slack.advance('P32D'),
      () => database.sql`update duty_occurrence set state = 'done' where duty = ${duty}`,
      () => database.sql`update member set language = 'en' where id = ${zhao.id}`,
      () => database.sql`update duty set state = 'paused' where id = ${duty}`,
    ];
    let before = added;
    for (const change of changes) {
      await change();
      const after = await ask();
      expect(after.body).not.toBe(before.body);
      expect(after.etag).not.toBe(before.etag);
      before = after;
    }
    expect(added.etag).not.toBe(first.etag);
    expect(added.body).not.toBe(first.body);
    expect(await ask()).toEqual(before);
  });

  it('says what is missing where no address is set', async () => {
    const { url: _url, ...house } = firm.bot.house;
    const { reader, member } = await house.read(async (tx) => ({
      reader: await readerOf(tx, house.tenant, zhao.id),
      member: await memberById(tx, house.tenant, zhao.id),
    }));
    if (!member) throw new Error('nobody');
    const cause = { kind: 'command' as const, id: 'x', by: zhao.id };
    const fileOf = () => Promise.reject(new Error('no file'));
    const visit = { ...house, reader, member, cause, fileOf };
    expect(await runCalendar(visit, '')).toMatchObject({
      kind: 'say',
      text: expect.stringContaining('SHOUMI_URL'),
    });
  });
});
