import { own, ownList, type Rule } from './rule.ts';

/** What has to agree within one element. */

/** The parts of an option by which Slack recognises it; `emoji` and `verbatim` do not count. */
function likeness(held: unknown): string {
  const words = own(held, 'text');
  const description = own(held, 'description');
  return [own(words, 'type'), own(words, 'text'), own(held, 'value'), own(description, 'text')]
    .map((part) => (typeof part === 'string' ? JSON.stringify(part) : ''))
    .join();
}

/** What is chosen at first must be one of the options, in `options` or in a group. */
export const initialOffered: Rule = (value, at, report) => {
  const groups = ownList(value, 'option_groups').slice(0, 100);
  const offered = new Set(
    [ownList(value, 'options'), ...groups.map((group) => ownList(group, 'options'))]
      .flatMap((options) => options.slice(0, 100))
      .map(likeness),
  );
  const one = own(value, 'initial_option');
  if (one !== undefined && !offered.has(likeness(one))) {
    report('must be one of the provided options', `${at}/initial_option`);
  }
  ownList(value, 'initial_options').forEach((initial, i) => {
    if (!offered.has(likeness(initial))) {
      report('must be one of the provided options', `${at}/initial_options/${i}`);
    }
  });
};

/** Nothing may be chosen at first beyond what may be chosen at all. */
export const maxHolds: Rule = (value, at, report) => {
  const max = own(value, 'max_selected_items');
  for (const name of ['initial_options', 'initial_users', 'initial_channels', 'initial_conversations']) {
    if (typeof max === 'number' && ownList(value, name).length > max) {
      report(`no more than ${max} items allowed`, `${at}/${name}`);
    }
  }
};

/** `YYYY-MM-DD`, a day that exists. */
export const calendarDay: Rule = (value, at, report) => {
  const day =
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? new Date(`${value}T00:00:00Z`)
      : undefined;
  if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value) {
    report('input must be a valid: date', at);
  }
};

/** The three numbers of a number input travel as strings and must agree. */
export const numberInOrder: Rule = (value, at, report) => {
  // Absent or ill-formed becomes NaN, which compares with nothing.
  const read = (name: string) => {
    const held = own(value, name);
    return typeof held === 'string' ? Number(held) : Number.NaN;
  };
  const [min, max, initial] = [read('min_value'), read('max_value'), read('initial_value')];
  if (min > max) report('must not be greater than `max_value`', `${at}/min_value`);
  if (initial < min || initial > max) {
    report('must be between `min_value` and `max_value`', `${at}/initial_value`);
  }
  if (own(value, 'is_decimal_allowed') !== false) return;
  for (const name of ['min_value', 'max_value', 'initial_value']) {
    if (read(name) % 1 !== 0 && !Number.isNaN(read(name))) report('must be an integer', `${at}/${name}`);
  }
};

/** One bound must not pass the other. */
export function inOrder(low: string, high: string): Rule {
  return (value, at, report) => {
    const [min, max] = [own(value, low), own(value, high)];
    if (typeof min === 'number' && typeof max === 'number' && min > max) {
      report(`must not be greater than \`${high}\``, `${at}/${low}`);
    }
  };
}
