import { type Decision, refuse } from '../kernel/decision.ts';

/** Erases whatever was sealed for a holder, for good. Refused when there is nothing to erase. */
export function shred(holder: string) {
  return (live: number): Decision<string, 'vault.nothingSealed'> => {
    if (live === 0) return refuse('vault.nothingSealed');
    return {
      next: holder,
      events: [
        {
          type: 'vault.shredded',
          version: 1,
          // On the person's own timeline, where it is a person.
          subject: holder.replace(/^person:/, ''),
          data: { holder, keys: live },
        },
      ],
    };
  };
}

/** How far a rotation has come in one sealed table. */
export type Progress = {
  readonly target: string;
  readonly startedAt: Date;
  /** Key of the last row done, as JSON; empty before the first. */
  readonly cursor: string;
  readonly done: number;
  readonly finished: boolean;
};

/** Ends a rotation when every table is done. Refused before. */
export function finish(kek: string, holders: number) {
  return (progress: readonly Progress[]): Decision<string, 'vault.notDone'> => {
    const [first] = progress;
    if (!first || progress.some((one) => !one.finished)) return refuse('vault.notDone');
    const values = progress.reduce((sum, one) => sum + one.done, 0);
    return {
      next: kek,
      events: [
        {
          type: 'vault.rotated',
          version: 1,
          subject: 'vault',
          data: { kek, holders, values, startedAt: first.startedAt.toISOString() },
        },
      ],
    };
  };
}
