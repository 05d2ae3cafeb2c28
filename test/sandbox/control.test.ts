import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ControlChange } from '../../src/sandbox/control.contract.ts';
import { EMMA, freshFolder, GAO, LIN, LIN_DM, type Rig, sleep, startRig, until, ZHOU } from './harness.ts';

const EVERYTHING = [
  'app_home_opened',
  'dnd_updated_user',
  'app_uninstalled',
  'tokens_revoked',
  'member_joined_channel',
  'member_left_channel',
  'channel_archive',
  'message.im',
  'subteam_created',
  'subteam_members_changed',
  'subteam_updated',
  'team_join',
  'user_change',
];

describe('control API', () => {
  let rig: Rig;
  let moved: Date[] = [];
  let resets = 0;
  beforeEach(async () => {
    moved = [];
    resets = 0;
    rig = await startRig({
      events: EVERYTHING,
      onClock: async (now) => {
        await sleep(20);
        moved.push(now);
      },
      onReset: async () => {
        resets += 1;
      },
    });
  });
  afterEach(() => rig.stop());
  const eventsOf = async (type: string) => [
    // Nobody is connected here, so every event was tried twice.
    ...new Map(
      (await rig.log(type)).map(({ payload }) => {
        const { event_id, event } = payload as { event_id: string; event: Record<string, unknown> };
        return [event_id, event];
      }),
    ).values(),
  ];

  describe('state', () => {
    test('the firm: twelve people, the bot, Slackbot, channels, a DM for each', async () => {
      const state = await rig.state();
      expect(state.workspace).toEqual({
        id: 'T01LANHE000',
        name: 'Lanhe Corporate Services 岚和企业服务',
        domain: 'lanhe',
      });
      const people = state.users.filter(({ is_bot }) => !is_bot);
      expect(people).toHaveLength(12);
      expect(people.filter(({ locale }) => locale.startsWith('zh'))).toHaveLength(7);
      expect(people.find(({ id }) => id === ZHOU)).toMatchObject({
        is_admin: true,
        is_owner: true,
        initials: '凯',
      });
      expect(people.find(({ id }) => id === EMMA)).toMatchObject({
        initials: 'EC',
        tz: 'Europe/London',
        color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      });
      expect(people.filter(({ deleted }) => deleted).map(({ id }) => id)).toEqual([GAO]);
      expect(state.channels.filter(({ is_im }) => is_im)).toHaveLength(12);
      expect(state.channels.find(({ id }) => id === LIN_DM)).toMatchObject({
        im_users: [LIN, 'U00SHOUMI00'],
        name: '',
      });
      expect(state.channels.filter(({ is_ext_shared }) => is_ext_shared).map(({ name }) => name)).toEqual([
        'partner-shared',
      ]);
      expect(state.app).toMatchObject({
        id: 'A01SHOUMI00',
        commands: [{ command: '/shoumi' }, { command: '/access' }, { command: '/duty' }],
        shortcuts: [{ callback_id: 'access.request', type: 'global' }],
      });
      expect(state).toMatchObject({ rate_limits: false, clock: { offset_ms: 0 } });
    });
  });

  describe('clock', () => {
    test('only forward, answers after the app came to rest, and stays over a restart', async () => {
      const answer = await rig.control('clock', { advance: 'PT4H' });
      expect(moved).toHaveLength(1);
      const ahead = Date.parse(String(answer.now)) - Date.now();
      expect(ahead).toBeGreaterThan(4 * 3_600_000 - 5_000);
      expect(Math.abs(rig.sandbox.now().getTime() - Date.now() - 4 * 3_600_000)).toBeLessThan(1_000);
      expect(await rig.control('clock', { advance: '-PT1H' })).toMatchObject({
        status: 400,
        detail: 'The clock only moves forward.',
      });
      expect(await rig.control('clock', { now: '2001-01-01T00:00:00Z' })).toMatchObject({ status: 400 });
      for (const nonsense of [
        {},
        { advance: 'soon' },
        { now: 'x' },
        { advance: 'PT1H', now: '2030-01-01' },
        { advance: 'P9999Y' },
        { advance: 4 },
      ]) {
        expect(await rig.control('clock', nonsense)).toMatchObject({ ok: false, status: 400 });
      }
      const target = new Date(rig.sandbox.now().getTime() + 86_400_000).toISOString();
      expect(
        Math.abs(Date.parse(String((await rig.control('clock', { now: target })).now)) - Date.parse(target)),
      ).toBeLessThan(1_000);
      const { ts } = await rig.control('message', { channel: LIN_DM, user: LIN, text: 'tomorrow' });
      expect(Math.abs(Number(ts) * 1000 - Date.parse(target))).toBeLessThan(2_000);
      await rig.sandbox.stop();
      const again = await startRig({ folder: rig.folder });
      expect(Math.abs(again.sandbox.now().getTime() - Date.parse(target))).toBeLessThan(5_000);
      await again.stop();
      rig = await startRig();
    });

    test('a ts is never given twice in a channel, also when real time stands still', async () => {
      const stamps: string[] = [];
      for (let count = 0; count < 50; count += 1) {
        stamps.push(String((await rig.control('message', { channel: LIN_DM, user: LIN, text: 'x' })).ts));
      }
      expect(stamps).toEqual([...new Set(stamps)].toSorted());
    });
  });

  describe('faults', () => {
    const post = () => rig.client.chat.postMessage({ channel: LIN, text: 'x' });

    test('errors, statuses and 429 come as ordered, as often as ordered', async () => {
      await rig.control('fault', { method: 'chat.postMessage', times: 2, error: 'fatal_error' });
      for (let time = 0; time < 2; time += 1)
        await expect(post()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
      await post();
      await rig.control('fault', { method: 'chat.postMessage', times: 1, status: 503 });
      await expect(post()).rejects.toMatchObject({ statusCode: 503 });
      await rig.control('fault', { method: 'chat.postMessage', times: 1, status: 429, retry_after: 7 });
      const response = await fetch(`${rig.sandbox.apiUrl}chat.postMessage`, { method: 'POST' });
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
      expect(await response.json()).toEqual({ ok: false, error: 'ratelimited' });
      expect(await rig.messages(LIN_DM)).toHaveLength(1);
    });

    test('may be for one conversation alone', async () => {
      await rig.control('fault', {
        method: 'chat.postMessage',
        channel: 'U02CHENYU00',
        error: 'fatal_error',
      });
      await post();
      await expect(rig.client.chat.postMessage({ channel: 'U02CHENYU00', text: 'x' })).rejects.toMatchObject({
        data: { error: 'fatal_error' },
      });
      await rig.client.chat.postMessage({ channel: 'U02CHENYU00', text: 'x' });
      expect(await rig.messages(LIN_DM)).toHaveLength(1);
    });

    test('a lost reply: the call is carried out, the caller never hears', async () => {
      await rig.control('fault', { method: 'chat.postMessage', times: 1, lose_reply: true });
      await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
      expect(await rig.messages(LIN_DM)).toHaveLength(1);
      expect((await rig.log('chat.postMessage'))[0]?.answer).toMatchObject({ reply_lost: true });
    });

    test('a delay delays that method alone', async () => {
      await rig.control('fault', { method: 'chat.postMessage', times: 1, delay_ms: 200 });
      const began = performance.now();
      const slow = post();
      await rig.client.auth.test();
      expect(performance.now() - began).toBeLessThan(190);
      await slow;
      expect(performance.now() - began).toBeGreaterThan(190);
    });
  });

  describe('workspace', () => {
    test('dnd_updated_user: somebody does not want to be disturbed, and then may be', async () => {
      const until = new Date(rig.sandbox.now().getTime() + 3_600_000).toISOString();
      await rig.control('dnd', { user: LIN, until });
      await rig.control('dnd', { user: LIN, until: null });
      await rig.sandbox.settle();
      const [first, then] = await eventsOf('dnd_updated_user');
      const end = Math.floor(Date.parse(until) / 1_000);
      expect(first).toMatchObject({ user: LIN, dnd_status: { dnd_enabled: true, next_dnd_end_ts: end } });
      // Slack's quiet hours of every night are left.
      const status = (then?.dnd_status ?? {}) as Record<string, number>;
      const { next_dnd_start_ts: from, next_dnd_end_ts: to } = status;
      expect((to ?? 0) - (from ?? 0)).toBe(10 * 3_600);
      for (const wrong of [{ user: LIN, until: 'noon' }, { user: 'UNOBODY', until }, { until }])
        expect(await rig.control('dnd', wrong)).toMatchObject({ ok: false });
    });

    test('user_change, team_join: a leaver, a name, a newcomer with a DM', async () => {
      await rig.control('user', { id: LIN, deleted: true });
      await rig.control('user', { id: EMMA, title: 'Head of desk', tz: 'Asia/Shanghai' });
      const { id } = await rig.control('user', { name: 'new.face', real_name: '新人', locale: 'zh-CN' });
      await rig.sandbox.settle();
      expect(await eventsOf('user_change')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ user: expect.objectContaining({ id: LIN, deleted: true }) }),
          expect.objectContaining({
            user: expect.objectContaining({ id: EMMA, tz: 'Asia/Shanghai', locale: 'en-GB' }),
          }),
        ]),
      );
      expect((await eventsOf('team_join'))[0]).toMatchObject({
        user: { id, real_name: '新人', locale: 'zh-CN' },
      });
      expect(
        await rig.control('message', { channel: `D${String(id).slice(1)}`, user: id, text: 'hi' }),
      ).toMatchObject({ ok: true });
      for (const wrong of [
        { id: LIN, tz: 'Mars/Base' },
        { id: LIN, locale: 'chinese' },
        { id: LIN, is_king: true },
        { real_name: 'nobody' },
        { id: '../x', name: 'x' },
      ]) {
        expect(await rig.control('user', wrong)).toMatchObject({ ok: false, status: 400 });
      }
    });

    test('user groups', async () => {
      await rig.control('usergroup', { id: 'S01TRANSFER', users: [LIN, 'U04WANGFANG'] });
      await rig.control('usergroup', { handle: 'night', name: 'Night', users: [EMMA] });
      await rig.sandbox.settle();
      expect((await eventsOf('subteam_updated'))[0]).toMatchObject({
        subteam: { id: 'S01TRANSFER', users: [LIN, 'U04WANGFANG'], user_count: '2' },
      });
      expect((await eventsOf('subteam_members_changed'))[0]).toMatchObject({
        added_users: [LIN],
        removed_users: ['U06ZHAOMIN0'],
      });
      expect((await eventsOf('subteam_created'))[0]).toMatchObject({ subteam: { handle: 'night' } });
      expect(await rig.control('usergroup', { users: ['U00NOBODY00'] })).toMatchObject({ status: 404 });
    });

    test('channels', async () => {
      const { id } = await rig.control('channel', { name: 'project-x', members: ['U00SHOUMI00', LIN] });
      await rig.control('channel', { id, members: [LIN, EMMA], is_archived: true });
      await rig.sandbox.settle();
      expect((await eventsOf('member_joined_channel')).map(({ user }) => user)).toEqual([
        'U00SHOUMI00',
        LIN,
        EMMA,
      ]);
      expect((await eventsOf('member_left_channel')).map(({ user }) => user)).toEqual(['U00SHOUMI00']);
      expect(await eventsOf('channel_archive')).toHaveLength(1);
      expect(await rig.control('message', { channel: id, user: LIN, text: 'x' })).toMatchObject({
        status: 403,
        error: 'is_archived',
      });
      expect(await rig.control('channel', { id: LIN_DM, name: 'not-a-dm' })).toMatchObject({ status: 400 });
    });

    test('uninstalled: told, signed out, and its commands are gone', async () => {
      await rig.control('uninstall');
      await rig.sandbox.settle();
      expect(await eventsOf('app_uninstalled')).toHaveLength(1);
      expect((await eventsOf('tokens_revoked'))[0]).toMatchObject({
        tokens: { oauth: [], bot: ['U00SHOUMI00'] },
      });
      expect(await rig.call('auth.test')).toMatchObject({ error: 'account_inactive' });
      expect(await rig.control('command', { channel: LIN_DM, user: LIN, command: '/access' })).toMatchObject({
        error: 'app_not_installed',
      });
      await rig.control('reset');
      expect(await rig.call('auth.test')).toMatchObject({ ok: true });
    });

    test('only what the manifest subscribes to is sent', async () => {
      const quiet = await startRig({ events: ['app_home_opened'] });
      await quiet.control('message', { channel: LIN_DM, user: LIN, text: 'x' });
      await quiet.control('user', { id: LIN, title: 'x' });
      await quiet.sandbox.settle();
      expect(await quiet.log()).toEqual([]);
      await quiet.stop();
    });

    test('reset brings back the first day, and keeps the app signed in', async () => {
      await rig.control('message', { channel: LIN_DM, user: LIN, text: 'x' });
      await rig.control('user', { id: LIN, deleted: true });
      await rig.client.views.publish({ user_id: LIN, view: { type: 'home', blocks: [{ type: 'divider' }] } });
      await rig.control('clock', { advance: 'P1D' });
      await rig.control('fault', { method: 'auth.test', times: 9, error: 'fatal_error' });
      expect(await rig.control('reset')).toMatchObject({ ok: true });
      expect(resets).toBe(1);
      expect(await rig.messages(LIN_DM)).toEqual([]);
      expect(await rig.read(`home/${LIN}`)).toEqual({ home: null });
      const state = await rig.state();
      expect(state.clock.offset_ms).toBe(0);
      expect(state.users.find(({ id }) => id === LIN)?.deleted).toBe(false);
      expect(await rig.client.auth.test()).toMatchObject({ ok: true });
    });
  });

  describe('stream', () => {
    test('tells what changed while somebody listens', async () => {
      const leave = new AbortController();
      const response = await fetch(`${rig.sandbox.url}/_control/stream`, { signal: leave.signal });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      let text = '';
      const reading = (async () => {
        const decoder = new TextDecoder();
        for await (const part of response.body as unknown as AsyncIterable<Uint8Array>)
          text += decoder.decode(part, { stream: true });
      })().catch(() => {});
      await until(async () => text.includes('retry'));
      await rig.client.chat.postEphemeral({ channel: LIN_DM, user: LIN, text: 'psst' });
      await rig.client.views.publish({ user_id: LIN, view: { type: 'home', blocks: [{ type: 'divider' }] } });
      await rig.control('clock', { advance: 'PT1M' });
      await rig.control('user', { id: LIN, title: 'x' });
      await rig.control('reset');
      await until(async () => text.includes('"reset"'));
      const changes = text
        .split('\n')
        .filter((line) => line.startsWith('data: '))
        .map((line) => JSON.parse(line.slice(6)) as ControlChange);
      expect(changes).toEqual(
        expect.arrayContaining([
          { type: 'message', channel: LIN_DM, ephemeral_for: LIN },
          { type: 'home', user: LIN },
          { type: 'clock' },
          { type: 'users' },
          { type: 'log' },
        ]),
      );
      leave.abort();
      await reading;
    });

    test('an open stream does not keep the sandbox from stopping', async () => {
      const response = await fetch(`${rig.sandbox.url}/_control/stream`);
      const reader = response.body?.getReader();
      await reader?.read();
      const began = performance.now();
      await rig.sandbox.stop();
      expect(performance.now() - began).toBeLessThan(3_000);
      await reader?.cancel().catch(() => {});
      rig = await startRig();
    });
  });

  describe('hostile callers', () => {
    const raw = (path: string, init: RequestInit = {}) =>
      fetch(`${rig.sandbox.url}${path}`, { method: 'POST', ...init });
    const json = { 'content-type': 'application/json' };

    test('malformed, deep, huge and mistyped bodies get a sentence', async () => {
      const answer = async (body: string, headers: Record<string, string> = json) => {
        const response = await raw('/_control/message', { headers, body });
        return [response.status, (await response.json()).error];
      };
      expect(await answer('{')).toEqual([400, 'invalid_json']);
      expect(await answer('['.repeat(50_000))).toEqual([400, 'invalid_json']);
      expect(await answer('[]')).toEqual([400, 'invalid_arguments']);
      expect(await answer('null')).toEqual([400, 'invalid_arguments']);
      expect(await answer(`{"channel":"${'x'.repeat(1_100_000)}"}`)).toEqual([413, 'too_large']);
      expect(await answer('{}', { 'content-type': 'text/plain' })).toEqual([415, 'invalid_type']);
      expect((await raw('/_control/nothing', { headers: json, body: '{}' })).status).toBe(404);
      expect((await raw('/_control/__proto__', { headers: json, body: '{}' })).status).toBe(404);
      expect((await raw('/api/constructor')).status).toBe(200);
      expect(await rig.call('constructor')).toMatchObject({ error: 'unknown_method' });
    });

    test('__proto__, lone surrogates and NUL pass through as data and hurt nobody', async () => {
      const nasty = '\ud800 \u0000 \udfff';
      const body = `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"channel":"${LIN_DM}","user":"${LIN}","text":${JSON.stringify(nasty)}}`;
      const response = await raw('/_control/message', { headers: json, body });
      expect((await response.json()).ok).toBe(true);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      expect((await rig.messages(LIN_DM))[0]?.text).toBe(nasty);
      const posted = await raw('/api/chat.postMessage', {
        headers: { ...json, authorization: `Bearer ${rig.sandbox.botToken}` },
        body: `{"__proto__":{"x":1},"channel":"${LIN_DM}","text":"\\ud800"}`,
      });
      expect((await posted.json()).ok).toBe(true);
      await rig.sandbox.settle();
      expect(await rig.state()).toMatchObject({ workspace: { id: 'T01LANHE000' } });
    });

    test('odd paths and percent signs', async () => {
      for (const path of [
        '//',
        '/%E0%A4%A',
        '/_control/messages/%E0%A4%A',
        '/_control/home/__proto__',
        '/files-pri/x/%',
        '/..%2f..%2fetc/passwd',
      ]) {
        const response = await fetch(`${rig.sandbox.url}${path}`);
        expect(response.status).toBeLessThan(500);
      }
      expect(await rig.state()).toMatchObject({ rate_limits: false });
    });

    test('another site’s page cannot reach it: neither by origin nor by a rebound name', async () => {
      const status = (headers: Record<string, string>) =>
        new Promise<number>((resolve, reject) => {
          request(`${rig.sandbox.url}/_control/state`, { headers }, (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          })
            .on('error', reject)
            .end();
        });
      expect(await status({ host: 'evil.example' })).toBe(403);
      expect(await status({ origin: 'https://evil.example' })).toBe(403);
      expect(await status({ origin: rig.sandbox.url })).toBe(200);
      const localhost = rig.sandbox.url.replace('127.0.0.1', 'localhost').slice(7);
      expect(await status({ host: localhost, origin: `http://${localhost}` })).toBe(200);
      expect(
        (await fetch(`${rig.sandbox.url}/_control/state`)).headers.get('access-control-allow-origin'),
      ).toBeNull();
    });
  });

  test('a port already taken is an error, and leaves nothing behind', async () => {
    const port = Number(new URL(rig.sandbox.url).port);
    const folder = freshFolder();
    await expect(startRig({ port, folder })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const after = await startRig({ folder });
    expect(await after.state()).toMatchObject({ rate_limits: false });
    await after.stop();
  });

  describe('page', () => {
    test('a built folder is served, without it a sentence', async () => {
      expect(await (await fetch(rig.sandbox.url)).text()).toContain('not built');
      const pageFolder = join(freshFolder(), 'page');
      mkdirSync(pageFolder);
      writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>守密</title>');
      const served = await startRig({ pageFolder });
      const response = await fetch(served.sandbox.url);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(await response.text()).toContain('守密');
      expect((await fetch(`${served.sandbox.url}/%2e%2e/%2e%2e/etc/passwd`)).status).toBe(404);
      await served.stop();
    });
  });
});
