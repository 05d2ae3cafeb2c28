import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { wordsOf } from '../support/control.ts';
import {
  askFor,
  calls,
  cardOf,
  cardsOf,
  commandBody,
  counted,
  formOf,
  payloadBody,
  type Rig,
  said,
  signed,
  startRig,
  wish,
} from './rig.ts';

const { lin, zhao, priya, emma, tom, gao, chen } = workspace.people;
const team = { id: workspace.team.id, domain: workspace.team.domain };

let rig: Rig;
let post: (body: string, options?: Parameters<typeof signed>[3]) => Promise<Response>;
beforeAll(async () => {
  rig = await startRig({ delivery: 'http' });
  post = (body, options) => signed(rig.endpoint, rig.sandbox.signingSecret, body, options);
});
afterAll(() => rig.stop());

/** How many rows every table has that a request could write to. */
async function rows(): Promise<Record<string, unknown>> {
  const [row] = await rig.fresh.database.sql`
    select (select count(*)::int from event) as events, (select count(*)::int from access_request) as requests,
      (select count(*)::int from access_grant) as grants, (select count(*)::int from member) as members,
      (select count(*)::int from data_set) as sets`;
  return row ?? {};
}

const submission = (user: string, values: unknown, more: Record<string, unknown> = {}) =>
  payloadBody({
    type: 'view_submission',
    team,
    user: { id: user },
    trigger_id: 't',
    view: {
      id: `V${randomBytes(5).toString('hex').toUpperCase()}`,
      type: 'modal',
      callback_id: 'access.ask',
      private_metadata: '',
      blocks: Object.keys(wish).map((name) => ({ type: 'input', block_id: name })),
      state: { values },
      ...more,
    },
  });

/** What a filled-in form holds, by block and action. */
function filled(given: Record<string, unknown> = {}): Record<string, unknown> {
  const all: Record<string, unknown> = { ...wish, ...given };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => {
      const typed = name === 'reason' || name === 'caseNumber';
      if (name === 'acknowledged')
        return [name, { value: { type: 'checkboxes', selected_options: [{ value: 'yes' }] } }];
      return [
        name,
        {
          value: typed
            ? { type: 'plain_text_input', value }
            : { type: 'static_select', selected_option: { value } },
        },
      ];
    }),
  );
}

const click = (user: string, value: string, more: Record<string, unknown> = {}) =>
  payloadBody({
    type: 'block_actions',
    team,
    user: { id: user },
    trigger_id: `t${randomBytes(4).toString('hex')}`,
    channel: { id: rig.slack.dm(user) },
    message: { ts: '1.1' },
    actions: [{ action_id: 'access.approve', block_id: 'b', type: 'button', value }],
    ...more,
  });

