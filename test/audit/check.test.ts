import { describe, expect, it } from 'vitest';
import { askCheck, finishCheck, look, mayAudit } from '../../src/audit/check.ts';
import { subjectIn } from '../../src/audit/subject.parse.ts';
import { decided, later, person, refusalOf, t0 } from '../access/world.ts';

const auditor = person('UAUDIT', { roles: ['auditor'] });
const asked = decided(askCheck({ id: 'chk_1', by: 'UAUDIT' })({ actor: auditor, running: undefined }, t0));

describe('who may look into the record', () => {
  it.each([
    ['an auditor', auditor, true],
    ['a privacy officer', person('U1', { roles: ['privacy_officer'] }), true],
    ['an admin', person('U1', { roles: ['admin'] }), true],
    ['an owner of data', person('U1', { roles: ['owner', 'approver'] }), false],
    ['an employee', person('U1'), false],
    ['an auditor who left', person('U1', { roles: ['auditor'], leftAt: t0 }), false],
    ['a guest', person('U1', { roles: ['auditor'], standing: 'guest' }), false],
    ['nobody', undefined, false],
  ])('%s', (_, member, may) => expect(mayAudit(member)).toBe(may));
});

describe('a check', () => {
  it('is asked for once at a time, by whoever may', () => {
    expect(asked.next).toMatchObject({ state: 'running', askedBy: 'UAUDIT', askedAt: t0, size: null });
    expect(asked.events).toEqual([
      { type: 'audit.check_asked', version: 1, subject: 'chk_1', data: { by: 'UAUDIT' } },
    ]);
    const again = askCheck({ id: 'chk_2', by: 'UAUDIT' })({ actor: auditor, running: 'chk_1' }, t0);
    expect(refusalOf(again)).toEqual(['audit.checkRunning']);
    const other = askCheck({ id: 'chk_2', by: 'U1' })({ actor: person('U1'), running: undefined }, t0);
    expect(refusalOf(other)).toEqual(['audit.mayNot']);
  });

  it('finds one thing, once; the fault it quotes stays out of the log', () => {
    const broken = finishCheck({
      state: 'broken',
      size: null,
      root: null,
      fault: 'leaf 3 (event evt_x) …',
      held: 2,
      unread: ['file:/x'],
    });
    const { next, events } = decided(broken(asked.next, later(1)));
    expect(next).toMatchObject({ state: 'broken', fault: 'leaf 3 (event evt_x) …', finishedAt: later(1) });
    expect(events).toMatchObject([{ type: 'audit.check_finished', data: { state: 'broken', held: 2 } }]);
    expect(JSON.stringify(events)).not.toContain('evt_x');
    expect(refusalOf(broken(next, later(2)))).toEqual(['audit.checkOver']);
    expect(refusalOf(broken(undefined, later(2)))).toEqual(['audit.checkOver']);
  });
});

describe('a look', () => {
  it('is an event of the subject that was looked at, and nobody else’s', () => {
    const { events } = decided(look({ by: 'UAUDIT', subject: 'req_1', at: 'timeline' })(auditor));
    expect(events).toEqual([{ type: 'audit.read', version: 1, subject: 'req_1', data: { by: 'UAUDIT' } }]);
    const proofs = decided(look({ by: 'UAUDIT', subject: 'req_1', at: 'proofs' })(auditor));
    expect(proofs.events).toMatchObject([{ type: 'audit.proofs_asked' }]);
    expect(refusalOf(look({ by: 'U1', subject: 'req_1', at: 'proofs' })(person('U1')))).toEqual([
      'audit.mayNot',
    ]);
  });
});

describe('an id as people type it', () => {
  it.each([
    ['req_mf1s3a926xr2s02h6m2r', 'req_mf1s3a926xr2s02h6m2r'],
    ['`req_mf1s3a926xr2s02h6m2r`.', 'req_mf1s3a926xr2s02h6m2r'],
    ['“GRN_2102v2qwqskkmexegake”，', 'grn_2102v2qwqskkmexegake'],
    ['ｒｅｑ_mf1s3a926xr2s02h6m2r', 'req_mf1s3a926xr2s02h6m2r'],
    ['<@U01LINXIAO0>', 'U01LINXIAO0'],
    ['<@U01LINXIAO0|lin.xiao>.', 'U01LINXIAO0'],
    ['u01linxiao0', 'U01LINXIAO0'],
    ['「client-files」。', 'client-files'],
    ['Client-Files', 'client-files'],
    ['seals', 'seals'],
    ['w3c-files', 'w3c-files'],
  ])('%s is %s', (typed, id) => expect(subjectIn(typed)).toBe(id));

  it.each([
    '',
    '   ',
    '``',
    'req_short',
    'two words',
    '__proto__',
    '客户身份资料',
    'x'.repeat(10_000),
    '<!channel>',
    '110101199003077758',
    "';--",
  ])('%j is none', (typed) => expect(subjectIn(typed)).toBeUndefined());
});
