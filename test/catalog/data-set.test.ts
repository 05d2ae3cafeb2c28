import fc from 'fast-check';
import { expect, describe as given, it } from 'vitest';
import {
  classDefaults,
  classifications,
  type DataSet,
  type Describe,
  type DescribeState,
  dataSetCode,
  describe,
  type describeFields,
  describeInput,
  personalKinds,
} from '../../src/catalog/data-set.ts';
import { retire } from '../../src/catalog/retire.ts';
import { decided, person, reason, refusalOf, t0 } from '../access/world.ts';

const admin = person('UADMIN', { roles: ['admin'] });
const officer = person('UPRIVACY', { roles: ['privacy_officer'] });
const owner = person('UOWNER');
const group = { id: 'S01', handle: 'leads', name: 'Leads', members: ['UB'], disabled: false };

const words: Describe & { id: string; by: string; revision: number | null } = {
  id: 'client-files',
  by: 'UADMIN',
  revision: null,
  nameEn: reason('Client identity files'),
  nameZh: reason('客户身份资料'),
  classification: 'strict',
  personal: 'sensitive',
  handling: classDefaults.strict.handling,
  owner: 'UOWNER',
  approvers: ['UOWNER', 'UDEPUTY'],
  approverGroups: ['S01'],
  purposes: ['tax_filing'],
  longestHours: 8,
  pendingHours: 8,
  guestsMayAsk: false,
};
const adding: DescribeState = {
  actor: admin,
  before: undefined,
  owner,
  approvers: [owner, person('UDEPUTY')],
  approverGroups: [group],
  sameName: null,
};
const before: DataSet = decided(describe(words)(adding)).next;
const editing: DescribeState = { ...adding, before };

