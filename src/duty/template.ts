import type { ControlId } from './control.data.ts';

/** Who in the firm a duty of the starting set is meant for; the officer says once which person that is. */
export const posts = [
  ...['officer', 'management', 'it', 'staff', 'audit', 'legal', 'service', 'training', 'partners'],
] as const;
export type Post = (typeof posts)[number];

/** When a suggested duty falls due; the day it begins is the day it is adopted. */
export type Rhythm =
  | { readonly kind: 'rule'; readonly rule: string; readonly off: 'after' }
  | { readonly kind: 'workday'; readonly every: 'month' | 'quarter' | 'year'; readonly nth: number }
  | { readonly kind: 'after'; readonly event: string; readonly workingDays: number };

/** What a number counts, where its label does not say it; the words stand in starting-set.text.ts. */
export const units = ['min', 'percent'] as const;
export type Unit = (typeof units)[number];

/** Who comes to a suggested meeting: whoever has a post, owners of data sets, and people others report to. */
export type Guest = Post | 'owners' | 'managers';

/** What is asked as evidence; its words stand in starting-set.text.ts under `code.key`, of a list under `code.key.1` and so on. */
export type Wanted =
  | { readonly key: string; readonly kind: 'text' | 'link'; readonly needed: boolean; readonly shared?: true }
  | { readonly key: string; readonly kind: 'number'; readonly needed: boolean; readonly unit?: Unit }
  | {
      readonly key: string;
      readonly kind: 'checklist' | 'choice';
      readonly needed: boolean;
      readonly items: number;
    };

/** A duty that firms of this kind have: suggested to the officer, who adopts it, changes it, or says why not. */
export type Template = {
  readonly code: string;
  readonly controls: readonly ControlId[];
  /** It stands in for capabilities that are still to come, and retires when they make the evidence themselves. */
  readonly interim: boolean;
  readonly kind: 'recurring' | 'event' | 'meeting';
  readonly owner: Post;
  /** Where the control asks for a second person. */
  readonly checker: Post | null;
  /** Of a meeting: who comes to it, beside its owner. */
  readonly guests: readonly Guest[];
  readonly rhythm: Rhythm;
  /** Working days before it is due at which it opens, and after which it counts as late. */
  readonly leadDays: number;
  readonly toleranceDays: number;
  readonly asks: readonly Wanted[];
};

export const found: Wanted = { key: 'found', kind: 'text', needed: true, shared: true };
export const where: Wanted = { key: 'where', kind: 'link', needed: false, shared: true };
export const list = (key: string, items: number, needed = true): Wanted => ({
  key,
  kind: 'checklist',
  needed,
  items,
});
export const choice = (key: string, items: number): Wanted => ({ key, kind: 'choice', needed: true, items });
export const number = (key: string, unit?: Unit): Wanted => ({
  ...{ key, kind: 'number' as const, needed: true },
  ...(unit ? { unit } : {}),
});

const on = (months: string, day: number): Rhythm => ({
  kind: 'rule',
  rule: `FREQ=YEARLY;BYMONTH=${months};BYMONTHDAY=${day}`,
  off: 'after',
});
/** Each has its own place in the year, so that nothing comes in a heap. */
export const yearly = (month: number, day: number) => on(String(month), day);
export const twice = (month: number, day: number) => on(`${month},${month + 6}`, day);
export const quarterly = (month: number, day: number) =>
  on([month, month + 3, month + 6, month + 9].join(','), day);
export const monthly = (nth: number): Rhythm => ({ kind: 'workday', every: 'month', nth });
export const after = (event: string, workingDays: number): Rhythm => ({ kind: 'after', event, workingDays });

type Pace = { readonly rhythm: Rhythm; readonly leadDays: number; readonly toleranceDays: number };
export const pace = (rhythm: Rhythm, leadDays: number, toleranceDays: number): Pace => ({
  rhythm,
  leadDays,
  toleranceDays,
});

/** A duty that stays. */
export function duty(
  code: string,
  controls: readonly ControlId[],
  who: { owner: Post; checker?: Post; kind?: Template['kind']; guests?: readonly Guest[] },
  when: Pace,
  asks: readonly Wanted[],
): Template {
  const { owner, checker = null, guests = [] } = who;
  const kind = who.kind ?? (when.rhythm.kind === 'after' ? 'event' : 'recurring');
  return { code, controls, interim: false, kind, owner, checker, guests, ...when, asks };
}