describe('a request that is not Slack’s', () => {
  let before: Record<string, unknown>;
  beforeEach(async () => {
    before = await rows();
  });

  const now = () => Math.floor(Date.now() / 1_000);
  it.each<[string, () => Promise<Response>]>([
    ['a wrong signature', () => post(submission(lin.id, filled()), { signature: `v0=${'0'.repeat(64)}` })],
    ['a short signature', () => post(submission(lin.id, filled()), { signature: 'v0=' })],
    ['another version', () => post(submission(lin.id, filled()), { signature: 'v1=00' })],
    ['another secret', () => signed(rig.endpoint, 'another-secret', submission(lin.id, filled()))],
    ['an old timestamp', () => post(submission(lin.id, filled()), { at: now() - 301 })],
    ['a timestamp that is none', () => post(submission(lin.id, filled()), { at: Number.NaN })],
  ])('is refused for %s', async (_, send) => {
    expect((await send()).status).toBe(401);
    expect(await rows()).toEqual(before);
  });

  it('is refused without any headers', async () => {
    const naked = await fetch(rig.endpoint, { method: 'POST', body: submission(lin.id, filled()) });
    expect(naked.status).toBe(401);
    expect(await rows()).toEqual(before);
  });

  it('cannot smuggle a payload behind ssl_check, which needs no signature', async () => {
    const body = `ssl_check=1&${submission(lin.id, filled())}`;
    expect((await post(body, { signature: 'v0=0' })).status).toBe(200);
    expect(await rows()).toEqual(before);
  });

  it('makes nothing new when it is replayed within the five minutes', async () => {
    const body = submission(chen.id, filled({ caseNumber: 'C-2026-7001' }));
    const at = now();
    const answers = [await post(body, { at }), await post(body, { at })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]?.text()).toBe('');
    expect(await answers[1]?.text()).toBe('');
    const after = await rows();
    expect(after).toMatchObject({ requests: Number(before.requests) + 1 });
  });

  it('is answered 413 when it is huge, and 4xx when it is broken', async () => {
    expect((await post('x'.repeat(4 * 1024 * 1024 + 1))).status).toBe(413);
    const json = { type: 'application/json' };
    expect((await post('{"type":', json)).status).toBe(400);
    expect((await post('payload=%7B%22type%22', {})).status).toBe(400);
    for (const nothing of ['null', '1', '"text"', 'true', '[]']) {
      expect((await post(nothing, json)).status, nothing).toBeLessThan(500);
      expect((await post(`payload=${encodeURIComponent(nothing)}`)).status, nothing).toBeLessThan(500);
    }
    expect(await rows()).toEqual(before);
  });

  it('does not bring the bot down, whatever its shape', async () => {
    const shapes = [
      { type: 'event_callback' },
      { type: 'event_callback', event: null, event_id: 'Ev1' },
      { type: 'event_callback', event: {}, event_id: null },
      {
        type: 'event_callback',
        event: { type: 'message', channel: null, user: null, text: null },
        event_id: 'E',
      },
      { type: 'event_callback', event: { type: 'user_change', user: null }, event_id: 'Ev2' },
      {
        type: 'event_callback',
        event: { type: 'app_home_opened', user: null, tab: 'home' },
        event_id: 'Ev3',
      },
      { type: 'event_callback', event: { type: '__proto__' }, event_id: 'Ev4' },
      { type: 'event_callback', event: { type: 'constructor' }, event_id: 'Ev5' },
      { type: 'block_actions' },
      { type: 'block_actions', user: null, team: null, actions: null },
      { type: 'block_actions', user: { id: lin.id }, team, trigger_id: 't', actions: [] },
      { type: 'block_actions', user: { id: lin.id }, team, trigger_id: 't', actions: [null] },
      { type: 'view_submission', user: { id: lin.id }, team, view: null },
      { type: 'view_submission', user: { id: lin.id }, team, view: { id: 'V', callback_id: 'access.ask' } },
      { type: 'view_closed' },
      { type: 'shortcut', user: null },
      { type: 'block_suggestion', user: { id: lin.id }, team, value: null, action_id: 'a', block_id: 'b' },
      { type: null },
      { type: { toString: 'x' } },
      { command: null },
      { command: ['/access', '/shoumi'], user_id: lin.id },
    ];
    for (const shape of shapes) {
      const answered = await Promise.all([
        post(JSON.stringify(shape), { type: 'application/json' }),
        post(payloadBody(shape)),
      ]);
      for (const { status } of answered) expect(status, JSON.stringify(shape)).toBeGreaterThanOrEqual(200);
    }
    expect(await rows()).toEqual(before);
    expect((await post(commandBody({ command: '/shoumi', text: 'help' }))).status).toBe(200);
  });

  it('does not bring the bot down, whatever its path', async () => {
    const { hostname, port } = new URL(rig.endpoint);
    const raw = (head: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.end(`${head}\r\nHost: x\r\n\r\n`));
        let text = '';
        socket.on('data', (chunk) => {
          text += String(chunk);
        });
        socket.on('end', () => resolve(text.split('\r\n', 1)[0] ?? ''));
        socket.on('error', reject);
      });
    for (const path of [
      '//',
      '/%E0%A4%A',
      '/x/%E0%A4%A',
      '/',
      '*',
      '/slack/events',
      '//slack//events',
      '/%00',
    ])
      expect(await raw(`GET ${path} HTTP/1.1`), path).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(await raw('POST // HTTP/1.1')).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(await raw('OPTIONS * HTTP/1.1')).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect((await post(commandBody({ command: '/shoumi', text: 'help' }))).status).toBe(200);
  });

  it('repeats a challenge, and only to Slack', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const options = { type: 'application/json' };
    expect(await (await post(body, options)).json()).toEqual({ challenge: 'abc' });
    expect((await post(body, { ...options, signature: 'v0=0' })).status).toBe(401);
  });
});

