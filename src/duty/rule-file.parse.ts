import type { Cadence } from './cadence.ts';
import type { Duty } from './duty.ts';

/** Columns of a file of duties, in the order in which they are written. A YAML file has the same names. */
export const ruleColumns = [
  ...([
    'key',
    'title_en',
    'title_zh',
    'kind',
    'controls',
    'law',
    'owner',
    'deputy',
    'checker',
    'participants',
    'when',
  ] as const),
  ...(['from', 'off', 'lead', 'tolerance', 'tz', 'holidays', 'ladder', 'asks'] as const),
] as const;
export type RuleColumn = (typeof ruleColumns)[number];

/** A row as it stands in a file: texts, or in YAML numbers and lists. */
export type RuleRow = Readonly<Partial<Record<RuleColumn, unknown>>>;

/** `FREQ=…`, `workday 1 of month`, `3 workdays after people.left`, `on 2026-12-01`. Undefined: none of them. */
export function readWhen(
  when: string,
  from: string,
  off: string,
): Cadence | Record<string, unknown> | undefined {
  const said = when.normalize('NFKC').trim();
  if (/FREQ=/i.test(said)) return { kind: 'rule', rule: said, from, off: off || 'after' };
  const workday = /^workday (-?\d+) of (month|quarter|year)$/i.exec(said);
  if (workday) return { kind: 'workday', nth: workday[1], every: workday[2]?.toLowerCase(), from };
  const after = /^(\d+) workdays? after ([a-z_.]+)$/i.exec(said);
  if (after) return { kind: 'after', workingDays: Number(after[1]), event: after[2] };
  const once = /^on (\d{4}-\d{2}-\d{2})$/i.exec(said);
  return once ? { kind: 'once', on: once[1] } : undefined;
}

export function sayWhen(cadence: Cadence): { when: string; from: string; off: string } {
  switch (cadence.kind) {
    case 'rule':
      return { when: cadence.rule, from: cadence.from, off: cadence.off };
    case 'workday':
      return { when: `workday ${cadence.nth} of ${cadence.every}`, from: cadence.from, off: '' };
    case 'after':
      return { when: `${cadence.workingDays} workdays after ${cadence.event}`, from: '', off: '' };
    case 'once':
      return { when: `on ${cadence.on}`, from: '', off: '' };
  }
}

/** A duty as a row, which a file can hand in again unchanged. */
export function rowOf(duty: Duty): Record<RuleColumn, string> {
  const { why, office } = duty;
  return {
    key: duty.id,
    title_en: duty.titleEn,
    title_zh: duty.titleZh,
    kind: duty.kind,
    controls: why.controls.join(' '),
    law: why.law ?? '',
    owner: duty.owner ?? '',
    deputy: duty.deputy ?? '',
    checker: duty.checker ?? '',
    participants: duty.participants.join(', '),
    ...sayWhen(duty.cadence),
    lead: String(duty.leadDays),
    tolerance: String(duty.toleranceDays),
    tz: office.tz,
    holidays: office.holidays,
    // An empty cell means the usual steps.
    ladder: duty.ladder.map(({ to, afterWorkingHours }) => `${to} ${afterWorkingHours}`).join(', ') || 'none',
    asks: JSON.stringify(duty.asks),
  };
}
