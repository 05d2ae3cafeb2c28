import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endForLeaver,
  expire,
  giveBack,
  grantFrom,
  inForce,
  mayRevoke,
  type RevokeState,
  revoke,
  warningAt,
} from '../../src/access/grant.ts';
import { dataSet, decided, later, person, reason, refusalOf, t0 } from './world.ts';

const grant = grantFrom(
  { id: 'req_1', requester: 'ULIN', dataSet: 'client-files', caseNumber: 'C-2026-0412' },
  'grn_1',
  { state: 'running', startsAt: t0, endsAt: later(4) },
);
const overs = (['expired', 'returned', 'revoked'] as const).map((state) => ({ ...grant, state }));

describe('a grant', () => {
  it('is in force from its start to the moment before its end', () => {
    expect(inForce(grant, t0)).toBe(true);
    expect(inForce(grant, new Date(later(4).getTime() - 1))).toBe(true);
    expect(inForce(grant, later(4))).toBe(false);
    for (const over of overs) expect(inForce(over, t0)).toBe(false);
  });

  it('is warned of between its start and its end: at least 5 minutes, at most 2 hours before', () => {
    expect(warningAt({ startsAt: t0, endsAt: later(1) })).toEqual(later(1 - 1 / 8));
    expect(warningAt({ startsAt: t0, endsAt: later(4) })).toEqual(later(3.5));
    expect(warningAt({ startsAt: t0, endsAt: later(720) })).toEqual(later(718));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 * 366 }), (hours) => {
        const lead = later(hours).getTime() - warningAt({ startsAt: t0, endsAt: later(hours) }).getTime();
        expect(lead).toBeGreaterThanOrEqual(5 * 60_000);
        expect(lead).toBeLessThanOrEqual(2 * 3_600_000);
        expect(lead).toBeLessThan(hours * 3_600_000);
      }),
    );
  });
});

describe('giving back', () => {
  it('ends it now', () => {
    const { next, events } = decided(giveBack({ by: 'ULIN' })(grant, later(1)));
    expect(next).toMatchObject({ state: 'returned', endedAt: later(1), endedBy: 'ULIN' });
    expect(events).toMatchObject([{ type: 'access.returned', subject: 'grn_1', data: { by: 'ULIN' } }]);
  });

  it('is refused to others, for nothing, and after the end', () => {
    expect(refusalOf(giveBack({ by: 'UOWNER' })(grant, t0))).toEqual(['access.notHolder']);
    expect(refusalOf(giveBack({ by: 'ULIN' })(undefined, t0))).toEqual(['access.grantUnknown']);
    expect(refusalOf(giveBack({ by: 'ULIN' })(grant, later(4)))).toEqual(['access.ended']);
    for (const over of overs) expect(refusalOf(giveBack({ by: 'ULIN' })(over, t0))).toEqual(['access.ended']);
  });
});

describe('revoking', () => {
  const state: RevokeState = { grant, actor: person('UOWNER'), dataSet: dataSet() };
  const command = revoke({ by: 'UOWNER', reason: reason('The case is closed') });

  it('ends it now, with the reason beside the event', () => {
    const { next, events } = decided(command(state, later(1)));
    expect(next).toMatchObject({
      state: 'revoked',
      endedAt: later(1),
      endedBy: 'UOWNER',
      endReason: 'The case is closed',
    });
    expect(events).toMatchObject([
      { type: 'access.revoked', data: { why: 'decided' }, personal: { reason: 'The case is closed' } },
    ]);
    expect(JSON.stringify(events[0]?.data)).not.toContain('closed');
  });

  it('is the right of the owner of the data set and of privacy officers who are present', () => {
    const may = (more: Parameters<typeof person>[1], id = 'UX') => mayRevoke(person(id, more), dataSet());
    expect(may({}, 'UOWNER')).toBe(true);
    expect(may({ roles: ['privacy_officer'] })).toBe(true);
    expect(may({ roles: ['admin', 'owner', 'approver', 'auditor'] })).toBe(false);
    expect(may({ leftAt: t0 }, 'UOWNER')).toBe(false);
    expect(may({ standing: 'guest' }, 'UOWNER')).toBe(false);
    expect(may({ roles: ['privacy_officer'], leftAt: t0 })).toBe(false);
    expect(mayRevoke(undefined, dataSet())).toBe(false);
    expect(mayRevoke(person('UOWNER'), undefined)).toBe(false);
  });

  it('is refused to approvers and others, for nothing, and after the end', () => {
    expect(refusalOf(command({ ...state, actor: person('UDEPUTY') }, t0))).toEqual(['access.mayNotRevoke']);
    expect(refusalOf(command({ ...state, grant: undefined }, t0))).toEqual(['access.grantUnknown']);
    expect(refusalOf(command(state, later(4)))).toEqual(['access.ended']);
    for (const over of overs)
      expect(refusalOf(command({ ...state, grant: over }, t0))).toEqual(['access.ended']);
  });
});

describe('ending by itself', () => {
  it('takes effect at its time, whenever the tick came by', () => {
    const { next, events } = decided(expire(grant, later(100)));
    expect(next).toMatchObject({ state: 'expired', endedAt: later(4), endedBy: null });
    expect(events).toMatchObject([{ type: 'access.expired', effectiveAt: later(4) }]);
  });

  it('is refused before its time and for what has ended', () => {
    expect(refusalOf(expire(grant, new Date(later(4).getTime() - 1)))).toEqual(['access.notDue']);
    expect(refusalOf(expire(undefined, later(5)))).toEqual(['access.notDue']);
    for (const over of overs) expect(refusalOf(expire(over, later(5)))).toEqual(['access.notDue']);
  });

  it('happens at once when the holder leaves', () => {
    const { next, events } = decided(endForLeaver(grant, later(1)));
    expect(next).toMatchObject({ state: 'revoked', endedAt: later(1), endedBy: null });
    expect(events).toMatchObject([{ type: 'access.revoked', data: { why: 'left' } }]);
    expect(refusalOf(endForLeaver(grant, later(4)))).toEqual(['access.ended']);
    expect(refusalOf(endForLeaver(undefined, t0))).toEqual(['access.ended']);
    for (const over of overs) expect(refusalOf(endForLeaver(over, t0))).toEqual(['access.ended']);
  });
});
