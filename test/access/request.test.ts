import { describe, expect, it } from 'vitest';
import { type Ask, type AskState, ask, askInput } from '../../src/access/ask.ts';
import { deny, denyInput } from '../../src/access/denial.ts';
import {
  approve,
  type DecideState,
  guardsOf,
  lapse,
  type Request,
  reroute,
  withdraw,
} from '../../src/access/request.ts';
import { caseNumber } from '../../src/catalog/case.ts';
import { always, dataSet, decided, later, person, reason, refusalOf, t0 } from './world.ts';

const wish: Ask & { id: string; by: string } = {
  id: 'req_1',
  by: 'ULIN',
  dataSet: 'client-files',
  caseNumber: 'C-2026-0412',
  purpose: 'tax_filing',
  reason: reason('VAT filing for October'),
  start: { kind: 'now' },
  length: { kind: 'hours', hours: 4 },
  acknowledged: true,
};

const asking: AskState = {
  requester: person('ULIN'),
  dataSet: dataSet(),
  case: 'no_register',
  deciders: { people: ['UOWNER', 'UDEPUTY'], road: 'approver' },
  admins: 'Zhou Ning',
  company: always,
  waiting: undefined,
};

const closedCase = { number: 'C-2026-0412', state: 'closed', closedAt: t0, people: [] } as const;

const pending: Request = decided(ask(wish)(asking, t0)).next;

const deciding: DecideState = {
  request: pending,
  requester: person('ULIN'),
  approver: person('UOWNER'),
  decider: undefined,
  dataSet: dataSet(),
  named: true,
  schedule: always,
};

describe('asking', () => {
  it('makes a pending request that lapses by the policy of the data set', () => {
    const { next, events } = decided(ask(wish)(asking, t0));
    expect(next).toMatchObject({ state: 'pending', requester: 'ULIN', createdAt: t0, lapsesAt: later(8) });
    expect(events).toEqual([
      {
        type: 'access.requested',
        version: 1,
        subject: 'req_1',
        data: {
          by: 'ULIN',
          dataSet: 'client-files',
          dataSetRevision: 3,
          classification: 'strict',
          caseNumber: 'C-2026-0412',
          purpose: 'tax_filing',
          hours: 4,
          start: 'now',
          length: '4',
          acknowledged: 'ticked',
          acknowledgement: 1,
          lapsesAt: later(8).toISOString(),
          road: 'approver',
        },
        personal: { reason: 'VAT filing for October' },
        whose: 'ULIN',
      },
    ]);
  });

  it('keeps what people wrote out of the data of the event', () => {
    const { events } = decided(ask(wish)(asking, t0));
    expect(JSON.stringify(events[0]?.data)).not.toContain('VAT');
  });

  it.each<[string, Partial<AskState>, Partial<Ask>, [string, string?]]>([
    ['somebody nobody knows', { requester: undefined }, {}, ['access.employeesOnly']],
    ['a guest', { requester: person('ULIN', { standing: 'guest' }) }, {}, ['access.employeesOnly']],
    [
      'another company’s person',
      { requester: person('ULIN', { standing: 'stranger' }) },
      {},
      ['access.employeesOnly'],
    ],
    ['somebody who left', { requester: person('ULIN', { leftAt: t0 }) }, {}, ['access.employeesOnly']],
    ['a case that is not in the register', { case: 'unknown' }, {}, ['access.caseUnknown', 'caseNumber']],
    ['a closed case', { case: closedCase }, {}, ['access.caseClosed', 'caseNumber']],
    ['an unknown data set', { dataSet: undefined }, {}, ['access.setUnknown', 'dataSet']],
    ['a retired data set', { dataSet: dataSet({ retiredAt: t0 }) }, {}, ['access.setUnknown', 'dataSet']],
    [
      'a purpose the policy does not name',
      {},
      { purpose: 'marketing' },
      ['access.purposeNotAllowed', 'purpose'],
    ],
    [
      'more hours than the longest grant',
      {},
      { length: { kind: 'hours', hours: 9 } },
      ['access.tooLong', 'hours'],
    ],
    [
      'more hours of work than the longest grant',
      {},
      { length: { kind: 'working', hours: 9 } },
      ['access.tooLong', 'hours'],
    ],
    ['a start that is past', {}, { start: { kind: 'at', at: t0 } }, ['access.startPast', 'start']],
    [
      'a start a month and an hour away',
      {},
      { start: { kind: 'at', at: later(30 * 24 + 1) } },
      ['access.startTooFar', 'start'],
    ],
    ['an end that is past', {}, { length: { kind: 'until', at: t0 } }, ['access.endPast', 'hours']],
    [
      'an end before its beginning',
      {},
      { start: { kind: 'at', at: later(5) }, length: { kind: 'until', at: later(5) } },
      ['access.endsBeforeStart', 'hours'],
    ],
    [
      'no word about why where the policy asks for one',
      {},
      { reason: undefined },
      ['access.reasonNeeded', 'reason'],
    ],
    ['sensitive data without the tick', {}, { acknowledged: false }, ['access.acknowledge', 'acknowledged']],
    [
      'a data set nobody decides on',
      { deciders: { people: [], road: 'approver' } },
      {},
      ['access.nobodyDecides', 'dataSet'],
    ],
    [
      'a data set on which only the requester decides',
      { deciders: { people: ['ULIN'], road: 'privacy_officer' } },
      {},
      ['access.nobodyDecides', 'dataSet'],
    ],
    ['the same wish that waits', { waiting: 'req_0' }, {}, ['access.alreadyAsked', 'dataSet']],
  ])('is refused for %s', (_, state, command, refusal) => {
    expect(refusalOf(ask({ ...wish, ...command })({ ...asking, ...state }, t0))).toEqual(refusal);
  });

  it('is allowed for exactly the longest grant, and to an approver whom another approver can judge', () => {
    expect(decided(ask({ ...wish, length: { kind: 'hours', hours: 8 } })(asking, t0)).next.hours).toBe(8);
    const open = { ...closedCase, state: 'open', closedAt: null } as const;
    expect(decided(ask(wish)({ ...asking, case: open }, t0)).next.caseNumber).toBe('C-2026-0412');
    expect(
      decided(ask({ ...wish, by: 'UOWNER' })({ ...asking, requester: person('UOWNER') }, t0)).next.requester,
    ).toBe('UOWNER');
  });
});

