import { type Decision, refuse } from '../kernel/decision.ts';
import type { Member } from '../people/member.ts';
import { type DataSet, mayChange } from './data-set.ts';

export type RetireRefusal = 'catalog.notAllowed' | 'catalog.changedMeanwhile' | 'catalog.retired';

/**
 * Takes a data set out of use: it is offered no more, running grants run out, its history stays. Its code and names stay taken. Refused: to
 * whom it is not allowed, after somebody else's change, and the second time.
 */
export function retire(command: { by: string; revision: number }) {
  return (
    state: { actor: Member | undefined; before: DataSet | undefined },
    now: Date,
  ): Decision<DataSet, RetireRefusal> => {
    const { actor, before } = state;
    if (!mayChange(actor, before)) return refuse('catalog.notAllowed');
    if (!before || before.retiredAt) return refuse('catalog.retired');
    if (before.revision !== command.revision) return refuse('catalog.changedMeanwhile');
    const next = { ...before, retiredAt: now, revision: before.revision + 1 };
    return {
      next,
      events: [
        {
          type: 'catalog.retired',
          version: 1,
          subject: before.id,
          data: { by: command.by, revision: next.revision },
        },
      ],
    };
  };
}
