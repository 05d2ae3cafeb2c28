import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { within } from '../../src/database/connection.ts';
import { memberById, saveMember, saveMembers } from '../../src/people/member.store.ts';
import type { Member } from '../../src/people/member.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { person } from '../access/world.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { buttonIn } from '../support/control.ts';
import { recorded, type Screen, screenOf } from './screen.ts';

const { lin, chen, emma, wang, david, zhou, sun, gao, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());

const member = (id: string) => firm.bot.house.read((tx) => memberById(tx, firm.bot.house.tenant, id));

/** Puts somebody where a test wants them, past the forms. */
async function place(id: string, position: Partial<Member>): Promise<void> {
  const known = await member(id);
  if (!known) throw new Error(`nobody is ${id}`);
  await saveMember(within(firm.fresh.database.sql), firm.bot.house.tenant, { ...known, ...position });
}

beforeEach(async () => {
  await place(zhou.id, { roles: ['admin'], manager: null });
  await place(david.id, { roles: ['owner', 'approver', 'admin'], manager: zhou.id });
  await place(wang.id, { roles: ['approver'], manager: zhou.id });
  await place(lin.id, { roles: [], manager: wang.id });
  await place(chen.id, { roles: [], manager: david.id, leftAt: null });
  for (const user of [zhou.id, david.id])
    for (const view of await firm.slack.views(user))
      await firm.slack.call('POST', '/close', { user, view_id: view.id, all: true });
});

const tongues = [
  {
    language: 'zh',
    admin: zhou,
    word: '人员',
    title: '人员',
    everybody: '第 1–12 条，共 12 条',
    noRole: '员工',
    guest: '访客',
    left: '离职',
    auditor: '审计',
    none: '没有姓名或职务包含“xyz”的人',
    form: '角色与上级',
    saved: '已保存：陈宇',
    self: '自己不能做自己的上级',
    employee: '上级必须是在职员工',
    last: '这是最后一位管理员',
    changed: '有人改动了这位同事的设置',
    ask: '请联系',
  },
  {
    language: 'en',
    admin: david,
    word: 'people',
    title: 'People',
    everybody: '1–12 of 12',
    noRole: 'Employee',
    guest: 'Guest',
    left: 'Left on',
    auditor: 'Auditor',
    none: 'Nobody’s name or title has “xyz” in it',
    form: 'Roles and manager',
    saved: 'Saved: 陈宇',
    self: 'Nobody is their own manager',
    employee: 'A manager has to be an employee',
    last: 'This is the last admin',
    changed: 'Somebody changed this person',
    ask: 'Please ask',
  },
] as const;