describe('texts', () => {
  const half = '\ud800';
  const nul = '\0';

  it.each([
    ['NUL', `request client-files because ${nul}x`],
    ['NUL alone', nul],
  ])('that cannot be stored are refused in a command: %s', async (_, text) => {
    const before = await rows();
    const answered = await post(commandBody({ text, user_id: emma.id }));
    expect(answered.status).toBe(200);
    expect(await answered.json()).toMatchObject({
      response_type: 'ephemeral',
      text: 'There is a character in this text that cannot be stored. Please type it again.',
    });
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['NUL in the reason', { reason: `VAT${nul} filing` }],
    ['half a character in the reason', { reason: `VAT ${half} filing` }],
    ['half a character in the case', { caseNumber: `C-1${half}` }],
    ['NUL in a choice', { dataSet: `client-files${nul}` }],
  ])('that cannot be stored are refused in a form, with a sentence under a field: %s', async (_, given) => {
    const before = await rows();
    const answered = await post(submission(emma.id, filled(given)));
    expect(answered.status).toBe(200);
    const { response_action, errors } = (await answered.json()) as Record<string, Record<string, string>>;
    expect(response_action).toBe('errors');
    expect(Object.values(errors ?? {})[0]).toContain('cannot be stored');
    expect(await rows()).toEqual(before);
  });

  it('in private_metadata and in the names of fields are no danger', async () => {
    const before = await rows();
    const poison = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    const values = JSON.parse(
      `{"__proto__":{"value":{"type":"plain_text_input","value":"x"}},"constructor":{"value":{"value":"y"}},"toString":{"__proto__":{"value":"z"}}}`,
    );
    const sent = [
      submission(
        emma.id,
        { ...filled(), reason: { value: { type: 'plain_text_input', value: '' } } },
        {
          private_metadata: JSON.stringify(poison),
        },
      ),
      submission(emma.id, values),
      submission(emma.id, filled(), { callback_id: '__proto__' }),
      submission(emma.id, filled(), { callback_id: 'constructor' }),
      submission(
        emma.id,
        { reason: { value: { value: 'a denial' } } },
        {
          callback_id: 'access.deny',
          private_metadata: '__proto__',
        },
      ),
      click(emma.id, '__proto__', {
        actions: [{ action_id: '__proto__', block_id: 'constructor', value: 'toString' }],
      }),
    ];
    for (const body of sent) expect((await post(body)).status).toBe(200);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(await rows()).toEqual(before);
    expect(rig.logged().filter(({ msg }) => msg === 'a handler failed')).toEqual([]);
  });

  it('of 10,000 characters open a form that Slack takes, and are refused when they come back', async () => {
    const { slack } = rig;
    const long = '报'.repeat(10_000);
    for (const text of [`request client-files for 4h because ${long}`, `request ${long}`, long]) {
      expect(await slack.command(emma.id, '/access', text)).toEqual({ ok: true });
      for (const { answer } of await calls(slack, 'views.open')) expect(answer).toHaveProperty('ok', true);
    }
    expect(await slack.command(emma.id, '/shoumi', long)).toEqual({ ok: true });
    const before = await rows();
    for (const given of [{ reason: long }, { caseNumber: long }, { dataSet: long }]) {
      const answered = (await (await post(submission(emma.id, filled(given)))).json()) as {
        response_action: string;
        errors: Record<string, string>;
      };
      expect(answered.response_action).toBe('errors');
      expect(JSON.stringify(answered)).not.toContain('报报');
    }
    expect(await rows()).toEqual(before);
  });

  it('that would page everybody or turn the reading direction are harmless on every card and form', async () => {
    const { slack } = rig;
    const reason =
      'VAT <!channel> <@U06ZHAOMIN0> <https://evil.example|invoice> & \u202egnp.exe\u202c *bold*';
    await askFor(slack, lin.id, { reason, caseNumber: 'C-2026-9001' });
    const seen = async () => {
      const all = await Promise.all([lin, zhao, priya].map(({ id }) => slack.inbox(id)));
      return all.flat().flatMap((message) => [message.text, ...textsIn(message.blocks)]);
    };
    const harmless = async () => {
      const texts = await seen();
      expect(texts.some((text) => text.includes('&lt;!channel&gt;'))).toBe(true);
      for (const text of texts) expect(text).not.toMatch(/<!|<https:|[\u202a-\u202e\u2066-\u2069]/);
    };
    await harmless();
    // The reason of a denial goes to the requester, onto the card and into the line under it.
    const card = await cardOf(slack, zhao.id);
    await slack.click(zhao.id, card, 'access.deny');
    const form = await formOf(slack, zhao.id);
    expect(textsIn(form.view.blocks as unknown[]).join()).not.toMatch(/<!channel>|\u202e/);
    expect(
      await slack.submit(zhao.id, form, { kind: 'other', reason: `No <!here> ${reason}` }),
    ).toMatchObject({ ok: true });
    await harmless();
    // "Ask again" puts the words back into a field: as they were typed, since a field shows no mrkdwn.
    await slack.click(lin.id, await cardOf(slack, lin.id), 'access.ask_again');
    expect(wordsOf(await formOf(slack, lin.id))).toContain('<!channel>');
    await slack.command(emma.id, '/shoumi', '<!channel> <!here>');
    await slack.command(emma.id, '/access', '<!channel>');
    for (const text of await said(slack, emma.id)) expect(text).not.toContain('<!');
  });
});

