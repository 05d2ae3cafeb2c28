import { describe, expect, it } from 'vitest';
import { messageFaults, optionsFaults, viewFaults } from '../../src/sandbox/limits/limits.ts';

type Json = Record<string, unknown>;

const words = (n: number) => '守'.repeat(n);
const plain = (n: number) => ({ type: 'plain_text', text: words(n) });
const mrkdwn = (n: number) => ({ type: 'mrkdwn', text: words(n) });
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const address = (n: number) => `https://example.com/${'a'.repeat(n - 20)}`;
const option = (i: number) => ({ text: plain(1), value: `v${i}` });
const button = (i: number) => ({ type: 'button', text: plain(1), action_id: `a${i}` });
const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' };
const section = (more: Json = {}) => ({ type: 'section', text: mrkdwn(1), ...more });
const input = (element: Json, more: Json = {}) => ({ type: 'input', label: plain(1), element, ...more });
const richText = { type: 'rich_text', elements: [] };

const message = (...blocks: unknown[]) => messageFaults({ channel: 'C1', text: 'x', blocks });
const modal = (view: Json) =>
  viewFaults({ type: 'modal', title: plain(1), submit: plain(1), blocks: [section()], ...view });
const home = (...blocks: unknown[]) => viewFaults({ type: 'home', blocks });

const inSection = (accessory: Json) => message(section({ accessory }));
const inActions = (...elements: Json[]) => message({ type: 'actions', elements });
const inInput = (element: Json) => modal({ blocks: [input(element)] });
const chart = (more: Json) => message({ type: 'data_visualization', title: 't', chart: more });
const line = (series: number, points: number) => ({
  type: 'line',
  series: times(series, (i) => ({
    name: `s${i}`,
    data: times(points, (j) => ({ label: `c${j}`, value: -j })),
  })),
  axis_config: { categories: times(points, (j) => `c${j}`) },
});
const confirm = (more: Json) => inActions({ ...button(0), confirm: { text: plain(1), ...more } });
const rows = (n: number, columns: number, cell: unknown = { type: 'raw_text', text: 'x' }) =>
  times(n, () => times(columns, () => cell));

