import { owe } from '../attention/owed.store.ts';
import { namedCase } from '../catalog/case.store.ts';
import { dataSetById } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { membersById } from '../people/member.store.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import { insertGrant } from './grant.store.ts';
import { type Grant, warningAt } from './grant.ts';
import { namesApprover, openRequest, storedRequest, updateRequest } from './request.store.ts';
import type { DecideState, Request } from './request.ts';
import { mayDecide } from './road.store.ts';
import { type WaitClock, workingClock } from './wait.ts';

/** Everything a decision looks at, after the lock. */
export async function loadDecision(
  tx: Tx,
  tenant: string,
  requestId: string,
  by: string,
): Promise<DecideState> {
  const stored = await storedRequest(tx, tenant, requestId);
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
  const [request, members, dataSet, schedule, named, approver] = await Promise.all([
    openRequest(tx, tenant, stored),
    membersById(tx, tenant, [stored.requester, by, stored.decided_by ?? by]),
    dataSetById(tx, tenant, stored.data_set),
    scheduleOf(tx, tenant, stored.requester),
    namedCase(tx, tenant, stored.case_number),
    namesApprover(tx, tenant, stored.data_set, by),
  ]);
  const wish = dataSet && { dataSet, requester: stored.requester };
  return {
    request,
    requester: members.get(request.requester),
    approver: members.get(by),
    decider: members.get(request.decidedBy ?? ''),
    dataSet,
    ...(wish ? await mayDecide(tx, tenant, wish, by, approver) : { named: false }),
    schedule,
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
