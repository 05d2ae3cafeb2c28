import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataSetById, saveDataSet } from '../../src/catalog/data-set.store.ts';
import { classDefaults, type DataSet } from '../../src/catalog/data-set.ts';
import { within } from '../../src/database/connection.ts';
import { memberById, saveMember, saveUserGroup } from '../../src/people/member.store.ts';
import type { Member } from '../../src/people/member.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { dataSet } from '../access/world.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { recorded, type Screen, screenOf } from './screen.ts';

const { lin, emma, wang, david, zhao, priya, sun, zhou, gao, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
  // An admin who reads English.
  await place(david.id, { roles: ['owner', 'approver', 'admin'] });
});
afterAll(() => firm.stop());

const tx = () => within(firm.fresh.database.sql);
const tenant = () => firm.bot.house.tenant;
const setOf = (id: string) => firm.bot.house.read((door) => dataSetById(door, tenant(), id));
const keep = (set: DataSet) => saveDataSet(tx(), tenant(), set);

async function place(id: string, position: Partial<Member>): Promise<void> {
  const known = await memberById(tx(), tenant(), id);
  if (!known) throw new Error(`nobody is ${id}`);
  await saveMember(tx(), tenant(), { ...known, ...position });
}

beforeEach(async () => {
  for (const { id: user } of [lin, emma, david, zhao, zhou, sun])
    for (const view of await firm.slack.views(user))
      await firm.slack.call('POST', '/close', { user, view_id: view.id, all: true });
});

/** Everything a form of a new data set needs. */
const filled = {
  nameEn: 'Audit reports',
  nameZh: '审计报告',
  classification: 'controlled',
  personal: 'personal',
  owner: zhao.id,
  approvers: [zhao.id, sun.id],
  approverGroups: [] as string[],
  purposes: ['audit', 'tax_filing'],
  send: 'ask',
  wechat: 'no',
  print: 'ask',
  carry: 'no',
  destroy: 'shred',
  longestHours: 24,
  pendingHours: 24,
};

const tongues = [
  {
    language: 'zh',
    admin: zhou,
    employee: lin,
    word: '资料',
    title: '客户资料',
    all: '第 1–8 条，共 8 条',
    strict: '严控',
    none: '没有名称包含“qqq”的资料',
    handling: ['外发：不可以', '微信传送：不可以', '打印：不可以', '两人在场销毁'],
    ask: '/access 申请 client-files',
    purposes: ['股权转让', '纳税申报'],
    saved: '已保存',
    retired: '已停用',
    codeTaken: '代码已被占用',
    nameTaken: '名称已被占用',
    tooLong: '这个级别一次最多授权 168 小时',
    sensitive: '敏感个人信息只能放在',
    noApprover: '请至少指定一位审批人',
    owner: '负责人必须是在职员工',
    approver: '高翔',
    changed: '这份资料刚刚被别人改过',
    notAllowed: '资料由管理员、隐私负责人和该资料的负责人维护',
    page: '第 21–40 条，共 300 条',
    empty: '还没有登记任何资料',
  },
  {
    language: 'en',
    admin: david,
    employee: emma,
    word: 'data',
    title: 'Client data',
    all: '1–8 of 8',
    strict: 'Strictly controlled',
    none: 'No data set has “qqq” in its name',
    handling: ['Send: not allowed', 'WeChat: not allowed', 'Print: not allowed', 'with a witness'],
    ask: '/access request client-files',
    purposes: ['Share transfer', 'Tax filing'],
    saved: 'Saved',
    retired: 'Taken out of use',
    codeTaken: 'has this code',
    nameTaken: 'has this name',
    tooLong: 'access lasts 168 hours at most',
    sensitive: 'Sensitive personal data needs the class',
    noApprover: 'Please name at least one approver',
    owner: 'The owner has to be an employee',
    approver: '高翔',
    changed: 'Somebody changed this data set in the meantime',
    notAllowed: 'Data sets are changed by admins, privacy officers and their owner',
    page: '21–40 of 300',
    empty: 'No data set has been entered yet',
  },
] as const;

