import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../database/connection.ts';
import { companyOf } from './company.store.ts';
import { inPilot } from './company.ts';
import { allUserGroups, memberById } from './member.store.ts';
import { memberTable } from './member.table.ts';
import type { WelcomeState } from './welcome.ts';

/** Ids of employees who take part and were never greeted, in the order of their ids. */
export async function unwelcomed(tx: Tx, tenant: string, limit: number): Promise<string[]> {
  const rows = await tx.db
    .select({ id: memberTable.id })
    .from(memberTable)
    .where(
      and(
        eq(memberTable.tenant, tenant),
        isNull(memberTable.welcomedAt),
        isNull(memberTable.leftAt),
        eq(memberTable.standing, 'member'),
      ),
    )
    .orderBy(memberTable.id);
  if (rows.length === 0) return [];
  const part = await takingPart(tx, tenant);
  return rows
    .map(({ id }) => id)
    .filter(part)
    .slice(0, limit);
}

export async function welcomeState(tx: Tx, tenant: string, id: string): Promise<WelcomeState> {
  const [member, [row], part] = await Promise.all([
    memberById(tx, tenant, id),
    tx.db
      .select({ at: memberTable.welcomedAt })
      .from(memberTable)
      .where(and(eq(memberTable.tenant, tenant), eq(memberTable.id, id))),
    takingPart(tx, tenant),
  ]);
  return { member, welcomedAt: row?.at ?? null, takesPart: part(id) };
}

export async function saveWelcome(tx: Tx, tenant: string, id: string, at: Date): Promise<void> {
  await tx.db
    .update(memberTable)
    .set({ welcomedAt: at })
    .where(and(eq(memberTable.tenant, tenant), eq(memberTable.id, id)));
}

/** Marks everybody who is there now as greeted, without a word. */
export async function welcomeSilently(tx: Tx, tenant: string, at: Date): Promise<void> {
  await tx.db
    .update(memberTable)
    .set({ welcomedAt: at })
    .where(and(eq(memberTable.tenant, tenant), isNull(memberTable.welcomedAt)));
}

async function takingPart(tx: Tx, tenant: string): Promise<(member: string) => boolean> {
  const [company, groups] = await Promise.all([companyOf(tx, tenant), allUserGroups(tx, tenant)]);
  return (member) =>
    inPilot(
      company,
      member,
      groups.filter((group) => !group.disabled && group.members.includes(member)).map(({ id }) => id),
    );
}
