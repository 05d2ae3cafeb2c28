import { describe, expect, it } from 'vitest';
import { ask } from '../../src/access/ask.ts';
import { deny, denyInput, type ReopenState, reopen, reopenHours } from '../../src/access/denial.ts';
import { expire, giveBack, inForce } from '../../src/access/grant.ts';
import { approve, type Request } from '../../src/access/request.ts';
import { shorterThan } from '../../src/access/shorten.ts';
import { takeBack, takeBackInput } from '../../src/access/take-back.ts';
import { always, dataSet, decided, later, person, reason, refusalOf, t0 } from './world.ts';

const pending: Request = decided(
  ask({
    id: 'req_1',
    by: 'ULIN',
    dataSet: 'client-files',
    caseNumber: 'C-2026-0412',
    purpose: 'tax_filing',
    reason: reason('VAT filing for October'),
    start: { kind: 'now' },
    length: { kind: 'hours', hours: 4 },
    acknowledged: true,
  })(
    {
      requester: person('ULIN'),
      dataSet: dataSet(),
      deciders: { people: ['UOWNER', 'UDEPUTY'], road: 'approver' },
      admins: '',
      company: always,
      waiting: undefined,
      case: 'no_register',
    },
    t0,
  ),
).next;

const deciding = {
  request: pending,
  requester: person('ULIN'),
  approver: person('UOWNER'),
  decider: undefined,
  dataSet: dataSet(),
  named: true,
  schedule: always,
};

describe('a ready reason', () => {
  it('is enough without words, goes into the event as a code, and words beside it', () => {
    const bare = decided(deny({ by: 'UOWNER', kind: 'too_much', reason: reason('') })(deciding, later(1)));
    expect(bare.next).toMatchObject({ state: 'denied', denialKind: 'too_much', denialReason: '' });
    expect(bare.events[0]?.data.kind).toBe('too_much');
    expect(bare.events[0]?.personal).toBeUndefined();
    const both = decided(
      deny({ by: 'UOWNER', kind: 'ask_first', reason: reason('Ask Sun') })(deciding, later(1)),
    );
    expect(both.events[0]).toMatchObject({ personal: { reason: 'Ask Sun' }, whose: 'ULIN' });
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ['a reason alone', { kind: 'not_needed', reason: null }, true],
    ['a reason with empty text', { kind: 'wrong_case', reason: '' }, true],
    ['a reason with words', { kind: 'ask_first', reason: 'Ask Sun' }, true],
    ['“other” with words', { kind: 'other', reason: 'Ask Sun' }, true],
    ['“other” alone', { kind: 'other', reason: null }, false],
    ['“other” with blanks', { kind: 'other', reason: '  ' }, false],
    ['nothing at all', {}, false],
    ['a code nobody offers', { kind: 'because', reason: 'Ask Sun' }, false],
    ['a phone number', { kind: 'not_needed', reason: 'Call 13800138000' }, false],
  ])('%s', (_, values, taken) => {
    expect(denyInput.safeParse(values).success).toBe(taken);
  });
});

describe('approving for less', () => {
  it('grants the fewer hours, and the event says that they are fewer', () => {
    const { next, events } = decided(approve({ by: 'UOWNER', grantId: 'g', hours: 1 })(deciding, later(1)));
    expect(next.grant.endsAt).toEqual(later(2));
    expect(next.request.hours).toBe(4);
    expect(events[0]?.data.shortenedTo).toBe(1);
  });

  it('is refused for more than was asked, and lets an approver go under a cap that shrank meanwhile', () => {
    expect(refusalOf(approve({ by: 'UOWNER', grantId: 'g', hours: 5 })(deciding, later(1)))).toEqual([
      'access.notShorter',
      'hours',
    ]);
    const stricter = { ...deciding, dataSet: dataSet({ longestHours: 2 }) };
    expect(refusalOf(approve({ by: 'UOWNER', grantId: 'g' })(stricter, later(1)))).toEqual([
      'access.rulesChanged',
    ]);
    expect(
      decided(approve({ by: 'UOWNER', grantId: 'g', hours: 2 })(stricter, later(1))).next.grant.endsAt,
    ).toEqual(later(3));
  });

  it('offers only what is shorter, the longest first, and nothing below an hour', () => {
    expect(shorterThan(4)).toEqual([2, 1]);
    expect(shorterThan(720)).toEqual([336, 168, 72, 48, 24, 8]);
    expect(shorterThan(1)).toEqual([]);
    for (const hours of [1, 3, 30, 500]) expect(shorterThan(hours).every((one) => one < hours)).toBe(true);
  });
});