describe('asking where there is less to say', () => {
  const plain = dataSet({ classification: 'internal', personal: 'personal', reasonNeeded: false });

  it('needs no sentence where the policy asks for none, and no tick for data that is not sensitive', () => {
    const { next, events } = decided(
      ask({ ...wish, reason: undefined, acknowledged: false })({ ...asking, dataSet: plain }, t0),
    );
    expect(next.reason).toBe('');
    expect(events[0]).toMatchObject({ data: { acknowledged: 'line', acknowledgement: 1 } });
    expect(events[0]?.personal).toBeUndefined();
  });

  it('says which road it takes when no approver is there', () => {
    const deciders = { people: ['UPRIVACY'], road: 'privacy_officer' as const };
    const { next, events } = decided(ask(wish)({ ...asking, deciders }, t0));
    expect(next.road).toBe('privacy_officer');
    expect(events[0]?.data).toMatchObject({ road: 'privacy_officer' });
  });

  it('lapses with the end it names, when that comes first', () => {
    const until = { ...wish, length: { kind: 'until' as const, at: later(2) } };
    expect(decided(ask(until)(asking, t0)).next.lapsesAt).toEqual(later(2));
  });
});

describe('the road of a waiting request', () => {
  it('changes while it waits, and says so', () => {
    const { next, events } = decided(reroute('privacy_officer')(pending, later(1)));
    expect(next).toEqual({ ...pending, road: 'privacy_officer' });
    expect(events).toMatchObject([{ type: 'access.rerouted', data: { road: 'privacy_officer' } }]);
  });

  it('stays when nothing changes, and once the request waits no more', () => {
    expect(refusalOf(reroute('approver')(pending, t0))).toEqual(['access.notDue']);
    expect(refusalOf(reroute('privacy_officer')(pending, later(8)))).toEqual(['access.notDue']);
    expect(refusalOf(reroute('privacy_officer')({ ...pending, state: 'denied' }, t0))).toEqual([
      'access.notDue',
    ]);
  });
});