describe.each(tongues)('looking at the catalog, in $language', (said) => {
  let screen: Screen;
  beforeEach(async () => {
    screen = screenOf(firm, said.employee.id);
    await screen.shoumi(said.word);
  });

  it('lists what there is, with class, personal data, longest access and owner', async () => {
    const words = await screen.words();
    for (const text of [said.title, said.all, said.strict, `<@${zhao.id}>`]) expect(words).toContain(text);
    expect(words).toContain(said.language === 'zh' ? '客户身份资料' : 'Client identity files');
    expect(await screen.buttons('data.show')).toHaveLength(8);
    expect(await screen.buttons('data.add')).toEqual([]);
  });

  it('finds in either language, by Enter and by the search button', async () => {
    for (const typed of ['流水', 'bank', 'STATEMENTS', 'bank-statements']) {
      await screen.search(typed);
      expect(await screen.buttons('data.show')).toEqual(['bank-statements']);
    }
    await screen.submit({ filter: 'payroll' });
    expect(await screen.buttons('data.show')).toEqual(['payroll']);
    await screen.search('qqq');
    expect(await screen.words()).toContain(said.none);
  });

  it('shows everything about one, and the way back', async () => {
    await screen.search('client');
    await screen.press('data.show', 'client-files');
    const words = await screen.words();
    for (const text of ['客户身份资料', 'Client identity files', said.strict, said.ask])
      expect(words).toContain(text);
    for (const line of [...said.handling, ...said.purposes]) expect(words).toContain(line);
    for (const { id } of [zhao, priya]) expect(words).toContain(`<@${id}>`);
    expect(await screen.buttons('data.edit')).toEqual([]);
    expect(await screen.buttons('data.retire')).toEqual([]);
    await screen.press('data.back');
    expect(await screen.value('filter')).toBe('client');
  });

  it('names user groups as Slack shows them', async () => {
    await screen.press('data.show', 'transfer-contracts');
    expect(await screen.words()).toContain(`<!subteam^${workspace.usergroups.transfers.id}>`);
  });

  it('opens one at once by its code, and filters by any other word', async () => {
    await firm.slack.call('POST', '/close', { user: said.employee.id, view_id: (await screen.top()).id });
    await screen.shoumi(`${said.word} client-files`);
    expect(await screen.words()).toContain(said.ask);
    await screen.press('data.back');
    expect(await screen.words()).toContain(said.all);
    await screen.shoumi(`${said.word} 印章`);
    expect(await screen.buttons('data.show')).toEqual(['seals']);
  });
});