/** [what, most, faults when there are n of it, the pointer of the fault at one more, its words] */
const limits: [string, number, (n: number) => string[], string, string?][] = [
  [
    'blocks of a message',
    50,
    (n) => message(...times(n, () => section())),
    '/blocks',
    'no more than 50 items allowed',
  ],
  ['blocks of a modal', 100, (n) => modal({ blocks: times(n, () => section()) }), '/view/blocks'],
  ['blocks of Home', 100, (n) => home(...times(n, () => section())), '/view/blocks'],
  [
    'section text',
    3000,
    (n) => message({ type: 'section', text: mrkdwn(n) }),
    '/blocks/0/text/text',
    'must be less than 3001 characters',
  ],
  [
    'section fields',
    10,
    (n) => message({ type: 'section', fields: times(n, () => mrkdwn(1)) }),
    '/blocks/0/fields',
  ],
  [
    'section field',
    2000,
    (n) => message({ type: 'section', fields: [plain(1), mrkdwn(n)] }),
    '/blocks/0/fields/1/text',
  ],
  [
    'header',
    150,
    (n) => message({ type: 'header', text: plain(n) }),
    '/blocks/0/text/text',
    'must be less than 151 characters',
  ],
  ['block_id', 255, (n) => message({ type: 'divider', block_id: words(n) }), '/blocks/0/block_id'],
  [
    'action_id',
    255,
    (n) => inActions({ ...button(0), action_id: words(n) }),
    '/blocks/0/elements/0/action_id',
  ],
  ['actions elements', 25, (n) => inActions(...times(n, button)), '/blocks/0/elements'],
  [
    'context elements',
    10,
    (n) => message({ type: 'context', elements: times(n, () => mrkdwn(1)) }),
    '/blocks/0/elements',
  ],
  [
    'context_actions elements',
    5,
    (n) =>
      message({
        type: 'context_actions',
        elements: times(n, (i) => ({
          type: 'icon_button',
          icon: 'trash',
          text: plain(1),
          action_id: `a${i}`,
        })),
      }),
    '/blocks/0/elements',
  ],
  ['button text', 75, (n) => inActions({ ...button(0), text: plain(n) }), '/blocks/0/elements/0/text/text'],
  ['button value', 2000, (n) => inActions({ ...button(0), value: words(n) }), '/blocks/0/elements/0/value'],
  ['button url', 3000, (n) => inActions({ ...button(0), url: address(n) }), '/blocks/0/elements/0/url'],
  [
    'button accessibility_label',
    75,
    (n) => inActions({ ...button(0), accessibility_label: words(n) }),
    '/blocks/0/elements/0/accessibility_label',
  ],
  ['confirm title', 100, (n) => confirm({ title: plain(n) }), '/blocks/0/elements/0/confirm/title/text'],
  ['confirm text', 300, (n) => confirm({ text: mrkdwn(n) }), '/blocks/0/elements/0/confirm/text/text'],
  ['confirm button', 30, (n) => confirm({ confirm: plain(n) }), '/blocks/0/elements/0/confirm/confirm/text'],
  ['confirm deny', 30, (n) => confirm({ deny: plain(n) }), '/blocks/0/elements/0/confirm/deny/text'],
  [
    'select options',
    100,
    (n) => inSection({ type: 'static_select', options: times(n, option) }),
    '/blocks/0/accessory/options',
    'no more than 100 items allowed',
  ],
  [
    'option groups',
    100,
    (n) =>
      inSection({
        type: 'static_select',
        option_groups: times(n, () => ({ label: plain(1), options: [option(0)] })),
      }),
    '/blocks/0/accessory/option_groups',
  ],
  [
    'options of a group',
    100,
    (n) =>
      inSection({
        type: 'multi_static_select',
        option_groups: [{ label: plain(1), options: times(n, option) }],
      }),
    '/blocks/0/accessory/option_groups/0/options',
  ],
  [
    'option group label',
    75,
    (n) => inSection({ type: 'static_select', option_groups: [{ label: plain(n), options: [option(0)] }] }),
    '/blocks/0/accessory/option_groups/0/label/text',
  ],
  [
    'option text',
    75,
    (n) => inSection({ type: 'static_select', options: [{ ...option(0), text: plain(n) }] }),
    '/blocks/0/accessory/options/0/text/text',
  ],
  [
    'option value',
    75,
    (n) => inSection({ type: 'static_select', options: [{ ...option(0), value: words(n) }] }),
    '/blocks/0/accessory/options/0/value',
  ],
  [
    'option description',
    75,
    (n) => inSection({ type: 'static_select', options: [{ ...option(0), description: plain(n) }] }),
    '/blocks/0/accessory/options/0/description/text',
  ],
  [
    'placeholder',
    150,
    (n) => inSection({ type: 'users_select', placeholder: plain(n) }),
    '/blocks/0/accessory/placeholder/text',
  ],
  [
    'checkboxes',
    10,
    (n) => inSection({ type: 'checkboxes', options: times(n, option) }),
    '/blocks/0/accessory/options',
  ],
  [
    'radio buttons',
    10,
    (n) => inSection({ type: 'radio_buttons', options: times(n, option) }),
    '/blocks/0/accessory/options',
  ],
  [
    'overflow options',
    5,
    (n) => inSection({ type: 'overflow', options: times(n, option) }),
    '/blocks/0/accessory/options',
  ],
  [
    'overflow url',
    3000,
    (n) => inSection({ type: 'overflow', options: [{ ...option(0), url: address(n) }] }),
    '/blocks/0/accessory/options/0/url',
  ],
  ['image alt_text', 2000, (n) => message({ ...image, alt_text: words(n) }), '/blocks/0/alt_text'],
  ['image title', 2000, (n) => message({ ...image, title: plain(n) }), '/blocks/0/title/text'],
  ['image url', 3000, (n) => message({ ...image, image_url: address(n) }), '/blocks/0/image_url'],
  [
    'input label',
    2000,
    (n) => modal({ blocks: [input({ type: 'datepicker' }, { label: plain(n) })] }),
    '/view/blocks/0/label/text',
  ],
  [
    'input hint',
    2000,
    (n) => modal({ blocks: [input({ type: 'datepicker' }, { hint: plain(n) })] }),
    '/view/blocks/0/hint/text',
  ],
  [
    'initial value',
    3000,
    (n) => inInput({ type: 'plain_text_input', initial_value: words(n) }),
    '/view/blocks/0/element/initial_value',
  ],
  [
    'max_length',
    3000,
    (n) => inInput({ type: 'plain_text_input', max_length: n }),
    '/view/blocks/0/element/max_length',
    'must be less than 3000',
  ],
  ['max_files', 10, (n) => inInput({ type: 'file_input', max_files: n }), '/view/blocks/0/element/max_files'],
  [
    'max_lines',
    100,
    (n) => inInput({ type: 'rich_text_input', max_lines: n }),
    '/view/blocks/0/element/max_lines',
  ],
  [
    'modal title',
    24,
    (n) => modal({ title: plain(n) }),
    '/view/title/text',
    'must be less than 25 characters',
  ],
  ['modal submit', 24, (n) => modal({ submit: plain(n) }), '/view/submit/text'],
  ['modal close', 24, (n) => modal({ close: plain(n) }), '/view/close/text'],
  ['private_metadata', 3000, (n) => modal({ private_metadata: words(n) }), '/view/private_metadata'],
  ['callback_id', 255, (n) => modal({ callback_id: words(n) }), '/view/callback_id'],
  ['external_id', 255, (n) => modal({ external_id: words(n) }), '/view/external_id'],
  ['alert', 200, (n) => modal({ blocks: [{ type: 'alert', text: mrkdwn(n) }] }), '/view/blocks/0/text/text'],
  ['markdown', 12_000, (n) => message({ type: 'markdown', text: words(n) }), '/blocks/0/text'],
  ['card title', 150, (n) => message({ type: 'card', title: mrkdwn(n) }), '/blocks/0/title/text'],
  [
    'card subtitle',
    150,
    (n) => message({ type: 'card', title: mrkdwn(1), subtitle: mrkdwn(n) }),
    '/blocks/0/subtitle/text',
  ],
  ['card body', 200, (n) => message({ type: 'card', body: mrkdwn(n) }), '/blocks/0/body/text'],
  ['card actions', 3, (n) => message({ type: 'card', actions: times(n, button) }), '/blocks/0/actions'],
  [
    'carousel',
    10,
    (n) => message({ type: 'carousel', elements: times(n, () => ({ type: 'card', body: mrkdwn(1) })) }),
    '/blocks/0/elements',
  ],
  [
    'container',
    10,
    (n) => message({ type: 'container', title: plain(1), child_blocks: times(n, () => section()) }),
    '/blocks/0/child_blocks',
  ],
  [
    'container title',
    150,
    (n) => message({ type: 'container', title: plain(n), child_blocks: [section()] }),
    '/blocks/0/title/text',
  ],
  ['table rows', 100, (n) => message({ type: 'table', rows: rows(n, 1) }), '/blocks/0/rows'],
  ['table columns', 20, (n) => message({ type: 'table', rows: rows(1, n) }), '/blocks/0/rows/0'],
  [
    'table characters',
    10_000,
    (n) =>
      message({
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: words(4000) },
            {
              type: 'rich_text',
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [
                    { type: 'text', text: words(3000) },
                    { type: 'text', text: words(n - 7000) },
                  ],
                },
              ],
            },
          ],
        ],
      }),
    '/blocks/0/rows',
  ],
  [
    'data table rows',
    101,
    (n) => message({ type: 'data_table', caption: 'c', rows: rows(n, 2) }),
    '/blocks/0/rows',
  ],
  [
    'data table page',
    100,
    (n) => message({ type: 'data_table', caption: 'c', rows: rows(2, 2), page_size: n }),
    '/blocks/0/page_size',
  ],
  [
    'tables of a message',
    1,
    (n) => message(...times(n, () => ({ type: 'table', rows: rows(1, 1) }))),
    '/blocks/1',
  ],
  [
    'charts of a message',
    2,
    (n) => message(...times(n, () => ({ type: 'data_visualization', title: 't', chart: line(1, 1) }))),
    '/blocks/2',
  ],
  [
    'chart title',
    50,
    (n) => message({ type: 'data_visualization', title: words(n), chart: line(1, 1) }),
    '/blocks/0/title',
  ],
  ['chart series', 12, (n) => chart(line(n, 2)), '/blocks/0/chart/series'],
  [
    'pie segments',
    12,
    (n) => chart({ type: 'pie', segments: times(n, (i) => ({ label: `l${i}`, value: 1 })) }),
    '/blocks/0/chart/segments',
  ],
  [
    'pie label',
    20,
    (n) => chart({ type: 'pie', segments: [{ label: words(n), value: 1 }] }),
    '/blocks/0/chart/segments/0/label',
  ],
  [
    'video title',
    199,
    (n) =>
      message({
        type: 'video',
        video_url: 'https://example.com/v',
        thumbnail_url: 'https://example.com/t',
        alt_text: 'a',
        title: plain(n),
      }),
    '/blocks/0/title/text',
    'must be less than 200 characters',
  ],
  [
    'attachments',
    100,
    (n) => messageFaults({ attachments: times(n, () => ({ text: 'a' })) }),
    '/attachments',
  ],
  [
    'blocks of an attachment',
    50,
    (n) => messageFaults({ attachments: [{ blocks: times(n, () => section()) }] }),
    '/attachments/0/blocks',
  ],
  ['suggested options', 100, (n) => optionsFaults({ options: times(n, option) }), '/options'],
  [
    'suggested groups',
    100,
    (n) => optionsFaults({ option_groups: times(n, () => ({ label: plain(1), options: [option(0)] })) }),
    '/option_groups',
  ],
  [
    'suggested text',
    75,
    (n) => optionsFaults({ options: [{ ...option(0), text: plain(n) }] }),
    '/options/0/text/text',
  ],
  [
    'suggested value',
    75,
    (n) => optionsFaults({ options: [{ ...option(0), value: words(n) }] }),
    '/options/0/value',
  ],
];

