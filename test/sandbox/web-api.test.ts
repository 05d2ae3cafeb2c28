import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  COMPLIANCE,
  EMMA,
  GAO,
  GENERAL,
  type Json,
  LIN,
  LIN_DM,
  type Rig,
  startRig,
  WANG,
} from './harness.ts';

const SCOPES = [
  'chat:write',
  'commands',
  'users:read',
  'usergroups:read',
  'team:read',
  'im:write',
  'im:read',
  'im:history',
  'channels:read',
  'channels:history',
  'channels:manage',
  'channels:join',
  'mpim:write',
  'reactions:write',
  'reactions:read',
  'files:write',
  'files:read',
  'dnd:read',
  'users.profile:read',
];

describe('Web API', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ scopes: SCOPES });
  });
  afterAll(() => rig.stop());

  describe('the door', () => {
    test('unknown methods, missing, wrong and misplaced tokens are told apart as by Slack', async () => {
      const { call, sandbox } = rig;
      expect(await call('chat.shout')).toMatchObject({
        ok: false,
        error: 'unknown_method',
        req_method: 'chat.shout',
      });
      expect(await call('auth.test', {}, { token: null })).toMatchObject({ ok: false, error: 'not_authed' });
      expect(await call('auth.test', {}, { token: 'xoxb-wrong' })).toMatchObject({ error: 'invalid_auth' });
      expect(await call('auth.test', {}, { token: sandbox.appToken })).toMatchObject({
        error: 'not_allowed_token_type',
      });
      expect(await call('apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' });
      expect(await call('apps.connections.open', {}, { token: sandbox.appToken })).toMatchObject({
        ok: true,
      });
      expect(sandbox.botToken).toMatch(/^xoxb-\d+-\d+-\w{24}$/);
      expect(sandbox.appToken).toMatch(/^xapp-1-/);
    });

    test('arguments come as JSON, form, query or multipart, the token in any of them', async () => {
      const { sandbox } = rig;
      const ask = async (path: string, init?: RequestInit) =>
        (await fetch(`${sandbox.apiUrl}${path}`, init)).json();
      const token = sandbox.botToken;
      expect(await ask(`users.info?user=${LIN}&token=${token}`)).toMatchObject({
        ok: true,
        user: { id: LIN },
      });
      const form = new URLSearchParams({ token, user: LIN, include_locale: 'true' });
      expect(await ask('users.info', { method: 'POST', body: form })).toMatchObject({
        user: { locale: 'zh-CN' },
      });
      const parts = new FormData();
      parts.set('token', token);
      parts.set('user', LIN);
      expect(await ask('users.info', { method: 'POST', body: parts })).toMatchObject({ ok: true });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      expect(await ask('users.info', { method: 'POST', headers, body: '{"user":' })).toMatchObject({
        error: 'invalid_json',
      });
      expect(await ask('users.info', { method: 'POST', headers, body: `"${LIN}"` })).toMatchObject({
        error: 'invalid_json',
      });
      const torn = {
        method: 'POST',
        headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
        body: 'torn',
      };
      expect(await ask('users.info', torn)).toMatchObject({ error: 'invalid_json' });
      const deepForm = new URLSearchParams({ token, view: '['.repeat(20_000) });
      expect(await ask('views.open', { method: 'POST', body: deepForm })).toMatchObject({
        error: 'invalid_json',
      });
      const deep = `{"user":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
      expect(await ask('users.info', { method: 'POST', headers, body: deep })).toMatchObject({
        error: 'invalid_json',
      });
    });

    test('missing and ill-typed arguments name their place', async () => {
      expect(await rig.call('users.info')).toMatchObject({
        error: 'invalid_arguments',
        response_metadata: { messages: ['[ERROR] missing required field: user'] },
      });
      expect(await rig.call('users.list', { limit: 'many' })).toMatchObject({ error: 'invalid_arguments' });
      expect(await rig.call('users.list', { limit: 5_000 })).toMatchObject({
        response_metadata: { messages: [expect.stringContaining('json-pointer:/limit')] },
      });
    });

    test('api.test gives back its arguments and takes no token', async () => {
      expect(await rig.call('api.test', { foo: 'bar' }, { token: null })).toEqual({
        ok: true,
        args: { foo: 'bar' },
      });
      expect(await rig.call('api.test', { error: 'my_error' }, { token: null })).toMatchObject({
        ok: false,
        error: 'my_error',
      });
    });

    test('headers tell the scopes, as WebClient reads them', async () => {
      const result = await rig.client.users.info({ user: LIN });
      expect(result.response_metadata).toMatchObject({ scopes: SCOPES, acceptedScopes: ['users:read'] });
    });

    test('tokens stand nowhere in the log', async () => {
      await rig.client.auth.test();
      await fetch(`${rig.sandbox.apiUrl}auth.test?token=${rig.sandbox.botToken}`);
      const log = JSON.stringify(await rig.log());
      for (const secret of [rig.sandbox.botToken, rig.sandbox.appToken, rig.sandbox.signingSecret]) {
        expect(log).not.toContain(secret);
      }
    });
  });

  describe('people', () => {
    test('users.list pages to the end, everybody once, Slackbot, bot, leaver and guest among them', async () => {
      const ids: string[] = [];
      let pages = 0;
      for await (const page of rig.client.paginate('users.list', { limit: 4, include_locale: true })) {
        pages += 1;
        const members = (page as unknown as Json).members as {
          id: string;
          deleted: boolean;
          tz?: string;
          is_restricted?: boolean;
        }[];
        expect(members.length).toBeLessThanOrEqual(4);
        ids.push(...members.map(({ id }) => id));
        const gone = members.find(({ id }) => id === GAO);
        if (gone) expect(gone).toMatchObject({ deleted: true });
        if (gone) expect(gone).not.toHaveProperty('tz');
      }
      expect(pages).toBe(4);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(14);
      expect(ids).toContain('USLACKBOT');
      expect(await rig.call('users.list', { cursor: 'nonsense' })).toMatchObject({ error: 'invalid_cursor' });
      expect((await rig.client.users.list({})).members).toHaveLength(14);
    });

    test('users.info: zone, locale only when asked, e-mail only with its scope', async () => {
      const { user } = await rig.client.users.info({ user: EMMA, include_locale: true });
      expect(user).toMatchObject({
        locale: 'en-GB',
        tz: 'Europe/London',
        real_name: 'Emma Clarke',
        is_bot: false,
      });
      expect([0, 3600]).toContain(user?.tz_offset);
      expect(user?.profile).not.toHaveProperty('email');
      expect((await rig.client.users.info({ user: EMMA })).user).not.toHaveProperty('locale');
      await expect(rig.client.users.info({ user: 'U00NOBODY00' })).rejects.toMatchObject({
        data: { error: 'user_not_found' },
      });
    });

    test('user groups, presence, profile, quiet hours', async () => {
      const { usergroups } = await rig.client.usergroups.list({ include_users: true });
      expect(usergroups?.map(({ handle, users }) => [handle, users])).toEqual([
        ['transfers-leads', ['U04WANGFANG', 'U06ZHAOMIN0']],
        ['bookkeeping-leads', ['U05DAVID000', 'U07PRIYA000']],
      ]);
      expect((await rig.client.usergroups.list()).usergroups?.[0]).not.toHaveProperty('users');
      expect((await rig.client.usergroups.users.list({ usergroup: 'S01TRANSFER' })).users).toHaveLength(2);
      expect(await rig.call('usergroups.users.list', { usergroup: 'S00NONE' })).toMatchObject({
        error: 'no_such_subteam',
      });
      expect(await rig.client.users.getPresence({ user: LIN })).toMatchObject({ presence: 'active' });
      expect((await rig.client.users.profile.get({ user: LIN })).profile).toMatchObject({
        real_name: '林晓',
      });
      const quiet = await rig.client.dnd.info({ user: LIN });
      expect((quiet.next_dnd_end_ts ?? 0) - (quiet.next_dnd_start_ts ?? 0)).toBe(10 * 3600);
      expect(Object.keys((await rig.client.dnd.teamInfo({ users: `${LIN},${EMMA}` })).users ?? {})).toEqual([
        LIN,
        EMMA,
      ]);
    });

    test('who the app is', async () => {
      expect(await rig.client.auth.test()).toMatchObject({
        user_id: 'U00SHOUMI00',
        bot_id: 'B01SHOUMI00',
        team_id: 'T01LANHE000',
      });
      expect((await rig.client.team.info()).team).toMatchObject({ domain: 'lanhe' });
      expect((await rig.client.bots.info({ bot: 'B01SHOUMI00' })).bot).toMatchObject({
        user_id: 'U00SHOUMI00',
      });
    });
  });

  describe('conversations', () => {
    test('list needs the scope of each kind and pages; a private channel shows only to its members', async () => {
      const listed = await rig.client.conversations.list({ types: 'public_channel,im', limit: 999 });
      expect(listed.channels?.map(({ id }) => id)).toEqual(expect.arrayContaining([GENERAL, LIN_DM]));
      expect(listed.channels?.map(({ id }) => id)).not.toContain(COMPLIANCE);
      expect(await rig.call('conversations.list', { types: 'private_channel' })).toMatchObject({
        error: 'missing_scope',
        needed: 'groups:read',
        provided: SCOPES.join(','),
      });
      expect(await rig.call('conversations.list', { types: 'party' })).toMatchObject({
        error: 'invalid_types',
      });
      const first = await rig.client.conversations.list({ types: 'public_channel', limit: 2 });
      expect(first.response_metadata?.next_cursor).not.toBe('');
    });

    test('open: a DM once for ever, a leaver is disabled, several people need a scope of their own', async () => {
      expect((await rig.client.conversations.open({ users: LIN })).channel).toEqual({ id: LIN_DM });
      expect((await rig.client.conversations.open({ users: LIN, return_im: true })).channel).toMatchObject({
        is_im: true,
        user: LIN,
      });
      expect(await rig.call('conversations.open', { users: GAO })).toMatchObject({ error: 'user_disabled' });
      expect(await rig.call('conversations.open', { users: 'U00NOBODY00' })).toMatchObject({
        error: 'user_not_found',
      });
      const group = await rig.client.conversations.open({ users: `${LIN},${EMMA}` });
      expect(await rig.client.conversations.open({ users: `${EMMA},${LIN}` })).toMatchObject({
        channel: group.channel,
      });
    });

    test('create, invite, members, join, archive', async () => {
      const created = await rig.client.conversations.create({ name: 'incident-7' });
      const id = created.channel?.id ?? '';
      expect(await rig.call('conversations.create', { name: 'incident-7' })).toMatchObject({
        error: 'name_taken',
      });
      expect(await rig.call('conversations.create', { name: 'Loud Name' })).toMatchObject({
        error: 'invalid_name_specials',
      });
      expect(await rig.call('conversations.create', { name: 'x'.repeat(81) })).toMatchObject({
        error: 'invalid_name_maxlength',
      });
      await rig.client.conversations.invite({ channel: id, users: `${LIN},${EMMA}` });
      expect(await rig.call('conversations.invite', { channel: id, users: LIN })).toMatchObject({
        error: 'already_in_channel',
      });
      expect(await rig.call('conversations.invite', { channel: id, users: GAO })).toMatchObject({
        error: 'user_not_found',
      });
      expect((await rig.client.conversations.members({ channel: id })).members).toEqual([
        'U00SHOUMI00',
        LIN,
        EMMA,
      ]);
      expect(await rig.call('conversations.archive', { channel: GENERAL })).toMatchObject({
        error: 'cant_archive_general',
      });
      await rig.client.conversations.archive({ channel: id });
      expect(await rig.call('conversations.archive', { channel: id })).toMatchObject({
        error: 'already_archived',
      });
      expect(await rig.call('chat.postMessage', { channel: id, text: 'late' })).toMatchObject({
        error: 'is_archived',
      });
    });

    test('where the bot is no member it can look at a public channel but neither read nor post', async () => {
      const { id } = await rig.control('channel', { name: 'lunch', members: [LIN] });
      expect(await rig.call('conversations.info', { channel: id })).toMatchObject({ ok: true });
      expect(await rig.call('chat.postMessage', { channel: id, text: 'hi' })).toMatchObject({
        error: 'not_in_channel',
      });
      expect(await rig.call('conversations.history', { channel: id })).toMatchObject({
        error: 'not_in_channel',
      });
      await rig.client.conversations.join({ channel: String(id) });
      expect(await rig.call('chat.postMessage', { channel: id, text: 'hi' })).toMatchObject({ ok: true });
      const hidden = await rig.control('channel', { name: 'secret', members: [LIN], is_private: true });
      expect(await rig.call('chat.postMessage', { channel: hidden.id, text: 'hi' })).toMatchObject({
        error: 'channel_not_found',
      });
    });
  });

  describe('messages', () => {
    test('post, thread, history, replies, metadata only when asked', async () => {
      const { client } = rig;
      const first = await client.chat.postMessage({
        channel: GENERAL,
        text: 'root',
        metadata: { event_type: 'card', event_payload: { job: 'j1' } },
      });
      const ts = first.ts ?? '';
      const reply = await client.chat.postMessage({ channel: GENERAL, text: 'reply', thread_ts: ts });
      await client.chat.postMessage({ channel: GENERAL, text: 'both', thread_ts: ts, reply_broadcast: true });
      const history = await client.conversations.history({ channel: GENERAL });
      expect(history.messages?.map(({ text }) => text)).toEqual(['both', 'root']);
      expect(history.messages?.[1]).toMatchObject({ reply_count: 2, thread_ts: ts, bot_id: 'B01SHOUMI00' });
      expect(history.messages?.[1]).not.toHaveProperty('metadata');
      const withMetadata = await client.conversations.history({
        channel: GENERAL,
        include_all_metadata: true,
      });
      expect(withMetadata.messages?.[1]?.metadata).toEqual({
        event_type: 'card',
        event_payload: { job: 'j1' },
      });
      const thread = await client.conversations.replies({ channel: GENERAL, ts: reply.ts ?? '' });
      expect(thread.messages?.map(({ text }) => text)).toEqual(['root', 'reply', 'both']);
      expect(await rig.call('conversations.replies', { channel: GENERAL, ts: '1.000000' })).toMatchObject({
        error: 'thread_not_found',
      });
      expect(
        await rig.call('chat.postMessage', { channel: GENERAL, text: 'x', thread_ts: '1.000000' }),
      ).toMatchObject({
        error: 'thread_not_found',
      });
    });

    test('history spans exclude their ends unless inclusive, and page with a cursor', async () => {
      const said: string[] = [];
      for (const text of ['a', 'b', 'c', 'd', 'e']) {
        said.push((await rig.client.chat.postMessage({ channel: 'U05DAVID000', text })).ts ?? '');
      }
      const channel = 'D05DAVID000';
      const texts = async (args: object) =>
        (await rig.client.conversations.history({ channel, ...args })).messages
          ?.map(({ text }) => text)
          .join('');
      expect(await texts({ oldest: said[1], latest: said[3] })).toBe('c');
      expect(await texts({ oldest: said[1], latest: said[3], inclusive: true })).toBe('dcb');
      let all = '';
      for await (const page of rig.client.paginate('conversations.history', { channel, limit: 2 })) {
        all += ((page as unknown as Json).messages as { text: string }[]).map(({ text }) => text).join('');
      }
      expect(all).toBe('edcba');
      // Also when the message that the cursor names is gone by then.
      const first = await rig.client.conversations.history({ channel, limit: 2 });
      await rig.control('delete-message', { channel, ts: said[2] });
      expect(await texts({ limit: 2, cursor: first.response_metadata?.next_cursor })).toBe('ba');
      expect(await texts({ oldest: `${said[0]?.split('.')[0]}`, latest: said[1] })).toBe('a');
    });

    test('ts is unique and grows, and posting to a person opens the DM', async () => {
      const posts = await Promise.all(
        Array.from({ length: 40 }, () => rig.client.chat.postMessage({ channel: LIN, text: 'x' })),
      );
      const stamps = posts.map(({ ts }) => ts ?? '');
      expect(new Set(stamps).size).toBe(40);
      expect(posts.every(({ channel }) => channel === LIN_DM)).toBe(true);
      expect(stamps.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
      // A leaver's DM still takes messages: nothing tells the sender.
      expect(await rig.call('chat.postMessage', { channel: GAO, text: 'hello?' })).toMatchObject({
        ok: true,
      });
      expect(await rig.call('chat.postMessage', { channel: '#general', text: 'by name' })).toMatchObject({
        channel: GENERAL,
      });
      expect(await rig.call('chat.postMessage', { channel: 'U00SHOUMI00', text: 'me' })).toMatchObject({
        error: 'cannot_dm_bot',
      });
    });

    test('empty, too long and broken content is refused with its place', async () => {
      const post = (args: object) => rig.call('chat.postMessage', { channel: GENERAL, ...args });
      expect(await post({})).toMatchObject({ error: 'no_text' });
      expect(await post({ text: '' })).toMatchObject({ error: 'no_text' });
      expect(await post({ text: 'x'.repeat(40_001) })).toMatchObject({ error: 'msg_too_long' });
      expect(
        await post({
          text: 'ok',
          blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }],
        }),
      ).toMatchObject({
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
        },
      });
      expect(await post({ text: 'ok', blocks: 'nonsense' })).toMatchObject({ error: 'invalid_blocks' });
      expect(await post({ text: 'ok', metadata: { event_type: 'x' } })).toMatchObject({
        error: 'invalid_metadata_format',
      });
      expect(await rig.call('chat.postMessage', { text: 'where' })).toMatchObject({
        error: 'invalid_arguments',
      });
      expect(await rig.call('chat.postMessage', { channel: 'C00NOWHERE0', text: 'x' })).toMatchObject({
        error: 'channel_not_found',
      });
    });

    test('update keeps what is not given, an empty list removes; only own and no ephemeral messages', async () => {
      const { client, call } = rig;
      const blocks = [{ type: 'section', text: { type: 'mrkdwn' as const, text: '*card*' } }];
      const posted = await client.chat.postMessage({ channel: LIN, text: 'one', blocks });
      const place = { channel: LIN_DM, ts: posted.ts ?? '' };
      const kept = await client.chat.update({ ...place, text: 'two' });
      expect(kept.message).toMatchObject({
        text: 'two',
        blocks: [{ type: 'section' }],
        edited: { user: 'B01SHOUMI00' },
      });
      expect((await client.chat.update({ ...place, text: 'three', blocks: [] })).message).not.toHaveProperty(
        'blocks',
      );
      expect(await call('chat.update', { ...place, channel: LIN, text: 'x' })).toMatchObject({
        error: 'channel_not_found',
      });
      expect(await call('chat.update', { ...place, ts: '1.000000', text: 'x' })).toMatchObject({
        error: 'message_not_found',
      });
      const theirs = await rig.control('message', { channel: LIN_DM, user: LIN, text: 'mine' });
      expect(await call('chat.update', { ...place, ts: theirs.ts, text: 'x' })).toMatchObject({
        error: 'cant_update_message',
      });
      expect(await call('chat.delete', { ...place, ts: theirs.ts })).toMatchObject({
        error: 'cant_delete_message',
      });
      const { message_ts } = await client.chat.postEphemeral({ channel: GENERAL, user: LIN, text: 'psst' });
      expect(await call('chat.update', { channel: GENERAL, ts: message_ts, text: 'x' })).toMatchObject({
        error: 'message_not_found',
      });
      expect(await call('chat.delete', { channel: GENERAL, ts: message_ts })).toMatchObject({
        error: 'message_not_found',
      });
      expect(await client.chat.delete(place)).toMatchObject({ ok: true, ts: place.ts });
      expect(await call('chat.update', { ...place, text: 'gone' })).toMatchObject({
        error: 'message_not_found',
      });
    });

    test('an ephemeral is seen by one, is in no history, and needs its reader in the channel', async () => {
      await rig.client.chat.postEphemeral({ channel: GENERAL, user: LIN, text: 'only lin' });
      expect((await rig.messages(GENERAL, LIN)).some(({ text }) => text === 'only lin')).toBe(true);
      expect((await rig.messages(GENERAL, WANG)).some(({ text }) => text === 'only lin')).toBe(false);
      const { messages } = await rig.client.conversations.history({ channel: GENERAL, limit: 999 });
      expect(messages?.some(({ text }) => text === 'only lin')).toBe(false);
      expect(
        await rig.call('chat.postEphemeral', { channel: GENERAL, user: 'U12TOMBAKER', text: 'x' }),
      ).toMatchObject({
        error: 'user_not_in_channel',
      });
    });

    test('a permalink leads to the page', async () => {
      const { ts } = await rig.client.chat.postMessage({ channel: GENERAL, text: 'look' });
      const { permalink } = await rig.client.chat.getPermalink({ channel: GENERAL, message_ts: ts ?? '' });
      expect(permalink).toBe(`${rig.sandbox.url}/archives/${GENERAL}/p${ts?.replace('.', '')}`);
      const led = await fetch(permalink ?? '', { redirect: 'manual' });
      expect(led.headers.get('location')).toBe(`/#//${GENERAL}/`);
    });

    test('reactions', async () => {
      const { ts = '' } = await rig.client.chat.postMessage({ channel: GENERAL, text: 'react' });
      const place = { channel: GENERAL, timestamp: ts };
      await rig.client.reactions.add({ ...place, name: 'white_check_mark' });
      expect(await rig.call('reactions.add', { ...place, name: 'white_check_mark' })).toMatchObject({
        error: 'already_reacted',
      });
      const got = await rig.client.reactions.get(place);
      expect(got.message?.reactions).toEqual([
        { name: 'white_check_mark', users: ['U00SHOUMI00'], count: 1 },
      ]);
      await rig.client.reactions.remove({ ...place, name: 'white_check_mark' });
      expect(await rig.call('reactions.remove', { ...place, name: 'white_check_mark' })).toMatchObject({
        error: 'no_reaction',
      });
      expect(await rig.call('reactions.add', { ...place, name: 'a b' })).toMatchObject({
        error: 'invalid_name',
      });
    });
  });

  describe('files', () => {
    test('filesUploadV2 goes the whole way and the bytes come back', async () => {
      const content = '表,1\n';
      const uploaded = await rig.client.filesUploadV2({
        channel_id: GENERAL,
        filename: '报表.csv',
        file: Buffer.from(content),
        initial_comment: 'here',
      });
      const id = (uploaded.files as { files: { id: string }[] }[])[0]?.files[0]?.id ?? '';
      const { file } = await rig.client.files.info({ file: id });
      expect(file).toMatchObject({
        name: '报表.csv',
        mimetype: 'text/csv',
        size: Buffer.byteLength(content),
      });
      const headers = { authorization: `Bearer ${rig.sandbox.botToken}` };
      expect(await (await fetch(file?.url_private ?? '', { headers })).text()).toBe(content);
      expect((await fetch(file?.url_private ?? '', { redirect: 'manual' })).status).toBe(302);
      const shown = (await rig.messages(GENERAL)).at(-1);
      expect(shown).toMatchObject({
        text: 'here',
        files: [{ id, name: '报表.csv', url: `/_control/file/${id}` }],
      });
      expect(await (await fetch(`${rig.sandbox.url}/_control/file/${id}`)).text()).toBe(content);
    });

    test('an upload of another size, twice or without its URL does not become a file', async () => {
      const { upload_url = '', file_id } = await rig.client.files.getUploadURLExternal({
        filename: 'a.txt',
        length: 3,
      });
      const put = (body: string, url = upload_url) => fetch(url, { method: 'POST', body });
      expect((await put('four')).status).toBe(400);
      expect((await put('abc', upload_url.replace(/.$/, '?'))).status).toBe(400);
      expect(await rig.call('files.completeUploadExternal', { files: [{ id: file_id }] })).toMatchObject({
        error: 'file_not_found',
      });
      expect((await put('abc')).status).toBe(200);
      expect((await put('abc')).status).toBe(400);
      expect(
        await rig.call('files.completeUploadExternal', {
          files: JSON.stringify([{ id: file_id, title: 'T' }]),
        }),
      ).toMatchObject({
        ok: true,
        files: [{ id: file_id, title: 'T' }],
      });
    });
  });
});

