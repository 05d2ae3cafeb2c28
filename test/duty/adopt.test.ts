import { describe, expect, it } from 'vitest';
import {
  adopt,
  type Choice,
  decline,
  namePosts,
  offer,
  reopen,
  type SetState,
  untouchedSet,
} from '../../src/duty/adopt.ts';
import { startingSet, templateOf } from '../../src/duty/starting-set.data.ts';
import { dutyFrom, guestsFor, personOf, type Staff, whoFor } from '../../src/duty/suggest.ts';
import type { Template } from '../../src/duty/template.ts';
import type { FreeText } from '../../src/kernel/free-text.ts';
import { companyDefaults, companySchedule } from '../../src/people/company.ts';
import { everybody, noon, officer, owner } from './world.ts';

const staff: Staff = {
  ...{ posts: {}, officers: [officer.id], admins: ['UADM'], auditors: [] },
  ...{ owners: ['UOWN', 'UADM'], managers: [officer.id, 'UMAN'] },
};
const office = { tz: 'Asia/Shanghai', holidays: 'china' as const };
const schedule = companySchedule({ ...companyDefaults, ...office });
const wanted = (code: string) => {
  const template = templateOf(code);
  if (!template) throw new Error(`there is no ${code}`);
  const input = dutyFrom(template, { owner: officer.id, checker: owner.id, office, from: '2026-11-26' });
  return { code, id: `dty_${code}`, input };
};
const untouched: SetState = { actor: officer, set: untouchedSet, choices: new Map(), duties: new Map() };
const given = { ...untouched, people: everybody, schedule };
const adopted = (codes: readonly string[]) => {
  const decided = adopt({ by: officer.id, batch: 'b1', wanted: codes.map(wanted) })(given, noon);
  if ('refused' in decided) throw new Error(decided.refused.key);
  return decided;
};

describe('a suggestion as a duty', () => {
  it.each(startingSet.map((template) => [template.code, template] as const))(
    '%s is one that can be added',
    (code, template) => {
      const input = dutyFrom(template, { owner: officer.id, checker: owner.id, office, from: '2026-11-26' });
      expect(input.template).toBe(code);
      expect(input.interim).toBe(template.interim ? template.controls[0] : null);
      expect(adopted([code]).next.duties).toHaveLength(1);
    },
  );

  it('falls to whoever was named for the post, else to the role, else to the officer', () => {
    expect(personOf('legal', staff)).toBe(officer.id);
    expect(personOf('it', staff)).toBe('UADM');
    expect(personOf('audit', { ...staff, auditors: ['UAUD'] })).toBe('UAUD');
    expect(personOf('legal', { ...staff, posts: { legal: owner.id } })).toBe(owner.id);
    expect(personOf('legal', { ...staff, officers: [], admins: [] })).toBeNull();
  });

  it('is checked by somebody else even where one person holds both posts, and by nobody where nobody else is there', () => {
    expect(whoFor({ owner: 'officer', checker: 'management' }, staff)).toEqual({
      owner: officer.id,
      checker: 'UADM',
      alone: false,
    });
    expect(whoFor({ owner: 'officer', checker: 'management' }, { ...staff, admins: [] })).toEqual({
      owner: officer.id,
      checker: null,
      alone: true,
    });
    expect(whoFor({ owner: 'officer', checker: null }, staff).checker).toBeNull();
  });
});

describe('who comes to a suggested meeting', () => {
  const guests = (code: string, of: Partial<Staff> = {}) =>
    guestsFor(templateOf(code) as Template, { ...staff, ...of }, officer.id);

  it('is who has the posts, then owners of data sets or managers, each once, and not who holds it', () => {
    expect(guests('team-meeting')).toEqual(['UADM', 'UOWN']);
    expect(guests('oversight-committee')).toEqual(['UADM', 'UMAN']);
    expect(guests('oversight-committee', { posts: { legal: owner.id }, auditors: ['UAUD'] })).toEqual([
      ...[owner.id, 'UAUD', 'UMAN'],
    ]);
  });

  it('is nobody where the officer is alone, and of a big company as many as sit round a table', () => {
    expect(guests('team-meeting', { admins: [], owners: [], managers: [] })).toEqual([]);
    const managers = Array.from({ length: 50 }, (_, n) => `UM${n}`);
    expect(guests('oversight-committee', { managers })).toHaveLength(20);
  });

  it('is nobody of what is no meeting', () => {
    expect(startingSet.filter(({ kind, guests: some }) => kind !== 'meeting' && some.length > 0)).toEqual([]);
  });
});

