import type { Decision } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';

/** A user group of the workspace, as far as it decides who may approve what. */
export type UserGroup = {
  id: string;
  handle: string;
  name: string;
  members: readonly string[];
  disabled: boolean;
};

/**
 * Takes over the whole list of user groups as Slack has it; `next` holds those that changed. Who belongs to a group decides who
 * may approve, so a change of members, and of the group itself, is an event; a new name is not. A group that is gone from the
 * list is kept, disabled.
 */
export function takeOverGroups(seen: readonly UserGroup[]) {
  return (before: readonly UserGroup[]): Decision<readonly UserGroup[]> => {
    const known = new Map(before.map((group) => [group.id, group]));
    const listed = new Set(seen.map((group) => group.id));
    const gone = before
      .filter((group) => !listed.has(group.id))
      .map((group) => ({ ...group, disabled: true }));
    const next: UserGroup[] = [];
    const events: NewEvent[] = [];
    for (const group of [...seen, ...gone]) {
      const was = known.get(group.id);
      const weighty = !was || was.disabled !== group.disabled || !sameMembers(was, group);
      if (weighty || was.name !== group.name || was.handle !== group.handle) next.push(group);
      if (weighty) events.push(changed(group, was));
    }
    return { next, events };
  };
}

function changed(group: UserGroup, before: UserGroup | undefined): NewEvent {
  return {
    type: 'people.group_changed',
    version: 1,
    subject: group.id,
    data: { members: group.members, membersBefore: before?.members ?? [], disabled: group.disabled },
  };
}

function sameMembers(a: UserGroup, b: UserGroup): boolean {
  const members = new Set(a.members);
  return members.size === new Set(b.members).size && b.members.every((member) => members.has(member));
}
