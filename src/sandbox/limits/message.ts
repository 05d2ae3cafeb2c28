import { blocksOf } from './blocks.ts';
import { echo, isObject, list, object, open, type Rule, text } from './rule.ts';

/** What a message carries beside its text. Source: docs.slack.dev/reference/methods/chat.postMessage. */

const words = text(Number.POSITIVE_INFINITY, 0);
const blocks = blocksOf('message');

/** Attachments are legacy: Slack checks their blocks and the kind of their words, and lets other fields pass. */
const attachment = open({
  blocks,
  text: words,
  fallback: words,
  pretext: words,
  title: words,
  footer: text(300, 0),
  color: words,
  fields: list(open({ title: words, value: words }), 100, 0),
});

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isFlat(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isPlain);
}

/** Values are a string, number or boolean, an object of such, or a list of such objects. */
const eventPayload: Rule = (value, at, report) => {
  if (!isObject(value)) return report('must provide an object', at);
  for (const [name, held] of Object.entries(value)) {
    if (isPlain(held) || isFlat(held) || (Array.isArray(held) && held.every(isFlat))) continue;
    report(`unsupported value: ${echo(name)}`, at);
  }
};

/** The arguments of a posting method; those that say where and as whom are not looked at here. */
export const message = open({
  text: words,
  blocks,
  attachments: list(attachment, 100, 0),
  // Work objects (`entities`) are another schema, which Shoumi does not send.
  metadata: object({ event_type: text(255), event_payload: eventPayload }),
});
