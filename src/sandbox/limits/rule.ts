/**
 * The few words the limits are written in. A rule looks at one value and reports what Slack would say about it, with
 * the pointer to the place. Rules never throw and never follow a value deeper than they were written for, so the depth
 * of hostile input does not matter.
 *
 * The sentences are those of Slack's own validator (github.com/slackhq/hack-json-schema) and of answers seen on the
 * real API. Slack's bounds on numbers are inclusive in spite of their wording.
 */

export type Report = (message: string, pointer: string) => void;
export type Rule = (value: unknown, at: string, report: Report) => void;
export type Fields = Readonly<Record<string, Rule>>;
type Plain = Readonly<Record<string, unknown>>;

/** More faults than this help nobody, and hostile input could ask for millions. */
const mostFaults = 100;
const longestEcho = 100;

/** All faults of a value under a rule, worded as in `response_metadata.messages`; empty when there are none. */
export function faultsOf(rule: Rule, value: unknown, at = ''): string[] {
  const found: string[] = [];
  rule(value, at, (message, pointer) => {
    if (found.length < mostFaults) found.push(`[ERROR] ${message} [json-pointer:${pointer}]`);
  });
  return found;
}

export function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; what JSON could not have carried (`undefined`, the prototype's) counts as absent. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Own property that is a list, else an empty one: for checks that run beside the rule that reports the wrong type. */
export function ownList(value: unknown, name: string): readonly unknown[] {
  const list = own(value, name);
  return Array.isArray(list) ? list : [];
}

/** What a fault repeats of the sender's own words. */
export function echo(words: string): string {
  return words.length > longestEcho ? `${words.slice(0, longestEcho)}…` : words;
}

/** Length as people count it: an emoji outside the basic plane is one. */
export function codePoints(words: string): number {
  let count = 0;
  for (const _ of words) count++;
  return count;
}

/** A string of `min` to `max` code points. Slack refuses the empty string nearly everywhere. */
export function text(max: number, min = 1): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string') report('must provide a string', at);
    else if (value.length < min) report(`must be more than ${min - 1} characters`, at);
    else if (value.length > max && codePoints(value) > max) {
      report(`must be less than ${max + 1} characters`, at);
    }
  };
}

export function matching(pattern: RegExp, max = 3000): Rule {
  const length = text(max);
  return (value, at, report) => {
    length(value, at, report);
    if (typeof value === 'string' && value.length <= max && !pattern.test(value)) {
      report(`input must match regex pattern: ${pattern.source}`, at);
    }
  };
}

/** An address a browser can open. */
export function url(
  max = 3000,
  protocols: readonly string[] = ['https:', 'http:', 'mailto:', 'slack:'],
): Rule {
  const length = text(max);
  return (value, at, report) => {
    length(value, at, report);
    if (typeof value !== 'string' || value === '' || value.length > max) return;
    const parsed = URL.parse(value);
    if (!parsed || !protocols.includes(parsed.protocol)) report('must be a valid URL', at);
  };
}

export const flag: Rule = (value, at, report) => {
  if (typeof value !== 'boolean') report('must be a boolean', at);
};

export const number: Rule = (value, at, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report('must provide a number', at);
};

export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Rule {
  return (value, at, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) report('must provide an integer', at);
    else if (value < min) report(`must be greater than ${min}`, at);
    else if (value > max) report(`must be less than ${max}`, at);
  };
}

export function oneOf(...words: readonly (string | number)[]): Rule {
  return (value, at, report) => {
    if (!words.includes(value as string | number)) report('must be a valid enum value', at);
  };
}

/** A list of `min` to `max` items. Items past the limit are not looked at. */
export function list(item: Rule, max = Number.POSITIVE_INFINITY, min = 1): Rule {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report('must provide an array', at);
    if (value.length < min) report(`must provide at least ${min} items`, at);
    if (value.length > max) report(`no more than ${max} items allowed`, at);
    for (let i = 0; i < value.length && i < max; i++) item(value[i], `${at}/${i}`, report);
  };
}

/** An object with these fields and no others; `also` looks across the fields. */
export function object(required: Fields, optional: Fields = {}, ...also: readonly Rule[]): Rule {
  const fields = new Map([...Object.entries(required), ...Object.entries(optional)]);
  const needed = Object.keys(required);
  return (value, at, report) => {
    if (!isObject(value)) return report('must provide an object', at);
    for (const name of needed) {
      if (own(value, name) === undefined) report(`missing required field: ${name}`, at);
    }
    for (const [name, held] of Object.entries(value)) {
      const rule = fields.get(name);
      if (!rule) report(`invalid additional property: ${echo(name)}`, at);
      else if (held !== undefined) rule(held, `${at}/${name}`, report);
    }
    for (const rule of also) rule(value, at, report);
  };
}

/** An object that may hold other fields too; only these are looked at. */
export function open(fields: Fields): Rule {
  const rules = Object.entries(fields);
  return (value, at, report) => {
    if (!isObject(value)) return report('must provide an object', at);
    for (const [name, rule] of rules) {
      const held = own(value, name);
      if (held !== undefined) rule(held, `${at}/${name}`, report);
    }
  };
}

/** An object whose `type` chooses the rule. */
export function typed(variants: Fields): Rule {
  const rules = new Map(Object.entries(variants));
  return (value, at, report) => {
    if (!isObject(value)) return report('must provide an object', at);
    const type = own(value, 'type');
    if (type === undefined) return report('missing required field: type', at);
    if (typeof type !== 'string') return report('must provide a string', `${at}/type`);
    const rule = rules.get(type);
    if (rule) rule(value, at, report);
    else report(`unsupported type: ${echo(type)}`, `${at}/type`);
  };
}

/** The variants of a table that a place admits. */
export function pick<T extends Fields>(table: T, ...names: readonly (keyof T & string)[]): Fields {
  return Object.fromEntries(names.map((name) => [name, table[name] as Rule]));
}

/** Exactly one of two fields. */
export function either(one: string, other: string): Rule {
  return (value, at, report) => {
    if ((own(value, one) === undefined) === (own(value, other) === undefined)) {
      report(`must define either \`${one}\` or \`${other}\``, at);
    }
  };
}

/** At least one of the fields. */
export function some(...names: readonly string[]): Rule {
  return (value, at, report) => {
    if (names.every((name) => own(value, name) === undefined)) {
      report(`must define at least one of ${names.map((name) => `\`${name}\``).join(', ')}`, at);
    }
  };
}

/** Refuses a second holder of the same id among the items. */
export function uniqueIds(
  what: 'action_id' | 'block_id',
  items: Iterable<readonly [item: unknown, at: string]>,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [item, at] of items) {
    const id = own(item, what);
    if (typeof id !== 'string') continue;
    if (seen.has(id)) report(`\`${what}\` "${echo(id)}" already exists`, `${at}/${what}`);
    seen.add(id);
  }
}
