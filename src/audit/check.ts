import { type Decision, refuse } from '../kernel/decision.ts';
import { holds, type Member } from '../people/member.ts';

/** A check of the whole log that somebody asked for in Slack. */
export type Check = {
  readonly id: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly state: 'running' | 'whole' | 'broken';
  /** Entries of the log; while it runs, how many of them have been checked. */
  readonly size: number | null;
  /** Hex. */
  readonly root: string | null;
  /** The first bad entry, as `shoumi verify` names it. */
  readonly fault: string | null;
  readonly finishedAt: Date | null;
  /** Checkpoints held outside that the log was compared with. */
  readonly held: number | null;
  /** Places outside that could not be read. */
  readonly unread: readonly string[];
};

export type Finding = Pick<Check, 'size' | 'root' | 'fault' | 'held' | 'unread'> & {
  readonly state: 'whole' | 'broken';
};

/** Looks into the record and decides nothing: auditors, privacy officers, admins. */
export function mayAudit(member: Member | undefined): boolean {
  return holds(member, 'auditor') || holds(member, 'privacy_officer') || holds(member, 'admin');
}

/** Asks for a check. Refused: to whoever may not audit; while the same person's last one is running. */
export function askCheck(command: { id: string; by: string }) {
  return (
    state: { actor: Member | undefined; running: string | undefined },
    now: Date,
  ): Decision<Check, 'audit.mayNot' | 'audit.checkRunning'> => {
    if (!mayAudit(state.actor)) return refuse('audit.mayNot');
    if (state.running) return refuse('audit.checkRunning');
    const { id, by } = command;
    return {
      next: {
        id,
        askedBy: by,
        askedAt: now,
        state: 'running',
        size: null,
        root: null,
        fault: null,
        finishedAt: null,
        held: null,
        unread: [],
      },
      events: [{ type: 'audit.check_asked', version: 1, subject: id, data: { by } }],
    };
  };
}

/** What the check found. Refused: when it has been found before. */
export function finishCheck(finding: Finding) {
  return (check: Check | undefined, now: Date): Decision<Check, 'audit.checkOver'> => {
    if (check?.state !== 'running') return refuse('audit.checkOver');
    const { state, size, root, held, unread } = finding;
    return {
      next: { ...check, ...finding, finishedAt: now },
      events: [
        {
          type: 'audit.check_finished',
          version: 1,
          subject: check.id,
          // The fault quotes entries, so it stands in the row and not in the log that is in doubt.
          data: { by: check.askedBy, state, size, root, held, unread: [...unread] },
        },
      ],
    };
  };
}

/** Looks at the timeline of a subject, or asks for its proofs: that somebody did is part of the record. Refused: to whoever may not audit. */
export function look(command: { by: string; subject: string; at: 'timeline' | 'proofs' }) {
  return (actor: Member | undefined): Decision<null, 'audit.mayNot'> => {
    if (!mayAudit(actor)) return refuse('audit.mayNot');
    const { by, subject, at } = command;
    const type = at === 'timeline' ? 'audit.read' : 'audit.proofs_asked';
    return { next: null, events: [{ type, version: 1, subject, data: { by } }] };
  };
}
