import type { Tx } from '../database/connection.ts';
import type { Pilot } from './company.ts';
import { holds, type Member } from './member.ts';

/**
 * Whether somebody takes part by now: everybody once the company is switched on; before that the people of the pilot, the members of its
 * user groups, and admins, who switch it on.
 */
export async function takesPart(
  tx: Tx,
  tenant: string,
  member: Pick<Member, 'id' | 'roles' | 'standing' | 'leftAt'> | undefined,
): Promise<boolean> {
  const [row] = await tx.sql<{ pilot: Pilot | null }[]>`select pilot from company where tenant = ${tenant}`;
  const pilot = row?.pilot;
  if (!pilot) return true;
  if (!member) return false;
  if (holds(member as Member, 'admin') || pilot.members.includes(member.id)) return true;
  const [group] = await tx.sql<{ id: string }[]>`
    select id from user_group
    where tenant = ${tenant} and id = any(${[...pilot.groups]}) and not disabled and members @> ${tx.sql.json([member.id])} limit 1`;
  return group !== undefined;
}
