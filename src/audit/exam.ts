import { type Decision, refuse } from '../kernel/decision.ts';
import { holds, type Member } from '../people/member.ts';
import type { Finding } from '../slack/capability.ts';

/** A look of the doctor at everything, asked for in Slack. */
export type Exam = {
  readonly id: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  readonly findings: readonly Finding[];
};

/** Asks the doctor. Refused: to anybody who is no admin; while the same person's last one is under way, for ten minutes at most. */
export function askExam(command: { id: string; by: string }) {
  return (
    state: { actor: Member | undefined; last: Exam | undefined },
    now: Date,
  ): Decision<Exam, 'doctor.notAdmin' | 'doctor.underWay'> => {
    const { actor, last } = state;
    if (!holds(actor, 'admin')) return refuse('doctor.notAdmin');
    const age = last ? now.getTime() - last.askedAt.getTime() : 0;
    if (last && !last.finishedAt && age < 600_000) return refuse('doctor.underWay');
    const { id, by } = command;
    return {
      next: { id, askedBy: by, askedAt: now, finishedAt: null, findings: [] },
      events: [{ type: 'audit.exam_asked', version: 1, subject: id, data: { by } }],
    };
  };
}

/** What the doctor found. Refused when it was found before. */
export function finishExam(findings: readonly Finding[]) {
  return (exam: Exam | undefined, now: Date): Decision<Exam, 'doctor.over'> => {
    if (!exam || exam.finishedAt) return refuse('doctor.over');
    const count = (wanted: Finding['verdict']) => findings.filter(({ verdict }) => verdict === wanted).length;
    const data = { by: exam.askedBy, wrong: count('wrong'), warnings: count('warning') };
    return {
      next: { ...exam, finishedAt: now, findings },
      events: [{ type: 'audit.exam_finished', version: 1, subject: exam.id, data }],
    };
  };
}
