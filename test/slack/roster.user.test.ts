import { describe, expect, it } from 'vitest';
import { logger } from '../../src/log.ts';
import { readUsers, seenOf } from '../../src/slack/roster.user.ts';
import { person, t0 } from '../access/world.ts';

const log = logger({ level: 'silent' });
const tenant = 'T01';

function seen(user: Record<string, unknown>, known?: Parameters<typeof seenOf>[1], at = tenant) {
  const [read] = readUsers(log, [{ id: 'ULIN', team_id: tenant, ...user }]);
  if (!read) throw new Error('this user should have been read');
  return seenOf(read, known, at);
}

describe('what Slack says of somebody', () => {
  it.each<[Record<string, unknown>, string]>([
    [{}, 'member'],
    [{ is_restricted: true }, 'guest'],
    [{ is_ultra_restricted: true }, 'guest'],
    [{ is_stranger: true }, 'stranger'],
    [{ is_stranger: true, is_restricted: true }, 'stranger'],
    [{ team_id: 'T02' }, 'stranger'],
    [{ team_id: undefined }, 'member'],
    [{ is_bot: true, team_id: 'T02' }, 'bot'],
    [{ id: 'USLACKBOT' }, 'bot'],
    // Enterprise grid: a colleague whose home is another workspace of the same organisation.
    [{ team_id: 'T02', enterprise_user: { enterprise_id: 'E01', teams: ['T02', 'T01'] } }, 'member'],
    [{ team_id: 'T02', enterprise_user: { enterprise_id: 'E02', teams: ['T02'] } }, 'stranger'],
    [{ team_id: 'T02', enterprise_user: { enterprise_id: 'E02' } }, 'stranger'],
  ])('%j is a %s', (user, standing) => {
    expect(seen(user).standing).toBe(standing);
  });

  it('is of one company in an installation for a whole organisation', () => {
    const user = { team_id: 'T02', enterprise_user: { enterprise_id: 'E01', teams: ['T02'] } };
    expect(seen(user, undefined, 'E01').standing).toBe('member');
  });

  it.each<[Record<string, unknown>, string]>([
    [{ profile: { real_name: 'Real', display_name: 'Shown' }, real_name: 'Old', name: 'handle' }, 'Real'],
    [{ profile: { real_name: '', display_name: 'Shown' }, real_name: 'Old' }, 'Old'],
    [{ profile: { display_name: 'Shown' }, name: 'handle' }, 'Shown'],
    [{ profile: null, name: 'handle' }, 'handle'],
    [{}, 'ULIN'],
  ])('names them: %j is %s', (user, name) => {
    expect(seen(user).name).toBe(name);
  });

  it('leaves what it does not say as it was', () => {
    const known = person('ULIN', { name: '林晓', locale: 'zh-CN', tz: 'Asia/Shanghai', title: '专员' });
    expect(seen({ deleted: true }, { ...known, standing: 'guest', leftAt: t0 })).toMatchObject({
      name: '林晓',
      locale: 'zh-CN',
      tz: 'Asia/Shanghai',
      title: '专员',
      standing: 'guest',
      left: true,
    });
  });

  it('takes an emptied title for empty', () => {
    expect(seen({ profile: { title: '' } }, person('ULIN', { title: '专员' })).title).toBe('');
  });

  it('leaves out who cannot be read, and nobody else', () => {
    const read = readUsers(log, [
      null,
      7,
      {},
      { id: 'lower' },
      { id: 'UONE', deleted: 'yes' },
      { id: 'UTWO' },
    ]);
    expect(read.map((user) => user.id)).toEqual(['UTWO']);
  });
});