describe('approving', () => {
  it('follows the times that were asked for', () => {
    const grantOf = (more: Partial<Request>, at = later(1)) =>
      decided(
        approve({ by: 'UOWNER', grantId: 'grn_1' })({ ...deciding, request: { ...pending, ...more } }, at),
      ).next.grant;
    expect(grantOf({ start: { kind: 'at', at: later(3) } })).toMatchObject({
      state: 'scheduled',
      startsAt: later(3),
      endsAt: later(7),
    });
    // Approved after the moment that was asked for: it begins now.
    expect(grantOf({ start: { kind: 'at', at: later(3) } }, later(4))).toMatchObject({
      state: 'running',
      startsAt: later(4),
      endsAt: later(8),
    });
    expect(grantOf({ start: { kind: 'press' } })).toMatchObject({ state: 'ready', startsAt: later(49) });
    expect(grantOf({ length: { kind: 'case' }, hours: 8 })).toMatchObject({ endsAt: later(9) });
  });

  it('cuts an end of the calendar to what the data set allows by now, and refuses hours that were promised', () => {
    const shorter = { ...deciding, dataSet: dataSet({ longestHours: 2 }) };
    const week: Request = { ...pending, length: { kind: 'week' }, hours: 8 };
    expect(
      decided(approve({ by: 'UOWNER', grantId: 'g' })({ ...shorter, request: week }, t0)).next.grant.endsAt,
    ).toEqual(later(2));
    expect(refusalOf(approve({ by: 'UOWNER', grantId: 'g' })(shorter, t0))).toEqual(['access.rulesChanged']);
  });

  it('is refused once the case was closed, however long it was to last', () => {
    const closed = { ...deciding, caseClosed: true };
    for (const length of [pending.length, { kind: 'case' } as const]) {
      const request = { ...pending, length };
      const trial = approve({ by: 'UOWNER', grantId: 'g' })({ ...closed, request }, t0);
      expect(refusalOf(trial)).toEqual(['access.caseClosedSince']);
    }
  });

  it('takes the lock of the case whose closing would end it, and of no other', () => {
    const until: Request = { ...pending, length: { kind: 'case' } };
    expect(guardsOf({ request: until })).toEqual([`case:${pending.caseNumber}`]);
    expect(guardsOf({ request: pending })).toEqual([]);
    expect(guardsOf({ request: undefined })).toEqual([]);
  });

  it('says by which road it came', () => {
    const officer = { ...deciding, road: 'privacy_officer' as const };
    const { events } = decided(approve({ by: 'UOWNER', grantId: 'g' })(officer, t0));
    expect(events[0]?.data).toMatchObject({ road: 'privacy_officer', by: 'UOWNER' });
  });

  it('grants from now for the hours that were asked for', () => {
    const { next, events } = decided(approve({ by: 'UOWNER', grantId: 'grn_1' })(deciding, later(1)));
    expect(next.request).toMatchObject({ state: 'granted', decidedBy: 'UOWNER', decidedAt: later(1) });
    expect(next.grant).toEqual({
      id: 'grn_1',
      request: 'req_1',
      holder: 'ULIN',
      dataSet: 'client-files',
      caseNumber: 'C-2026-0412',
      startsAt: later(1),
      endsAt: later(5),
      state: 'running',
      endedAt: null,
      endedBy: null,
      endReason: null,
    });
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([
      ['access.approved', 'req_1'],
      ['access.granted', 'grn_1'],
    ]);
    expect(events.every((event) => event.personal === undefined)).toBe(true);
  });

  it.each<[string, Partial<DecideState>, string]>([
    ['the requester has left', { requester: person('ULIN', { leftAt: t0 }) }, 'access.requesterLeft'],
    [
      'the requester became a guest',
      { requester: person('ULIN', { standing: 'guest' }) },
      'access.requesterLeft',
    ],
    ['the data set was retired', { dataSet: dataSet({ retiredAt: t0 }) }, 'access.setRetired'],
    ['the longest grant became shorter', { dataSet: dataSet({ longestHours: 3 }) }, 'access.rulesChanged'],
    [
      'the purpose is no longer allowed',
      { dataSet: dataSet({ purposes: ['payroll'] }) },
      'access.purposeDropped',
    ],
  ])('is refused when %s, but the request can still be denied', (_, state, key) => {
    expect(refusalOf(approve({ by: 'UOWNER', grantId: 'g' })({ ...deciding, ...state }, t0))).toEqual([key]);
    expect(
      decided(deny({ by: 'UOWNER', reason: reason('not now') })({ ...deciding, ...state }, t0)).next.state,
    ).toBe('denied');
  });
});

