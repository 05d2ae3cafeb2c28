import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appointFirstAdmins,
  holds,
  type Member,
  type Role,
  type RolesState,
  roles,
  type Seen,
  type SetRoles,
  setRoles,
  setRolesInput,
  takeOver,
  userId,
} from '../../src/people/member.ts';
import { decided, person, refusalOf, t0 } from '../access/world.ts';

const admin = person('UADMIN', { name: '周凯', roles: ['admin'] });
const lin = person('ULIN', { name: '林晓', roles: ['approver'], manager: 'UWANG' });
const wang = person('UWANG', { name: '王芳' });
const change: SetRoles & { by: string } = {
  by: 'UADMIN',
  member: 'ULIN',
  roles: ['owner', 'auditor'],
  manager: 'UDAVID',
};
const state: RolesState = {
  actor: admin,
  member: lin,
  manager: person('UDAVID'),
  chain: ['UADMIN'],
  admins: ['UADMIN'],
};

describe('an employee', () => {
  it.each<[string, Partial<Member>, boolean]>([
    ['who is here', {}, true],
    ['who left', { leftAt: t0 }, false],
    ['who became a guest', { standing: 'guest' }, false],
    ['of another company', { standing: 'stranger' }, false],
    ['who is a bot', { standing: 'bot' }, false],
  ])('%s', (_, more, expected) => {
    expect(holds(person('ULIN', { roles: ['admin'], ...more }), 'admin')).toBe(expected);
  });

  it('holds only the roles that were given', () => {
    expect(holds(lin, 'approver')).toBe(true);
    expect(holds(lin, 'admin')).toBe(false);
    expect(holds(undefined, 'admin')).toBe(false);
  });
});

describe('setting roles and manager', () => {
  it('takes both over and records what they were before', () => {
    const { next, events } = decided(setRoles(change)(state));
    expect(next).toEqual({ ...lin, roles: ['owner', 'auditor'], manager: 'UDAVID' });
    expect(events).toEqual([
      {
        type: 'people.roles_set',
        version: 1,
        subject: 'ULIN',
        data: {
          by: 'UADMIN',
          roles: ['owner', 'auditor'],
          rolesBefore: ['approver'],
          manager: 'UDAVID',
          managerBefore: 'UWANG',
        },
      },
    ]);
  });

  it('records nothing when nothing changes, in whatever order the roles come', () => {
    const member = person('ULIN', { roles: ['owner', 'auditor'], manager: 'UDAVID' });
    const same = { ...change, roles: ['auditor', 'owner'] satisfies Role[] };
    expect(decided(setRoles(same)({ ...state, member }))).toEqual({ next: member, events: [] });
  });

  it('takes every role and the manager away', () => {
    expect(decided(setRoles({ ...change, roles: [], manager: null })(state)).next).toEqual({
      ...lin,
      roles: [],
      manager: null,
    });
  });

  const seen = { roles: lin.roles, manager: lin.manager };
  it.each<[string, Partial<RolesState>, Partial<Parameters<typeof setRoles>[0]>, [string, string?]]>([
    ['somebody who is no admin', { actor: wang }, {}, ['people.notAdmin']],
    ['somebody nobody knows', { actor: undefined }, {}, ['people.notAdmin']],
    ['an admin who left', { actor: { ...admin, leftAt: t0 } }, {}, ['people.notAdmin']],
    ['an admin who is a guest by now', { actor: { ...admin, standing: 'guest' } }, {}, ['people.notAdmin']],
    ['an unknown person', { member: undefined }, {}, ['people.unknown']],
    ['a guest', { member: { ...lin, standing: 'guest' } }, {}, ['people.notEmployee']],
    ['a stranger', { member: { ...lin, standing: 'stranger' } }, {}, ['people.notEmployee']],
    ['somebody who left', { member: { ...lin, leftAt: t0 } }, {}, ['people.notEmployee']],
    ['a form older than another role', {}, { seen: { ...seen, roles: [] } }, ['people.changedMeanwhile']],
    [
      'a form older than another manager',
      {},
      { seen: { ...seen, manager: null } },
      ['people.changedMeanwhile'],
    ],
    [
      'the last admin’s own role',
      { member: admin },
      { member: 'UADMIN', roles: [], manager: null },
      ['people.lastAdmin', 'roles'],
    ],
    ['a manager of oneself', { manager: lin }, { manager: 'ULIN' }, ['people.ownManager', 'manager']],
    ['an unknown manager', { manager: undefined }, {}, ['people.managerNotEmployee', 'manager']],
    [
      'a manager who left',
      { manager: person('UDAVID', { leftAt: t0 }) },
      {},
      ['people.managerNotEmployee', 'manager'],
    ],
    [
      'a guest as manager',
      { manager: person('UDAVID', { standing: 'guest' }) },
      {},
      ['people.managerNotEmployee', 'manager'],
    ],
    [
      'a manager who reports to the person',
      { chain: ['UWANG', 'ULIN', 'UADMIN'] },
      {},
      ['people.managerCircle', 'manager'],
    ],
  ])('is refused for %s', (_, more, command, refusal) => {
    expect(refusalOf(setRoles({ ...change, ...command })({ ...state, ...more }))).toEqual(refusal);
  });

  it('passes with the position that the form was opened on', () => {
    expect(decided(setRoles({ ...change, seen })(state)).events).toHaveLength(1);
  });

  it('lets an admin give the role up while another one holds it', () => {
    const gone = setRoles({ by: 'UADMIN', member: 'UADMIN', roles: [], manager: null });
    expect(decided(gone({ ...state, member: admin, admins: ['UADMIN', 'UWANG'] })).next.roles).toEqual([]);
  });

  it('keeps a manager who has left since, as long as nobody asks for another', () => {
    const gone = person('UWANG', { leftAt: t0 });
    const kept = setRoles({ ...change, manager: 'UWANG' })({ ...state, manager: gone });
    expect(decided(kept).next.manager).toBe('UWANG');
  });
});