describe('every limit holds exactly', () => {
  it.each(limits)('%s: %i', (_what, most, faults, pointer, said) => {
    expect(faults(most)).toEqual([]);
    const beyond = faults(most + 1);
    expect(beyond).toHaveLength(1);
    expect(beyond[0]).toMatch(/^\[ERROR\] /);
    expect(beyond[0]?.endsWith(` [json-pointer:${pointer}]`), beyond[0]).toBe(true);
    if (said) expect(beyond[0]).toBe(`[ERROR] ${said} [json-pointer:${pointer}]`);
  });

  it('counts characters as people do: an emoji is one', () => {
    expect(message({ type: 'header', text: { type: 'plain_text', text: '🔐'.repeat(150) } })).toEqual([]);
    expect(message({ type: 'header', text: { type: 'plain_text', text: '🔐'.repeat(151) } })).toHaveLength(1);
  });

  it('counts the markdown of a message together', () => {
    const markdown = (n: number) => ({ type: 'markdown', text: words(n) });
    expect(message(markdown(6000), markdown(6000))).toEqual([]);
    expect(message(markdown(6000), markdown(6001))).toEqual([
      '[ERROR] must be less than 12001 characters in all [json-pointer:/blocks/1/text]',
    ]);
  });
});

const select = (more: Json) => inSection({ type: 'static_select', ...more });
const options = [option(0), option(1)];