describe('a file in the direct messages', () => {
  const dropped = (user: string, event: Record<string, unknown>) =>
    post(
      JSON.stringify({
        type: 'event_callback',
        team_id: workspace.team.id,
        event_id: `Ev${randomBytes(6).toString('hex')}`,
        event: {
          type: 'message',
          subtype: 'file_share',
          channel: rig.slack.dm(user),
          channel_type: 'im',
          user,
          text: '',
          ts: '1.1',
          files: [
            { id: 'F1', name: '张伟 13800138000.pdf', url_private: 'http://127.0.0.1:1/nobody-opens-this' },
          ],
          ...event,
        },
      }),
      { type: 'application/json' },
    );

  it.each([
    [lin.id, {}, '我不会打开文件'],
    [emma.id, { text: 'request client-files' }, 'I do not open files'],
    [emma.id, { files: [null, { file_access: 'check_file_info' }] }, 'I do not open files'],
    [emma.id, { text: 'his number is 13800138000' }, 'seems to hold a phone number'],
  ])('of %s is not opened, and where it belongs is said', async (user, event, answer) => {
    expect((await dropped(user, event)).status).toBe(200);
    await rig.bot.settled();
    const told = (await said(rig.slack, user)).at(-1) ?? '';
    expect(told).toContain(answer);
    expect(told).not.toMatch(/张伟|13800138000/);
  });
});

