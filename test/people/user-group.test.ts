import { describe, expect, it } from 'vitest';
import { takeOverGroups, type UserGroup } from '../../src/people/user-group.ts';
import { decided } from '../access/world.ts';

const leads: UserGroup = {
  id: 'S01',
  handle: 'leads',
  name: 'Leads',
  members: ['UA', 'UB'],
  disabled: false,
};
const desk: UserGroup = { ...leads, id: 'S02', handle: 'desk', name: 'Desk' };

describe('taking over user groups', () => {
  it('changes and records nothing when Slack says the same, in whatever order', () => {
    const seen = [desk, { ...leads, members: ['UB', 'UA'] }];
    expect(decided(takeOverGroups(seen)([leads, desk]))).toEqual({ next: [], events: [] });
  });

  it('records a new group with its members', () => {
    const { next, events } = decided(takeOverGroups([leads])([]));
    expect(next).toEqual([leads]);
    expect(events).toEqual([
      {
        type: 'people.group_changed',
        version: 1,
        subject: 'S01',
        data: { members: ['UA', 'UB'], membersBefore: [], disabled: false },
      },
    ]);
  });

  it.each<[string, string[]]>([
    ['came', ['UA', 'UB', 'UC']],
    ['went', ['UA']],
    ['were exchanged', ['UA', 'UC']],
  ])('records that members %s', (_, members) => {
    const { next, events } = decided(takeOverGroups([{ ...leads, members }])([leads]));
    expect(next).toEqual([{ ...leads, members }]);
    expect(events).toMatchObject([{ subject: 'S01', data: { members, membersBefore: ['UA', 'UB'] } }]);
  });

  it('takes a new name over without an event', () => {
    const renamed = { ...leads, name: 'Team leads', handle: 'team-leads' };
    expect(decided(takeOverGroups([renamed])([leads]))).toEqual({ next: [renamed], events: [] });
  });

  it('keeps a group that is gone from the list, disabled, and says so once', () => {
    const { next, events } = decided(takeOverGroups([desk])([leads, desk]));
    expect(next).toEqual([{ ...leads, disabled: true }]);
    expect(events).toMatchObject([{ subject: 'S01', data: { disabled: true, members: ['UA', 'UB'] } }]);
    expect(decided(takeOverGroups([desk])([...next, desk]))).toEqual({ next: [], events: [] });
  });

  it('records a group that was disabled and one that is back', () => {
    const off = { ...leads, disabled: true };
    expect(decided(takeOverGroups([off])([leads])).events).toHaveLength(1);
    expect(decided(takeOverGroups([leads])([off])).events).toHaveLength(1);
  });
});