describe.each(tongues)('keeping the catalog, in $language', (said) => {
  const code = `audit-${said.language}`;
  const names = { nameEn: `Audit reports ${said.language}`, nameZh: `审计报告 ${said.language}` };
  let screen: Screen;
  beforeEach(async () => {
    screen = screenOf(firm, said.admin.id);
  });
  const adding = async () => {
    await screen.shoumi(said.word);
    await screen.press('data.add');
  };
  const editing = async (id: string) => {
    await screen.shoumi(`${said.word} ${id}`);
    await screen.press('data.edit', id);
  };

  it('suggests what is usual for a class and keeps what was filled in', async () => {
    await adding();
    expect(await screen.value('owner')).toBe(said.admin.id);
    await screen.fill('nameEn', { value: 'Typed before' });
    await screen.fill('purposes', { selected_options: [await optionOf('purposes', 'audit')] });
    await screen.fill('approvers', { selected_users: [zhao.id] });
    await choose('strict');
    const { longestHours, pendingHours, handling } = classDefaults.strict;
    expect(await screen.value('longestHours')).toBe(String(longestHours));
    expect(await screen.value('pendingHours')).toBe(String(pendingHours));
    for (const [name, rule] of Object.entries(handling)) expect(await screen.value(name)).toBe(rule);
    expect(await screen.value('nameEn')).toBe('Typed before');
    expect(await screen.value('purposes')).toEqual(['audit']);
    expect(await screen.value('approvers')).toEqual([zhao.id]);
    // What was set by hand stays when the class is chosen anew; what the first class suggested goes.
    await screen.fill('longestHours', { value: '3' });
    await choose('controlled');
    expect(await screen.value('longestHours')).toBe('3');
    expect(await screen.value('pendingHours')).toBe(String(classDefaults.controlled.pendingHours));
    expect(await screen.value('print')).toBe(classDefaults.controlled.handling.print);
  });

  async function optionOf(field: string, value: string): Promise<unknown> {
    const blocks = (await screen.top()).view.blocks as {
      block_id: string;
      element?: { options: { value: string }[] };
    }[];
    return blocks
      .find((block) => block.block_id === field)
      ?.element?.options.find((one) => one.value === value);
  }
  const choose = async (classification: string) =>
    screen.fill('classification', { selected_option: await optionOf('classification', classification) });

  it('adds one under a code, which can be asked for at once', async () => {
    await adding();
    const answer = await screen.submit({ ...filled, ...names, code });
    expect(answer).toMatchObject({ ok: true, response_action: 'update' });
    expect(await screen.words()).toContain(said.saved);
    const { approverGroups, send, wechat, print, carry, destroy, ...rest } = filled;
    expect(await setOf(code)).toEqual({
      guestsMayAsk: false,
      reasonNeeded: true,
      ...rest,
      ...names,
      id: code,
      approverGroups,
      handling: { send, wechat, print, carry, destroy },
      revision: 1,
      retiredAt: null,
    });
    expect(await recorded(firm, 'catalog.added', code)).toBe(1);
    await firm.slack.command(lin.id, '/access', `request ${code}`);
    const form = await firm.slack.topView(lin.id);
    expect(JSON.stringify(form)).toContain(names.nameZh);
  });

  it('adds one without a code, once for a double click', async () => {
    await adding();
    const values = { ...filled, nameEn: `Codeless ${said.language}`, nameZh: `无代码 ${said.language}` };
    await Promise.all([screen.submit(values), screen.submit(values)]);
    const made = await firm.fresh.database.sql<{ id: string; revision: number }[]>`
      select id, revision from data_set where name_en = ${values.nameEn}`;
    expect(made).toHaveLength(1);
    expect(made[0]?.revision).toBe(1);
    expect(await recorded(firm, 'catalog.added', made[0]?.id ?? '')).toBe(1);
  });

  it('adds the next one from the same modal', async () => {
    await adding();
    const first = { ...filled, nameEn: `One ${said.language}`, nameZh: `甲 ${said.language}` };
    await screen.submit(first);
    await screen.press('data.back');
    await screen.press('data.add');
    expect(await screen.value('nameEn')).toBeNull();
    const second = { ...filled, nameEn: `Two ${said.language}`, nameZh: `乙 ${said.language}` };
    expect(await screen.submit(second)).toMatchObject({ response_action: 'update' });
    const [row] = await firm.fresh.database.sql<{ count: number }[]>`
      select count(*)::int as count from data_set where name_en in (${first.nameEn}, ${second.nameEn})`;
    expect(row?.count).toBe(2);
  });

  it.each<[string, Record<string, unknown>, string, keyof (typeof tongues)[number] | undefined]>([
    ['a code that is taken', { code: 'client-files' }, 'code', 'codeTaken'],
    ['a code nobody can type', { code: '客户' }, 'code', undefined],
    ['an English name that is taken', { nameEn: 'bank Statements' }, 'nameEn', 'nameTaken'],
    ['a Chinese name that is taken', { nameZh: '银行流水' }, 'nameZh', 'nameTaken'],
    ['nobody to decide', { approvers: [], approverGroups: [] }, 'approvers', 'noApprover'],
    ['an approver who left', { approvers: [zhao.id, gao.id] }, 'approvers', 'approver'],
    ['an owner who left', { owner: gao.id }, 'owner', 'owner'],
    ['a guest as owner', { owner: tom.id }, 'owner', 'owner'],
    ['a longer grant than the class allows', { longestHours: 169 }, 'longestHours', 'tooLong'],
    [
      'sensitive data in an open class',
      { personal: 'sensitive', classification: 'internal' },
      'classification',
      'sensitive',
    ],
  ])('says under the field why it will not take %s', async (_, wrong, field, sentence) => {
    const before = await countOf('data_set');
    await adding();
    const values = { ...filled, nameEn: 'Wrong', nameZh: '错', code: `wrong-${said.language}`, ...wrong };
    const answer = await screen.submit(values);
    expect(Object.keys(answer.errors ?? {})).toEqual([field]);
    if (sentence) expect(answer.errors?.[field]).toContain(said[sentence]);
    expect(await countOf('data_set')).toBe(before);
    // Nothing typed is lost.
    expect(await screen.value('nameEn')).toBe(values.nameEn);
  });

  it.each([
    ['nameZh', '张三 13812345678', '13812345678'],
    ['nameEn', 'ID 11010519491231002X', '11010519491231002X'],
  ])('refuses a personal number in %s without repeating it', async (field, typed, number) => {
    await adding();
    const answer = await screen.submit({ ...filled, ...names, code: 'never', [field]: typed });
    expect(answer).toMatchObject({ response_action: 'update' });
    expect(await screen.value(field)).toMatch(/[〔[].+[〕\]]/);
    expect(await screen.words()).not.toContain(number);
    expect(await setOf('never')).toBeUndefined();
    const [row] = await firm.fresh.database.sql<{ count: number }[]>`
      select (select count(*) from event where data like ${`%${number}%`})::int
        + (select count(*) from event_private where value like ${`%${number}%`})::int as count`;
    expect(row?.count).toBe(0);
  });

  it('does not send a personal number back in the form that a class fills in', async () => {
    await adding();
    await screen.fill('nameEn', { value: 'ID 11010519491231002X' });
    await screen.fill('nameZh', { value: '证件' });
    await choose('strict');
    const { blocks } = (await screen.top()).view;
    expect(JSON.stringify(blocks)).not.toContain('11010519491231002X');
    expect(await screen.value('nameZh')).toBe('证件');
  });

  it('changes one, and the request form goes by the new rules at once', async () => {
    const id = `seals-${said.language}`;
    await keep(dataSet({ ...sealed(said.language), id }));
    await editing(id);
    expect(await screen.value('longestHours')).toBe('24');
    expect(await screen.value('nameEn')).toBe(`Seals ${said.language}`);
    await screen.submit({ longestHours: 2, purposes: ['audit'] });
    expect(await screen.words()).toContain(said.saved);
    expect(await setOf(id)).toMatchObject({ longestHours: 2, purposes: ['audit'], revision: 4 });
    expect(await recorded(firm, 'catalog.changed', id)).toBe(1);
    await firm.slack.command(emma.id, '/access', `request ${id}`);
    const form = screenOf(firm, emma.id);
    const offered = async (field: string) => {
      const blocks = (await form.top()).view.blocks as {
        block_id: string;
        element?: { options: { value: string }[] };
      }[];
      return blocks.find((block) => block.block_id === field)?.element?.options.map((one) => one.value);
    };
    expect(await offered('purpose')).toEqual(['audit']);
    expect(Math.max(...((await offered('hours')) ?? []).map(Number).filter(Number.isInteger))).toBe(2);
  });

  it('writes nothing when nothing was changed', async () => {
    const id = `same-${said.language}`;
    await keep(dataSet({ ...sealed(`same ${said.language}`), id }));
    await editing(id);
    expect(await screen.submit()).toMatchObject({ ok: true });
    expect((await setOf(id))?.revision).toBe(3);
    expect(await recorded(firm, 'catalog.changed', id)).toBe(0);
  });

  it('says so when somebody else changed it meanwhile', async () => {
    const id = `stale-${said.language}`;
    const set = dataSet({ ...sealed(`stale ${said.language}`), id });
    await keep(set);
    await editing(id);
    await keep({ ...set, longestHours: 5, revision: 4 });
    const answer = await screen.submit({ longestHours: 2 });
    expect(Object.values(answer.errors ?? {}).join()).toContain(said.changed);
    expect((await setOf(id))?.longestHours).toBe(5);
  });

  it('takes one out of use: offered no more, and said so to whoever still has it before them', async () => {
    const id = `gone-${said.language}`;
    await keep(dataSet({ ...sealed(`gone ${said.language}`), id }));
    const other = screenOf(firm, sun.id);
    await other.shoumi(`data ${id}`);
    await other.press('data.edit', id);
    await screen.shoumi(`${said.word} ${id}`);
    await screen.press('data.retire');
    expect(await screen.words()).toContain(said.retired);
    expect((await setOf(id))?.retiredAt).not.toBeNull();
    expect(await recorded(firm, 'catalog.retired', id)).toBe(1);
    await screen.search(id);
    expect(await screen.buttons('data.show')).toEqual([]);
    const late = await other.submit({ longestHours: 2 });
    expect(Object.values(late.errors ?? {}).join()).toContain('已停用');
    expect((await setOf(id))?.longestHours).toBe(24);
  });

  it('ends with the role: an open form is refused', async () => {
    await adding();
    await place(said.admin.id, { roles: [] });
    const answer = await screen.submit({ ...filled, nameEn: 'Late', nameZh: '迟', code: 'late' });
    await place(said.admin.id, { roles: ['admin'] });
    expect(Object.values(answer.errors ?? {}).join()).toContain(said.notAllowed);
    expect(await setOf('late')).toBeUndefined();
  });
});

