import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { buildPage } from '../../src/sandbox/page.build.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

const OUT = join(import.meta.dirname, '../../node_modules/.cache/page');
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (text: string, value = text) => ({ text: plain(text), value });
const CASES = [
  'Lanhe 2026-014 · 股权转让',
  'Harbour Books 2026-021',
  '青松商务 2026-030',
  'Northgate 2026-044',
];

const MANIFEST = `
display_information: { name: Shoumi }
features:
  app_home: { home_tab_enabled: true, messages_tab_enabled: true }
  bot_user: { display_name: Shoumi 守密, always_online: true }
  slash_commands:
    - { command: /form, description: A form with every kind of field · 各种字段, usage_hint: '[words]', should_escape: true }
    - { command: /card, description: A card with buttons · 带按钮的卡片, usage_hint: '', should_escape: true }
    - { command: /whisper, description: Only for you · 仅你可见, usage_hint: '', should_escape: true }
    - { command: /blocks, description: Every block there is, usage_hint: '', should_escape: true }
    - { command: /silent, description: Is never acknowledged, usage_hint: '', should_escape: true }
  shortcuts:
    - { name: Ask for data access · 申请资料权限, type: global, callback_id: open.form, description: The same form }
    - { name: Report this message · 举报此消息, type: message, callback_id: report, description: Tells who wrote what }
oauth_config:
  scopes: { bot: [chat:write, commands, users:read, im:write, im:history, im:read] }
settings:
  event_subscriptions: { bot_events: [app_home_opened, message.im] }
  interactivity: { is_enabled: true }
  socket_mode_enabled: true
`;

export type PageApp = {
  url: string;
  sandbox: Sandbox;
  submitted: unknown[];
  actions: unknown[];
  closed: unknown[];
  stop(): Promise<void>;
};

