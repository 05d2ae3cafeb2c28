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

/** While a pilot runs, how many of the employees take part; undefined once everybody does. */
export async function pilotFigures(
  tx: Tx,
  tenant: string,
): Promise<{ inside: number; people: number } | undefined> {
  const [row] = await tx.sql<{ inside: number; people: number }[]>`
    select count(m.id)::int as people, count(m.id) filter (
      where m.roles @> ${tx.sql.json(['admin'])} or c.pilot->'members' ? m.id or exists (
        select 1 from user_group g where g.tenant = m.tenant and c.pilot->'groups' ? g.id and not g.disabled and g.members ? m.id))::int as inside
    from company c left join member m on m.tenant = c.tenant and m.standing = 'member' and m.left_at is null
    where c.tenant = ${tenant} and jsonb_typeof(c.pilot) = 'object' group by c.tenant`;
  return row;
}
