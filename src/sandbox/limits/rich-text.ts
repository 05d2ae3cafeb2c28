import { type Fields, flag, list, object, oneOf, pick, text, typed, url, whole } from './rule.ts';

/**
 * Rich text. Its depth is fixed (block, section or list, leaf), lists hold sections only.
 * Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block and @slack/types 3.2.0.
 */

// Slack names no limit for the words of rich text; a person may write a whole message in one leaf.
const any = Number.POSITIVE_INFINITY;
const style = object({}, { bold: flag, code: flag, italic: flag, strike: flag, underline: flag });
const border = oneOf(0, 1);

function leaf(type: string, required: Fields, optional: Fields = {}) {
  return object({ type: oneOf(type), ...required }, { style, ...optional });
}

const leaves = {
  broadcast: leaf('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  channel: leaf('channel', { channel_id: text(255) }),
  color: leaf('color', { value: text(255) }),
  date: leaf('date', { timestamp: whole(0), format: text(3000) }, { url: url(), fallback: text(3000) }),
  emoji: leaf('emoji', { name: text(255) }, { unicode: text(255), url: url(), skin_tone: whole(1, 6) }),
  link: leaf('link', { url: url() }, { text: text(3000), unsafe: flag }),
  team: leaf('team', { team_id: text(255) }),
  text: leaf('text', { text: text(any) }),
  user: leaf('user', { user_id: text(255) }),
  usergroup: leaf('usergroup', { usergroup_id: text(255) }),
};

const section = object({
  type: oneOf('rich_text_section'),
  // Slack takes a section without elements: it is an empty line.
  elements: list(typed(leaves), any, 0),
});

const containers = {
  rich_text_section: section,
  rich_text_list: object(
    {
      type: oneOf('rich_text_list'),
      style: oneOf('bullet', 'ordered'),
      elements: list(typed({ rich_text_section: section })),
    },
    { indent: whole(0, 8), offset: whole(0), border },
  ),
  rich_text_quote: object(
    { type: oneOf('rich_text_quote'), elements: list(typed(leaves), any, 0) },
    { border },
  ),
  rich_text_preformatted: object(
    { type: oneOf('rich_text_preformatted'), elements: list(typed(pick(leaves, 'text', 'link')), any, 0) },
    { border },
  ),
};

export const richText = object(
  { type: oneOf('rich_text'), elements: list(typed(containers), any, 0) },
  { block_id: text(255) },
);
