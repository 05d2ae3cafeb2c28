import { owe } from '../attention/owed.store.ts';
import { dataSetById, decidersOf } from '../catalog/data-set.store.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { membersById } from '../people/member.store.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import { insertGrant } from './grant.store.ts';
import { type Grant, warningAt } from './grant.ts';
import { namesApprover, openRequest, storedRequest, updateRequest } from './request.store.ts';
import type { DecideState, Request } from './request.ts';
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
    };
  const [request, members, dataSet, named] = await Promise.all([
    openRequest(tx, tenant, stored),
    membersById(tx, tenant, [stored.requester, by, stored.decided_by ?? by]),
    dataSetById(tx, tenant, stored.data_set),
    namesApprover(tx, tenant, stored.data_set, by),
  ]);
  const insteadOf = named || !dataSet ? null : await steadOf(tx, tenant, dataSet, request.requester, by);
  return {
    request,
    requester: members.get(request.requester),
    approver: members.get(by),
    decider: members.get(request.decidedBy ?? ''),
    dataSet,
    named: named || insteadOf !== null,
    insteadOf,
  };
}

/** The absent approver in whose stead somebody may decide on a wish. */
async function steadOf(tx: Tx, tenant: string, dataSet: DataSet, requester: string, by: string) {
  const deciders = await decidersOf(tx, tenant, dataSet, requester);
  return deciders.find(({ id }) => id === by)?.insteadOf ?? null;
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
    owe(tx, tenant, {
      kind: 'access.ending',
      person: next.grant.holder,
      subject: next.grant.id,
      dueAt: warningAt(next.grant),
    }),
  ]);
}

/** How waiting is counted in this company, and for the one who owes an answer. */
export async function waitClock(tx: Tx, tenant: string, requester: string): Promise<WaitClock> {
  const company = await companyOf(tx, tenant);
  return workingClock(companySchedule(company), await scheduleOf(tx, tenant, requester, company));
}