describe('scopes', () => {
  test('only what the manifest asks for is granted', async () => {
    const rig = await startRig({ scopes: ['commands'] });
    const refused = async (method: string, args: object, needed: string) =>
      expect(await rig.call(method, args as never)).toMatchObject({
        ok: false,
        error: 'missing_scope',
        needed,
        provided: 'commands',
      });
    await refused('chat.postMessage', { channel: GENERAL, text: 'x' }, 'chat:write');
    await refused('users.list', {}, 'users:read');
    await refused('usergroups.list', {}, 'usergroups:read');
    await refused('team.info', {}, 'team:read');
    await refused('conversations.open', { users: LIN }, 'im:write,mpim:write');
    await refused(
      'conversations.history',
      { channel: GENERAL },
      'channels:history,groups:history,im:history,mpim:history',
    );
    await refused('reactions.add', {}, 'reactions:write');
    await refused('files.info', {}, 'files:read');
    expect(await rig.call('auth.test')).toMatchObject({ ok: true });
    await rig.stop();
  });

  test('the scope of one kind of conversation does not open another', async () => {
    const rig = await startRig({ scopes: ['im:history', 'im:read'] });
    expect(await rig.call('conversations.history', { channel: LIN_DM })).toMatchObject({ ok: true });
    expect(await rig.call('conversations.history', { channel: GENERAL })).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history',
    });
    await rig.stop();
  });
});
