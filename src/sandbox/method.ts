import { z } from 'zod';
import type { Json } from './json.ts';
import type { Platform } from './platform.ts';
import type { Tier } from './rate-limits.ts';

/** One Web API call, past token and scope. */
export type Call = Platform & { scopes: ReadonlySet<string> };

/** One Web API method: a row of a table. */
export type Method = {
  /** One of these is needed; none when empty. */
  scopes: readonly string[];
  tier: Tier;
  /** Only apps.connections.open takes the app-level token. */
  token: 'bot' | 'app';
  run(call: Call, args: unknown): Json;
};

export function method<Schema extends z.ZodType>(row: {
  scopes?: readonly string[];
  tier: Tier;
  token?: 'bot' | 'app';
  args: Schema;
  run(call: Call, args: z.output<Schema>): Json;
}): Method {
  return {
    scopes: row.scopes ?? [],
    tier: row.tier,
    token: row.token ?? 'bot',
    run: (call, raw) => {
      const parsed = row.args.safeParse(raw);
      if (!parsed.success) throw refusal('invalid_arguments', faults(parsed.error, raw as Json));
      return row.run(call, parsed.data);
    },
  };
}

export type Refusal = Error & { answer: Json };

/** Thrown by a method to answer `ok: false`. */
export function refusal(error: string, messages: string[] = [], more: Json = {}): Refusal {
  const answer = {
    ok: false,
    error,
    ...more,
    ...(messages.length > 0 ? { response_metadata: { messages } } : {}),
  };
  return Object.assign(new Error(error), { answer });
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'answer' in error;

/** A scope that only part of a method's calls need, e.g. by the kind of conversation. */
export function needScope(call: Call, scope: string): void {
  if (!call.scopes.has(scope)) throw missingScope([scope], call.scopes);
}

export function missingScope(needed: readonly string[], provided: ReadonlySet<string>): Refusal {
  return refusal('missing_scope', [], { needed: needed.join(','), provided: [...provided].join(',') });
}

function faults(error: z.ZodError, raw: Json): string[] {
  return error.issues.map(({ path, message }) => {
    const name = String(path[0] ?? '');
    return raw[name] === undefined && name !== ''
      ? `[ERROR] missing required field: ${name}`
      : `[ERROR] ${message} [json-pointer:/${path.map(String).join('/')}]`;
  });
}

/* Arguments arrive as JSON, or as form fields, where everything is a string and structures are JSON in a string. */

export const text = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string('must be a string'),
);

export const flag = z.preprocess(
  (value) => ({ true: true, '1': true, false: false, '0': false, '': undefined })[String(value)] ?? value,
  z.boolean('must be a boolean').optional(),
);

export const count = (most: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value !== '' ? Number(value) : value === '' ? undefined : value),
    z
      .int('must be an integer')
      .min(0, 'must be at least 0')
      .max(most, `must be less than ${most + 1}`)
      .optional(),
  );

/** An object or list, as JSON text or as it is. What does not parse stays a string for the validator to refuse. */
export const structure = z.preprocess((value) => {
  if (typeof value !== 'string' || value === '') return value === '' ? undefined : value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}, z.unknown());

/**
 * One page of a list that is already in order: `next_cursor` is empty on the last. The cursor names the next item; should
 * it be gone by then, the place where it stood serves.
 */
export function page<Item>(
  items: readonly Item[],
  options: { cursor: string | undefined; limit: number | undefined },
  keyOf: (item: Item) => string,
): { items: Item[]; next_cursor: string } {
  const size = options.limit || items.length;
  let start = 0;
  if (options.cursor) {
    const [, place, key] = /^(\d+):(.+)$/s.exec(Buffer.from(options.cursor, 'base64').toString()) ?? [];
    if (place === undefined) throw refusal('invalid_cursor');
    const found = items.findIndex((item) => keyOf(item) === key);
    start = found < 0 ? Number(place) : found;
  }
  const next = start + size;
  const following = items[next];
  return {
    items: items.slice(start, next),
    next_cursor: following === undefined ? '' : Buffer.from(`${next}:${keyOf(following)}`).toString('base64'),
  };
}

export const paging = { cursor: z.string().optional(), limit: count(1000) };
