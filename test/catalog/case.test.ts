import { describe, expect, it } from 'vitest';
import {
  type Case,
  type CaseFields,
  type CaseState,
  caseExample,
  caseFields,
  caseNumber,
  changeCase,
  closeCase,
  fitsForm,
  mayChangeCase,
  mayOpenCases,
  openCase,
  reopenCase,
} from '../../src/catalog/case.ts';
import { decided, later, person, refusalOf, t0 } from '../access/world.ts';

const fields: CaseFields = caseFields.parse({
  kind: 'transfer',
  team: '公司转让组',
  people: ['ULIN', 'UEMMA'],
  region: '上海',
  clauses: 'Clause 7.3',
});
const lin = person('ULIN');
const emma = person('UEMMA');
const wang = person('UWANG', { roles: ['approver'] });

const opening: CaseState = { actor: wang, leads: false, before: undefined, people: [lin, emma], form: null };
const command = { ...fields, number: 'C-2026-0412', by: 'UWANG' };
const open: Case = decided(openCase(command)(opening, t0)).next;
const closed: Case = decided(closeCase({ by: 'UWANG' })({ ...opening, before: open }, later(1))).next;

describe('opening a case', () => {
  it('keeps what was said of it; words of people stand beside the event', () => {
    const { next, events } = decided(openCase(command)(opening, t0));
    expect(next).toEqual({
      ...fields,
      number: 'C-2026-0412',
      state: 'open',
      openedAt: t0,
      changedAt: t0,
      closedAt: null,
      revision: 1,
    });
    expect(events).toEqual([
      {
        type: 'case.opened',
        version: 1,
        subject: 'C-2026-0412',
        data: { by: 'UWANG', kind: 'transfer', people: ['ULIN', 'UEMMA'], revision: 1 },
        personal: { team: '公司转让组', region: '上海', clauses: 'Clause 7.3' },
      },
    ]);
  });

  it.each<[string, Partial<CaseState>, [string, string?]]>([
    ['somebody without a role', { actor: lin }, ['catalog.caseNotAllowed']],
    [
      'a guest who leads people',
      { actor: person('UG', { standing: 'guest' }), leads: true },
      ['catalog.caseNotAllowed'],
    ],
    ['a number of another form', { form: 'BK-YYYY-####' }, ['catalog.caseFormCompany', 'number']],
    ['a number that is taken', { before: open }, ['catalog.caseTaken', 'number']],
    ['a number that a closed case has', { before: closed }, ['catalog.caseTaken', 'number']],
    ['a person nobody knows', { people: [lin, undefined] }, ['catalog.casePersonNotEmployee', 'people']],
    [
      'a person who left',
      { people: [lin, person('UEMMA', { leftAt: t0 })] },
      ['catalog.casePersonNotEmployee', 'people'],
    ],
  ])('refuses %s', (_, state, refusal) => {
    expect(refusalOf(openCase(command)({ ...opening, ...state }, t0))).toEqual(refusal);
  });

  it('is for team leads and those who answer for data, not for everybody', () => {
    expect(mayOpenCases(lin, true)).toBe(true);
    expect(mayOpenCases(lin, false)).toBe(false);
    for (const role of ['owner', 'approver', 'privacy_officer', 'admin'] as const)
      expect(mayOpenCases(person('U1', { roles: [role] }), false)).toBe(true);
    expect(mayOpenCases(person('U1', { roles: ['auditor'] }), false)).toBe(false);
    expect(mayChangeCase(lin, false, open)).toBe(true);
    expect(mayChangeCase(person('UCHEN'), false, open)).toBe(false);
    expect(mayChangeCase(person('ULIN', { leftAt: t0 }), false, open)).toBe(false);
  });
});

