import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { within } from '../../src/database/connection.ts';
import { read } from '../../src/database/read.ts';
import { commit } from '../../src/ledger/commit.ts';
import { logger } from '../../src/log.ts';
import { holdersOf, memberById, saveMember } from '../../src/people/member.store.ts';
import { type FirstAdmins, holds, type Member } from '../../src/people/member.ts';
import { firm } from '../../src/sandbox/firm.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { TEAM } from '../../src/sandbox/workspace.ts';
import type { House } from '../../src/slack/capability.ts';
import { makeClients } from '../../src/slack/clients.ts';
import { rosterEvents, takeOverGroups, takeOverPeople, takeOverPerson } from '../../src/slack/roster.ts';
import { ledgerOn } from '../ledger/ledger.ts';
import { type People, peopleOf } from '../support/control.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { manifest } from '../support/demo-firm.ts';

const tenant = TEAM.id;
const { lin, zhou, gao, tom, wang } = firm.people;

let folder: string;
let sandbox: Sandbox;
let fresh: FreshDatabase;
let slack: People;
let house: House;
let bulk: ReturnType<typeof makeClients>['bulk'];
const warned: string[] = [];
let commits = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoumi-roster-'));
  sandbox = await startSandbox({ folder, port: 0, manifest });
  fresh = await freshDatabase();
  slack = peopleOf(sandbox.url, () => undefined);
  warned.length = 0;
  commits = 0;
  const log = logger({ level: 'warn', to: { write: (line: string) => void warned.push(line) } });
  bulk = makeClients({ token: sandbox.botToken, apiUrl: sandbox.apiUrl, log }).bulk;
  // Business time goes on with every look: a workspace in which two things happen at one moment is another matter.
  let at = Date.parse('2026-11-23T09:00:00.000Z');
  const now = () => {
    at += 1_000;
    return new Date(at);
  };
  const ledger = { ...ledgerOn(fresh.database), now };
  house = {
    tenant,
    now,
    log,
    read: (work) => read(fresh.database, tenant, work),
    commit: (command) => {
      commits += 1;
      return commit(ledger, tenant, command);
    },
  };
});
afterEach(async () => {
  await sandbox.stop();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const takeOver = (first: FirstAdmins = 'workspace_owners') => takeOverPeople(bulk, house, first);
const member = (id: string) => house.read((tx) => memberById(tx, tenant, id));
const admins = () => house.read((tx) => holdersOf(tx, tenant, 'admin'));

/** Every event as `type subject`, oldest first. */
async function events(): Promise<string[]> {
  const rows = await fresh.database.sql<{ what: string }[]>`
    select type || ' ' || subject as what from event order by at, command_id, ordinal`;
  return rows.map((row) => row.what);
}

/** Which transaction wrote each row last: a refresh that writes nothing leaves all of them. */
async function versions(): Promise<string> {
  const rows = await fresh.database.sql`
    select 'member' as what, id, xmin::text from member
    union all select 'group', id, xmin::text from user_group order by 1, 2`;
  return JSON.stringify(rows);
}

async function calls(method: string): Promise<number> {
  return (await slack.log()).filter((entry) => entry.what === method).length;
}

/** The newest event of this type, as Slack sent it. */
async function sent(type: string): Promise<Record<string, unknown>> {
  const payload = (await slack.log()).findLast((one) => one.what === type)?.payload;
  return (payload as { event: Record<string, unknown> }).event;
}

/** What the company gives a person, past Slack. */
async function place(id: string, position: Partial<Member>): Promise<void> {
  const known = await member(id);
  if (!known) throw new Error(`nobody is ${id}`);
  await saveMember(within(fresh.database.sql), tenant, { ...known, ...position });
}

describe('the first fill', () => {
  it('takes over more people than one page holds, each with one event', async () => {
    for (let at = 0; at < 430; at += 1) {
      const id = `UN${String(at).padStart(6, '0')}`;
      await slack.user({ id, name: `person.${at}`, real_name: `Person ${at}` });
    }
    await takeOver();
    const [row] = await fresh.database.sql<{ people: number }[]>`
      select count(*)::int as people from member where standing = 'member' and left_at is null`;
    expect(row?.people).toBe(430 + 10);
    expect(await calls('users.list')).toBe(3);
    const joined = (await events()).filter((what) => what.startsWith('people.joined'));
    expect(joined).toHaveLength(430 + 11);
    expect(new Set(joined).size).toBe(joined.length);
  });

  it('marks guests, strangers, bots and who left, as Slack has them', async () => {
    await slack.user({ id: 'USTRANGE', name: 'stranger', is_stranger: true });
    await slack.user({ id: 'UFOREIGN', name: 'foreign', team_id: 'T09OTHER' });
    await slack.user({ id: 'USINGLE', name: 'single', is_ultra_restricted: true });
    await takeOver();
    const standing = async (id: string) => (await member(id))?.standing;
    expect(await standing(lin.id)).toBe('member');
    expect(await standing(tom.id)).toBe('guest');
    expect(await standing('USINGLE')).toBe('guest');
    expect(await standing('USTRANGE')).toBe('stranger');
    expect(await standing('UFOREIGN')).toBe('stranger');
    expect(await standing('USLACKBOT')).toBe('bot');
    expect((await member(gao.id))?.leftAt).not.toBeNull();
    expect(await events()).not.toContain(`people.joined ${gao.id}`);
    expect((await events()).join()).not.toContain('USLACKBOT');
  });

  it('brings name, title, language and zone', async () => {
    await takeOver();
    expect(await member(lin.id)).toMatchObject({
      name: '林晓',
      title: '公司转让专员',
      locale: 'zh-CN',
      tz: 'Asia/Shanghai',
      roles: [],
      manager: null,
    });
  });
});

describe('the first admins', () => {
  it('are the owners of the workspace', async () => {
    await takeOver();
    expect(await admins()).toEqual([zhou.id]);
    expect(await events()).toContain(`people.roles_set ${zhou.id}`);
  });

  it('are the people of the settings instead, where they are named', async () => {
    await takeOver([lin.id, 'UNOBODY']);
    expect(await admins()).toEqual([lin.id]);
  });

  it('are said to be missing when the settings name nobody who is here', async () => {
    await takeOver([gao.id]);
    expect(await admins()).toEqual([]);
    expect(warned.join()).toContain('SHOUMI_ADMINS');
  });

  it('do not come back by a refresh once an admin took the role away', async () => {
    await takeOver();
    await place(zhou.id, { roles: [] });
    await place(lin.id, { roles: ['admin'] });
    await takeOver();
    expect(await admins()).toEqual([lin.id]);
  });

  it('are made anew when the last admin has left', async () => {
    await takeOver([lin.id]);
    await slack.user({ id: lin.id, deleted: true });
    await takeOver([lin.id, wang.id]);
    expect(await admins()).toEqual([wang.id]);
  });
});

describe('a refresh', () => {
  it('writes nothing when nothing changed', async () => {
    await takeOver();
    await takeOverGroups(bulk, house);
    const before = [await versions(), (await events()).length, commits];
    await takeOver();
    await takeOverGroups(bulk, house);
    expect([await versions(), (await events()).length, commits]).toEqual(before);
  });

  it('takes a new name, language, zone and title over, and only that row; of these only the zone is an event', async () => {
    await takeOver();
    const before = (await events()).length;
    const rows = await versions();
    const now = { real_name: 'Lin Xiao', locale: 'en-GB', tz: 'Europe/London', title: 'Transfers' };
    await slack.user({ id: lin.id, ...now });
    await takeOver();
    expect(await member(lin.id)).toMatchObject({
      name: 'Lin Xiao',
      locale: 'en-GB',
      tz: 'Europe/London',
      title: 'Transfers',
    });
    expect(await events()).toHaveLength(before + 1);
    expect(
      await fresh.database.sql`select subject from event where type = 'people.zone_changed'`,
    ).toMatchObject([{ subject: lin.id }]);
    const changed = JSON.parse(await versions()).filter(
      (row: { id: string }) => !rows.includes(JSON.stringify(row)),
    );
    expect(changed.map((row: { id: string }) => row.id)).toEqual([lin.id]);
  });

  it('keeps do-not-disturb as Slack tells of it, without an event of ours', async () => {
    await takeOver();
    const before = (await events()).length;
    const tell = (id: string, dnd_status: object) =>
      rosterEvents.dnd_updated_user?.(house, bulk, { user: lin.id, dnd_status }, id);
    const stands = async () => {
      const [row] = await fresh.database.sql`select dnd_from, dnd_until from member where id = ${lin.id}`;
      return [row?.dnd_from, row?.dnd_until];
    };
    await tell('Ev1', {
      dnd_enabled: true,
      next_dnd_start_ts: 1_795_000_000,
      next_dnd_end_ts: 1_795_003_600,
    });
    expect(await stands()).toEqual([new Date(1_795_000_000_000), new Date(1_795_003_600_000)]);
    await tell('Ev2', { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 });
    expect(await stands()).toEqual([null, null]);
    await tell('Ev3', { dnd_enabled: 'perhaps' });
    expect([await stands(), (await events()).length]).toEqual([[null, null], before]);
  });

  it('leaves roles and managers as the company gave them', async () => {
    await takeOver();
    await place(lin.id, { roles: ['owner', 'auditor'], manager: wang.id });
    await slack.user({ id: lin.id, real_name: 'Lin Xiao' });
    await takeOver();
    expect(await member(lin.id)).toMatchObject({
      name: 'Lin Xiao',
      roles: ['owner', 'auditor'],
      manager: wang.id,
    });
  });

  it('records leaving and coming back, each once, and keeps no role over it', async () => {
    await takeOver();
    await place(lin.id, { roles: ['admin'], manager: wang.id });
    await slack.user({ id: lin.id, deleted: true });
    await takeOver();
    await takeOver();
    const left = await member(lin.id);
    expect(left).toMatchObject({ roles: [], name: '林晓' });
    expect(left?.leftAt).not.toBeNull();
    await slack.user({ id: lin.id, deleted: false });
    await takeOver();
    await takeOver();
    expect(await member(lin.id)).toMatchObject({ leftAt: null, roles: [], locale: 'zh-CN' });
    expect((await events()).filter((what) => what.endsWith(lin.id))).toEqual([
      `people.joined ${lin.id}`,
      `people.left ${lin.id}`,
      `people.returned ${lin.id}`,
    ]);
  });

  it('keeps language and zone of who left: Slack tells neither any more', async () => {
    await takeOver();
    await slack.user({ id: lin.id, deleted: true });
    await takeOver();
    expect(await member(lin.id)).toMatchObject({ locale: 'zh-CN', tz: 'Asia/Shanghai' });
  });

  it('does not take somebody for gone who is missing from the list', async () => {
    await takeOver();
    await place(lin.id, { id: 'UELSEWHERE', name: 'Not listed' });
    const before = await member('UELSEWHERE');
    await takeOver();
    expect(before).toBeDefined();
    expect(await member('UELSEWHERE')).toEqual(before);
  });

  it('records an employee who becomes a guest, who then holds nothing', async () => {
    await takeOver();
    await place(lin.id, { roles: ['admin'] });
    await slack.user({ id: lin.id, is_restricted: true });
    await takeOver();
    expect(await events()).toContain(`people.standing_changed ${lin.id}`);
    expect(holds(await member(lin.id), 'admin')).toBe(false);
    await slack.user({ id: lin.id, is_restricted: false });
    await takeOver();
    expect(await member(lin.id)).toMatchObject({ standing: 'member', roles: [] });
  });

  it('waits when Slack asks it to', async () => {
    await slack.fault({ method: 'users.list', times: 1, status: 429, retry_after: 1 });
    const started = performance.now();
    await takeOver();
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(await member(lin.id)).toBeDefined();
  });

  it('fails, and leaves what it had, when Slack fails', async () => {
    await takeOver();
    const before = await versions();
    await slack.fault({ method: 'users.list', times: 1, error: 'internal_error' });
    await expect(takeOver()).rejects.toThrow('internal_error');
    expect(await versions()).toBe(before);
  });
});

describe('one person', () => {
  it('is looked up when they act before we ever saw them', async () => {
    await takeOverPerson(bulk, house, lin.id);
    expect(await member(lin.id)).toMatchObject({ name: '林晓', locale: 'zh-CN' });
    expect(await events()).toEqual([`people.joined ${lin.id}`]);
  });

  it('stays unknown when Slack does not know them either', async () => {
    await takeOverPerson(bulk, house, 'UNOBODY');
    expect(await member('UNOBODY')).toBeUndefined();
  });
});

describe('events about people', () => {
  const hear = (event: Record<string, unknown>, id = 'Ev1') =>
    rosterEvents[String(event.type)]?.(house, bulk, event, id);

  it('take over what changed, the second time too', async () => {
    await takeOver();
    await slack.user({ id: lin.id, real_name: 'Lin Xiao', deleted: true });
    const event = await sent('user_change');
    expect(event).toMatchObject({ type: 'user_change', user: { id: lin.id } });
    await hear(event);
    const once = [await versions(), await events()];
    await hear(event);
    await hear(event, 'Ev2');
    expect([await versions(), await events()]).toEqual(once);
    expect((await member(lin.id))?.leftAt).not.toBeNull();
    expect((await events()).filter((what) => what.startsWith('people.left'))).toHaveLength(1);
  });

  it('keep a known language where the event does not carry one', async () => {
    await takeOver();
    await hear({
      type: 'user_change',
      user: { id: lin.id, team_id: tenant, profile: { real_name: 'L.X.' } },
    });
    expect(await member(lin.id)).toMatchObject({ name: 'L.X.', locale: 'zh-CN', tz: 'Asia/Shanghai' });
    expect(await calls('users.info')).toBe(0);
  });

  it('ask Slack for the language of somebody new', async () => {
    await slack.user({ id: 'UNEW', name: 'new', real_name: '新人', locale: 'zh-CN' });
    await hear({ type: 'team_join', user: { id: 'UNEW', team_id: tenant, name: 'new' } });
    expect(await member('UNEW')).toMatchObject({ name: '新人', locale: 'zh-CN' });
    expect(await calls('users.info')).toBe(1);
  });

  it('welcome somebody new with one event, however often they come', async () => {
    await slack.user({ id: 'UNEW', name: 'new', real_name: '新人' });
    const event = await sent('team_join');
    await hear(event);
    await hear(event);
    expect(await events()).toEqual(['people.joined UNEW']);
  });

  it('that come late do not bring a leaver back', async () => {
    await takeOver();
    await slack.user({ id: lin.id, title: 'before leaving' });
    const late = await sent('user_change');
    await slack.user({ id: lin.id, deleted: true });
    await hear(await sent('user_change'));
    await hear(late);
    expect((await member(lin.id))?.leftAt).not.toBeNull();
    expect((await events()).at(-1)).toBe(`people.left ${lin.id}`);
  });

  it.each([{}, { user: null }, { user: { id: 7 } }, { user: { id: '<@U01>' } }])(
    'that cannot be read (%j) change nothing and do not fail',
    async (rest) => {
      await hear({ type: 'user_change', ...rest });
      expect(await events()).toEqual([]);
    },
  );

  it('with NUL and half a surrogate in a name are stored without them', async () => {
    await takeOver();
    const user = { id: lin.id, team_id: tenant, profile: { real_name: 'a\0b\ud800c' } };
    await hear({ type: 'user_change', user });
    expect((await member(lin.id))?.name).toBe('ab\ufffdc');
  });
});

describe('user groups', () => {
  const group = (id: string) => fresh.database.sql`select * from user_group where id = ${id}`;
  const { transfers } = firm.usergroups;
  const hear = (type: string) => rosterEvents[type]?.(house, bulk, { type }, 'Ev1');

  it('are taken over with their members', async () => {
    await takeOverGroups(bulk, house);
    const [row] = await group(transfers.id);
    expect(row).toMatchObject({ handle: 'transfers-leads', members: transfers.users, disabled: false });
    expect(await events()).toHaveLength(2);
  });

  it('are followed through every change, whichever event tells of it', async () => {
    await takeOverGroups(bulk, house);
    for (const [type, users] of [
      ['subteam_members_changed', [wang.id, lin.id]],
      ['subteam_updated', [lin.id]],
      ['subteam_created', [lin.id, zhou.id]],
      // The very members of before: a change back is a change.
      ['subteam_members_changed', [wang.id, lin.id]],
    ] as const) {
      await slack.call('POST', '/usergroup', { id: transfers.id, users });
      await hear(type);
      await hear(type);
      expect((await group(transfers.id))[0]?.members).toEqual(users);
    }
    const about = (await events()).filter((what) => what.endsWith(transfers.id));
    expect(about).toHaveLength(5);
  });

  it('take a new name over without an event', async () => {
    await takeOverGroups(bulk, house);
    await slack.call('POST', '/usergroup', { id: transfers.id, name: '转让组长' });
    await hear('subteam_updated');
    expect((await group(transfers.id))[0]?.name).toBe('转让组长');
    expect(await events()).toHaveLength(2);
  });

  it('are none in a workspace without Slack’s paid plan', async () => {
    await slack.fault({ method: 'usergroups.list', times: 1, error: 'paid_teams_only' });
    await takeOverGroups(bulk, house);
    expect(await events()).toEqual([]);
  });

  it('wait when Slack asks them to', async () => {
    await slack.fault({ method: 'usergroups.list', times: 1, status: 429, retry_after: 1 });
    await takeOverGroups(bulk, house);
    expect(await events()).toHaveLength(2);
  });
});
