import { type Decision, refuse } from '../kernel/decision.ts';

/**
 * Looks up what concerns somebody else: that it was done is part of the record, and stands in what that person can see about themselves.
 * Refused for oneself: looking at one's own is no event. The subject is the person, or a record of theirs.
 */
export function lookAt(command: { by: string; person: string }) {
  return (): Decision<null, 'people.ownLook'> => {
    if (command.by === command.person) return refuse('people.ownLook');
    const data = { by: command.by };
    return { next: null, events: [{ type: 'people.looked_at', version: 1, subject: command.person, data }] };
  };
}

/** Types of events by which somebody looked at a subject. */
export const lookTypes: readonly string[] = ['people.looked_at', 'audit.read', 'audit.proofs_asked'];