/** A data set of its own for a test, with names that no other has. */
function sealed(name: string): Partial<DataSet> {
  return {
    nameEn: `Seals ${name}`,
    nameZh: `印章 ${name}`,
    classification: 'controlled',
    personal: 'none',
    owner: zhao.id,
    approvers: [wang.id],
    longestHours: 24,
    pendingHours: 24,
  };
}

async function countOf(table: 'data_set'): Promise<number> {
  const [row] = await firm.fresh.database.sql<{ count: number }[]>`
    select count(*)::int as count from ${firm.fresh.database.sql(table)}`;
  return row?.count ?? 0;
}

describe('who may keep the catalog', () => {
  it('is the owner, for what is theirs, and no more', async () => {
    const screen = screenOf(firm, zhao.id);
    await screen.shoumi('data seals');
    expect(await screen.buttons('data.edit')).toEqual(['seals']);
    await screen.press('data.edit', 'seals');
    expect(await screen.submit({ longestHours: 12 })).toMatchObject({ response_action: 'update' });
    expect((await setOf('seals'))?.longestHours).toBe(12);
    await screen.press('data.back');
    expect(await screen.buttons('data.add')).toEqual([]);
    await screen.press('data.show', 'leads');
    expect(await screen.buttons('data.edit')).toEqual([]);
  });

  it('is nobody any more who handed the set over while the form was open', async () => {
    const before = await setOf('seals');
    if (!before) throw new Error('no such set');
    const screen = screenOf(firm, zhao.id);
    await screen.shoumi('data seals');
    await screen.press('data.edit', 'seals');
    await keep({ ...before, owner: wang.id });
    const answer = await screen.submit({ longestHours: 1 });
    expect(Object.values(answer.errors ?? {}).join()).toContain('资料由管理员、隐私负责人');
    await keep(before);
  });

  it('is told when the set was changed before the button to retire it was pressed', async () => {
    const before = await setOf('statistics');
    if (!before) throw new Error('no such set');
    const screen = screenOf(firm, sun.id);
    await screen.shoumi('data statistics');
    await keep({ ...before, longestHours: 5, revision: before.revision + 1 });
    await screen.press('data.retire');
    expect(await screen.words()).toContain('这份资料刚刚被别人改过');
    expect((await setOf('statistics'))?.retiredAt).toBeNull();
    await keep(before);
  });

  it('is nobody who became a guest while the list was open', async () => {
    const screen = screenOf(firm, lin.id);
    await screen.shoumi('data');
    await place(lin.id, { standing: 'guest' });
    const answer = await screen.submit({ filter: 'bank' });
    expect(answer.errors?.filter).toContain('只对本公司员工开放');
    await screen.press('data.show', 'leads');
    expect(await screen.words()).toContain('只对本公司员工开放');
    await place(lin.id, { standing: 'member' });
  });

  it('opens the form by a word for whom it is allowed, and for nobody else', async () => {
    const admin = screenOf(firm, zhou.id);
    await admin.shoumi('资料 新增');
    expect(await admin.element('nameZh')).toBeDefined();
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('data new');
    expect(await firm.slack.topView(emma.id)).toBeUndefined();
    expect(await screen.told()).not.toBe('');
  });

  it('is no guest: the catalog is not even shown', async () => {
    const screen = screenOf(firm, tom.id);
    await screen.shoumi('data');
    expect(await screen.told()).toContain('for employees only');
    expect(await firm.slack.topView(tom.id)).toBeUndefined();
  });
});

