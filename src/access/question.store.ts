import type { Tx } from '../database/connection.ts';
import { openRows, person, sealRow } from '../vault/sealed.ts';
import { questionSealed } from './access.table.ts';
import type { Asked, Question } from './question.ts';
import { updateRequest } from './request.store.ts';

type Row = {
  request: string;
  number: number;
  by: string;
  question: string | null;
  asked_at: Date;
  answer: string | null;
  answered_at: Date | null;
};

/** What was asked about a request, in its order. */
export async function questionsOf(tx: Tx, tenant: string, request: string): Promise<Question[]> {
  const rows = await tx.sql<Row[]>`
    select request, number, by, question, asked_at, answer, answered_at from access_question
    where tenant = ${tenant} and request = ${request} order by number`;
  const opened = await openRows(tx, tenant, questionSealed, rows);
  return opened.map((row) => ({
    request: row.request,
    number: row.number,
    by: row.by,
    text: row.question,
    askedAt: row.asked_at,
    answer: row.answer,
    answeredAt: row.answered_at,
  }));
}

/** Saves a question or its answer, and what that did to the wait. */
export async function saveAsked(tx: Tx, tenant: string, { request, question }: Asked): Promise<void> {
  const { by, number, askedAt: asked_at, answeredAt: answered_at } = question;
  const { requester } = request;
  const row = await sealRow(tx, tenant, questionSealed, person(requester), {
    ...{ tenant, request: request.id, number, requester, by, asked_at, answered_at },
    question: question.text,
    answer: question.answer,
  });
  const { answer } = row;
  await Promise.all([
    updateRequest(tx, tenant, request),
    tx.sql`
      insert into access_question ${tx.sql(row)}
      on conflict (request, number) do update set answer = ${answer}, answered_at = ${answered_at}`,
  ]);
}
