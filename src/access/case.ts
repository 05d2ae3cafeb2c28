import type { Named } from '../catalog/case.ts';
import { type Refusal, refuse } from '../kernel/decision.ts';

/** Why nobody can ask with this case; undefined where they can. `closed` is the moment in ISO 8601, to be worded for the reader. */
export function caseRefusal(
  named: Named,
  number: string,
): Refusal<'access.caseUnknown' | 'access.caseClosed' | 'access.caseWanted'> | undefined {
  if (named === 'no_register') return undefined;
  if (typeof named === 'object' && 'wanted' in named)
    return refuse('access.caseWanted', { example: named.wanted }, 'caseNumber');
  if (named === 'unknown') return refuse('access.caseUnknown', { number }, 'caseNumber');
  if (named.state === 'open') return undefined;
  return refuse('access.caseClosed', { number, closed: named.closedAt?.toISOString() ?? '' }, 'caseNumber');
}