describe('two people at one moment', () => {
  it('cannot add two data sets under one code, or one name', async () => {
    const both = [screenOf(firm, zhou.id), screenOf(firm, sun.id)];
    for (const more of [
      [{ code: 'raced' }, { code: 'raced', nameEn: 'Raced 2', nameZh: '赛 2' }],
      [
        { nameEn: 'Raced 3', nameZh: '赛 3' },
        { nameEn: 'raced 3', nameZh: '赛 4' },
      ],
    ]) {
      for (const screen of both) {
        await screen.shoumi('data');
        await screen.press('data.add');
      }
      const values = { ...filled, nameEn: 'Raced 1', nameZh: '赛 1' };
      const answers = await Promise.all(both.map((screen, at) => screen.submit({ ...values, ...more[at] })));
      expect(answers.map((one) => one.response_action).toSorted()).toEqual(['errors', 'update']);
    }
    const [row] = await firm.fresh.database.sql<{ count: number }[]>`
      select count(*)::int as count from data_set where lower(name_en) like 'raced%'`;
    expect(row?.count).toBe(2);
  });
});

describe('approver groups', () => {
  it('are offered by name and handle, as far as they are in use', async () => {
    const group = { handle: 'old-leads', name: 'Old leads', members: [], disabled: true };
    await saveUserGroup(tx(), tenant(), { ...group, id: 'S09OLD' });
    const screen = screenOf(firm, david.id);
    await screen.shoumi('data');
    await screen.press('data.add');
    const view = await screen.top();
    const action = (view.view.blocks as { block_id: string; element?: { action_id: string } }[]).find(
      (block) => block.block_id === 'approverGroups',
    )?.element?.action_id;
    const offered = async (typed: string) => {
      const { options } = await firm.slack.suggest(david.id, view, 'approverGroups', action ?? '', typed);
      return (options as { value: string }[]).map((one) => one.value);
    };
    const { transfers, bookkeeping } = workspace.usergroups;
    expect((await offered('')).toSorted()).toEqual([transfers.id, bookkeeping.id].toSorted());
    expect(await offered('TRANSFERS')).toEqual([transfers.id]);
    expect(await offered('@bookkeeping')).toEqual([bookkeeping.id]);
    expect(await offered('old')).toEqual([]);
  });

  it('keep their place in the form of a set that names them', async () => {
    const screen = screenOf(firm, david.id);
    await screen.shoumi('data tax-filings');
    await screen.press('data.edit', 'tax-filings');
    expect(await screen.value('approverGroups')).toEqual([workspace.usergroups.bookkeeping.id]);
    await screen.submit({ pendingHours: 30 });
    expect(await setOf('tax-filings')).toMatchObject({
      pendingHours: 30,
      approverGroups: [workspace.usergroups.bookkeeping.id],
    });
  });
});