describe.each(tongues)('people, in $language', (said) => {
  let screen: Screen;
  beforeEach(async () => {
    screen = screenOf(firm, said.admin.id);
    await screen.shoumi(said.word);
  });

  it('lists everybody but bots; who can have no role has no button', async () => {
    const words = await screen.words();
    for (const text of [
      said.title,
      said.everybody,
      said.noRole,
      said.guest,
      said.left,
      '林晓',
      'Emma Clarke',
    ])
      expect(words).toContain(text);
    expect(words).not.toContain('Slackbot');
    expect(words).not.toContain('Shoumi');
    const editable = await screen.buttons('people.edit');
    expect(editable).toHaveLength(10);
    expect(editable).not.toContain(tom.id);
    expect(editable).not.toContain(gao.id);
  });

  it('finds by Enter and by the search button, and says when nobody fits', async () => {
    await screen.search('会计');
    expect(await screen.buttons('people.edit')).toEqual([chen.id]);
    expect(await screen.submit({ filter: 'emma' })).toMatchObject({ ok: true, closed: false });
    expect(await screen.buttons('people.edit')).toEqual([emma.id]);
    expect(await screen.value('filter')).toBe('emma');
    await screen.search('xyz');
    expect(await screen.words()).toContain(said.none);
    await screen.search('');
    expect(await screen.buttons('people.edit')).toHaveLength(10);
  });

  it('sets roles and manager, and shows it in the list at once', async () => {
    const before = await recorded(firm, 'people.roles_set', chen.id);
    await screen.press('people.edit', chen.id);
    expect(await screen.words()).toContain(said.form);
    expect(await screen.value('manager')).toBe(david.id);
    const answer = await screen.submit({ roles: ['auditor', 'owner'], manager: wang.id });
    expect(answer).toMatchObject({ ok: true, closed: false });
    expect(await screen.words()).toContain(said.saved);
    expect(await screen.words()).toContain(said.auditor);
    expect(await member(chen.id)).toMatchObject({ roles: ['owner', 'auditor'], manager: wang.id });
    expect(await recorded(firm, 'people.roles_set', chen.id)).toBe(before + 1);
  });

  it('takes roles and manager away again', async () => {
    await place(chen.id, { roles: ['auditor'] });
    await screen.press('people.edit', chen.id);
    expect(await screen.value('roles')).toEqual(['auditor']);
    await screen.submit({ roles: [], manager: null });
    expect(await member(chen.id)).toMatchObject({ roles: [], manager: null });
  });

  it('records nothing when nothing was changed', async () => {
    const before = await recorded(firm, 'people.roles_set', chen.id);
    await screen.press('people.edit', chen.id);
    expect(await screen.submit()).toMatchObject({ ok: true });
    expect(await recorded(firm, 'people.roles_set', chen.id)).toBe(before);
  });

  it('does a double click once', async () => {
    const before = await recorded(firm, 'people.roles_set', chen.id);
    await screen.press('people.edit', chen.id);
    await Promise.all([screen.submit({ roles: ['auditor'] }), screen.submit({ roles: ['auditor'] })]);
    expect(await member(chen.id)).toMatchObject({ roles: ['auditor'] });
    expect(await recorded(firm, 'people.roles_set', chen.id)).toBe(before + 1);
  });

  it.each([
    ['manager', lin.id, 'self'],
    ['manager', tom.id, 'employee'],
    ['manager', gao.id, 'employee'],
  ] as const)('says under the %s that %s will not do', async (field, manager, why) => {
    await screen.press('people.edit', lin.id);
    const answer = await screen.submit({ manager });
    expect(Object.keys(answer.errors ?? {})).toEqual([field]);
    expect(answer.errors?.[field]).toContain(said[why]);
    expect((await member(lin.id))?.manager).toBe(wang.id);
  });

  it('says under the manager where it would go round in a circle', async () => {
    await screen.press('people.edit', wang.id);
    const answer = await screen.submit({ manager: lin.id });
    expect(Object.keys(answer.errors ?? {})).toEqual(['manager']);
    expect(answer.errors?.manager).toContain('王芳');
    expect((await member(wang.id))?.manager).toBe(zhou.id);
    // The way out of it: another manager in the same form.
    expect(await screen.submit({ manager: sun.id })).toMatchObject({ response_action: 'update' });
    expect((await member(wang.id))?.manager).toBe(sun.id);
  });

  it('says under the roles that the last admin stays', async () => {
    for (const { id } of [zhou, david].filter(({ id }) => id !== said.admin.id))
      await place(id, { roles: [] });
    await screen.press('people.edit', said.admin.id);
    const answer = await screen.submit({ roles: ['auditor'] });
    expect(answer.errors?.roles).toContain(said.last);
    expect((await member(said.admin.id))?.roles).toContain('admin');
  });

  it('shows the list again instead of a form for who left since it was drawn', async () => {
    await place(chen.id, { leftAt: new Date() });
    await screen.press('people.edit', chen.id);
    expect(await screen.words()).not.toContain(said.form);
    expect(await screen.buttons('people.edit')).not.toContain(chen.id);
  });

  it('says under the roles that somebody left while the form was open', async () => {
    await screen.press('people.edit', chen.id);
    await place(chen.id, { leftAt: new Date() });
    const answer = await screen.submit({ roles: ['auditor'] });
    expect(answer.errors?.roles).toContain('陈宇');
    expect((await member(chen.id))?.roles).toEqual([]);
  });

  it('says so when somebody else changed the person meanwhile', async () => {
    await screen.press('people.edit', chen.id);
    await place(chen.id, { roles: ['privacy_officer'] });
    const answer = await screen.submit({ roles: ['auditor'] });
    expect(answer.errors?.roles).toContain(said.changed);
    expect((await member(chen.id))?.roles).toEqual(['privacy_officer']);
  });

  it('ends with the role: an open form leads nowhere and says whom to ask', async () => {
    await screen.press('people.edit', chen.id);
    await place(said.admin.id, { roles: [] });
    const answer = await screen.submit({ roles: ['admin'] });
    expect(answer.errors?.roles).toContain(said.ask);
    // Under a field Slack shows plain text: a name, not a mention.
    expect(answer.errors?.roles).toContain(said.admin === zhou ? 'David Miller' : '周凯');
    expect((await member(chen.id))?.roles).toEqual([]);
    await screen.press('people.back');
    expect(await screen.words()).toContain(said.ask);
  });

  it('finds its way back to where the list was', async () => {
    await screen.search('陈宇');
    await screen.press('people.edit', chen.id);
    await screen.press('people.back');
    expect(await screen.buttons('people.edit')).toEqual([chen.id]);
    expect(await screen.value('filter')).toBe('陈宇');
  });

  it('does not carry what was typed for one person over to the next', async () => {
    await screen.press('people.edit', chen.id);
    await screen.fill('manager', { selected_user: zhou.id });
    expect(await screen.value('manager')).toBe(zhou.id);
    await screen.press('people.back');
    await screen.press('people.edit', lin.id);
    expect(await screen.value('manager')).toBe(wang.id);
    await screen.press('people.back');
    await screen.press('people.edit', chen.id);
    expect(await screen.value('manager')).toBe(david.id);
  });

  it('does the same setting again after another one in the same modal', async () => {
    for (const roles of [['auditor'], [], ['auditor']]) {
      await screen.press('people.edit', chen.id);
      await screen.submit({ roles });
      expect((await member(chen.id))?.roles).toEqual(roles);
    }
  });
});

