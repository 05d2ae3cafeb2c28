import { namedCase } from '../catalog/case.store.ts';
import type { Tx } from '../database/connection.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import { isWorking } from '../people/working-time.ts';
import type { Request } from './request.ts';
import type { Habit } from './unusual.ts';

/** How many earlier approvals say what is usual. */
const lookBack = 50;

/** How the requester usually asks, seen from this request at this moment. */
export async function habitOf(tx: Tx, tenant: string, request: Request, now: Date): Promise<Habit> {
  const { id, requester, dataSet, caseNumber, createdAt } = request;
  const [earlier, [counted], known, schedule] = await Promise.all([
    tx.sql<{ hours: number }[]>`
      select hours from access_request
      where tenant = ${tenant} and requester = ${requester} and data_set = ${dataSet} and state = 'granted'
      and lasts in ('hours', 'working', 'case')
      and created_at < ${createdAt} and id <> ${id}
      order by created_at desc limit ${lookBack}`,
    tx.sql<{ holds: number; denied: boolean }[]>`
      select
        (select count(*)::int from access_grant where tenant = ${tenant} and holder = ${requester}
          and state in ('scheduled', 'running') and ends_at > ${now} and request <> ${id}) as holds,
        exists (select from access_request where tenant = ${tenant} and requester = ${requester}
          and data_set = ${dataSet} and case_number = ${caseNumber} and state = 'denied' and id <> ${id}) as denied`,
    namedCase(tx, tenant, caseNumber),
    scheduleOf(tx, tenant, requester),
  ]);
  return {
    lengths: earlier.map(({ hours }) => hours),
    holds: counted?.holds ?? 0,
    onCase: typeof known === 'string' || 'wanted' in known ? null : known.people.includes(requester),
    working: isWorking(schedule, createdAt),
    deniedBefore: counted?.denied ?? false,
  };
}
