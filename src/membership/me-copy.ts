import type { Decision } from '../kernel/decision.ts';

/** Asks for a file with everything that is held about oneself (PIPL article 45: to consult and copy). Never refused. */
export function askCopy(command: { by: string }) {
  return (): Decision<null> => ({
    next: null,
    events: [{ type: 'people.copy_asked', version: 1, subject: command.by, data: { by: command.by } }],
  });
}
