import { derivedId } from '../kernel/id.ts';
import { plain, type Texts } from '../kernel/message.ts';
import { memberById } from '../people/member.store.ts';
import type { Answer, CardKind, CommandHandler, Visit } from '../slack/capability.ts';
import { doctorText } from './doctor.text.ts';
import { examById, lastExam, saveExam } from './exam.store.ts';
import { askExam } from './exam.ts';
import { examFace } from './exam.view.ts';

/** `/shoumi doctor`, and the button under what it found. The looking takes longer than Slack waits, so the answer is a card. */
export async function askDoctor(visit: Visit): Promise<Answer> {
  const { tenant, reader, cause } = visit;
  const id = derivedId('exm', tenant, cause.id, visit.now().toISOString());
  const outcome = await visit.commit({
    id: derivedId('cmd', id),
    cause,
    keys: [`person:${reader.id}`],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      last: await lastExam(tx, tenant, reader.id),
    }),
    decide: askExam({ id, by: reader.id }),
    save: (tx, next) => saveExam(tx, tenant, next),
  });
  const key = outcome.kind === 'refused' ? outcome.refused.key : 'exam.started';
  return { kind: 'say', text: plain(doctorText, reader.locale, key) };
}

export const runDoctor: CommandHandler = (visit) => askDoctor(visit);

/** To whoever asked, once it is known. */
export function examCard(others: readonly Texts[]): CardKind {
  return {
    kind: 'audit.exam',
    about: ['audit'],
    audience: async (tx, tenant, subject) => {
      const exam = subject.startsWith('exm_') ? await examById(tx, tenant, subject) : undefined;
      return exam?.finishedAt ? [{ reader: exam.askedBy, occasion: exam.id }] : [];
    },
    render: async (tx, { tenant, reader, occasion, now }) => {
      const exam = await examById(tx, tenant, occasion);
      return exam?.finishedAt ? examFace(exam, others, reader, now) : null;
    },
  };
}