describe.each(tongues)('a catalog of another size, in $language', (said) => {
  beforeAll(async () => {
    await firm.fresh.database.sql`delete from data_set`;
  });

  it('says what to do and who may while it is empty', async () => {
    const screen = screenOf(firm, said.employee.id);
    await screen.shoumi(said.word);
    expect(await screen.words()).toContain(said.empty);
    for (const { id } of [sun, zhou]) expect(await screen.words()).toContain(`<@${id}>`);
    const keeper = screenOf(firm, said.admin.id);
    await keeper.shoumi(said.word);
    expect(await keeper.words()).toContain(said.empty);
    expect(await keeper.buttons('data.add')).toHaveLength(1);
  });

  it('of 300 sets stays usable: pages, totals, search, all of them', async () => {
    for (let at = 1; at <= 300; at += 1) {
      const number = String(at).padStart(3, '0');
      await keep(dataSet({ id: `set-${number}`, nameEn: `Set ${number}`, nameZh: `资料 ${number}` }));
    }
    const screen = screenOf(firm, said.employee.id);
    await screen.shoumi(said.word);
    const seen = await screen.buttons('data.show');
    for (let page = 2; page <= 15; page += 1) {
      await screen.press('data.page.next');
      if (page === 2) expect(await screen.words()).toContain(said.page);
      seen.push(...(await screen.buttons('data.show')));
    }
    expect(new Set(seen).size).toBe(300);
    expect(await screen.buttons('data.page.next')).toEqual([]);
    await screen.press('data.show', 'set-300');
    await screen.press('data.back');
    expect(await screen.buttons('data.show')).toContain('set-300');
    // The last page is gone when the way back is taken.
    await screen.press('data.show', 'set-300');
    await firm.fresh.database.sql`delete from data_set where id > 'set-280'`;
    await screen.press('data.back');
    expect(await screen.buttons('data.show')).toContain('set-280');
    await screen.search('257');
    expect(await screen.buttons('data.show')).toEqual(['set-257']);
  });
});
