import { acrossBlocks } from './across-blocks.ts';
import { chart } from './chart.ts';
import { anyText, plainText, slackFile, textVariants } from './composition.ts';
import {
  actionsElement,
  button,
  contextActionsElement,
  imageElement,
  inputElement,
  modalInputElement,
  sectionAccessory,
} from './elements.ts';
import { richText } from './rich-text.ts';
import {
  either,
  type Fields,
  flag,
  list,
  object,
  oneOf,
  own,
  ownList,
  pick,
  type Rule,
  some,
  text,
  typed,
  uniqueIds,
  url,
} from './rule.ts';
import { dataTable, table } from './table.ts';

/**
 * Blocks, and which of them a message, a modal and the Home tab admit.
 * Source: docs.slack.dev/reference/block-kit/blocks (surfaces: docs.slack.dev/blocks.json) and @slack/types 3.2.0.
 */

export type Surface = 'message' | 'modal' | 'home';

function block(type: string, required: Fields, optional: Fields, ...also: Rule[]): Rule {
  return object({ type: oneOf(type), ...required }, { block_id: text(255), ...optional }, ...also);
}

function uniqueActions(name: string): Rule {
  return (value, at, report) =>
    uniqueIds(
      'action_id',
      ownList(value, name).map((held, i) => [held, `${at}/${name}/${i}`] as const),
      report,
    );
}

const sectionSays: Rule = (value, at, report) => {
  if (own(value, 'text') === undefined && own(value, 'fields') === undefined) {
    report('must define either `text` or `fields`', at);
  }
};

const iconOnce: Rule = (value, at, report) => {
  if (own(value, 'icon') !== undefined && own(value, 'slack_icon') !== undefined) {
    report('must not define both `icon` and `slack_icon`', at);
  }
};

const collapsedOnlyIfCollapsible: Rule = (value, at, report) => {
  if (own(value, 'default_collapsed') === true && own(value, 'is_collapsible') !== true) {
    report('requires `is_collapsible` to be true', `${at}/default_collapsed`);
  }
};

const https = url(3000, ['https:']);
const title = plainText(150);
const urlSource = object({ type: oneOf('url'), url: url(), text: text(3000) });
const taskFields = {
  task_id: text(255),
  title: text(3000),
  status: oneOf('pending', 'in_progress', 'complete', 'error'),
};
const taskOptions = { details: richText, output: richText, sources: list(urlSource, 100, 0) };

const card = block(
  'card',
  {},
  {
    hero_image: imageElement,
    icon: imageElement,
    slack_icon: object({ type: oneOf('icon'), name: text(255) }),
    title: anyText(150),
    subtitle: anyText(150),
    body: anyText(200),
    actions: list(button, 3),
  },
  some('hero_image', 'title', 'actions', 'body'),
  iconOnce,
  uniqueActions('actions'),
);

function input(element: Rule): Rule {
  return block(
    'input',
    { label: plainText(2000), element },
    { hint: plainText(2000), optional: flag, dispatch_action: flag },
    (value, at, report) => {
      // A file is sent with the submission; there is nothing to dispatch while it is chosen.
      if (own(own(value, 'element'), 'type') === 'file_input' && own(value, 'dispatch_action') === true) {
        report('must not dispatch actions for `file_input`', `${at}/dispatch_action`);
      }
    },
  );
}

const simple = {
  actions: block('actions', { elements: list(actionsElement, 25) }, {}, uniqueActions('elements')),
  context: block('context', { elements: list(typed({ ...textVariants, image: imageElement }), 10) }, {}),
  divider: block('divider', {}, {}),
  header: block('header', { text: title }, {}),
  image: block(
    'image',
    { alt_text: text(2000) },
    { image_url: url(), slack_file: slackFile, title: plainText(2000) },
    either('image_url', 'slack_file'),
  ),
  input: input(inputElement),
  rich_text: richText,
  section: block(
    'section',
    {},
    { text: anyText(), fields: list(anyText(2000), 10), accessory: sectionAccessory, expand: flag },
    sectionSays,
  ),
  table: block('table', table.required, table.optional, table.also),
  // "Must be less than 200 characters", "less than 50": one fewer than elsewhere.
  video: block(
    'video',
    { video_url: https, thumbnail_url: url(), alt_text: text(2000), title: plainText(199) },
    {
      title_url: https,
      author_name: text(49),
      provider_name: text(255),
      provider_icon_url: url(),
      description: plainText(199),
    },
  ),
};

const rich = {
  alert: block(
    'alert',
    { text: anyText(200) },
    { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: block('carousel', { elements: list(typed({ card }), 10) }, {}),
  container: block(
    'container',
    { child_blocks: list(typed(simple), 10) },
    {
      title,
      rich_text_title: richText,
      subtitle: anyText(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
    some('title', 'rich_text_title'),
    collapsedOnlyIfCollapsible,
  ),
  context_actions: block(
    'context_actions',
    { elements: list(contextActionsElement, 5) },
    {},
    uniqueActions('elements'),
  ),
  data_table: block('data_table', dataTable.required, dataTable.optional, dataTable.also),
  data_visualization: block('data_visualization', { title: text(50), chart }, {}),
  markdown: block('markdown', { text: text(12_000) }, {}),
  plan: block(
    'plan',
    { title: text(3000) },
    // Inside a plan the type of a task goes without saying.
    {
      tasks: list(
        object(taskFields, { ...taskOptions, type: oneOf('task_card'), block_id: text(255) }),
        100,
        0,
      ),
    },
  ),
  task_card: block('task_card', taskFields, taskOptions),
};

const everywhere = pick(
  simple,
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
);

/**
 * The `file` block is on none: Slack puts it into messages it returns and takes it from nobody.
 * Where Slack's table of surfaces and what was seen differ (card in a modal, tables on Home), the stricter holds.
 */
const surfaces: Record<Surface, Rule> = {
  message: typed({
    ...everywhere,
    ...pick(simple, 'table'),
    ...pick(
      rich,
      'card',
      'carousel',
      'container',
      'context_actions',
      'data_table',
      'data_visualization',
      'markdown',
      'plan',
      'task_card',
    ),
  }),
  modal: typed({ ...everywhere, ...pick(rich, 'alert'), input: input(modalInputElement) }),
  home: typed({ ...everywhere, ...pick(rich, 'card', 'carousel') }),
};

/** The `blocks` of a message (at most 50, none is fine) or of a view (1 to 100). */
export function blocksOf(surface: Surface): Rule {
  const each = surface === 'message' ? list(surfaces.message, 50, 0) : list(surfaces[surface], 100);
  return (value, at, report) => {
    each(value, at, report);
    acrossBlocks(value, at, report);
  };
}
