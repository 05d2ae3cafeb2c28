import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import type { Locale } from '../kernel/locale.ts';

/**
 * What a person may be beside an employee. Owner and approver of a single data set stand in the data set; the roles here are
 * for the whole house.
 */
export const roles = ['owner', 'approver', 'privacy_officer', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A person of the workspace. Everybody who is a member and has not left is an employee. */
export type Member = {
  id: string;
  name: string;
  locale: string;
  tz: string;
  title: string;
  standing: 'member' | 'guest' | 'stranger' | 'bot';
  workspaceOwner: boolean;
  leftAt: Date | null;
  roles: readonly Role[];
  manager: string | null;
  /** Chosen by the person; null: as Slack has it. */
  language: Locale | null;
};

/** A member who has not left. */
export type Employee = Member & { standing: 'member'; leftAt: null };

/** Present and one of us: may ask, approve and hold access. */
export function isEmployee(member: Member | undefined): member is Employee {
  return member !== undefined && member.standing === 'member' && member.leftAt === null;
}

/** A present guest of the workspace: with us, and not one of us. */
export function isGuest(member: Member | undefined): boolean {
  return member !== undefined && member.standing === 'guest' && member.leftAt === null;
}

/** Holds a role now. Somebody who left, a guest or a stranger holds none. */
export function holds(member: Member | undefined, role: Role): boolean {
  return isEmployee(member) && member.roles.includes(role);
}

/** Slack ids of people are `U…` or, in older and enterprise workspaces, `W…`. */
export const userId = z.string().regex(/^[UW][A-Z0-9]{2,30}$/);

export const setRolesInput = z.object({
  member: userId,
  roles: z.array(z.enum(roles)).transform(inOrder),
  manager: userId.nullable(),
});
export type SetRoles = z.infer<typeof setRolesInput>;

/** A person's place in the company: what an admin sets. */
export type Position = Pick<Member, 'roles' | 'manager'>;

export type SetRolesRefusal =
  | 'people.notAdmin'
  | 'people.unknown'
  | 'people.notEmployee'
  | 'people.changedMeanwhile'
  | 'people.lastAdmin'
  | 'people.ownManager'
  | 'people.managerCircle'
  | 'people.managerNotEmployee';

/** What setting roles looks at: who acts, whom it concerns, everybody who is admin, and the managers above the new one. */
export type RolesState = {
  actor: Member | undefined;
  member: Member | undefined;
  manager: Member | undefined;
  /** The chain above the proposed manager, nearest first. */
  chain: readonly string[];
  admins: readonly string[];
};

/** The lock of rules over several people: who is the last admin, and whose manager is whose. */
export const positionsKey = 'people.positions';

/**
 * Sets a person's roles and manager. Refused: to anybody who is no admin; for guests, strangers and people who left; when somebody
 * else changed the person since the form was opened; for the last admin's own admin role; for a manager who is the person, below
 * the person, or not an employee. A manager who stays is not looked at again: they may have left since.
 */
export function setRoles(command: SetRoles & { by: string; seen?: Position | undefined }) {
  return (state: RolesState): Decision<Member, SetRolesRefusal> => {
    const { actor, member, manager } = state;
    if (!holds(actor, 'admin')) return refuse('people.notAdmin');
    if (!member) return refuse('people.unknown');
    if (!isEmployee(member)) return refuse('people.notEmployee', { name: member.name });
    if (command.seen && !samePosition(command.seen, member)) return refuse('people.changedMeanwhile');
    if (
      member.roles.includes('admin') &&
      !command.roles.includes('admin') &&
      state.admins.every((id) => id === member.id)
    ) {
      return refuse('people.lastAdmin', undefined, 'roles');
    }
    if (command.manager !== null && command.manager !== member.manager) {
      if (command.manager === member.id) return refuse('people.ownManager', undefined, 'manager');
      if (!isEmployee(manager)) return refuse('people.managerNotEmployee', undefined, 'manager');
      if (state.chain.includes(member.id))
        return refuse('people.managerCircle', { name: member.name }, 'manager');
    }
    const next: Member = { ...member, roles: command.roles, manager: command.manager };
    if (samePosition(next, member)) return { next: member, events: [] };
    return { next, events: [rolesSet(command.by, member, next)] };
  };
}

function samePosition(a: Position, b: Position): boolean {
  return (
    a.manager === b.manager &&
    a.roles.length === b.roles.length &&
    a.roles.every((role) => b.roles.includes(role))
  );
}

/** `by` is null where nobody decided: the first admins. */
function rolesSet(by: string | null, before: Member, next: Member): NewEvent {
  return {
    type: 'people.roles_set',
    version: 1,
    subject: next.id,
    data: {
      by,
      roles: next.roles,
      rolesBefore: before.roles,
      manager: next.manager,
      managerBefore: before.manager,
    },
  };
}

/** Who becomes an admin without being named by one: the owners of the workspace, or the people the settings name. */
export type FirstAdmins = 'workspace_owners' | readonly string[];

/**
 * Makes the first admins, and new ones should the last admin ever leave. While anybody holds the role nothing happens: whom admins
 * took the role from does not get it back by a restart.
 */
export function appointFirstAdmins(first: FirstAdmins) {
  return (state: { admins: readonly string[]; members: readonly Member[] }): Decision<readonly Member[]> => {
    if (state.admins.length > 0) return { next: [], events: [] };
    const appointed = state.members.filter(
      (member) =>
        isEmployee(member) &&
        (first === 'workspace_owners' ? member.workspaceOwner : first.includes(member.id)),
    );
    const next = appointed.map((member) => ({ ...member, roles: inOrder([...member.roles, 'admin']) }));
    return { next, events: appointed.flatMap((member, at) => rolesSet(null, member, next[at] ?? member)) };
  };
}

/** What Slack says of a person, in our words. */
export type Seen = Omit<Member, 'roles' | 'manager' | 'leftAt' | 'language'> & { left: boolean };

/**
 * Takes over what Slack says. Who is new, leaves, comes back, or becomes a guest or an employee is an event, and that their zone is another
 * (their hours move with it); a new name or language is not (the row is a copy of Slack's), and nothing about bots is. Roles and managers stay, but who leaves or becomes a guest
 * loses every role: coming back does not bring them back. `next` is `before` itself when Slack says nothing new.
 */
export function takeOver(seen: Seen) {
  return (before: Member | undefined, now: Date): Decision<Member> => {
    const { left, ...facts } = seen;
    const next: Member = {
      ...facts,
      leftAt: left ? (before?.leftAt ?? now) : null,
      roles: left || seen.standing !== 'member' ? [] : (before?.roles ?? []),
      manager: before?.manager ?? null,
      language: before?.language ?? null,
    };
    if (before && sameFacts(before, next)) return { next: before, events: [] };
    const type = next.standing === 'bot' ? undefined : happened(before, next);
    if (!type) return { next, events: [] };
    if (type === 'people.zone_changed')
      return { next, events: [{ type, version: 1, subject: seen.id, data: {} }] };
    const data = {
      standing: next.standing,
      standingBefore: before?.standing ?? null,
      roles: next.roles,
      rolesBefore: before?.roles ?? [],
    };
    return { next, events: [{ type, version: 1, subject: seen.id, data }] };
  };
}

function happened(before: Member | undefined, next: Member): string | undefined {
  if (!before) return next.leftAt ? undefined : 'people.joined';
  if (next.leftAt && !before.leftAt) return 'people.left';
  if (before.leftAt && !next.leftAt) return 'people.returned';
  if (before.standing !== next.standing) return 'people.standing_changed';
  return before.tz === next.tz || next.leftAt ? undefined : 'people.zone_changed';
}

const copied = ['name', 'locale', 'tz', 'title', 'standing', 'workspaceOwner'] as const;

function sameFacts(a: Member, b: Member): boolean {
  return copied.every((fact) => a[fact] === b[fact]) && (a.leftAt === null) === (b.leftAt === null);
}

function inOrder(some: readonly Role[]): Role[] {
  return roles.filter((role) => some.includes(role));
}
