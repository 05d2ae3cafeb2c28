import { expect, it } from 'vitest';
import { describeInput, mayAsk } from '../../src/catalog/data-set.ts';
import type { Member } from '../../src/people/member.ts';

const person = (standing: Member['standing'], left = false): Member => ({
  ...{ id: 'U1', name: 'U1', locale: 'en-GB', tz: 'UTC', title: '', standing, workspaceOwner: false },
  ...{ leftAt: left ? new Date('2026-11-26T00:00:00Z') : null, roles: [], manager: null, language: null },
});

it.each([
  ['an employee', person('member'), true, true],
  ['a guest', person('guest'), false, true],
  ['an employee who left', person('member', true), false, false],
  ['a guest who left', person('guest', true), false, false],
  ['a stranger', person('stranger'), false, false],
  ['a bot', person('bot'), false, false],
  ['nobody', undefined, false, false],
])('%s may ask by policy, and by the policy for guests', (_who, member, usually, forGuests) => {
  expect(mayAsk(member, { guestsMayAsk: false })).toBe(usually);
  expect(mayAsk(member, { guestsMayAsk: true })).toBe(forGuests);
});

it('is off unless the box is ticked', () => {
  const form = {
    ...{ nameEn: 'Ledgers', nameZh: '账簿', classification: 'controlled', personal: 'none', owner: 'U1AB' },
    ...{ approvers: ['U1AB'], approverGroups: [], purposes: ['audit'], longestHours: '8', pendingHours: '8' },
    ...{ send: 'no', wechat: 'no', print: 'no', carry: 'no', destroy: 'shred' },
  };
  const read = (more: object) => describeInput.parse({ ...form, ...more }).guestsMayAsk;
  expect([read({}), read({ guestsMayAsk: [] }), read({ guestsMayAsk: null })]).toEqual([false, false, false]);
  expect(read({ guestsMayAsk: ['yes'] })).toBe(true);
});