given('adding a data set', () => {
  it('takes the description as it is, at revision 1', () => {
    const { by: _by, revision: _revision, ...described } = words;
    // Nobody said whether a sentence is asked for: as the class suggests.
    expect(before).toEqual({ ...described, reasonNeeded: true, revision: 1, retiredAt: null });
  });

  it('records the rules in the event, and the names apart from them', () => {
    const [event, ...more] = decided(describe(words)(adding)).events;
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      type: 'catalog.added',
      subject: 'client-files',
      data: {
        by: 'UADMIN',
        revision: 1,
        classification: 'strict',
        personal: 'sensitive',
        owner: 'UOWNER',
        approvers: ['UOWNER', 'UDEPUTY'],
        approverGroups: ['S01'],
        purposes: ['tax_filing'],
        longestHours: 8,
        pendingHours: 8,
        handling: { send: 'no', wechat: 'no', print: 'no', carry: 'no', destroy: 'witness' },
      },
      personal: { nameEn: 'Client identity files', nameZh: '客户身份资料' },
    });
    expect(JSON.stringify(event?.data)).not.toMatch(/identity|身份/);
  });

  it('is allowed to privacy officers too', () => {
    expect(
      decided(describe({ ...words, by: 'UPRIVACY' })({ ...adding, actor: officer })).events,
    ).toHaveLength(1);
  });

  it.each<[string, Partial<DescribeState>, Partial<typeof words>, [string, string?]]>([
    ['an employee', { actor: person('ULIN') }, {}, ['catalog.notAllowed']],
    [
      'an owner by role: a set that is not there has no owner yet',
      { actor: person('UOWNER', { roles: ['owner', 'approver', 'auditor'] }) },
      {},
      ['catalog.notAllowed'],
    ],
    ['somebody nobody knows', { actor: undefined }, {}, ['catalog.notAllowed']],
    ['an admin who left', { actor: { ...admin, leftAt: t0 } }, {}, ['catalog.notAllowed']],
    ['a code that is taken', { before }, {}, ['catalog.codeTaken', 'code']],
    [
      'a code of a set that was taken out of use',
      { before: { ...before, retiredAt: t0 } },
      {},
      ['catalog.codeTaken', 'code'],
    ],
    ['an unknown owner', { owner: undefined }, {}, ['catalog.ownerNotEmployee', 'owner']],
    ['an owner who left', { owner: { ...owner, leftAt: t0 } }, {}, ['catalog.ownerNotEmployee', 'owner']],
    [
      'a guest as owner',
      { owner: { ...owner, standing: 'guest' } },
      {},
      ['catalog.ownerNotEmployee', 'owner'],
    ],
    [
      'nobody to decide',
      { approvers: [], approverGroups: [] },
      { approvers: [], approverGroups: [] },
      ['catalog.noApprover', 'approvers'],
    ],
    [
      'one approver of two who left',
      { approvers: [owner, person('UDEPUTY', { leftAt: t0 })] },
      {},
      ['catalog.approverNotEmployee', 'approvers'],
    ],
    [
      'an approver nobody knows',
      { approvers: [undefined, owner] },
      {},
      ['catalog.approverNotEmployee', 'approvers'],
    ],
    ['a group nobody knows', { approverGroups: [undefined] }, {}, ['catalog.groupGone', 'approverGroups']],
    [
      'a group that was switched off',
      { approverGroups: [{ ...group, disabled: true }] },
      {},
      ['catalog.groupGone', 'approverGroups'],
    ],
    ['more hours than the class allows', {}, { longestHours: 25 }, ['catalog.tooLong', 'longestHours']],
    [
      'sensitive data in an internal class',
      {},
      { classification: 'internal' },
      ['catalog.sensitiveTooOpen', 'classification'],
    ],
    [
      'sensitive data in a public class',
      {},
      { classification: 'public' },
      ['catalog.sensitiveTooOpen', 'classification'],
    ],
    ['an English name that is taken', { sameName: 'nameEn' }, {}, ['catalog.nameTaken', 'nameEn']],
    ['a Chinese name that is taken', { sameName: 'nameZh' }, {}, ['catalog.nameTaken', 'nameZh']],
  ])('is refused for %s', (_, state, more, refusal) => {
    expect(refusalOf(describe({ ...words, ...more })({ ...adding, ...state }))).toEqual(refusal);
  });

  it('says who is no employee, and how many hours the class allows', () => {
    const left = { ...adding, approvers: [owner, person('UDEPUTY', { name: '赵敏', leftAt: t0 })] };
    expect(describe(words)(left)).toMatchObject({ refused: { values: { name: '赵敏' } } });
    expect(describe({ ...words, longestHours: 25 })(adding)).toMatchObject({
      refused: { values: { hours: 24 } },
    });
  });
});

given('the classes', () => {
  it.each(classifications)('%s: allows its most, and not an hour more', (classification) => {
    const most = classDefaults[classification].mostHours;
    const at = (longestHours: number) =>
      describe({ ...words, classification, personal: 'none', longestHours })(adding);
    expect(decided(at(most)).next.longestHours).toBe(most);
    expect(refusalOf(at(most + 1))).toEqual(['catalog.tooLong', 'longestHours']);
  });

  it.each(classifications)('%s: suggests what it allows itself', (classification) => {
    const { mostHours: _most, ...suggested } = classDefaults[classification];
    const { next } = decided(
      describe({ ...words, ...suggested, classification, personal: 'personal' })(adding),
    );
    expect(next).toMatchObject(suggested);
  });

  it('suggest less, the stricter they are', () => {
    const hours = classifications.map((one) => classDefaults[one].longestHours);
    const most = classifications.map((one) => classDefaults[one].mostHours);
    expect(hours).toEqual(hours.toSorted((a, b) => b - a));
    expect(most).toEqual(most.toSorted((a, b) => b - a));
  });
});

