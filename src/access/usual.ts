import type { Schedule } from '../people/working-time.ts';
import { median } from './unusual.ts';
import { workingClock } from './wait.ts';

/** How far back answers say what is usual. */
export const usualDays = 90;
/** Fewer answers say little. */
export const fewestAnswers = 10;

export type Answered = { readonly askedAt: Date; readonly decidedAt: Date };

/**
 * How long an answer usually took: the median of the company's working minutes from request to decision, whole and at least one; what was
 * asked and answered outside working time counts by the clock. Undefined below ten answers.
 */
export function usualMinutes(answers: readonly Answered[], company: Schedule): number | undefined {
  if (answers.length < fewestAnswers) return undefined;
  const clock = workingClock(company, company);
  const took = answers.map(({ askedAt, decidedAt }) => clock.left(askedAt, decidedAt));
  return Math.max(1, Math.round(median(took)));
}
