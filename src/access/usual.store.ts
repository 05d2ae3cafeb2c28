import type { Tx } from '../database/connection.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { usualDays, usualMinutes } from './usual.ts';

/** The latest answers are enough for a median, and a card is drawn often. */
const mostAnswers = 100;

/** `usualMinutes` of the latest answers about a data set within the last 90 days. */
export async function usualWait(
  tx: Tx,
  tenant: string,
  dataSet: string,
  now: Date,
): Promise<number | undefined> {
  const since = new Date(now.getTime() - usualDays * 86_400_000);
  const answers = await tx.sql<{ askedAt: Date; decidedAt: Date }[]>`
    select created_at as "askedAt", decided_at as "decidedAt" from access_request
    where tenant = ${tenant} and data_set = ${dataSet} and state in ('granted', 'denied')
    and decided_by is not null and decided_at >= ${since} and decided_at <= ${now}
    order by decided_at desc limit ${mostAnswers}`;
  return usualMinutes(answers, companySchedule(await companyOf(tx, tenant)));
}