describe('taking an approval back', () => {
  const { request, grant } = decided(approve({ by: 'UOWNER', grantId: 'g' })(deciding, later(1))).next;

  it('ends the access at once, with or without words', () => {
    const { next, events } = decided(
      takeBack({ by: 'UOWNER', reason: reason('') })({ request, grant }, later(2)),
    );
    expect(next).toMatchObject({ state: 'revoked', endedBy: 'UOWNER', endedAt: later(2), endReason: '' });
    expect(inForce(next, later(2))).toBe(false);
    expect(events).toMatchObject([
      { type: 'access.revoked', subject: 'g', data: { by: 'UOWNER', why: 'taken_back' } },
    ]);
    expect(events[0]?.personal).toBeUndefined();
    const said = decided(
      takeBack({ by: 'UOWNER', reason: reason('Wrong case') })({ request, grant }, later(2)),
    );
    expect(said.events[0]).toMatchObject({ personal: { reason: 'Wrong case' }, whose: 'ULIN' });
    expect(takeBackInput.safeParse({ reason: null }).success).toBe(true);
  });

  it('is refused to others, and after the access ended', () => {
    const by = (id: string) => takeBack({ by: id, reason: reason('') });
    expect(refusalOf(by('UDEPUTY')({ request, grant }, later(2)))).toEqual(['access.notYourApproval']);
    expect(refusalOf(by('ULIN')({ request, grant }, later(2)))).toEqual(['access.notYourApproval']);
    expect(refusalOf(by('UOWNER')({ request: undefined, grant: undefined }, later(2)))).toEqual([
      'access.grantUnknown',
    ]);
    const how = (ended: typeof grant, at = later(3)) => {
      const refused = by('UOWNER')({ request, grant: ended }, at);
      return 'refused' in refused ? refused.refused.values?.how : 'allowed';
    };
    expect(how(grant, grant.endsAt)).toBe('expired');
    expect(how(decided(expire(grant, grant.endsAt)).next)).toBe('expired');
    expect(how(decided(giveBack({ by: 'ULIN' })(grant, later(2))).next)).toBe('returned');
    expect(how(decided(by('UOWNER')({ request, grant }, later(2))).next)).toBe('revoked');
  });
});

describe('reopening a denial', () => {
  const denied = decided(
    deny({ by: 'UOWNER', kind: 'too_much', reason: reason('x y') })(deciding, later(1)),
  ).next;
  const state: ReopenState = { ...deciding, request: denied, waiting: undefined, lapsesAt: later(10) };

  it('lets it wait again, with a new clock and nothing left of the denial', () => {
    const { next, events } = decided(reopen({ by: 'UOWNER' })(state, later(2)));
    expect(next).toEqual({ ...pending, lapsesAt: later(10), reopenedAt: later(2) });
    expect(events).toMatchObject([
      {
        type: 'access.reopened',
        subject: 'req_1',
        data: { by: 'UOWNER', requester: 'ULIN', lapsesAt: later(10).toISOString() },
      },
    ]);
  });

  it('is possible until the last moment of the day, and not at its end', () => {
    const end = 1 + reopenHours;
    expect(decided(reopen({ by: 'UOWNER' })(state, new Date(later(end).getTime() - 1))).next.state).toBe(
      'pending',
    );
    expect(refusalOf(reopen({ by: 'UOWNER' })(state, later(end)))).toEqual(['access.tooLateToReopen']);
  });

  it.each<[string, Partial<ReopenState>, string, string]>([
    ['by somebody else', {}, 'UDEPUTY', 'access.notYourDenial'],
    ['by the requester', {}, 'ULIN', 'access.notYourDenial'],
    ['of what waits already', { request: pending }, 'UOWNER', 'access.notDenied'],
    ['by who is no approver any more', { named: false }, 'UOWNER', 'access.notApprover'],
    [
      'when the requester left',
      { requester: person('ULIN', { leftAt: t0 }) },
      'UOWNER',
      'access.requesterLeft',
    ],
    ['when the data is out of use', { dataSet: dataSet({ retiredAt: t0 }) }, 'UOWNER', 'access.setRetired'],
    ['when the same was asked for again', { waiting: 'req_2' }, 'UOWNER', 'access.askedAnew'],
    ['of nothing', { request: undefined }, 'UOWNER', 'access.unknown'],
  ])('is refused %s', (_, more, by, key) => {
    expect(refusalOf(reopen({ by })({ ...state, ...more }, later(2)))).toEqual([key]);
  });
});