/** [what, faults, the only fault] */
const refusals: [string, string[], string][] = [
  ['a block without type', message({}), 'missing required field: type [json-pointer:/blocks/0]'],
  ['an unknown block', message({ type: 'foo' }), 'unsupported type: foo [json-pointer:/blocks/0/type]'],
  ['a block that is none', message(null), 'must provide an object [json-pointer:/blocks/0]'],
  [
    'blocks that are no list',
    messageFaults({ blocks: '[]' }),
    'must provide an array [json-pointer:/blocks]',
  ],
  [
    'a header without text',
    message({ type: 'header' }),
    'missing required field: text [json-pointer:/blocks/0]',
  ],
  [
    'a header in mrkdwn',
    message({ type: 'header', text: mrkdwn(1) }),
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a bare string for text',
    message({ type: 'section', text: 'x' }),
    'must provide an object [json-pointer:/blocks/0/text]',
  ],
  [
    'empty text',
    message({ type: 'section', text: { type: 'mrkdwn', text: '' } }),
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'emoji on mrkdwn',
    message({ type: 'section', text: { ...mrkdwn(1), emoji: true } }),
    'invalid additional property: emoji [json-pointer:/blocks/0/text]',
  ],
  [
    'verbatim on plain text',
    message({ type: 'section', text: { ...plain(1), verbatim: true } }),
    'invalid additional property: verbatim [json-pointer:/blocks/0/text]',
  ],
  [
    'an emoji flag that is none',
    message({ type: 'section', text: { ...plain(1), emoji: 'yes' } }),
    'must be a boolean [json-pointer:/blocks/0/text/emoji]',
  ],
  [
    'an empty section',
    message({ type: 'section' }),
    'must define either `text` or `fields` [json-pointer:/blocks/0]',
  ],
  [
    'no elements',
    message({ type: 'actions', elements: [] }),
    'must provide at least 1 items [json-pointer:/blocks/0/elements]',
  ],
  [
    'text on a divider',
    message({ type: 'divider', text: plain(1) }),
    'invalid additional property: text [json-pointer:/blocks/0]',
  ],
  [
    'a colour for a button',
    inActions({ ...button(0), style: 'green' }),
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a null style',
    inActions({ ...button(0), style: null }),
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a script address',
    inActions({ ...button(0), url: 'javascript:alert(1)' }),
    'must be a valid URL [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'a written field among actions',
    inActions({ type: 'plain_text_input' }),
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a moment as accessory',
    inSection({ type: 'datetimepicker' }),
    'unsupported type: datetimepicker [json-pointer:/blocks/0/accessory/type]',
  ],
  [
    'a button as input',
    inInput(button(0)),
    'unsupported type: button [json-pointer:/view/blocks/0/element/type]',
  ],
  [
    'a button in context',
    message({ type: 'context', elements: [button(0)] }),
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a button among context actions',
    message({ type: 'context_actions', elements: [button(0)] }),
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'two equal action_ids in a block',
    inActions(button(0), button(0)),
    '`action_id` "a0" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'two equal block_ids',
    message({ type: 'divider', block_id: 'b' }, { type: 'divider', block_id: 'b' }),
    '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'equal block_ids across a container',
    message(
      { type: 'divider', block_id: 'b' },
      { type: 'container', title: plain(1), child_blocks: [section({ block_id: 'b' })] },
    ),
    '`block_id` "b" already exists [json-pointer:/blocks/1/child_blocks/0/block_id]',
  ],
  [
    'a select without options',
    select({}),
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/accessory]',
  ],
  [
    'a select with both',
    select({ options, option_groups: [{ label: plain(1), options }] }),
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/accessory]',
  ],
  [
    'mrkdwn in a select',
    select({ options: [{ text: mrkdwn(1), value: 'v' }] }),
    'unsupported type: mrkdwn [json-pointer:/blocks/0/accessory/options/0/text/type]',
  ],
  [
    'an address in a select',
    select({ options: [{ ...option(0), url: address(30) }] }),
    'invalid additional property: url [json-pointer:/blocks/0/accessory/options/0]',
  ],
  [
    'a first choice not offered',
    select({ options, initial_option: option(2) }),
    'must be one of the provided options [json-pointer:/blocks/0/accessory/initial_option]',
  ],
  [
    'a first choice that only looks alike',
    select({ options, initial_option: { ...option(1), text: plain(2) } }),
    'must be one of the provided options [json-pointer:/blocks/0/accessory/initial_option]',
  ],
  [
    'first ticks not offered',
    inSection({ type: 'checkboxes', options, initial_options: [option(1), option(7)] }),
    'must be one of the provided options [json-pointer:/blocks/0/accessory/initial_options/1]',
  ],
  [
    'a null first choice',
    inInput({ type: 'external_select', initial_option: null }),
    'must provide an object [json-pointer:/view/blocks/0/element/initial_option]',
  ],
  [
    'more chosen than may be',
    inSection({ type: 'multi_users_select', initial_users: ['U1', 'U2'], max_selected_items: 1 }),
    'no more than 1 items allowed [json-pointer:/blocks/0/accessory/initial_users]',
  ],
  [
    'none may be chosen',
    inSection({ type: 'multi_users_select', max_selected_items: 0 }),
    'must be greater than 1 [json-pointer:/blocks/0/accessory/max_selected_items]',
  ],
  [
    'an empty overflow',
    inSection({ type: 'overflow', options: [] }),
    'must provide at least 1 items [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    'a day that is none',
    inSection({ type: 'datepicker', initial_date: '2026-02-30' }),
    'input must be a valid: date [json-pointer:/blocks/0/accessory/initial_date]',
  ],
  [
    'an hour that is none',
    inSection({ type: 'timepicker', initial_time: '24:00' }),
    'input must match regex pattern: ^([01]\\d|2[0-3]):[0-5]\\d$ [json-pointer:/blocks/0/accessory/initial_time]',
  ],
  [
    'milliseconds for seconds',
    inInput({ type: 'datetimepicker', initial_date_time: 1_795_000_000_000 }),
    'must be less than 9999999999 [json-pointer:/view/blocks/0/element/initial_date_time]',
  ],
  [
    'an empty filter',
    inSection({ type: 'conversations_select', filter: {} }),
    'must define at least one of `include`, `exclude_external_shared_channels`, `exclude_bot_users` [json-pointer:/blocks/0/accessory/filter]',
  ],
  [
    'a filter by another kind',
    inSection({ type: 'conversations_select', filter: { include: ['channel'] } }),
    'must be a valid enum value [json-pointer:/blocks/0/accessory/filter/include/0]',
  ],
  [
    'a dispatch on something else',
    inInput({ type: 'plain_text_input', dispatch_action_config: { trigger_actions_on: ['on_blur'] } }),
    'must be a valid enum value [json-pointer:/view/blocks/0/element/dispatch_action_config/trigger_actions_on/0]',
  ],
  [
    'bounds the wrong way round',
    inInput({ type: 'plain_text_input', min_length: 9, max_length: 5 }),
    'must not be greater than `max_length` [json-pointer:/view/blocks/0/element/min_length]',
  ],
  [
    'numbers the wrong way round',
    inInput({ type: 'number_input', is_decimal_allowed: true, min_value: '10', max_value: '9' }),
    'must not be greater than `max_value` [json-pointer:/view/blocks/0/element/min_value]',
  ],
  [
    'a number out of bounds',
    inInput({ type: 'number_input', is_decimal_allowed: true, max_value: '9', initial_value: '9.5' }),
    'must be between `min_value` and `max_value` [json-pointer:/view/blocks/0/element/initial_value]',
  ],
  [
    'a fraction where whole numbers go',
    inInput({ type: 'number_input', is_decimal_allowed: false, initial_value: '9.5' }),
    'must be an integer [json-pointer:/view/blocks/0/element/initial_value]',
  ],
  [
    'a number input that says nothing of decimals',
    inInput({ type: 'number_input' }),
    'missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]',
  ],
  [
    'an image from nowhere',
    message({ type: 'image', alt_text: 'a' }),
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  [
    'an image from two places',
    message({ ...image, slack_file: { id: 'F1' } }),
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  [
    'a file by id and address',
    message({ type: 'image', alt_text: 'a', slack_file: { id: 'F1', url: address(30) } }),
    'must define either `id` or `url` [json-pointer:/blocks/0/slack_file]',
  ],
  [
    'an image without words',
    message({ type: 'image', image_url: address(30) }),
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'an unencrypted video',
    message({
      type: 'video',
      video_url: 'http://example.com/v',
      thumbnail_url: address(30),
      alt_text: 'a',
      title: plain(1),
    }),
    'must be a valid URL [json-pointer:/blocks/0/video_url]',
  ],
  [
    'an empty card',
    message({ type: 'card', subtitle: plain(1) }),
    'must define at least one of `hero_image`, `title`, `actions`, `body` [json-pointer:/blocks/0]',
  ],
  [
    'a section in a carousel',
    message({ type: 'carousel', elements: [section()] }),
    'unsupported type: section [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a container in a container',
    message({
      type: 'container',
      title: plain(1),
      child_blocks: [{ type: 'container', title: plain(1), child_blocks: [section()] }],
    }),
    'unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]',
  ],
  [
    'a container without title',
    message({ type: 'container', child_blocks: [section()] }),
    'must define at least one of `title`, `rich_text_title` [json-pointer:/blocks/0]',
  ],
  [
    'folded though it does not fold',
    message({ type: 'container', title: plain(1), child_blocks: [section()], default_collapsed: true }),
    'requires `is_collapsible` to be true [json-pointer:/blocks/0/default_collapsed]',
  ],
  [
    'rich text in a header row',
    message({ type: 'data_table', caption: 'c', rows: [[richText], [richText]] }),
    'unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]',
  ],
  [
    'rows of other lengths',
    message({ type: 'data_table', caption: 'c', rows: [...rows(1, 2), ...rows(1, 1)] }),
    'must have 2 items like the header [json-pointer:/blocks/0/rows/1]',
  ],
  [
    'a header column outside',
    message({ type: 'data_table', caption: 'c', rows: rows(2, 2), row_header_column_index: 2 }),
    'must be less than 2 [json-pointer:/blocks/0/row_header_column_index]',
  ],
  [
    'an empty slice',
    chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] }),
    'must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]',
  ],
  [
    'a series that lacks a category',
    chart({ ...line(1, 2), axis_config: { categories: ['c0', 'c1', 'c2'] } }),
    'must have one data point for each category [json-pointer:/blocks/0/chart/series/0/data]',
  ],
  [
    'two series of one name',
    chart({ ...line(2, 1), series: times(2, () => line(1, 1).series[0]) }),
    'Input contains duplicate items [json-pointer:/blocks/0/chart/series/1/name]',
  ],
  [
    'a task of no known state',
    message({ type: 'task_card', task_id: 't', title: 'x', status: 'open' }),
    'must be a valid enum value [json-pointer:/blocks/0/status]',
  ],
  [
    'a list in a list',
    message({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [{ type: 'rich_text_list', style: 'bullet', elements: [] }],
        },
      ],
    }),
    'unsupported type: rich_text_list [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'a mention in preformatted text',
    message({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
    }),
    'unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'empty rich text',
    message({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }],
    }),
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
  [
    'a modal without title',
    viewFaults({ type: 'modal', blocks: [section()] }),
    'missing required field: title [json-pointer:/view]',
  ],
  [
    'a modal without blocks',
    modal({ blocks: [] }),
    'must provide at least 1 items [json-pointer:/view/blocks]',
  ],
  [
    'inputs without submit',
    viewFaults({ type: 'modal', title: plain(1), blocks: [section(), input({ type: 'datepicker' })] }),
    'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]',
  ],
  ['a null submit', modal({ submit: null }), 'must provide an object [json-pointer:/view/submit]'],
  [
    'submit_disabled',
    modal({ submit_disabled: true }),
    'invalid additional property: submit_disabled [json-pointer:/view]',
  ],
  [
    'a title on Home',
    viewFaults({ type: 'home', title: plain(1), blocks: [section()] }),
    'invalid additional property: title [json-pointer:/view]',
  ],
  [
    'a view of another kind',
    viewFaults({ type: 'workflow_step', blocks: [] }),
    'unsupported type: workflow_step [json-pointer:/view/type]',
  ],
  [
    'two elements with the focus',
    modal({
      blocks: [
        input({ type: 'datepicker', focus_on_load: true }),
        input({ type: 'timepicker', focus_on_load: true }),
      ],
    }),
    'only one element can have `focus_on_load` [json-pointer:/view/blocks/1/element/focus_on_load]',
  ],
  [
    'a response_url outside modals',
    message(input({ type: 'channels_select', response_url_enabled: true })),
    'invalid additional property: response_url_enabled [json-pointer:/blocks/0/element]',
  ],
  [
    'files asked for outside modals',
    message(input({ type: 'file_input' })),
    'unsupported type: file_input [json-pointer:/blocks/0/element/type]',
  ],
  [
    'files that dispatch',
    modal({ blocks: [input({ type: 'file_input' }, { dispatch_action: true })] }),
    'must not dispatch actions for `file_input` [json-pointer:/view/blocks/0/dispatch_action]',
  ],
  [
    'metadata without payload',
    messageFaults({ metadata: { event_type: 'x' } }),
    'missing required field: event_payload [json-pointer:/metadata]',
  ],
  [
    'metadata with depth',
    messageFaults({ metadata: { event_type: 'x', event_payload: { a: { b: { c: 1 } } } } }),
    'unsupported value: a [json-pointer:/metadata/event_payload]',
  ],
  [
    'options and groups at once',
    optionsFaults({ options, option_groups: [] }),
    'must define either `options` or `option_groups` [json-pointer:]',
  ],
  [
    'an option of mrkdwn',
    optionsFaults({ options: [{ text: mrkdwn(1), value: 'v' }] }),
    'unsupported type: mrkdwn [json-pointer:/options/0/text/type]',
  ],
];

