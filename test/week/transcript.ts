import { DateTime } from 'luxon';
import type { ControlLogEntry } from '../../src/sandbox/control.contract.ts';
import type { People } from '../support/control.ts';

/** One thing somebody got from the bot, as they read it. */
export type Told = {
  /** `yyyy-MM-dd` where they are. */
  on: string;
  at: string;
  how: 'card' | 'changed' | 'line' | 'only you' | 'form';
  text: string;
};

type Json = Record<string, unknown>;

/** Everything a person got, in order: cards, their changes, lines under them, what only they saw, and forms. */
export async function transcriptOf(slack: People, user: string, zone: string): Promise<Told[]> {
  const told: Told[] = [];
  const own = new Set([slack.dm(user), user]);
  for (const entry of (await slack.log()) as unknown as ControlLogEntry[]) {
    const payload = entry.payload as Json;
    const moment = DateTime.fromISO(entry.at, { zone });
    const on = moment.toFormat('yyyy-MM-dd');
    const at = moment.toFormat('ccc HH:mm');
    const keep = (how: Told['how'], of: Json) => {
      const text = read(of);
      if (text !== '') told.push({ on, at, how, text });
    };
    if (entry.what === 'chat.postMessage' && own.has(String(payload.channel)))
      keep(payload.thread_ts === undefined ? 'card' : 'line', payload);
    else if (entry.what === 'chat.update' && own.has(String(payload.channel))) keep('changed', payload);
    else if (entry.what === 'chat.postEphemeral' && payload.user === user) keep('only you', payload);
    else if (entry.what === 'views.open' && entry.user === user) keep('form', jsonOf(payload.view));
    else if (entry.direction === 'to_app' && entry.user === user && isJson(entry.answer))
      keep('only you', entry.answer);
  }
  return told;
}

/** What stands in a message or a modal, a line a block; buttons in brackets. */
function read(of: Json): string {
  const blocks = jsonOf(of.blocks) as unknown;
  const lines = Array.isArray(blocks) ? blocks.map((block) => readBlock(block as Json)) : [];
  const head = [of.text, (of.title as Json | undefined)?.text].filter((one) => typeof one === 'string');
  return [...head, ...lines].filter((line) => line !== '').join('\n');
}

function readBlock(block: Json): string {
  const parts = [
    block.text,
    block.label,
    ...((block.fields as Json[] | undefined) ?? []),
    ...((block.elements as Json[] | undefined) ?? []),
    block.accessory,
    block.hint,
  ];
  return parts
    .filter((part): part is Json => isJson(part))
    .map((part) => (part.type === 'button' ? `[${textOf(part.text)}]` : textOf(part)))
    .filter((text) => text !== '')
    .join(' | ');
}

function textOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isJson(part)) return '';
  return typeof part.text === 'string' ? part.text : textOf(part.text);
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Form-encoded calls carry their JSON as text. */
function jsonOf(value: unknown): Json {
  return (typeof value === 'string' ? JSON.parse(value) : (value ?? {})) as Json;
}

/** For reading: `Mon 09:31  card  …`. */
export function printed(told: readonly Told[]): string {
  return told.map(({ at, how, text }) => `${at}  ${how}\n    ${text.replaceAll('\n', '\n    ')}`).join('\n');
}
