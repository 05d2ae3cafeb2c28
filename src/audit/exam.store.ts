import type { Tx } from '../database/connection.ts';
import type { Exam } from './exam.ts';

type Row = Omit<Exam, 'askedBy' | 'askedAt' | 'finishedAt'> & {
  asked_by: string;
  asked_at: Date;
  finished_at: Date | null;
};

export async function examById(tx: Tx, tenant: string, id: string): Promise<Exam | undefined> {
  const [row] = await tx.sql<Row[]>`
    select id, asked_by, asked_at, finished_at, findings from audit_exam where tenant = ${tenant} and id = ${id}`;
  return row && fromRow(row);
}

/** The newest one that a person asked for. */
export async function lastExam(tx: Tx, tenant: string, by: string): Promise<Exam | undefined> {
  const [row] = await tx.sql<Row[]>`
    select id, asked_by, asked_at, finished_at, findings from audit_exam
    where tenant = ${tenant} and asked_by = ${by} order by asked_at desc limit 1`;
  return row && fromRow(row);
}

export async function saveExam(tx: Tx, tenant: string, exam: Exam): Promise<void> {
  const { id, askedBy, askedAt, finishedAt } = exam;
  const findings = tx.sql.json(JSON.parse(JSON.stringify(exam.findings)));
  await tx.sql`
    insert into audit_exam (id, tenant, asked_by, asked_at, finished_at, findings)
    values (${id}, ${tenant}, ${askedBy}, ${askedAt}, ${finishedAt}, ${findings})
    on conflict (id) do update set finished_at = excluded.finished_at, findings = excluded.findings`;
}

function fromRow({ asked_by, asked_at, finished_at, ...rest }: Row): Exam {
  return { ...rest, askedBy: asked_by, askedAt: asked_at, finishedAt: finished_at };
}