/** A small company in which anybody tries anything. */
const names = ['UA', 'UB', 'UC', 'UD', 'UE'] as const;
const who = fc.constantFrom(...names);
const tries = fc.array(
  fc.record({
    by: who,
    member: who,
    roles: fc.subarray([...roles]),
    manager: fc.option(who, { nil: null }),
  }),
  { maxLength: 60 },
);

function chainAbove(people: Map<string, Member>, id: string): string[] {
  const chain: string[] = [];
  for (let at = people.get(id)?.manager; at && !chain.includes(at); at = people.get(at)?.manager) {
    chain.push(at);
  }
  return chain;
}

function company(): Map<string, Member> {
  return new Map(names.map((id) => [id as string, person(id, id === 'UA' ? { roles: ['admin'] } : {})]));
}

function adminsOf(people: Map<string, Member>): string[] {
  return [...people.values()].filter((one) => holds(one, 'admin')).map((one) => one.id);
}

/** Whether anybody is above themselves, found without the rule’s own help. */
function circles(people: Map<string, Member>): boolean {
  return [...people.keys()].some((start) => {
    let at = people.get(start)?.manager;
    for (let step = 0; at && step < people.size; step += 1) {
      if (at === start) return true;
      at = people.get(at)?.manager;
    }
    return false;
  });
}

function attempt(people: Map<string, Member>, command: SetRoles & { by: string }): boolean {
  const decision = setRoles(command)({
    actor: people.get(command.by),
    member: people.get(command.member),
    manager: command.manager === null ? undefined : people.get(command.manager),
    chain: command.manager === null ? [] : chainAbove(people, command.manager),
    admins: adminsOf(people),
  });
  if ('refused' in decision) return false;
  people.set(command.member, decision.next);
  return true;
}