describe('people, found by the command', () => {
  it.each(['王芳', '@wang.fang', '组长 王'])('shows the one who is meant by %s', async (typed) => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi(`people ${typed}`);
    expect(await screen.buttons('people.edit')).toEqual([wang.id]);
  });
});

describe('two admins at one moment', () => {
  const admins = async () => {
    const rows = await firm.fresh.database.sql<{ id: string }[]>`
      select id from member where roles @> '["admin"]' order by id`;
    return rows.map((row) => row.id);
  };

  it('cannot take the role from each other until nobody has it', async () => {
    const [a, b] = [screenOf(firm, zhou.id), screenOf(firm, david.id)];
    for (const [screen, other] of [
      [a, david],
      [b, zhou],
    ] as const) {
      await screen.shoumi('people');
      await screen.press('people.edit', other.id);
    }
    const answers = await Promise.all([a.submit({ roles: [] }), b.submit({ roles: [] })]);
    expect(answers.map((one) => one.response_action).toSorted()).toEqual(['errors', 'update']);
    expect(await admins()).toHaveLength(1);
  });

  it('cannot make two people each other’s managers', async () => {
    await place(lin.id, { manager: null });
    await place(chen.id, { manager: null });
    const [a, b] = [screenOf(firm, zhou.id), screenOf(firm, david.id)];
    for (const [screen, whom] of [
      [a, lin],
      [b, chen],
    ] as const) {
      await screen.shoumi('people');
      await screen.press('people.edit', whom.id);
    }
    const answers = await Promise.all([a.submit({ manager: chen.id }), b.submit({ manager: lin.id })]);
    expect(answers.map((one) => one.response_action).toSorted()).toEqual(['errors', 'update']);
    expect([(await member(lin.id))?.manager, (await member(chen.id))?.manager]).toContain(null);
  });
});