/** A sandbox with its real page, and a Bolt app that has something of every kind to show. */
export async function startPageApp(port = 0): Promise<PageApp> {
  const folder = await mkdtemp(join(tmpdir(), 'shoumi-page-'));
  await writeFile(join(folder, 'manifest.yml'), MANIFEST);
  const pageFolder = await buildPage({ out: OUT });
  const sandbox = await startSandbox({ folder, port, manifest: join(folder, 'manifest.yml'), pageFolder });
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  const submitted: unknown[] = [];
  const actions: unknown[] = [];
  const closed: unknown[] = [];

  app.command('/form', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form() });
  });
  app.shortcut('open.form', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form() });
  });
  app.shortcut('report', async ({ ack, body, client }) => {
    await ack();
    const { message, channel, user } = body as unknown as {
      message: { text: string };
      channel: { id: string };
      user: { id: string };
    };
    await client.chat.postEphemeral({
      channel: channel.id,
      user: user.id,
      text: `You reported: “${message.text}”`,
    });
  });
  app.command('/card', async ({ ack, body, client }) => {
    await ack();
    await client.chat.postMessage({
      channel: body.channel_id,
      text: 'A request',
      blocks: card(body.user_id),
    });
  });
  app.command('/whisper', async ({ ack }) => {
    await ack({ response_type: 'ephemeral', text: 'Just between us · *仅你可见*' });
  });
  app.command('/blocks', async ({ ack, body, client }) => {
    await ack();
    await client.chat.postMessage({
      channel: body.channel_id,
      text: 'Blocks',
      blocks: everyBlock(body.user_id),
    });
  });
  app.command('/silent', async () => {});

  app.options(/^cases?$/, async ({ ack, options }) => {
    const found = CASES.filter((one) => one.toLowerCase().includes(options.value.toLowerCase()));
    await ack({ options: found.map((one) => option(one)) });
  });
  app.view({ callback_id: 'form', type: 'view_submission' }, async ({ ack, view }) => {
    const { values } = view.state;
    if (values.purpose?.purpose?.value?.includes('13800138000')) {
      await ack({
        response_action: 'errors',
        errors: { purpose: 'No phone numbers, please: name the case instead.' },
      });
      return;
    }
    submitted.push(values);
    await ack({ response_action: 'update', view: thanks() });
  });
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
    await ack();
    closed.push(body);
  });
  app.action('push', async ({ ack, body, client }) => {
    await ack();
    await client.views.push({
      trigger_id: (body as unknown as { trigger_id: string }).trigger_id,
      view: policy(),
    });
  });
  app.action('live', async ({ ack, action }) => {
    await ack();
    actions.push(action);
  });
  app.action('approve', async ({ ack, body, action, client }) => {
    await ack();
    actions.push(action);
    const { channel, message, user } = body as unknown as {
      channel: { id: string };
      message: { ts: string };
      user: { id: string };
    };
    const text = `Approved by <@${user.id}>`;
    await client.chat.update({
      channel: channel.id,
      ts: message.ts,
      text,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `:white_check_mark: *${text}*` } }],
    });
  });
  app.action(/.*/, async ({ ack, action }) => {
    await ack();
    if (!('action_id' in action) || !['push', 'live', 'approve'].includes(action.action_id))
      actions.push(action);
  });
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: home(event.user) } });
  });
  await app.start();

  return {
    url: sandbox.url,
    sandbox,
    submitted,
    actions,
    closed,
    stop: async () => {
      await app.stop();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const input = (block_id: string, label: string, element: object, more: object = {}) =>
  ({
    type: 'input',
    block_id,
    label: plain(label),
    element: { action_id: block_id, ...element },
    ...more,
  }) as KnownBlock;

function form(): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    notify_on_close: true,
    title: plain('Ask for access · 申请'),
    submit: plain('Send'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'section',
        block_id: 'intro',
        text: { type: 'mrkdwn', text: 'Name the *case*, never a person. 请写案件编号。' },
      },
      input('purpose', 'Purpose · 用途', {
        type: 'plain_text_input',
        placeholder: plain('VAT filing for case 2026-014'),
      }),
      input(
        'details',
        'Details',
        { type: 'plain_text_input', multiline: true, max_length: 200 },
        { optional: true, hint: plain('At most 200 characters.') },
      ),
      input('set', 'Data set · 资料', {
        type: 'static_select',
        placeholder: plain('Choose a data set'),
        option_groups: [
          {
            label: plain('Controlled · 受控'),
            options: [option('Client files · 客户档案', 'files'), option('Tax filings · 报税资料', 'tax')],
          },
          { label: plain('Internal · 内部'), options: [option('Leads · 线索', 'leads')] },
        ],
      }),
      input('case', 'Case', {
        type: 'external_select',
        min_query_length: 0,
        placeholder: plain('Search a case'),
      }),
      input('with', 'Together with', { type: 'multi_users_select' }, { optional: true }),
      input(
        'tags',
        'Tags',
        { type: 'multi_static_select', options: ['urgent', 'audit', 'yearly'].map((one) => option(one)) },
        { optional: true },
      ),
      input(
        'cases',
        'More cases',
        { type: 'multi_external_select', min_query_length: 2 },
        { optional: true },
      ),
      input('room', 'Channel', { type: 'conversations_select' }, { optional: true }),
      input('public', 'Public channel', { type: 'channels_select' }, { optional: true }),
      input('day', 'From · 起始日', { type: 'datepicker', initial_date: '2026-11-24' }),
      input('time', 'At', { type: 'timepicker', initial_time: '09:30' }),
      input('until', 'Until', { type: 'datetimepicker' }, { optional: true }),
      input('class', 'Class', {
        type: 'radio_buttons',
        options: [option('Internal · 内部', 'internal'), option('Controlled · 受控', 'controlled')],
        initial_option: option('Internal · 内部', 'internal'),
      }),
      input('duties', 'I will', {
        type: 'checkboxes',
        options: [
          { ...option('use it for this case only', 'case'), description: plain('只用于此案件') },
          option('not pass it on', 'keep'),
        ],
      }),
      input(
        'copies',
        'Copies',
        { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '5' },
        { optional: true },
      ),
      input('mail', 'E-mail', { type: 'email_text_input' }, { optional: true }),
      input('link', 'Link', { type: 'url_text_input' }, { optional: true }),
      input('rich', 'Notes', { type: 'rich_text_input' }, { optional: true }),
      input('file', 'Files', { type: 'file_input', filetypes: ['pdf'], max_files: 2 }, { optional: true }),
      input(
        'live',
        'Live',
        { type: 'static_select', options: [option('one'), option('two')] },
        { optional: true, dispatch_action: true },
      ),
      {
        type: 'actions',
        block_id: 'more',
        elements: [{ type: 'button', action_id: 'push', text: plain('Read the policy') }],
      },
    ],
  };
}