describe('whatever admins try', () => {
  it('leaves at least one admin, and nobody above themselves', () => {
    let done = 0;
    fc.assert(
      fc.property(tries, (commands) => {
        const people = company();
        for (const command of commands) {
          // Half of the attempts by whoever is admin, or most of them would stop at the first rule.
          const by = done % 2 === 0 ? command.by : (adminsOf(people)[0] ?? command.by);
          done += attempt(people, { ...command, by }) ? 1 : 0;
          expect(adminsOf(people).length).toBeGreaterThan(0);
          expect(circles(people)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
    expect(done).toBeGreaterThan(300);
  });

  it('lets nobody but admins change anything', () => {
    fc.assert(
      fc.property(tries, (commands) => {
        const people = company();
        for (const command of commands) {
          const may = adminsOf(people).includes(command.by);
          const before = structuredClone(people);
          if (!attempt(people, command) || !may) expect(people).toEqual(before);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the first admins', () => {
  const owner = person('UOWNS', { workspaceOwner: true, roles: ['auditor'] });

  it('are the owners of the workspace who are here', () => {
    const left = person('UGONE', { workspaceOwner: true, leftAt: t0 });
    const guest = person('UGUEST', { workspaceOwner: true, standing: 'guest' });
    const { next, events } = decided(
      appointFirstAdmins('workspace_owners')({ admins: [], members: [owner, lin, left, guest] }),
    );
    expect(next).toEqual([{ ...owner, roles: ['auditor', 'admin'] }]);
    expect(events).toMatchObject([
      { type: 'people.roles_set', subject: 'UOWNS', data: { by: null, rolesBefore: ['auditor'] } },
    ]);
  });

  it('are the people whom the settings name, and then not the owners', () => {
    const { next } = decided(appointFirstAdmins(['ULIN'])({ admins: [], members: [owner, lin] }));
    expect(next.map((one) => one.id)).toEqual(['ULIN']);
  });

  it('are nobody while anybody is admin', () => {
    const state = { admins: ['UADMIN'], members: [owner, lin] };
    expect(decided(appointFirstAdmins('workspace_owners')(state))).toEqual({ next: [], events: [] });
  });
});

describe('taking over what Slack says', () => {
  const seen: Seen = {
    id: 'ULIN',
    name: '林晓',
    locale: 'zh-CN',
    tz: 'Asia/Shanghai',
    title: '公司转让专员',
    standing: 'member',
    workspaceOwner: false,
    left: false,
  };
  const known = decided(takeOver(seen)(undefined, t0)).next;
  const later = new Date(t0.getTime() + 60_000);

  it('adds a new person without roles, with an event', () => {
    const { next, events } = decided(takeOver(seen)(undefined, t0));
    const { left: _, ...facts } = seen;
    expect(next).toEqual({ ...facts, leftAt: null, roles: [], manager: null, language: null });
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([['people.joined', 'ULIN']]);
  });

  it('keeps names out of events: they stand in the audit log for ever', () => {
    const { events } = decided(takeOver({ ...seen, left: true })(known, later));
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toMatch(/林晓|专员/);
  });

  it('answers with the very same person when Slack says nothing new', () => {
    expect(decided(takeOver(seen)(known, later)).next).toBe(known);
  });

  it.each<Partial<Seen>>([
    { name: '林小晓' },
    { locale: 'en-GB' },
    { title: '组长' },
    { workspaceOwner: true },
  ])('takes %o over without an event', (more) => {
    const { next, events } = decided(takeOver({ ...seen, ...more })(known, later));
    expect(next).toEqual({ ...known, ...more });
    expect(events).toEqual([]);
  });

  it('tells that somebody’s zone is another, not which: their hours move with it', () => {
    const { next, events } = decided(takeOver({ ...seen, tz: 'Europe/London', name: 'Lin' })(known, later));
    expect(next).toMatchObject({ tz: 'Europe/London', name: 'Lin' });
    expect(events).toEqual([{ type: 'people.zone_changed', version: 1, subject: 'ULIN', data: {} }]);
    const away = { ...known, leftAt: t0 };
    expect(decided(takeOver({ ...seen, left: true, tz: 'Europe/London' })(away, later)).events).toEqual([]);
  });

  it('never touches roles and manager of somebody who stays', () => {
    const placed: Member = { ...known, roles: ['owner', 'admin'], manager: 'UWANG' };
    expect(decided(takeOver({ ...seen, name: 'Lin' })(placed, later)).next).toMatchObject({
      roles: ['owner', 'admin'],
      manager: 'UWANG',
    });
  });

  it('ends every role of who leaves; coming back does not bring them back', () => {
    const placed: Member = { ...known, roles: ['owner', 'admin'] };
    const left = decided(takeOver({ ...seen, left: true })(placed, later));
    expect(left.next).toMatchObject({ leftAt: later, roles: [] });
    expect(left.events).toMatchObject([
      { type: 'people.left', data: { rolesBefore: ['owner', 'admin'], roles: [] } },
    ]);
    const back = decided(takeOver(seen)(left.next, new Date(later.getTime() + 1)));
    expect(back.next).toMatchObject({ leftAt: null, roles: [] });
    expect(back.events.map(({ type }) => type)).toEqual(['people.returned']);
  });

  it('keeps the moment of leaving when Slack says it again', () => {
    const { next } = decided(takeOver({ ...seen, left: true })(known, later));
    const again = decided(takeOver({ ...seen, left: true, name: '林晓（离职）' })(next, new Date()));
    expect(again.next.leftAt).toEqual(later);
    expect(again.events).toEqual([]);
  });

  it('takes somebody over who left before we knew them, without a word', () => {
    const { next, events } = decided(takeOver({ ...seen, left: true })(undefined, t0));
    expect([next.leftAt, events]).toEqual([t0, []]);
  });

  it('records when an employee becomes a guest, and the other way round', () => {
    const guest = decided(takeOver({ ...seen, standing: 'guest' })(known, later));
    expect(guest.events).toMatchObject([
      { type: 'people.standing_changed', data: { standing: 'guest', standingBefore: 'member' } },
    ]);
    expect(decided(takeOver(seen)(guest.next, later)).events).toHaveLength(1);
  });

  it('ends the roles of whoever becomes a guest: they do not sleep until the way back', () => {
    const placed: Member = { ...known, roles: ['admin'] };
    const guest = decided(takeOver({ ...seen, standing: 'guest' })(placed, later));
    expect(guest.next.roles).toEqual([]);
    expect(guest.events).toMatchObject([{ data: { rolesBefore: ['admin'], roles: [] } }]);
    expect(decided(takeOver(seen)(guest.next, later)).next.roles).toEqual([]);
  });

  it('records nothing about bots', () => {
    const bot = { ...seen, standing: 'bot' as const };
    const { next, events } = decided(takeOver(bot)(undefined, t0));
    expect(events).toEqual([]);
    expect(decided(takeOver({ ...bot, left: true })(next, t0)).events).toEqual([]);
  });
});

describe('what a form hands in', () => {
  it('takes roles in one order, each once', () => {
    const read = setRolesInput.parse({ member: 'ULIN', roles: ['admin', 'owner', 'admin'], manager: null });
    expect(read.roles).toEqual(['owner', 'admin']);
  });

  it.each([
    { member: 'ULIN', roles: ['root'], manager: null },
    { member: 'ulin', roles: [], manager: null },
    { member: 'ULIN', roles: [], manager: '' },
    { member: 'ULIN', roles: [] },
  ])('refuses %o', (input) => {
    expect(setRolesInput.safeParse(input).success).toBe(false);
  });

  it.each(['U01', 'W0123ABC', 'USLACKBOT'])('takes %s as a person', (id) => {
    expect(userId.safeParse(id).success).toBe(true);
  });

  it.each(['S01', 'U', '<@U01>', 'U01 ', 'U01;drop'])('does not take %s as a person', (id) => {
    expect(userId.safeParse(id).success).toBe(false);
  });
});