describe('any decision', () => {
  const roads = {
    approve: (by: string, state: DecideState, now: Date) => approve({ by, grantId: 'grn_1' })(state, now),
    deny: (by: string, state: DecideState, now: Date) => deny({ by, reason: reason('no') })(state, now),
  };
  const settled = (state: Request['state'], decidedBy: string | null = 'UDEPUTY'): Partial<DecideState> => ({
    request: { ...pending, state, decidedBy, decidedAt: t0 },
    decider: person('UDEPUTY', { name: 'Priya Nair' }),
  });

  describe.each(Object.entries(roads))('%s', (_name, decide) => {
    it.each<[string, Partial<DecideState>, string]>([
      ['on nothing', { request: undefined }, 'access.unknown'],
      ['without its data set', { dataSet: undefined }, 'access.unknown'],
      ['after an approval', settled('granted'), 'access.decided'],
      ['after a denial', settled('denied'), 'access.decided'],
      ['after it was withdrawn', settled('withdrawn', 'ULIN'), 'access.withdrawn'],
      ['after it lapsed', settled('lapsed', null), 'access.lapsed'],
      ['by somebody who is no approver', { named: false }, 'access.notApprover'],
      ['by an approver who left', { approver: person('UOWNER', { leftAt: t0 }) }, 'access.notApprover'],
      [
        'by an approver who is a guest now',
        { approver: person('UOWNER', { standing: 'guest' }) },
        'access.notApprover',
      ],
      ['by somebody nobody knows', { approver: undefined }, 'access.notApprover'],
    ])('is refused %s', (_, state, key) => {
      expect(refusalOf(decide('UOWNER', { ...deciding, ...state }, t0))).toEqual([key]);
    });

    it('is refused from the very moment at which the request lapses, tick or no tick', () => {
      const last = new Date(later(8).getTime() - 1);
      expect(decided<unknown>(decide('UOWNER', deciding, last))).toBeDefined();
      expect(refusalOf(decide('UOWNER', deciding, later(8)))).toEqual(['access.lapsed']);
    });

    it('is refused to the requester, whatever they are: owner, approver, privacy officer, admin', () => {
      const own = {
        ...deciding,
        approver: person('ULIN', { roles: ['owner', 'approver', 'privacy_officer', 'admin'] }),
        named: true,
        dataSet: dataSet({ owner: 'ULIN', approvers: ['ULIN', 'UOWNER'] }),
      };
      expect(refusalOf(decide('ULIN', own, t0))).toEqual(['access.ownRequest']);
    });

    it('says who decided before', () => {
      expect(decide('UOWNER', { ...deciding, ...settled('granted') }, t0)).toMatchObject({
        refused: { values: { how: 'granted', by: 'Priya Nair' } },
      });
    });
  });
});

describe('denying', () => {
  it('keeps the reason beside the event, not in it', () => {
    const { next, events } = decided(
      deny({ by: 'UDEPUTY', reason: reason('Ask for the extract instead') })(
        { ...deciding, approver: person('UDEPUTY') },
        later(2),
      ),
    );
    expect(next).toMatchObject({
      state: 'denied',
      decidedBy: 'UDEPUTY',
      decidedAt: later(2),
      denialReason: 'Ask for the extract instead',
    });
    expect(events).toEqual([
      {
        type: 'access.denied',
        version: 1,
        subject: 'req_1',
        data: { by: 'UDEPUTY', road: 'approver', requester: 'ULIN', dataSet: 'client-files', kind: 'other' },
        personal: { reason: 'Ask for the extract instead' },
        whose: 'ULIN',
      },
    ]);
  });
});

