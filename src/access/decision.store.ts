import { owe } from '../attention/owed.store.ts';
import { type NamedRow, namedFrom, namedRows } from '../catalog/case.store.ts';
import { type DataSetRow, dataSetFrom, dataSetRows } from '../catalog/data-set.store.ts';
import { alongside } from '../database/alongside.ts';
import type { Tx } from '../database/connection.ts';
import { companyFrom, companyOf, companyRows } from '../people/company.store.ts';
import { type Company, companySchedule } from '../people/company.ts';
import { type MemberRow, memberRows, membersFrom } from '../people/member.store.ts';
import { type ScheduleRows, scheduleFrom, scheduleOf, scheduleRows } from '../people/schedule.store.ts';
import { insertGrant } from './grant.store.ts';
import { type Grant, warningAt } from './grant.ts';
import { namingRows, openRequest, storedRequest, updateRequest } from './request.store.ts';
import type { DecideState, Request } from './request.ts';
import { mayDecide } from './road.store.ts';
import { type WaitClock, workingClock } from './wait.ts';

type Beside = ScheduleRows & {
  people: MemberRow[];
  set: DataSetRow[];
  company: Company[];
  named: NamedRow[];
  naming: unknown[];
};

/** Everything a decision looks at, after the lock; most of it in one statement, of one moment. */
export async function loadDecision(
  tx: Tx,
  tenant: string,
  requestId: string,
  by: string,
): Promise<DecideState> {
  const dataSetId = tx.sql`asked.data_set`;
  const beside = alongside(tx, {
    people: memberRows(tx, tenant, tx.sql`array[asked.requester, asked.decided_by, ${by}]`),
    set: dataSetRows(tx, tenant, dataSetId),
    company: companyRows(tx, tenant),
    ...scheduleRows(tx, tenant, tx.sql`asked.requester`),
    named: namedRows(tx, tenant, tx.sql`asked.case_number`),
    naming: namingRows(tx, tenant, dataSetId, by),
  });
  const stored = await storedRequest<Beside>(tx, tenant, requestId, beside);
  if (!stored)
    return {
      request: undefined,
      requester: undefined,
      approver: undefined,
      decider: undefined,
      dataSet: undefined,
      named: false,
      schedule: companySchedule(await companyOf(tx, tenant)),
    };
  const members = membersFrom(stored.people);
  const dataSet = dataSetFrom(stored.set);
  const company = companyFrom(stored.company);
  const named = namedFrom(stored.case_number, stored.named, company);
  const wish = dataSet && { dataSet, requester: stored.requester };
  const [request, standing] = await Promise.all([
    openRequest(tx, tenant, stored),
    wish ? mayDecide(tx, tenant, wish, by, stored.naming.length > 0) : { named: false },
  ]);
  return {
    request,
    requester: members.get(request.requester),
    approver: members.get(by),
    decider: members.get(request.decidedBy ?? ''),
    dataSet,
    ...standing,
    schedule: scheduleFrom(company, stored),
    caseClosed: typeof named === 'object' && 'state' in named && named.state === 'closed',
  };
}

/** The warning before the end of access. */
export function oweWarning(tx: Tx, tenant: string, grant: Grant): Promise<void> {
  const { holder, id } = grant;
  return owe(tx, tenant, { kind: 'access.ending', person: holder, subject: id, dueAt: warningAt(grant) });
}

/** Saves an approval: the decision, the grant, and the warning that its holder is owed. */
export async function saveApproval(
  tx: Tx,
  tenant: string,
  next: { request: Request; grant: Grant },
): Promise<void> {
  await Promise.all([
    updateRequest(tx, tenant, next.request),
    insertGrant(tx, tenant, next.grant),
    // Of what waits for its Start nobody knows yet when it ends.
    ...(next.grant.state === 'ready' ? [] : [oweWarning(tx, tenant, next.grant)]),
  ]);
}

/** How waiting is counted in this company, and for the one who owes an answer. */
export async function waitClock(tx: Tx, tenant: string, requester: string): Promise<WaitClock> {
  const company = await companyOf(tx, tenant);
  return workingClock(companySchedule(company), await scheduleOf(tx, tenant, requester, company));
}