describe('people, for who is no admin', () => {
  it.each([
    [lin, '角色和上级由管理员设置'],
    [emma, 'Roles and managers are set by an admin'],
  ])('is a sentence that names the admins', async ({ id }, sentence) => {
    const screen = screenOf(firm, id);
    await screen.shoumi('people');
    const told = await screen.told();
    expect(told).toContain(sentence);
    expect(told).toContain(`<@${zhou.id}>`);
    expect(told).toContain(`<@${david.id}>`);
    expect(await firm.slack.topView(id)).toBeUndefined();
  });
});

describe('many people', () => {
  beforeAll(async () => {
    const staff = Array.from({ length: 45 }, (_, at) =>
      person(`UMANY${String(at).padStart(3, '0')}`, { name: `Many ${String(at).padStart(3, '0')}` }),
    );
    await saveMembers(within(firm.fresh.database.sql), firm.bot.house.tenant, staff);
  });

  it('are shown twenty at a time, all of them', async () => {
    const screen = screenOf(firm, david.id);
    await screen.shoumi('people many');
    expect(await screen.words()).toContain('1–20 of 45');
    const seen = await screen.buttons('people.edit');
    await screen.press('people.page.next');
    expect(await screen.words()).toContain('21–40 of 45');
    seen.push(...(await screen.buttons('people.edit')));
    await screen.press('people.edit', 'UMANY025');
    await screen.press('people.back');
    expect(await screen.words()).toContain('21–40 of 45');
    await screen.press('people.page.next');
    expect(await screen.words()).toContain('41–45 of 45');
    seen.push(...(await screen.buttons('people.edit')));
    expect(new Set(seen).size).toBe(45);
    expect(await screen.buttons('people.page.next')).toEqual([]);
    await screen.press('people.page.previous');
    expect(await screen.words()).toContain('21–40 of 45');
  });

  it('of whom the last page is gone are shown from the page before', async () => {
    const screen = screenOf(firm, david.id);
    await screen.shoumi('people many');
    await screen.press('people.page.next');
    await screen.press('people.page.next');
    await screen.press('people.edit', 'UMANY044');
    await firm.fresh.database.sql`delete from member where id between 'UMANY040' and 'UMANY044'`;
    await screen.press('people.back');
    expect(await screen.words()).toContain('21–40 of 40');
  });
});

describe('a user group that decides', () => {
  it('brings a request that waits to whoever joins it, and takes the buttons from whoever leaves', async () => {
    const { slack } = firm;
    await slack.command(lin.id, '/access', 'request transfer-contracts');
    const form = await slack.topView(lin.id);
    if (!form) throw new Error('no form');
    const asked = await slack.submit(lin.id, form, {
      dataSet: 'transfer-contracts',
      caseNumber: 'C-2026-0413',
      purpose: 'share_transfer',
      reason: 'Contract for the transfer',
      hours: '4',
      acknowledged: ['yes'],
    });
    expect(asked).toMatchObject({ ok: true, closed: true });
    const mayApprove = async (id: string) => {
      const card = (await slack.inbox(id)).findLast((one) => one.blocks !== undefined);
      return buttonIn(card?.blocks, 'access.approve') !== undefined;
    };
    expect([await mayApprove(wang.id), await mayApprove(emma.id)]).toEqual([true, false]);

    const { id } = workspace.usergroups.transfers;
    await slack.call('POST', '/usergroup', { id, users: [emma.id] });
    await expect.poll(() => mayApprove(emma.id), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => mayApprove(wang.id), { timeout: 10_000 }).toBe(false);
    expect(await recorded(firm, 'people.group_changed', id)).toBeGreaterThan(1);
  });
});
