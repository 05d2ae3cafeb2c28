import { describe, expect, it } from 'vitest';
import { directoryCapability } from '../../src/directory/directory.slack.ts';
import type { DomainEvent } from '../../src/kernel/event.ts';
import { t0 } from '../access/world.ts';

function event(
  type: string,
  data: DomainEvent['data'] = {},
  personal: Record<string, string> = {},
): DomainEvent {
  return {
    id: 'evt_1',
    tenant: 'T1',
    subject: 'UX',
    type,
    version: 1,
    commandId: 'cmd_1',
    cause: { kind: 'action', id: 'x' },
    at: t0,
    effectiveAt: t0,
    data,
    personal,
  };
}

function told(what: DomainEvent, locale: 'en' | 'zh'): string | undefined {
  return directoryCapability.describe?.(what, { id: 'UREADER', locale, tz: 'UTC' });
}

describe('the timeline', () => {
  const roles = { by: 'UADMIN', roles: ['owner', 'auditor'], manager: 'UWANG' };
  const names = { nameEn: 'Leads & more', nameZh: '线索' };
  it.each<[DomainEvent, string, RegExp]>([
    [event('people.joined'), 'Joined', /加入/],
    [event('people.left'), 'Left the company', /离职/],
    [event('people.returned'), 'Came back', /重新加入/],
    [event('people.standing_changed', { standing: 'member' }), 'Became an employee', /成为/],
    [event('people.standing_changed', { standing: 'guest' }), 'Is no longer an employee in Slack', /不再/],
    [event('people.group_changed'), 'The user group changed', /用户组/],
    [
      event('people.roles_set', roles),
      '<@UADMIN> set roles: Data owner, Auditor; manager: <@UWANG>',
      /^<@UADMIN>.*资料负责人、审计.*<@UWANG>/,
    ],
    [
      event('people.roles_set', { by: 'UADMIN', roles: [], manager: null }),
      '<@UADMIN> set roles: Employee; manager: —',
      /员工.*—/,
    ],
    [
      event('people.roles_set', { by: null, roles: ['admin'] }),
      'Became admin, as nobody was: Admin',
      /管理员/,
    ],
    [
      event('catalog.added', { by: 'UADMIN' }, names),
      '<@UADMIN> added the data set “Leads &amp; more”',
      /“线索”/,
    ],
    [
      event('catalog.changed', { by: 'UADMIN', revision: 3 }, names),
      '<@UADMIN> changed the data set “Leads &amp; more” (version 3)',
      /“线索”.*3/,
    ],
    // The name was erased: the event stands without it.
    [
      event('catalog.changed', { by: 'UADMIN', revision: 3 }),
      '<@UADMIN> changed the data set “—” (version 3)',
      /“—”/,
    ],
    [event('catalog.retired', { by: 'UADMIN' }), '<@UADMIN> took the data set out of use', /停用/],
  ])('words an event in both languages (%#)', (what, en, zh) => {
    expect(told(what, 'en')).toBe(en);
    expect(told(what, 'zh')).toMatch(zh);
  });

  it('has no words for what belongs to others', () => {
    expect(told(event('access.approved'), 'en')).toBeUndefined();
  });
});
