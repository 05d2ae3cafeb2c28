import type { QueueSpec } from '../jobs/jobs.ts';
import { derivedId } from '../kernel/id.ts';
import type { Route } from '../ledger/dispatch.ts';
import type { House } from '../slack/capability.ts';
import { examine, type Patient } from './doctor.job.ts';
import { examById, saveExam } from './exam.store.ts';
import { finishExam } from './exam.ts';

/** Has the doctor look: places outside may take their time, so on a queue where nobody else waits. */
export const examQueue: QueueSpec = { name: 'audit.exam', keyed: true, concurrency: 1 };

export const examRoute: Route = ({ tenant, subject, type }) =>
  type === 'audit.exam_asked'
    ? [{ queue: examQueue.name, data: { tenant, exam: subject }, key: tenant }]
    : [];

/** Handler of the queue. */
export async function runExam(
  of: (tenant: string) => { house: House; patient: Patient },
  { tenant = '', exam: id = '' }: Record<string, string>,
): Promise<void> {
  const { house, patient } = of(tenant);
  const exam = await house.read((tx) => examById(tx, tenant, id));
  if (!exam || exam.finishedAt) return;
  const findings = await examine(patient);
  await house.commit({
    id: derivedId('cmd', tenant, 'audit.exam', id),
    cause: { kind: 'event', id },
    keys: [id],
    load: (tx) => examById(tx, tenant, id),
    decide: finishExam(findings),
    save: (tx, next) => saveExam(tx, tenant, next),
  });
}
