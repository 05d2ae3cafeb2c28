import type { Rung } from '../attention/ladder.ts';
import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { dutyText } from './duty.text.ts';

/** Working hours of a day, by which steps of escalation are said in days. */
const hoursOfDay = 8;

/** Who hears when it stays undone, in the order in which they do. */
export function ladderWords(ladder: readonly Rung[], locale: Locale): string {
  const words = ladder.map((rung) => rungWords(rung, locale));
  return words.join(locale === 'zh' ? '；' : '; ');
}

export function rungWords({ to, afterWorkingHours }: Rung, locale: Locale): string {
  const days = afterWorkingHours / hoursOfDay;
  return Number.isInteger(days)
    ? plain(dutyText, locale, 'rung.days', { to, days })
    : plain(dutyText, locale, 'rung.hours', { to, hours: afterWorkingHours });
}

/** The steps that are offered: deputy after one working day, manager after two, privacy officer after four. */
export const usualLadder: readonly Rung[] = [
  { to: 'deputy', afterWorkingHours: hoursOfDay },
  { to: 'manager', afterWorkingHours: 2 * hoursOfDay },
  { to: 'officer', afterWorkingHours: 4 * hoursOfDay },
];