describe('withdrawing', () => {
  it('is the requester’s right while the request waits, and the house does it for who left', () => {
    expect(decided(withdraw({ by: 'ULIN' })(pending, later(1))).next).toMatchObject({
      state: 'withdrawn',
      decidedBy: 'ULIN',
      decidedAt: later(1),
    });
    expect(decided(withdraw({ by: 'leaver' })(pending, later(1))).next).toMatchObject({
      state: 'withdrawn',
      decidedBy: null,
    });
  });

  it.each<[string, Request | undefined, string, string]>([
    ['of nothing', undefined, 'ULIN', 'access.unknown'],
    ['by anybody else', pending, 'UOWNER', 'access.notYours'],
    ['twice', { ...pending, state: 'withdrawn' }, 'ULIN', 'access.withdrawn'],
    ['after it lapsed', { ...pending, state: 'lapsed' }, 'ULIN', 'access.lapsed'],
    ['after an approval', { ...pending, state: 'granted' }, 'ULIN', 'access.tooLateToWithdraw'],
    ['after a denial', { ...pending, state: 'denied' }, 'ULIN', 'access.tooLateToWithdraw'],
  ])('is refused %s', (_, request, by, key) => {
    expect(refusalOf(withdraw({ by })(request, t0))).toEqual([key]);
  });

  it('is refused once the time is over, tick or no tick', () => {
    expect(refusalOf(withdraw({ by: 'ULIN' })(pending, later(8)))).toEqual(['access.lapsed']);
  });
});

describe('lapsing', () => {
  it('takes effect at its time, whenever the tick came by', () => {
    const { next, events } = decided(lapse(pending, later(100)));
    expect(next).toMatchObject({ state: 'lapsed', decidedAt: later(8), decidedBy: null });
    expect(events).toMatchObject([{ type: 'access.lapsed', effectiveAt: later(8) }]);
    expect(decided(lapse(pending, later(8))).next.state).toBe('lapsed');
  });

  it('is refused before its time and for what no longer waits', () => {
    expect(refusalOf(lapse(pending, new Date(later(8).getTime() - 1)))).toEqual(['access.notDue']);
    expect(refusalOf(lapse(undefined, later(9)))).toEqual(['access.notDue']);
    for (const state of ['granted', 'denied', 'withdrawn', 'lapsed'] as const)
      expect(refusalOf(lapse({ ...pending, state }, later(9)))).toEqual(['access.notDue']);
  });
});

describe('what the forms hand in', () => {
  const form = {
    dataSet: 'client-files',
    caseNumber: 'c-2026-0412',
    purpose: 'tax_filing',
    reason: 'VAT filing',
    start: 'now',
    hours: '4',
    acknowledged: true,
  };

  it('is read into the rule’s own words', () => {
    const { hours: _hours, ...rest } = form;
    expect(askInput.parse(form)).toEqual({
      ...rest,
      caseNumber: 'C-2026-0412',
      start: { kind: 'now' },
      length: { kind: 'hours', hours: 4 },
    });
  });

  it.each([
    'C-2026-0412',
    'c2026-7',
    'ZR-20260412-001',
    'ＺＲ－２０２６－０１',
    'SH-26-7-B',
    ' C - 2026 - 0412 ',
  ])('takes the case number %j', (text) => expect(caseNumber.safeParse(text).success).toBe(true));

  it.each(['张伟', 'Zhang Wei', '2026-0412', 'C-', 'C-2026-0412 张伟', 'C_2026', 'ABCDEFG-1', 'C2026', ''])(
    'refuses the case number %j',
    (text) => expect(caseNumber.safeParse(text).success).toBe(false),
  );

  it.each(['A13800138000', 'A13800138000-1', 'C-138 0013 8000', 'E12345678', 'C-11010519491231002X'])(
    'refuses a personal number in the place of a case number: %j',
    (text) => expect(caseNumber.safeParse(text).success).toBe(false),
  );

  it.each([
    ['acknowledged', 'yes'],
    ['start', 'at:'],
    ['start', 'at:soon'],
    ['start', 'later'],
    ['hours', 'work:0'],
    ['hours', 'until:'],
    ['hours', 'until:never'],
    ['hours', 'forever'],
    ['hours', '0'],
    ['hours', '1.5'],
    ['hours', 'four'],
    ['hours', String(24 * 366 + 1)],
    ['purpose', 'curiosity'],
    ['dataSet', null],
    ['reason', 'abc'],
    ['reason', '   '],
    ['reason', 'call 13800138000'],
    ['reason', 'x'.repeat(501)],
  ])('refuses a form whose %s is wrong, naming that field', (field, value) => {
    const parsed = askInput.safeParse({ ...form, [field]: value });
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual([field]);
  });

  it('wants a reason for a denial, without personal numbers', () => {
    expect(denyInput.safeParse({ reason: '不行' }).success).toBe(true);
    expect(denyInput.safeParse({ reason: ' ' }).success).toBe(false);
    expect(denyInput.safeParse({ reason: '请打 13800138000' }).success).toBe(false);
  });
});
