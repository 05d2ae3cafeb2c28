import { describe, expect, it } from 'vitest';
import { deny, denyInput } from '../../src/access/denial.ts';
import {
  type Ask,
  type AskState,
  approve,
  ask,
  askInput,
  type DecideState,
  lapse,
  type Request,
  withdraw,
} from '../../src/access/request.ts';
import { caseNumber } from '../../src/catalog/case.ts';
import { dataSet, decided, later, person, reason, refusalOf, t0 } from './world.ts';

const wish: Ask & { id: string; by: string } = {
  id: 'req_1',
  by: 'ULIN',
  dataSet: 'client-files',
  caseNumber: 'C-2026-0412',
  purpose: 'tax_filing',
  reason: reason('VAT filing for October'),
  hours: 4,
  acknowledged: true,
};

const asking: AskState = {
  requester: person('ULIN'),
  dataSet: dataSet(),
  case: 'no_register',
  approvers: ['UOWNER', 'UDEPUTY'],
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
          acknowledged: true,
          lapsesAt: later(8).toISOString(),
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
    ['more hours than the longest grant', {}, { hours: 9 }, ['access.tooLong', 'hours']],
    ['a data set nobody decides on', { approvers: [] }, {}, ['access.nobodyDecides', 'dataSet']],
    [
      'a data set on which only the requester decides',
      { approvers: ['ULIN'] },
      {},
      ['access.nobodyDecides', 'dataSet'],
    ],
    ['the same wish that waits', { waiting: 'req_0' }, {}, ['access.alreadyAsked', 'dataSet']],
  ])('is refused for %s', (_, state, command, refusal) => {
    expect(refusalOf(ask({ ...wish, ...command })({ ...asking, ...state }, t0))).toEqual(refusal);
  });

  it('is allowed for exactly the longest grant, and to an approver whom another approver can judge', () => {
    expect(decided(ask({ ...wish, hours: 8 })(asking, t0)).next.hours).toBe(8);
    const open = { ...closedCase, state: 'open', closedAt: null } as const;
    expect(decided(ask(wish)({ ...asking, case: open }, t0)).next.caseNumber).toBe('C-2026-0412');
    expect(
      decided(ask({ ...wish, by: 'UOWNER' })({ ...asking, requester: person('UOWNER') }, t0)).next.requester,
    ).toBe('UOWNER');
  });
});

describe('approving', () => {
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
        data: { by: 'UDEPUTY', requester: 'ULIN', dataSet: 'client-files', kind: 'other' },
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
    hours: '4',
    acknowledged: true,
  };

  it('is read into the rule’s own words', () => {
    expect(askInput.parse(form)).toEqual({ ...form, caseNumber: 'C-2026-0412', hours: 4 });
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
    ['acknowledged', false],
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