describe('who acts', () => {
  let request: string;
  let pending: { id: string };
  beforeAll(async () => {
    await askFor(rig.slack, lin.id, { caseNumber: 'C-2026-9100' });
    const [row] = await rig.fresh.database.sql<{ id: string }[]>`
      select id from access_request where case_number = 'C-2026-9100'`;
    if (!row) throw new Error('no request');
    pending = row;
    request = row.id;
  });

  const undecided = async () => {
    const [row] = await rig.fresh.database.sql`select state from access_request where id = ${pending.id}`;
    expect(row?.state).toBe('pending');
  };
  const heard = async (user: string) =>
    (await calls(rig.slack, 'chat.postEphemeral'))
      .map(({ payload }) => payload as { user: string; text: string })
      .filter((one) => one.user === user)
      .at(-1)?.text;

  it('decides nothing as a guest, and is told', async () => {
    expect((await post(click(tom.id, request))).status).toBe(200);
    await undecided();
    expect(await heard(tom.id)).toMatch(/\w/);
    const asked = await post(submission(tom.id, filled({ caseNumber: 'C-2026-9101' })));
    expect(await asked.json()).toMatchObject({ response_action: 'errors' });
  });

  it('decides nothing as somebody who left, and is told', async () => {
    expect((await post(click(gao.id, request))).status).toBe(200);
    await undecided();
    expect(await (await post(commandBody({ user_id: gao.id, text: 'mine' }))).json()).toMatchObject({
      response_type: 'ephemeral',
    });
  });

  it('decides nothing as a bot', async () => {
    const { app } = await rig.slack.state();
    expect((await post(click(app.bot_user, request))).status).toBe(200);
    expect((await post(click('USLACKBOT', request))).status).toBe(200);
    await undecided();
  });

  it('decides nothing as the requester', async () => {
    expect((await post(click(lin.id, request))).status).toBe(200);
    await undecided();
  });

  it('is looked up in Slack first when nobody has seen them: a stranger is turned away', async () => {
    await rig.fresh.database.sql`delete from member where id = ${emma.id}`;
    // Known to Slack only, and of another company there.
    await rig.slack.call('POST', '/user', { id: 'U77STRANGER', name: 'stranger', is_stranger: true });
    await rig.sandbox.settle();
    await rig.bot.settled();
    await rig.fresh.database.sql`delete from member where id = 'U77STRANGER'`;
    const before = (await calls(rig.slack, 'users.info')).length;
    expect((await post(click('U77STRANGER', request))).status).toBe(200);
    await undecided();
    expect((await calls(rig.slack, 'users.info')).length).toBe(before + 1);
    expect(await heard('U77STRANGER')).toContain('people of this company only');

    // An employee whom we have lost sight of is served.
    const served = await post(commandBody({ user_id: emma.id, text: 'help' }));
    expect(JSON.stringify(await served.json())).toContain('/access request');
    const [row] = await rig.fresh.database.sql`select standing from member where id = ${emma.id}`;
    expect(row?.standing).toBe('member');
  });

  it('is answered also when Slack itself knows nobody of that name', async () => {
    const answered = await post(commandBody({ user_id: 'U00NOBODY00', text: 'mine' }));
    expect(answered.status).toBe(200);
    expect(await answered.json()).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringMatching(/\w/),
    });
    await undecided();
  });

  it('decides, as the one who may', async () => {
    expect((await post(click(priya.id, request))).status).toBe(200);
    await rig.bot.settled();
    expect(await counted(rig)).toMatchObject({ running: 1 });
    expect(await cardsOf(rig.slack, tom.id)).toEqual([]);
  });
});

/** Every text of these blocks. */
function textsIn(blocks: unknown): string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(textsIn);
  if (typeof blocks !== 'object' || blocks === null) return [];
  return Object.entries(blocks).flatMap(([name, value]) =>
    typeof value === 'string' ? (name === 'text' ? [value] : []) : textsIn(value),
  );
}
