import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask } from '../../src/access/ask.ts';
import { deny } from '../../src/access/denial.ts';
import { endForLeaver, expire, type Grant, giveBack, inForce, revoke } from '../../src/access/grant.ts';
import { approve, lapse, type Request, withdraw } from '../../src/access/request.ts';
import type { DataSet } from '../../src/catalog/data-set.ts';
import type { Decision } from '../../src/kernel/decision.ts';
import type { NewEvent } from '../../src/kernel/event.ts';
import type { Member } from '../../src/people/member.ts';
import { always, dataSet, later, person, reason, t0 } from './world.ts';

/** The rules of access together: whatever people try, in whatever order, at whatever time. */
type World = {
  now: Date;
  people: Map<string, Member>;
  set: DataSet;
  requests: Map<string, Request>;
  grants: Map<string, Grant>;
  log: (NewEvent & { at: Date; by: string })[];
};

const names = ['ULIN', 'UOWNER', 'UDEPUTY', 'UPRIVACY', 'UADMIN'] as const;

function newWorld(): World {
  const people = new Map(names.map((id) => [id as string, person(id)]));
  people.set('UPRIVACY', person('UPRIVACY', { roles: ['privacy_officer'] }));
  people.set('UADMIN', person('UADMIN', { roles: ['admin', 'owner', 'approver'] }));
  // The owner, an approver and the admin decide here, and any of them may ask as well.
  const set = dataSet({ approvers: ['UOWNER', 'UDEPUTY', 'UADMIN'] });
  return { now: t0, people, set, requests: new Map(), grants: new Map(), log: [] };
}

const present = (world: World) => (id: string) => world.people.get(id)?.leftAt === null;

type Act =
  | { do: 'ask'; by: string; hours: number; purpose: 'tax_filing' | 'share_transfer'; case: number }
  | { do: 'approve' | 'deny' | 'withdraw' | 'giveBack' | 'revoke'; by: string; which: number }
  | { do: 'lapse' | 'expire'; which: number }
  | { do: 'pass'; hours: number }
  | { do: 'leave' | 'return'; by: string }
  | { do: 'edit'; longestHours: number; retired: boolean; approvers: string[] };

const who = fc.constantFrom(...names);
/** `self` is whoever asked or holds. */
const actor = fc.constantFrom(...names, 'self');
const which = fc.nat({ max: 5 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      by: who,
      hours: fc.integer({ min: 1, max: 10 }),
      purpose: fc.constantFrom('tax_filing' as const, 'share_transfer' as const),
      case: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'approve' as const,
        'approve' as const,
        'deny' as const,
        'withdraw' as const,
        'giveBack' as const,
        'revoke' as const,
      ),
      by: actor,
      which,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('lapse' as const, 'expire' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(0.25, 1, 4, 8, 72) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('leave' as const, 'return' as const), by: who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      longestHours: fc.integer({ min: 2, max: 8 }),
      retired: fc.boolean(),
      approvers: fc.subarray(['UOWNER', 'UDEPUTY', 'UADMIN']),
    }),
  },
);

/** Does one thing as the handlers do: load, decide, save. Answers whether it was allowed. */
function play(world: World, played: Act): boolean {
  const request = 'which' in played ? [...world.requests.values()].at(-1 - played.which) : undefined;
  const grant = 'which' in played ? [...world.grants.values()].at(-1 - played.which) : undefined;
  const self = played.do === 'giveBack' || played.do === 'revoke' ? grant?.holder : request?.requester;
  const step = 'by' in played && played.by === 'self' ? { ...played, by: self ?? 'UNOBODY' } : played;
  const approvers = world.set.approvers.filter(present(world));
  function settle<N>(decision: Decision<N>, save: (next: N) => void, by: string): boolean {
    if ('refused' in decision) return false;
    save(decision.next);
    world.log.push(...decision.events.map((event) => ({ ...event, at: world.now, by })));
    return true;
  }
  const saveRequest = (next: Request) => void world.requests.set(next.id, next);
  const saveGrant = (next: Grant) => void world.grants.set(next.id, next);
  const deciding = (by: string) => ({
    request,
    requester: world.people.get(request?.requester ?? ''),
    approver: world.people.get(by),
    decider: world.people.get(request?.decidedBy ?? ''),
    dataSet: world.set,
    named: world.set.approvers.includes(by),
    schedule: always,
  });
  switch (step.do) {
    case 'ask': {
      const id = `req_${world.requests.size}`;
      const caseNumber = `C-2026-${step.case}`;
      const waiting = [...world.requests.values()].find(
        (one) => one.state === 'pending' && one.requester === step.by && one.caseNumber === caseNumber,
      )?.id;
      const command = {
        id,
        by: step.by,
        dataSet: world.set.id,
        caseNumber,
        purpose: step.purpose,
        reason: reason('VAT filing'),
        start: { kind: 'now' as const },
        length: { kind: 'hours' as const, hours: step.hours },
        acknowledged: true as const,
      };
      const state = {
        requester: world.people.get(step.by),
        dataSet: world.set,
        case: 'no_register' as const,
        deciders: { people: approvers, road: 'approver' as const },
        admins: '',
        company: always,
        waiting,
      };
      return settle(ask(command)(state, world.now), saveRequest, step.by);
    }
    case 'approve':
      return settle(
        approve({ by: step.by, grantId: `grn_${request?.id}_${world.log.length}` })(
          deciding(step.by),
          world.now,
        ),
        (next) => {
          saveRequest(next.request);
          saveGrant(next.grant);
        },
        step.by,
      );
    case 'deny':
      return settle(
        deny({ by: step.by, reason: reason('no') })(deciding(step.by), world.now),
        saveRequest,
        step.by,
      );
    case 'withdraw':
      return settle(withdraw({ by: step.by })(request, world.now), saveRequest, step.by);
    case 'giveBack':
      return settle(giveBack({ by: step.by })(grant, world.now), saveGrant, step.by);
    case 'revoke': {
      const state = { grant, actor: world.people.get(step.by), dataSet: world.set };
      return settle(revoke({ by: step.by, reason: reason('no') })(state, world.now), saveGrant, step.by);
    }
    case 'lapse':
      return settle(lapse(request, world.now), saveRequest, 'time');
    case 'expire':
      return settle(expire(grant, world.now), saveGrant, 'time');
    case 'pass':
      world.now = later(step.hours, world.now);
      return true;
    case 'leave': {
      const member = world.people.get(step.by);
      if (!member || member.leftAt) return false;
      world.people.set(step.by, { ...member, leftAt: world.now });
      // What the subscriber of people.left does.
      for (const one of world.grants.values())
        if (one.holder === step.by) settle(endForLeaver(one, world.now), saveGrant, 'leaver');
      for (const one of world.requests.values())
        if (one.requester === step.by)
          settle(withdraw({ by: 'leaver' })(one, world.now), saveRequest, 'leaver');
      return true;
    }
    case 'return': {
      const member = world.people.get(step.by);
      if (!member?.leftAt) return false;
      world.people.set(step.by, { ...member, leftAt: null });
      return true;
    }
    case 'edit':
      world.set = {
        ...world.set,
        longestHours: step.longestHours,
        approvers: step.approvers,
        retiredAt: step.retired ? world.now : null,
        revision: world.set.revision + 1,
      };
      return true;
  }
}