given('changing a data set', () => {
  const change = { ...words, revision: 1, longestHours: 4 };

  it('makes the next revision and records the whole of it', () => {
    const { next, events } = decided(describe(change)(editing));
    expect(next).toEqual({ ...before, longestHours: 4, revision: 2 });
    expect(events).toMatchObject([
      { type: 'catalog.changed', subject: 'client-files', data: { revision: 2, longestHours: 4 } },
    ]);
  });

  it('is allowed to its owner, for that set only', () => {
    const by = { ...change, by: 'UOWNER' };
    expect(decided(describe(by)({ ...editing, actor: owner })).next.longestHours).toBe(4);
    const others = { ...editing, actor: owner, before: { ...before, owner: 'UELSE' } };
    expect(refusalOf(describe(by)(others))).toEqual(['catalog.notAllowed']);
    const left = { ...editing, actor: { ...owner, leftAt: t0 } };
    expect(refusalOf(describe(by)(left))).toEqual(['catalog.notAllowed']);
  });

  it('lets an owner hand the set over', () => {
    const next = person('UNEXT');
    const handed = describe({ ...change, by: 'UOWNER', owner: 'UNEXT' })({
      ...editing,
      actor: owner,
      owner: next,
    });
    expect(decided(handed).next.owner).toBe('UNEXT');
  });

  it('writes nothing when nothing is different, in whatever order people stand', () => {
    const same = { ...words, revision: 1, approvers: ['UDEPUTY', 'UOWNER'] };
    const state = { ...editing, approvers: [person('UDEPUTY'), owner] };
    expect(decided(describe(same)(state))).toEqual({ next: before, events: [] });
  });

  it.each<[string, Partial<typeof words>]>([
    ['name', { nameZh: reason('客户身份证明') }],
    ['kind of personal data', { personal: 'personal' }],
    ['handling', { handling: { ...words.handling, print: 'ask' } }],
    ['purposes', { purposes: ['tax_filing', 'audit'] }],
    ['approvers', { approvers: ['UOWNER'] }],
    ['pending time', { pendingHours: 9 }],
  ])('records another %s', (_, more) => {
    expect(decided(describe({ ...words, revision: 1, ...more })(editing)).events).toHaveLength(1);
  });

  it.each<[string, Partial<DescribeState>, Partial<typeof words>, [string, string?]]>([
    ['a form older than the set', { before: { ...before, revision: 2 } }, {}, ['catalog.changedMeanwhile']],
    ['a set taken out of use', { before: { ...before, retiredAt: t0 } }, {}, ['catalog.retired']],
    ['a set that is not there', { before: undefined }, {}, ['catalog.retired']],
    ['an employee', { actor: person('ULIN') }, {}, ['catalog.notAllowed']],
    ['a rule of adding', { owner: undefined }, {}, ['catalog.ownerNotEmployee', 'owner']],
  ])('is refused for %s', (_, state, more, refusal) => {
    expect(refusalOf(describe({ ...change, ...more })({ ...editing, ...state }))).toEqual(refusal);
  });
});

given('taking a data set out of use', () => {
  const command = { by: 'UADMIN', revision: 1 };

  it('keeps everything but the use', () => {
    const { next, events } = decided(retire(command)({ actor: admin, before }, t0));
    expect(next).toEqual({ ...before, retiredAt: t0, revision: 2 });
    expect(events).toMatchObject([
      { type: 'catalog.retired', subject: 'client-files', data: { by: 'UADMIN', revision: 2 } },
    ]);
  });

  it('is allowed to its owner and to a privacy officer', () => {
    for (const actor of [owner, officer])
      expect(decided(retire({ ...command, by: actor.id })({ actor, before }, t0)).events).toHaveLength(1);
  });

  it.each<[string, Parameters<ReturnType<typeof retire>>[0], string]>([
    ['an employee', { actor: person('ULIN'), before }, 'catalog.notAllowed'],
    ['somebody nobody knows', { actor: undefined, before }, 'catalog.notAllowed'],
    ['a set that is not there', { actor: admin, before: undefined }, 'catalog.retired'],
    ['a set out of use', { actor: admin, before: { ...before, retiredAt: t0 } }, 'catalog.retired'],
    [
      'a page older than the set',
      { actor: admin, before: { ...before, revision: 2 } },
      'catalog.changedMeanwhile',
    ],
  ])('is refused for %s', (_, state, key) => {
    expect(refusalOf(retire(command)(state, t0))).toEqual([key]);
  });
});

