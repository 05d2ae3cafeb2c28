import { z } from 'zod';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { holdersOf, memberById, membersById, saveMember } from '../people/member.store.ts';
import { isEmployee, positionsKey, type Role, setRoles, userId } from '../people/member.ts';
import type { SubmittedView, Visit } from '../slack/capability.ts';
import { setupText } from './setup.text.ts';
import type { Faults } from './step.view.ts';

const fieldOfRole = { admin: 'admins', privacy_officer: 'officers', auditor: 'auditors' } as const;
type Asked = keyof typeof fieldOfRole;
const askedRoles = Object.keys(fieldOfRole) as Asked[];

const chosen = z.object({
  admins: z.array(userId).min(1),
  officers: z.array(userId).min(1),
  auditors: z.array(userId),
});

/** Gives and takes the three roles of the house, one person after the other; who gets the role of admin comes before who loses it. */
export async function setPeople(visit: Visit, { values }: SubmittedView): Promise<Faults> {
  const { tenant, reader, cause } = visit;
  const { locale } = reader;
  const parsed = chosen.safeParse({ ...values, auditors: values.auditors ?? [] });
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'admins');
    return { [field]: plain(setupText, locale, 'people.choose') };
  }
  const ids = [...new Set(Object.values(parsed.data).flat())];
  const before = await visit.read(async (tx) => ({
    members: await membersById(tx, tenant, ids),
    holders: new Map(
      await Promise.all(askedRoles.map(async (role) => [role, await holdersOf(tx, tenant, role)] as const)),
    ),
  }));
  for (const role of askedRoles) {
    const wrong = parsed.data[fieldOfRole[role]].find((id) => !isEmployee(before.members.get(id)));
    if (wrong) {
      const name = before.members.get(wrong)?.name ?? wrong;
      return { [fieldOfRole[role]]: plain(setupText, locale, 'people.notEmployee', { name }) };
    }
  }
  if (!parsed.data.admins.includes(reader.id))
    return { admins: plain(setupText, locale, 'people.keepYourself') };
  const everybody = [...new Set([...ids, ...[...before.holders.values()].flat()])];
  const gaining = (id: string) => (parsed.data.admins.includes(id) ? 0 : 1);
  for (const id of everybody.toSorted((a, b) => gaining(a) - gaining(b))) {
    const member = await visit.read((tx) => memberById(tx, tenant, id));
    if (!isEmployee(member)) continue;
    const kept = member.roles.filter((role) => !askedRoles.includes(role as Asked));
    const given = askedRoles.filter((role) => parsed.data[fieldOfRole[role]].includes(id));
    const roles: Role[] = [...kept, ...given];
    const outcome = await visit.commit({
      id: derivedId('cmd', tenant, cause.id, id, roles.join(' ')),
      cause,
      keys: [positionsKey, `person:${id}`],
      load: async (tx) => {
        const members = await membersById(tx, tenant, [reader.id, id]);
        return {
          actor: members.get(reader.id),
          member: members.get(id),
          manager: undefined,
          chain: [],
          admins: await holdersOf(tx, tenant, 'admin'),
        };
      },
      decide: setRoles({ member: id, roles, manager: member.manager, by: reader.id }),
      save: (tx, next) => saveMember(tx, tenant, next),
    });
    if (outcome.kind === 'refused')
      return { admins: plain(setupText, locale, 'people.notEmployee', { name: member.name }) };
  }
  return undefined;
}