const of = (world: World, type: string, subject?: string) =>
  world.log.filter((event) => event.type === type && (subject === undefined || event.subject === subject));

function checkRequests(world: World): void {
  for (const request of world.requests.values()) {
    const decisions = ['access.approved', 'access.denied', 'access.withdrawn', 'access.lapsed'].flatMap(
      (type) => of(world, type, request.id),
    );
    // One decision at most, and a request that waits has none.
    expect(decisions.length).toBe(request.state === 'pending' ? 0 : 1);
    for (const { type, by, at } of decisions) {
      if (type === 'access.approved' || type === 'access.denied') {
        expect(by).not.toBe(request.requester);
        expect(at.getTime()).toBeLessThan(request.lapsesAt.getTime());
      }
    }
    if (request.state !== 'granted')
      expect([...world.grants.values()].some((grant) => grant.request === request.id)).toBe(false);
  }
}

function checkGrants(world: World, before: World['grants']): void {
  for (const grant of world.grants.values()) {
    const request = world.requests.get(grant.request);
    expect(request?.state).toBe('granted');
    expect(of(world, 'access.granted', grant.id)).toHaveLength(1);
    expect(of(world, 'access.approved', grant.request)).toHaveLength(1);
    expect(grant.endsAt.getTime() - grant.startsAt.getTime()).toBe((request?.hours ?? 0) * 3_600_000);
    const ends = ['access.returned', 'access.revoked', 'access.expired'].flatMap((type) =>
      of(world, type, grant.id),
    );
    expect(ends.length).toBe(grant.state === 'running' ? 0 : 1);
    // Nothing is in force after its end, after a revocation, or in the hands of somebody who left.
    if (inForce(grant, world.now)) {
      expect(world.now.getTime()).toBeLessThan(grant.endsAt.getTime());
      expect(ends).toEqual([]);
    }
    if (of(world, 'access.revoked', grant.id).length > 0) expect(inForce(grant, t0)).toBe(false);
    // What has ended stays as it ended.
    const was = before.get(grant.id);
    if (was && was.state !== 'running') expect(grant).toEqual(was);
  }
}

describe('access, whatever people try', () => {
  it('keeps its promises', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (steps) => {
        const world = newWorld();
        for (const step of steps) {
          const before = new Map(world.grants);
          play(world, step);
          checkRequests(world);
          checkGrants(world, before);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is played with acts that get somewhere: of every kind some are allowed and some refused', () => {
    const seen = new Map<string, Set<boolean>>();
    for (const steps of fc.sample(fc.array(act, { minLength: 60, maxLength: 60 }), {
      numRuns: 150,
      seed: 7,
    })) {
      const world = newWorld();
      for (const step of steps) {
        const allowed = play(world, step);
        seen.set(step.do, (seen.get(step.do) ?? new Set()).add(allowed));
      }
    }
    for (const name of ['ask', 'approve', 'deny', 'withdraw', 'giveBack', 'revoke', 'lapse', 'expire'])
      expect([name, seen.get(name)?.size]).toEqual([name, 2]);
  });
});