given('whatever is described', () => {
  const tried = fc.record({
    classification: fc.constantFrom(...classifications),
    personal: fc.constantFrom(...personalKinds),
    longestHours: fc.integer({ min: 1, max: 3_000 }),
    actor: fc.constantFrom(admin, officer, owner, person('ULIN'), { ...admin, leftAt: t0 }),
    revision: fc.constantFrom(null, 1, 2),
    there: fc.boolean(),
  });

  it('no sensitive data stands open, no grant is longer than its class, revisions only grow', () => {
    let taken = 0;
    fc.assert(
      fc.property(tried, ({ actor, there, ...command }) => {
        const state = { ...adding, actor, before: there ? before : undefined };
        const decision = describe({ ...words, ...command, by: actor.id })(state);
        if ('refused' in decision) return;
        taken += 1;
        const { next } = decision;
        expect(actor.leftAt).toBeNull();
        expect(actor.id).not.toBe('ULIN');
        expect(next.longestHours).toBeLessThanOrEqual(classDefaults[next.classification].mostHours);
        if (next.personal === 'sensitive') expect(['controlled', 'strict']).toContain(next.classification);
        expect(next.revision - (there ? 1 : 0)).toBe(decision.events.length);
      }),
      { numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

given('the code of a data set', () => {
  it.each([
    ['client-files', 'client-files'],
    [' Client Files ', 'client-files'],
    ['ＡＢ１', 'ab1'],
    ['b2', 'b2'],
    [`a${'b'.repeat(39)}`, `a${'b'.repeat(39)}`],
  ])('takes %j as %j', (typed, code) => {
    expect(dataSetCode.parse(typed)).toBe(code);
  });

  it.each([
    '',
    'a',
    '1a',
    '-ab',
    'ab-',
    'a--b',
    'req_1',
    '客户',
    'a/b',
    `a${'b'.repeat(40)}`,
    'x'.repeat(10_000),
  ])('refuses %j', (typed) => {
    expect(dataSetCode.safeParse(typed).success).toBe(false);
  });
});

given('what the form hands in', () => {
  const { handling, by: _by, id: _id, revision: _revision, ...rest } = words;
  const fields = { ...rest, ...handling, longestHours: '8', pendingHours: '8' };

  it('becomes the description', () => {
    expect(describeInput.parse(fields)).toEqual({ ...rest, handling });
  });

  it.each<[keyof typeof describeFields.shape, unknown]>([
    ['nameEn', ''],
    ['nameEn', 'x'.repeat(76)],
    ['nameZh', '张三 13812345678'],
    ['nameZh', '身份证 11010519491231002X'],
    ['nameEn', 'a\0b'],
    ['classification', undefined],
    ['classification', 'secret'],
    ['personal', undefined],
    ['owner', undefined],
    ['owner', 'nobody'],
    ['approvers', Array.from({ length: 51 }, () => 'UABC')],
    ['approverGroups', ['U01']],
    ['purposes', []],
    ['purposes', ['curiosity']],
    ['send', undefined],
    ['destroy', 'burn'],
    ['longestHours', ''],
    ['longestHours', '0'],
    ['longestHours', '-1'],
    ['longestHours', '1.5'],
    ['longestHours', 'ten'],
    ['longestHours', '1e400'],
    ['pendingHours', '721'],
    ['pendingHours', null],
  ])('is refused at %s for %j, without repeating it', (name, value) => {
    const read = describeInput.safeParse({ ...fields, [name]: value });
    const issues = read.error?.issues ?? [];
    expect(new Set(issues.map((issue) => issue.path[0]))).toEqual(new Set([name]));
    if (typeof value === 'string' && value.length > 8) expect(JSON.stringify(issues)).not.toContain(value);
  });
});