describe('what Slack refuses is refused in its words', () => {
  it.each(refusals)('%s', (_what, faults, fault) => {
    expect(faults).toEqual([`[ERROR] ${fault}`]);
  });

  it.each([
    ['message', ['alert', 'file']],
    [
      'modal',
      [
        'card',
        'carousel',
        'container',
        'context_actions',
        'data_table',
        'data_visualization',
        'file',
        'markdown',
        'plan',
        'table',
        'task_card',
      ],
    ],
    [
      'home',
      [
        'alert',
        'container',
        'context_actions',
        'data_table',
        'data_visualization',
        'file',
        'markdown',
        'plan',
        'table',
        'task_card',
      ],
    ],
  ] as const)('blocks that a %s does not admit', (surface, types) => {
    for (const type of types) {
      const faults = { message, modal: (block: Json) => modal({ blocks: [block] }), home }[surface]({ type });
      const at = surface === 'message' ? '/blocks/0/type' : '/view/blocks/0/type';
      expect(faults).toEqual([`[ERROR] unsupported type: ${type} [json-pointer:${at}]`]);
    }
  });
});

describe('what Slack takes passes', () => {
  it.each<[string, string[]]>([
    ['text alone', messageFaults({ channel: 'C1', text: 'hello', thread_ts: '1.2', unfurl_links: false })],
    ['no blocks', messageFaults({ text: 'x', blocks: [] })],
    [
      'metadata of a job',
      messageFaults({
        metadata: {
          event_type: 'shoumi_card',
          event_payload: { job: 'j', n: 1, ok: true, at: { a: 1 }, list: [{ b: 'c' }] },
        },
      }),
    ],
    [
      'a legacy attachment',
      messageFaults({
        attachments: [
          {
            color: '#ff0000',
            fallback: 'f',
            mrkdwn_in: ['text'],
            fields: [{ title: 't', value: 'v', short: true }],
          },
        ],
      }),
    ],
    [
      'a first choice out of a group',
      select({ option_groups: [{ label: plain(1), options }], initial_option: option(1) }),
    ],
    [
      'a first choice with another emoji flag',
      select({ options, initial_option: { ...option(1), text: { ...plain(1), emoji: true } } }),
    ],
    [
      'equal action_ids in two blocks',
      message({ type: 'actions', elements: [button(0)] }, { type: 'actions', elements: [button(0)] }),
    ],
    ['a select without suggestions', optionsFaults({ options: [] })],
    ['empty metadata of a view', modal({ private_metadata: '', callback_id: '' })],
    [
      'a plan',
      message({
        type: 'plan',
        title: 't',
        tasks: [{ task_id: '1', title: 'x', status: 'pending', details: richText }],
      }),
    ],
    [
      'null column settings',
      message({ type: 'table', rows: rows(1, 2), column_settings: [null, { align: 'right' }] }),
    ],
    ['a request to ask for files', modal({ blocks: [input({ type: 'file_input', filetypes: ['pdf'] })] })],
    ['undefined fields, which JSON drops', message(section({ accessory: undefined, block_id: undefined }))],
  ])('%s', (_what, faults) => {
    expect(faults).toEqual([]);
  });
});

