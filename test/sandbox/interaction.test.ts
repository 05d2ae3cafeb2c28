import type { App } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { socketApp } from './bolt-app.ts';
import { EMMA, GAO, GENERAL, LIN, LIN_DM, plain, type Rig, startRig, until, WANG } from './harness.ts';

type Body = Record<string, unknown>;
const button = (action_id: string, value = '1') => ({
  type: 'button' as const,
  action_id,
  text: plain('Press'),
  value,
});
const row = (...elements: ReturnType<typeof button>[]) => [
  { type: 'actions' as const, block_id: 'row', elements },
];

describe('what people do', () => {
  let rig: Rig;
  let app: App;
  let seen: Body[] = [];
  let answer: (body: Body) => unknown = () => undefined;

  beforeAll(async () => {
    rig = await startRig({
      scopes: ['chat:write', 'commands', 'im:history', 'users:read'],
      shortcuts: [
        { name: 'New', type: 'global', callback_id: 'new', description: 'd' },
        { name: 'Report', type: 'message', callback_id: 'report', description: 'd' },
      ],
    });
    app = await socketApp(rig.sandbox, (bolt) => {
      const hear = async ({ ack, body }: { ack: (given?: never) => Promise<void>; body: unknown }) => {
        seen.push(body as Body);
        const given = answer(body as Body);
        if (given !== 'silence') await ack(given as never);
      };
      bolt.command(/.*/, hear as never);
      bolt.action(/.*/, hear as never);
      bolt.options(/.*/, hear as never);
      bolt.shortcut(/.*/, hear as never);
    });
  });
  beforeEach(() => {
    seen = [];
    answer = () => undefined;
  });
  afterAll(async () => {
    await app.stop();
    await rig.stop();
  });
  const command = (text = '', channel = LIN_DM, user = LIN) =>
    rig.control('command', { channel, user, command: '/access', text });
  const last = async (channel = LIN_DM, user = LIN) => (await rig.messages(channel, user)).at(-1);

  describe('commands', () => {
    test('the payload is Slack’s, in a DM and in channels', async () => {
      expect(await command('request x')).toMatchObject({ ok: true });
      expect(seen[0]).toEqual({
        token: expect.any(String),
        team_id: 'T01LANHE000',
        team_domain: 'lanhe',
        channel_id: LIN_DM,
        channel_name: 'directmessage',
        user_id: LIN,
        user_name: 'lin.xiao',
        command: '/access',
        text: 'request x',
        api_app_id: 'A01SHOUMI00',
        is_enterprise_install: 'false',
        response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/response\/T01LANHE000\/\w+$/),
        trigger_id: expect.any(String),
      });
      expect((await rig.log('/access'))[0]?.payload).toMatchObject({ token: '•••', text: 'request x' });
      await command('', GENERAL);
      expect(seen[1]).toMatchObject({ channel_name: 'general', text: '' });
      await command('', 'C04COMPLY00', 'U08SUNLI000');
      expect(seen[2]).toMatchObject({ channel_name: 'privategroup' });
    });

    test('text is escaped, names and addresses become links, Slack’s own tokens stay', async () => {
      await command(
        'for @wang.fang & <@U03EMMA0000> in #general, see https://a.cn/x?y=1&z <script> a@b.cn @nobody',
      );
      expect(seen[0]?.text).toBe(
        'for <@U04WANGFANG|wang.fang> &amp; <@U03EMMA0000> in <#C01GENERAL0|general>, see <https://a.cn/x?y=1&amp;z> &lt;script&gt; a@b.cn @nobody',
      );
    });

    test('the acknowledgement may say something, to one or to all', async () => {
      answer = () => 'just you';
      await command('', GENERAL);
      expect(await last(GENERAL)).toMatchObject({
        text: 'just you',
        ephemeral_for: LIN,
        user: 'U00SHOUMI00',
      });
      answer = () => ({ response_type: 'in_channel', text: 'all of you', blocks: row(button('a')) });
      await command('', GENERAL);
      const shown = await last(GENERAL, EMMA);
      expect(shown).toMatchObject({ text: 'all of you' });
      expect(shown).not.toHaveProperty('ephemeral_for');
      answer = () => ({ text: 'x', blocks: [{ type: 'nonsense' }] });
      expect(await command('', GENERAL)).toMatchObject({ ok: false, error: 'invalid_blocks' });
    });

    test('after 3 s of silence Slack says so, to that person only', async () => {
      answer = () => 'silence';
      const began = performance.now();
      const result = await command();
      expect(performance.now() - began).toBeGreaterThan(2_900);
      expect(result).toMatchObject({ ok: false, error: 'operation_timeout', status: 200 });
      expect(await last()).toMatchObject({
        text: '/access failed with the error `operation_timeout`',
        is_system: true,
        user: 'USLACKBOT',
        ephemeral_for: LIN,
      });
    });

    test('nobody types what they cannot', async () => {
      const refused = async (input: object, status: number, error: string) =>
        expect(
          await rig.control('command', { channel: LIN_DM, user: LIN, command: '/access', ...input }),
        ).toMatchObject({
          ok: false,
          status,
          error,
          detail: expect.stringMatching(/\.$/),
        });
      await refused({ command: '/nothing' }, 404, 'unknown_command');
      await refused({ user: GAO, channel: 'D11GAOXIANG' }, 403, 'user_deleted');
      await refused({ user: 'U00SHOUMI00' }, 404, 'user_not_found');
      await refused({ channel: 'D03EMMA0000' }, 403, 'not_in_channel');
      await refused({ channel: 'C99' }, 404, 'channel_not_found');
      expect(seen).toEqual([]);
    });
  });

  describe('response_url', () => {
    const respond = (body: unknown, url = String(seen.at(-1)?.response_url)) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

    test('serves five times', async () => {
      await command('', GENERAL);
      for (let time = 1; time <= 5; time += 1)
        expect((await respond({ text: `answer ${time}` })).status).toBe(200);
      const sixth = await respond({ text: 'answer 6' });
      expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
      const texts = (await rig.messages(GENERAL, LIN)).map(({ text }) => text);
      expect(texts.filter((text) => text.startsWith('answer'))).toHaveLength(5);
      expect((await rig.messages(GENERAL, EMMA)).some(({ text }) => text.startsWith('answer'))).toBe(false);
    });

    test('what is no message is refused and what is no URL not found', async () => {
      await command();
      expect(await (await respond({})).json()).toMatchObject({ error: 'no_text' });
      expect(await (await respond('text')).json()).toMatchObject({ error: 'invalid_payload' });
      expect((await respond({ text: 'x' }, `${rig.sandbox.url}/response/T01LANHE000/none`)).status).toBe(404);
    });

    test('replaces and deletes the message that was acted on, ephemeral ones too', async () => {
      answer = () => ({ text: 'choose', blocks: row(button('a')) });
      await command();
      answer = () => undefined;
      const ephemeral = await last();
      const interact = () =>
        rig.control('interact', {
          channel: LIN_DM,
          user: LIN,
          messageTs: ephemeral?.ts,
          action: { action_id: 'a' },
        });
      await interact();
      expect(seen.at(-1)).toMatchObject({ container: { is_ephemeral: true, message_ts: ephemeral?.ts } });
      expect(seen.at(-1)).not.toHaveProperty('message');
      await rig.sandbox.settle();
      const events = (await rig.log('message')).length;
      await respond({ replace_original: true, text: 'chosen' });
      expect(await last()).toMatchObject({ ts: ephemeral?.ts, text: 'chosen', ephemeral_for: LIN });
      expect(await last()).not.toHaveProperty('blocks');
      await respond({ replace_original: false, text: 'more' });
      await respond({ delete_original: true });
      expect((await rig.messages(LIN_DM, LIN)).some(({ ts }) => ts === ephemeral?.ts)).toBe(false);
      expect(await (await respond({ delete_original: true })).json()).toMatchObject({
        error: 'message_not_found',
      });
      // What one person alone saw is no event.
      await rig.sandbox.settle();
      expect(await rig.log('message')).toHaveLength(events);
    });
  });

  describe('actions on messages', () => {
    test('the payload is Slack’s; the element’s own value counts, not the one sent', async () => {
      const { ts } = await rig.client.chat.postMessage({
        channel: LIN,
        text: 'card',
        blocks: [
          ...row(button('ok', 'req_1')),
          {
            type: 'section',
            block_id: 'sec',
            text: plain('pick'),
            accessory: {
              type: 'static_select',
              action_id: 'pick',
              options: [{ text: plain('A'), value: 'a' }],
            },
          },
        ],
      });
      const act = (action: object) =>
        rig.control('interact', { channel: LIN_DM, user: LIN, messageTs: ts, action });
      expect(await act({ action_id: 'pick', selected_option: { value: 'a' } })).toMatchObject({ ok: true });
      expect(await act({ action_id: 'ok', block_id: 'row', value: 'req_2' })).toMatchObject({ ok: true });
      expect(seen[1]).toEqual({
        type: 'block_actions',
        user: { id: LIN, username: 'lin.xiao', name: 'lin.xiao', team_id: 'T01LANHE000' },
        api_app_id: 'A01SHOUMI00',
        token: expect.any(String),
        team: { id: 'T01LANHE000', domain: 'lanhe' },
        enterprise: null,
        is_enterprise_install: false,
        container: { type: 'message', message_ts: ts, channel_id: LIN_DM, is_ephemeral: false },
        trigger_id: expect.any(String),
        channel: { id: LIN_DM, name: 'directmessage' },
        message: expect.objectContaining({
          type: 'message',
          ts,
          text: 'card',
          bot_id: 'B01SHOUMI00',
          team: 'T01LANHE000',
        }),
        state: {
          values: {
            sec: {
              pick: {
                type: 'static_select',
                selected_option: { text: { ...plain('A'), emoji: true }, value: 'a' },
              },
            },
          },
        },
        response_url: expect.any(String),
        actions: [
          {
            type: 'button',
            action_id: 'ok',
            block_id: 'row',
            text: { ...plain('Press'), emoji: true },
            value: 'req_1',
            action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
          },
        ],
      });
      expect(await act({ action_id: 'pick', selected_option: { value: 'z' } })).toMatchObject({
        status: 400,
        error: 'invalid_action',
      });
      expect(await act({ action_id: 'gone' })).toMatchObject({ status: 404, error: 'action_not_found' });
    });

    test('a button already taken away can only be pressed on a screen that still shows it', async () => {
      const { ts = '' } = await rig.client.chat.postMessage({
        channel: LIN,
        text: 'card',
        blocks: row(button('ok')),
      });
      await rig.client.chat.update({ channel: LIN_DM, ts, text: 'decided', blocks: [] });
      const act = (more: object) =>
        rig.control('interact', {
          channel: LIN_DM,
          user: LIN,
          messageTs: ts,
          action: { type: 'button', action_id: 'ok', block_id: 'row', value: '1' },
          ...more,
        });
      expect(await act({})).toMatchObject({ error: 'action_not_found' });
      expect(await act({ stale: true })).toMatchObject({ ok: true });
      expect(seen[0]).toMatchObject({
        actions: [{ action_id: 'ok', value: '1' }],
        message: { text: 'decided' },
      });
    });

    test('an action that is not acknowledged is visibly marked for that person', async () => {
      const { ts } = await rig.client.chat.postMessage({
        channel: GENERAL,
        text: 'card',
        blocks: row(button('ok')),
      });
      answer = () => 'silence';
      expect(
        await rig.control('interact', {
          channel: GENERAL,
          user: LIN,
          messageTs: ts,
          action: { action_id: 'ok' },
        }),
      ).toMatchObject({
        ok: false,
        error: 'timeout',
        status: 200,
      });
      expect(await last(GENERAL)).toMatchObject({ is_system: true, ephemeral_for: LIN });
      expect((await last(GENERAL, WANG))?.ts).toBe(ts);
    });

    test('buttons in attachments are found too', async () => {
      const { ts } = await rig.client.chat.postMessage({
        channel: LIN,
        text: 'card',
        attachments: [{ color: '#ff0000', fallback: 'f', blocks: row(button('inside')) }],
      });
      expect(
        await rig.control('interact', {
          channel: LIN_DM,
          user: LIN,
          messageTs: ts,
          action: { action_id: 'inside' },
        }),
      ).toMatchObject({ ok: true });
      expect(seen[0]).toMatchObject({ container: { type: 'message_attachment', attachment_id: 1 } });
    });
  });

  describe('suggestions', () => {
    let ts = '';
    beforeAll(async () => {
      const posted = await rig.client.chat.postMessage({
        channel: LIN,
        text: 'pick',
        blocks: [
          {
            type: 'section',
            block_id: 's',
            text: plain('p'),
            accessory: { type: 'external_select', action_id: 'ext', min_query_length: 1 },
          },
        ],
      });
      ts = posted.ts ?? '';
    });
    const suggest = (value: string, more: object = {}) =>
      rig.control('suggest', {
        user: LIN,
        channel: LIN_DM,
        messageTs: ts,
        block_id: 's',
        action_id: 'ext',
        value,
        ...more,
      });

    test('options come from the app, up to 100, groups too', async () => {
      const option = (value: string) => ({ text: plain(value), value });
      answer = () => ({ options: [option('a')] });
      expect(await suggest('a')).toMatchObject({ ok: true, options: [option('a')] });
      expect(seen[0]).toMatchObject({
        type: 'block_suggestion',
        value: 'a',
        action_id: 'ext',
        block_id: 's',
        container: { type: 'message', message_ts: ts },
      });
      answer = () => ({ option_groups: [{ label: plain('G'), options: [option('b')] }] });
      expect(await suggest('b')).toMatchObject({ option_groups: [{ options: [option('b')] }] });
      answer = () => ({ options: Array.from({ length: 101 }, (_, index) => option(String(index))) });
      expect(await suggest('c')).toMatchObject({
        ok: false,
        error: expect.stringContaining('json-pointer:/options'),
      });
    });

    test('nothing is asked below the least length, and only an external select asks', async () => {
      expect(await suggest('')).toMatchObject({ ok: true, options: [] });
      expect(seen).toEqual([]);
      expect(await suggest('x', { action_id: 'other' })).toMatchObject({ status: 404 });
    });
  });

  describe('shortcuts', () => {
    test('global and on a message, each under its own name', async () => {
      expect(await rig.control('shortcut', { user: LIN, callback_id: 'new' })).toMatchObject({ ok: true });
      expect(seen[0]).toMatchObject({
        type: 'shortcut',
        callback_id: 'new',
        trigger_id: expect.any(String),
        user: { id: LIN },
      });
      expect(seen[0]).not.toHaveProperty('channel');
      const { ts } = await rig.control('message', { channel: GENERAL, user: EMMA, text: 'odd mail' });
      await rig.control('shortcut', { user: LIN, callback_id: 'report', channel: GENERAL, messageTs: ts });
      expect(seen[1]).toMatchObject({
        type: 'message_action',
        callback_id: 'report',
        message_ts: ts,
        message: { text: 'odd mail', user: EMMA },
        channel: { id: GENERAL, name: 'general' },
        response_url: expect.any(String),
      });
      expect(await rig.control('shortcut', { user: LIN, callback_id: 'report' })).toMatchObject({
        status: 404,
        error: 'shortcut_not_found',
      });
    });
  });

  describe('messages', () => {
    test('the bot hears what people say, change and take back in its DMs, and what is said in its channels', async () => {
      const { ts } = await rig.control('message', {
        channel: LIN_DM,
        user: LIN,
        text: 'hello <b> @emma.clarke',
      });
      await rig.control('edit-message', { channel: LIN_DM, user: LIN, ts, text: 'hello again' });
      await rig.control('delete-message', { channel: LIN_DM, user: LIN, ts });
      await rig.control('message', { channel: GENERAL, user: LIN, text: 'for everybody' });
      await rig.sandbox.settle();
      const events = (await rig.log('message'))
        .map(({ payload }) => (payload as { event: Body }).event)
        .slice(-4);
      expect(events).toMatchObject([
        {
          type: 'message',
          channel: LIN_DM,
          channel_type: 'im',
          user: LIN,
          ts,
          text: 'hello &lt;b&gt; <@U03EMMA0000|emma.clarke>',
          blocks: [{ type: 'rich_text' }],
          event_ts: ts,
        },
        {
          subtype: 'message_changed',
          message: { ts, text: 'hello again', edited: { user: LIN } },
          previous_message: { ts },
        },
        { subtype: 'message_deleted', deleted_ts: ts, previous_message: { text: 'hello again' } },
        { channel: GENERAL, channel_type: 'channel', user: LIN, text: 'for everybody' },
      ]);
    });

    test('a deleted message with others under it leaves a stone, until the last of them goes', async () => {
      const place = { channel: LIN_DM, user: LIN };
      const { ts } = await rig.control('message', { ...place, text: 'a question' });
      const reply = await rig.control('message', { ...place, text: 'an afterthought', thread_ts: ts });
      await rig.control('delete-message', { ...place, ts });
      const stone = (await rig.messages(LIN_DM, LIN)).find((one) => one.ts === ts);
      expect(stone).toMatchObject({ user: 'USLACKBOT', text: 'This message was deleted.', reply_count: 1 });
      const { messages } = await rig.client.conversations.history({ channel: LIN_DM, limit: 1 });
      expect(messages).toMatchObject([{ ts, subtype: 'tombstone', thread_ts: ts, reply_count: 1 }]);
      await rig.control('delete-message', { ...place, ts: reply.ts });
      expect(
        (await rig.messages(LIN_DM, LIN)).filter((one) => one.ts === ts || one.thread_ts === ts),
      ).toEqual([]);
      await rig.sandbox.settle();
      const told = (await rig.log('message'))
        .map(({ payload }) => (payload as { event: Body }).event)
        .slice(-3);
      expect(told).toMatchObject([
        { subtype: 'message_changed', hidden: true, message: { ts, subtype: 'tombstone', hidden: true } },
        { subtype: 'message_deleted', deleted_ts: reply.ts },
        { subtype: 'message_deleted', deleted_ts: ts, previous_message: { subtype: 'tombstone' } },
      ]);
    });

    test('only one’s own can be changed', async () => {
      const { ts } = await rig.control('message', { channel: GENERAL, user: EMMA, text: 'mine' });
      expect(await rig.control('edit-message', { channel: GENERAL, user: LIN, ts, text: 'x' })).toMatchObject(
        { status: 403 },
      );
      expect(await rig.control('delete-message', { channel: GENERAL, user: LIN, ts })).toMatchObject({
        status: 403,
      });
    });

    test('retention takes a message silently', async () => {
      const { ts = '' } = await rig.client.chat.postMessage({ channel: LIN, text: 'old card' });
      await rig.sandbox.settle();
      const before = (await rig.log()).length;
      await rig.control('delete-message', { channel: LIN_DM, ts });
      await rig.sandbox.settle();
      expect((await rig.log()).length).toBe(before);
      expect(await rig.call('chat.update', { channel: LIN_DM, ts, text: 'x' })).toMatchObject({
        error: 'message_not_found',
      });
    });

    test('unread counts follow reading and one’s own posts', async () => {
      const unread = async (user: string) =>
        (await rig.state(user)).channels.find(({ id }) => id === GENERAL)?.unread ?? -1;
      const { ts: mine } = await rig.control('message', { channel: GENERAL, user: EMMA, text: 'one' });
      expect(await unread(EMMA)).toBe(0);
      await rig.control('message', { channel: GENERAL, user: LIN, text: 'two' });
      await rig.control('message', { channel: GENERAL, user: LIN, text: 'in thread', thread_ts: mine });
      expect(await unread(EMMA)).toBe(1);
      const ts = (await rig.messages(GENERAL, EMMA)).at(-1)?.ts;
      await rig.control('read', { user: EMMA, channel: GENERAL, ts });
      await rig.control('read', { user: EMMA, channel: GENERAL, ts: '1.000000' });
      expect(await unread(EMMA)).toBe(0);
      const shown = await until(async () =>
        (await rig.messages(GENERAL, EMMA)).find((one) => one.ts === mine),
      );
      expect(shown.reply_count).toBe(1);
    });
  });
});
