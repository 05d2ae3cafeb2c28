import type { Decision } from '../kernel/decision.ts';
import type { AnchorFault } from './anchor.ts';

/** A place that takes no checkpoint until somebody mends it. */
export type AnchorTrouble = { readonly place: string; readonly fault: AnchorFault; readonly since: Date };

/** Notes why a place takes nothing. The same again is no news; another reason at the same place is. */
export function failAnchor(place: string, fault: AnchorFault) {
  return (before: AnchorTrouble | undefined, now: Date): Decision<AnchorTrouble> => {
    if (before?.fault === fault) return { next: before, events: [] };
    return {
      next: { place, fault, since: now },
      events: [{ type: 'audit.anchor_failed', version: 1, subject: place, data: { fault } }],
    };
  };
}

/** The place takes checkpoints again. */
export function mendAnchor(place: string) {
  return (before: AnchorTrouble | undefined): Decision<null> => ({
    next: null,
    events: before
      ? [{ type: 'audit.anchor_mended', version: 1, subject: place, data: { fault: before.fault } }]
      : [],
  });
}