describe('hostile input', () => {
  const deep = (n: number) => {
    let value: unknown = 'x';
    for (let i = 0; i < n; i++) value = i % 2 ? [value] : { type: 'section', elements: value, text: value };
    return value;
  };

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['a string', 'blocks'],
    ['a list', []],
    ['nothing', undefined],
  ])('%s is no payload', (_what, value) => {
    for (const faults of [messageFaults, viewFaults, optionsFaults]) expect(faults(value)).not.toEqual([]);
  });

  it('finds __proto__, constructor and toString as unknown names', () => {
    const block = JSON.parse('{"type":"divider","__proto__":{"type":"x"},"constructor":1,"toString":2}');
    expect(message(block)).toEqual([
      '[ERROR] invalid additional property: __proto__ [json-pointer:/blocks/0]',
      '[ERROR] invalid additional property: constructor [json-pointer:/blocks/0]',
      '[ERROR] invalid additional property: toString [json-pointer:/blocks/0]',
    ]);
    expect(message({ type: 'constructor' })).toEqual([
      '[ERROR] unsupported type: constructor [json-pointer:/blocks/0/type]',
    ]);
    expect(message(JSON.parse('{"__proto__":{"type":"divider"}}'))).toEqual([
      '[ERROR] missing required field: type [json-pointer:/blocks/0]',
    ]);
  });

  it('survives depth, breadth and length', () => {
    const nested = deep(10_000);
    expect(
      message(nested, section({ accessory: nested }), { type: 'rich_text', elements: [nested] }),
    ).not.toEqual([]);
    expect(
      modal({ blocks: [input({ type: 'number_input', is_decimal_allowed: false, min_value: nested })] }),
    ).not.toEqual([]);
    expect(messageFaults({ metadata: { event_type: 'x', event_payload: { nested } } })).not.toEqual([]);
    expect(messageFaults({ blocks: times(200_000, () => null) }).length).toBeLessThanOrEqual(100);
    const wide = Object.fromEntries(times(50_000, (i) => [`k${i}`, i]));
    expect(message({ type: 'divider', ...wide }).length).toBeLessThanOrEqual(100);
    const [fault] = message({ type: 'x'.repeat(1_000_000) });
    expect(fault?.length).toBeLessThan(200);
  });

  it('is not misled by objects that cannot be made a number', () => {
    const odd = { valueOf: 1, toString: 1 };
    expect(
      inInput({ type: 'number_input', is_decimal_allowed: false, min_value: odd, max_value: odd }),
    ).toHaveLength(2);
  });
});