describe('going through the starting set', () => {
  it('adopts many at once: duties, choices, and events without words of people', () => {
    const { next, events } = adopted(['network-defence', 'backup-others']);
    expect(next.duties.map(({ id, owner: of }) => [id, of])).toEqual([
      ['dty_network-defence', officer.id],
      ['dty_backup-others', officer.id],
    ]);
    expect(next.choices.map(({ code, how, batch }) => [code, how, batch])).toEqual([
      ['network-defence', 'adopted', 'b1'],
      ['backup-others', 'adopted', 'b1'],
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      'duty.added',
      'duty.adopted',
      'duty.added',
      'duty.adopted',
    ]);
    expect(next.set.revision).toBe(1);
  });

  it('leaves alone what somebody else adopted meanwhile, and refuses where that is all', () => {
    const before = new Map(adopted(['network-defence']).next.choices.map((one) => [one.code, one]));
    const again = adopt({ by: officer.id, batch: 'b2', wanted: ['network-defence', 'mandate'].map(wanted) })(
      { ...given, choices: before },
      noon,
    );
    expect('next' in again && again.next.choices.map(({ code }) => code)).toEqual(['mandate']);
    expect(
      adopt({ by: officer.id, batch: 'b3', wanted: [wanted('network-defence')] })(
        { ...given, choices: before },
        noon,
      ),
    ).toEqual({ refused: { key: 'set.nothing' } });
  });

  it('adopts none of them where one cannot be', () => {
    const gone = { ...wanted('mandate'), input: { ...wanted('mandate').input, owner: 'UGONE' } };
    const decided = adopt({ by: officer.id, batch: 'b1', wanted: [wanted('network-defence'), gone] })(
      given,
      noon,
    );
    expect(decided).toMatchObject({ refused: { key: 'duty.ownerNotEmployee' }, field: 'owner' });
  });

  it('is for officers and admins alone', () => {
    const as = { ...given, actor: owner };
    expect(adopt({ by: owner.id, batch: 'b', wanted: [wanted('mandate')] })(as, noon)).toEqual({
      refused: { key: 'set.mayNot' },
    });
    expect(
      decline({ by: owner.id, batch: 'b', code: 'mandate', reason: 'no' as FreeText })(as, noon),
    ).toEqual({ refused: { key: 'set.mayNot' } });
    expect(reopen({ by: owner.id, codes: ['mandate'] })({ ...as, lived: new Set() })).toEqual({
      refused: { key: 'set.mayNot' },
    });
    expect(namePosts({ by: owner.id, posts: {} })(as)).toEqual({ refused: { key: 'set.mayNot' } });
  });

  it('keeps the reason why something is not for us beside the event, not in it', () => {
    const decided = decline({
      by: officer.id,
      batch: 'b',
      code: 'abroad-register',
      reason: 'nothing goes abroad' as FreeText,
    })(untouched, noon);
    expect(decided).toMatchObject({
      next: {
        choices: [{ code: 'abroad-register', how: 'declined', reason: 'nothing goes abroad', duty: null }],
      },
      events: [
        {
          type: 'duty.declined',
          data: { by: officer.id, code: 'abroad-register' },
          personal: { reason: 'nothing goes abroad' },
        },
      ],
    });
  });

  it('can adopt after all what was declined, and decline nothing that is adopted', () => {
    const declined: Choice = {
      code: 'mandate',
      how: 'declined',
      duty: null,
      reason: 'x',
      by: officer.id,
      at: noon,
      batch: 'b',
    };
    const choices = new Map([['mandate', declined]]);
    expect(
      'next' in
        adopt({ by: officer.id, batch: 'c', wanted: [wanted('mandate')] })({ ...given, choices }, noon),
    ).toBe(true);
    const taken = new Map(adopted(['mandate']).next.choices.map((one) => [one.code, one]));
    expect(
      decline({ by: officer.id, batch: 'c', code: 'mandate', reason: 'x' as FreeText })(
        { ...untouched, choices: taken },
        noon,
      ),
    ).toEqual({ refused: { key: 'set.isAdopted' } });
  });

  it('takes decisions back: the duties end and the suggestions are open again, but what was done stays', () => {
    const { next } = adopted(['network-defence', 'backup-others']);
    const state = {
      ...untouched,
      choices: new Map(next.choices.map((one) => [one.code, one])),
      duties: new Map(next.duties.map((one) => [one.id, one])),
    };
    const codes = ['network-defence', 'backup-others'];
    const back = reopen({ by: officer.id, codes })({ ...state, lived: new Set(['dty_backup-others']) });
    expect(back).toMatchObject({
      next: { reopened: ['network-defence'], duties: [{ id: 'dty_network-defence', state: 'retired' }] },
    });
    expect('events' in back && back.events.map(({ type }) => type)).toEqual([
      'duty.retired',
      'duty.choice_undone',
    ]);
    expect(
      reopen({ by: officer.id, codes })({ ...state, lived: new Set(next.duties.map(({ id }) => id)) }),
    ).toEqual({ refused: { key: 'set.lived' } });
    expect(reopen({ by: officer.id, codes: ['mandate'] })({ ...state, lived: new Set() })).toEqual({
      refused: { key: 'set.isOpen' },
    });
  });

  it('names posts with employees only', () => {
    const state = { actor: officer, set: untouchedSet, people: everybody };
    expect(namePosts({ by: officer.id, posts: { legal: owner.id } })(state)).toMatchObject({
      next: { posts: { legal: owner.id } },
    });
    expect(namePosts({ by: officer.id, posts: { legal: 'UGONE' } })(state)).toMatchObject({
      refused: { key: 'set.notEmployee' },
      field: 'legal',
    });
  });

  it('offers what came later by itself, once', () => {
    const first = offer({ codes: ['a', 'b'] })({ set: untouchedSet });
    if ('refused' in first) throw new Error('refused');
    const later = offer({ codes: ['a', 'b', 'c'] })({ set: first.next });
    expect(later).toMatchObject({
      next: { offers: [['a', 'b'], ['c']] },
      events: [{ data: { codes: ['c'] } }],
    });
    expect(offer({ codes: ['a', 'b'] })({ set: first.next })).toEqual({ refused: { key: 'set.nothing' } });
  });
});
