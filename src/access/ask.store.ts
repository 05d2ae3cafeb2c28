import { namedCase } from '../catalog/case.store.ts';
import { dataSetById } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import type { Locale } from '../kernel/locale.ts';
import { companyOf } from '../people/company.store.ts';
import { companySchedule } from '../people/company.ts';
import { holdersOf, memberById, membersById } from '../people/member.store.ts';
import { waitingOf } from './request.store.ts';
import { roadOf } from './road.store.ts';

/** What asking looks at, for the request itself and for a trial of it. */
export async function loadAsk(
  tx: Tx,
  tenant: string,
  wish: { by: string; dataSet: string; caseNumber: string },
  locale: Locale,
) {
  const [requester, dataSet, waiting, company, named] = await Promise.all([
    memberById(tx, tenant, wish.by),
    dataSetById(tx, tenant, wish.dataSet),
    waitingOf(tx, tenant, wish),
    companyOf(tx, tenant),
    namedCase(tx, tenant, wish.caseNumber),
  ]);
  const deciders = dataSet
    ? await roadOf(tx, tenant, dataSet, wish.by)
    : { people: [], road: 'approver' as const };
  const admins = deciders.people.length > 0 ? [] : await holdersOf(tx, tenant, 'admin');
  const names = [...(await membersById(tx, tenant, admins)).values()].map(({ name }) => name);
  return {
    requester,
    dataSet,
    case: named,
    waiting,
    deciders,
    company: companySchedule(company),
    admins: new Intl.ListFormat(locale, { type: 'disjunction' }).format(names),
  };
}
