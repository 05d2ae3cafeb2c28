import type { Refusal } from '../kernel/decision.ts';
import { formatMoment } from '../kernel/locale.ts';
import type { Visit } from '../slack/capability.ts';

/** A refusal for a closed case, with the moment it was closed as the reader writes it. */
export function worded<R extends Refusal>(refusal: R, { reader, now }: Visit): R {
  const { key, values } = refusal.refused;
  if (key !== 'access.caseClosed' || typeof values?.closed !== 'string') return refusal;
  const closed = formatMoment(new Date(values.closed), reader, now());
  return { ...refusal, refused: { key, values: { ...values, closed } } };
}