describe('changing a case', () => {
  const change = (more: Partial<CaseFields & { by: string; revision: number }> = {}) =>
    changeCase({ ...fields, by: 'ULIN', revision: 1, ...more });
  const changing: CaseState = { actor: lin, leads: false, before: open, people: [lin, emma], form: null };

  it('says who was on it before and who is now', () => {
    const wide = { ...changing, people: [lin, emma, person('UCHEN')] };
    const { next, events } = decided(change({ people: ['ULIN', 'UEMMA', 'UCHEN'] })(wide, later(2)));
    expect(next).toMatchObject({ revision: 2, changedAt: later(2), openedAt: t0 });
    expect(events[0]?.data).toMatchObject({
      people: ['ULIN', 'UEMMA', 'UCHEN'],
      peopleBefore: ['ULIN', 'UEMMA'],
    });
  });

  it('is no change when everything stays as it was, in whatever order', () => {
    const same = { ...changing, people: [emma, lin] };
    expect(decided(change({ people: ['UEMMA', 'ULIN'] })(same, later(2)))).toEqual({
      next: open,
      events: [],
    });
  });

  it('keeps people who were on it and have left since', () => {
    const left = { ...changing, people: [lin, person('UEMMA', { leftAt: t0 })] };
    expect(decided(change({ region: fields.team })(left, later(2))).next.people).toEqual(['ULIN', 'UEMMA']);
  });

  it.each<[string, Partial<CaseState>, number, string]>([
    ['a case that is not there', { before: undefined }, 1, 'catalog.caseUnknown'],
    ['people who are not on it', { actor: person('UCHEN') }, 1, 'catalog.caseNotAllowed'],
    ['a closed case', { before: closed }, 2, 'catalog.caseIsClosed'],
    ['a form opened before another change', { before: { ...open, revision: 2 } }, 1, 'catalog.caseChanged'],
  ])('refuses %s', (_, state, revision, key) => {
    expect(refusalOf(change({ revision })({ ...changing, ...state }, t0))[0]).toBe(key);
  });
});

describe('closing and reopening', () => {
  it('closes once, by those on it, and reopens by those who may open', () => {
    expect(closed).toMatchObject({ state: 'closed', closedAt: later(1), revision: 2 });
    expect(refusalOf(closeCase({ by: 'ULIN' })({ actor: lin, leads: false, before: closed }, t0))[0]).toBe(
      'catalog.caseIsClosed',
    );
    expect(refusalOf(reopenCase({ by: 'ULIN' })({ actor: lin, leads: false, before: closed }, t0))[0]).toBe(
      'catalog.caseNotAllowed',
    );
    const again = decided(
      reopenCase({ by: 'UWANG' })({ actor: wang, leads: false, before: closed }, later(2)),
    );
    expect(again.next).toMatchObject({ state: 'open', closedAt: null, revision: 3 });
    expect(again.events[0]).toMatchObject({ type: 'case.reopened', data: { by: 'UWANG', revision: 3 } });
    expect(
      refusalOf(reopenCase({ by: 'UWANG' })({ actor: wang, leads: false, before: again.next }, t0))[0],
    ).toBe('catalog.caseIsOpen');
  });
});

describe('a case number', () => {
  it.each([
    ['C-2026-0412', 'C-2026-0412'],
    [' c-2026-0412\u200f ', 'C-2026-0412'],
    ['Ｃ－２０２６－０４１２', 'C-2026-0412'],
    ['c–2026—0412', 'C-2026-0412'],
  ])('reads %s as %s', (typed, number) => {
    expect(caseNumber.parse(typed)).toBe(number);
  });

  it.each(['王芳', 'Zhang-San', 'C-123456789', '20260412', '', '😀-1'])('is not %s', (typed) => {
    expect(caseNumber.safeParse(typed).success).toBe(false);
  });
});

describe('the form of numbers that a company set', () => {
  it.each([
    [null, 'X-1', true],
    ['C-YYYY-####', 'C-2026-0412', true],
    ['C-YYYY-####', 'C-2026-10412', true],
    ['C-YYYY-####', 'C-2026-412', false],
    ['C-YYYY-####', 'BK-2026-0412', false],
    ['C-2026-0412', 'C-2027-0001', true],
    ['c-2026-0412', 'C-27-0001', false],
    ['A.B-##', 'AXB-12', false],
    ['@@-####', 'BK-0001', true],
    ['@@-####', 'B-0001', false],
  ])('%s takes %s: %s', (form, number, fits) => {
    expect(fitsForm(form, number)).toBe(fits);
  });

  it('is shown as an example', () => {
    expect([caseExample(null), caseExample('BK-YYYY-####')]).toEqual(['C-2026-0412', 'BK-2026-0000']);
  });
});
