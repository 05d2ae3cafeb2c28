import { z } from 'zod';

/** What the form of a shorter approval hands in. */
export const shortenInput = z.object({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 366),
});

const usual = [1, 2, 4, 8, 24, 48, 72, 168, 336, 720];

/** The lengths to offer below what was asked for, in hours, the longest first; at most six. */
export function shorterThan(hours: number): number[] {
  return usual
    .filter((one) => one < hours)
    .reverse()
    .slice(0, 6);
}