const thanks = (): ModalView => ({
  type: 'modal',
  callback_id: 'thanks',
  title: plain('Sent'),
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Your request has been sent. 已提交。' } }],
});

const policy = (): ModalView => ({
  type: 'modal',
  callback_id: 'policy',
  title: plain('Policy'),
  close: plain('Back'),
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Nobody approves their *own* request.' } }],
});

/** 2026-11-24 10:00 in Shanghai. */
const SOON = 1795485600;

function card(user: string): KnownBlock[] {
  return [
    { type: 'header', text: plain('Access request · 资料申请') },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `<@${user}> asks for *Client files 客户档案* (受控) until <!date^${SOON}^{date_short_pretty} {time}|24 Nov>.`,
      },
      accessory: {
        type: 'overflow',
        action_id: 'menu',
        options: [option('History', 'history'), option('Withdraw', 'withdraw')],
      },
    },
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*Case*\n2026-014' },
        { type: 'mrkdwn', text: '*Purpose*\nVAT filing 增值税申报' },
        { type: 'mrkdwn', text: '*Duration*\n4 hours' },
        { type: 'mrkdwn', text: '*Waits until*\n<!date^1795518000^{date_short} {time}|soon>' },
      ],
    },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'You decide because you own this data set.' }] },
    {
      type: 'actions',
      block_id: 'decide',
      elements: [
        {
          type: 'button',
          action_id: 'approve',
          style: 'primary',
          value: 'req_1',
          text: plain('Approve'),
          confirm: {
            title: plain('Approve this request?'),
            text: { type: 'mrkdwn', text: 'They can read *Client files* for four hours.' },
            confirm: plain('Approve'),
            deny: plain('Not yet'),
          },
        },
        { type: 'button', action_id: 'deny', style: 'danger', value: 'req_1', text: plain('Deny') },
        { type: 'button', action_id: 'ask', text: plain('Ask back') },
        {
          type: 'static_select',
          action_id: 'length',
          placeholder: plain('Another duration'),
          options: [option('1 hour', '1'), option('1 day', '24')],
        },
        { type: 'datepicker', action_id: 'from' },
      ],
    },
  ];
}

function everyBlock(user: string): KnownBlock[] {
  return [
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Hello ' },
            { type: 'user', user_id: user },
            { type: 'text', text: ' bold', style: { bold: true } },
            { type: 'date', timestamp: SOON, format: ' {date_long} {time}' } as never,
          ],
        },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] },
            { type: 'rich_text_section', elements: [{ type: 'text', text: '二' }] },
          ],
        },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted' }] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'const a = 1' }] },
      ],
    },
    { type: 'divider' },
    { type: 'markdown', text: '## Markdown\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n- [x] done' },
    {
      type: 'table',
      rows: [
        [
          { type: 'raw_text', text: 'Data set' },
          { type: 'raw_text', text: 'Class' },
        ],
        [
          { type: 'raw_text', text: 'Client files 客户档案' },
          { type: 'raw_text', text: '受控' },
        ],
      ],
    } as KnownBlock,
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: 'Escaped &lt;!channel&gt; & 12:30:45, `code`, ~gone~, _soft_\n> a quote\n```\nfenced *x*\n```\nhttps://example.com/a_b',
      },
    },
  ];
}

const home = (user: string): KnownBlock[] => [
  { type: 'header', text: plain('Good day · 你好') },
  { type: 'section', text: { type: 'mrkdwn', text: `<@${user}>, nothing waits for you. 没有待办事项。` } },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'ask.again', style: 'primary', text: plain('Ask for access · 申请权限') },
      { type: 'button', action_id: 'mine', text: plain('What I have · 我的权限') },
    ],
  },
  { type: 'divider' },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: '*Client files* 客户档案\nuntil <!date^1795485600^{date_pretty} {time}|soon>',
    },
    accessory: { type: 'button', action_id: 'back', text: plain('Give back') },
  },
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'Updated <!date^1795480000^{ago}|now>' }] },
];
