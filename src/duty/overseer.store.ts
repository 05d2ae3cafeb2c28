import type { Tx } from '../database/connection.ts';
import { memberById } from '../people/member.store.ts';
import { reportsOf, type Whose } from './overview.store.ts';
import { mayOversee } from './overview.ts';

/** Whose duties the person oversees; undefined: nobody's. */
export async function overseenBy(tx: Tx, tenant: string, person: string): Promise<Whose | undefined> {
  const [member, reports] = await Promise.all([
    memberById(tx, tenant, person),
    reportsOf(tx, tenant, person),
  ]);
  const scope = mayOversee(member, reports);
  return scope && (scope === 'all' ? null : reports);
}
