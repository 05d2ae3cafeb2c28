import { classDefaults, type DataSet } from '../../src/catalog/data-set.ts';
import type { Decision, Refusal } from '../../src/kernel/decision.ts';
import type { FreeText } from '../../src/kernel/free-text.ts';
import type { Member } from '../../src/people/member.ts';
import type { Schedule } from '../../src/people/working-time.ts';

/** Made people, data and moments for the rules of access. */
export const t0 = new Date('2026-11-23T09:00:00.000Z');

export function later(hours: number, from: Date = t0): Date {
  return new Date(from.getTime() + hours * 3_600_000);
}

/** People who work round the clock: hours of work are hours of the clock. */
export const always: Schedule = {
  tz: 'UTC',
  days: [1, 2, 3, 4, 5, 6, 7],
  from: '00:00',
  to: '24:00',
  holidays: 'none',
  daysOff: [],
  quietDays: [],
  away: [],
};

export function person(id: string, more: Partial<Member> = {}): Member {
  return {
    id,
    name: `Name of ${id}`,
    locale: 'en-GB',
    tz: 'Europe/London',
    title: '',
    standing: 'member',
    workspaceOwner: false,
    leftAt: null,
    roles: [],
    manager: null,
    language: null,
    ...more,
  };
}

export function dataSet(more: Partial<DataSet> = {}): DataSet {
  return {
    id: 'client-files',
    nameEn: 'Client identity files',
    nameZh: '客户身份资料',
    classification: 'strict',
    personal: 'sensitive',
    handling: classDefaults.strict.handling,
    owner: 'UOWNER',
    approvers: ['UOWNER', 'UDEPUTY'],
    approverGroups: [],
    purposes: ['tax_filing', 'share_transfer'],
    longestHours: 8,
    pendingHours: 8,
    guestsMayAsk: false,
    reasonNeeded: true,
    revision: 3,
    retiredAt: null,
    ...more,
  };
}

export const reason = (text: string) => text as FreeText;

/** The key of a refusal and the field it stands under; a success fails the test. */
export function refusalOf(decision: Decision<unknown>): [key: string, field?: string] {
  if (!('refused' in decision)) throw new Error('this should have been refused');
  const { refused, field }: Refusal = decision;
  return field === undefined ? [refused.key] : [refused.key, field];
}

/** What was decided; a refusal fails the test and names itself. */
export function decided<N>(decision: Decision<N>) {
  if ('refused' in decision) throw new Error(`refused: ${decision.refused.key}`);
  return decision;
}
