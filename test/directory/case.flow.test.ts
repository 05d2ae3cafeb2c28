import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { caseByNumber } from '../../src/catalog/case.store.ts';
import { seedCases } from '../../src/demo.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';
import { screenOf } from './screen.ts';

const { lin, chen, emma, wang, david, zhou, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm?.stop());
beforeEach(async () => {
  for (const { id: user } of [lin, chen, emma, wang, david])
    for (const view of await firm.slack.views(user))
      await firm.slack.call('POST', '/close', { user, view_id: view.id, all: true });
});

const caseOf = (number: string) =>
  firm.bot.house.read((tx) => caseByNumber(tx, firm.bot.house.tenant, number));
const filled = {
  number: 'C-2026-0500',
  kind: 'tax',
  people: [lin.id],
  team: '公司转让组',
  region: '南京',
  clauses: '',
};
/** What a person reads on top. */
const shown = async (who: string) => wordsOf((await firm.slack.topView(who))?.view);
const numbers = async (who: string) => screenOf(firm, who).buttons('case.show');
const said = async (who: string) =>
  (await firm.slack.inbox(who)).findLast((one) => one.ephemeral_for === who)?.text;
const eventsOf = async (number: string) => {
  const rows = await firm.fresh.database.sql<{ type: string }[]>`
    select type from event where subject = ${number} order by at, command_id, ordinal`;
  return rows.map((row) => row.type);
};

it('says, while there is no case, what that means, to those who can open one and to those who cannot', async () => {
  await screenOf(firm, lin.id).shoumi('案件');
  expect(await shown(lin.id)).toContain('请团队主管、资料负责人或管理员登记第一个');
  expect(await screenOf(firm, lin.id).buttons('case.add')).toEqual([]);
  await screenOf(firm, david.id).shoumi('case');
  expect(await shown(david.id)).toContain('Open the first one, or import your list');
  await seedCases(firm.bot.house);
});

describe('the list', () => {
  it('shows a person their own cases, then the open and the closed ones', async () => {
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('case');
    expect(await numbers(emma.id)).toEqual(['C-2026-0412', 'T-2026-0031', 'C-2026-0405']);
    expect(await shown(emma.id)).toContain('*C-2026-0412*  Company transfer\\n公司转让组 · 上海浦东 · <@');
    await screen.press('case.which.open');
    expect((await numbers(emma.id)).slice(0, 4)).toEqual([
      'C-2026-0412',
      'T-2026-0031',
      'C-2026-0405',
      'C-2026-0413',
    ]);
    await screen.press('case.which.closed');
    expect(await shown(emma.id)).toContain('No case has been closed.');
  });

  it('shows who is on none the open ones, and finds by number, team, place and colleague, in pinyin too', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('案件');
    expect(await numbers(zhou.id)).toHaveLength(7);
    for (const [words, found] of [
      ['0118', ['BK-2026-0118']],
      ['suzhou', ['C-2026-0413']],
      ['陈宇 hangzhou', ['T-2026-0031']],
      ['cy jingan', ['BK-2026-0107']],
    ] as const) {
      await screen.search(words);
      expect(await numbers(zhou.id)).toEqual(found);
    }
    await screen.search('<!channel>');
    expect(await shown(zhou.id)).toContain('没有符合“&lt;!channel&gt;”的案件');
  });

  it('is for employees', async () => {
    await screenOf(firm, tom.id).shoumi('case');
    expect(await said(tom.id)).toContain('employees only');
  });
});

describe('opening a case', () => {
  it('goes through the form, prefilled with the number that was typed, once however often it is sent', async () => {
    const screen = screenOf(firm, wang.id);
    await screen.shoumi('案件 ｃ－2026－0500');
    expect(await screen.value('number')).toBe('C-2026-0500');
    expect(await screen.submit({ number: '王芳', kind: 'tax', people: [tom.id] })).toMatchObject({
      errors: { number: '请填案件编号，例如 C-2026-0412：字母、连字符加数字，不要写姓名。' },
    });
    expect(await screen.submit({ ...filled, people: [tom.id] })).toMatchObject({
      errors: { people: '经办人都必须是在职员工，Tom Baker 不是，请移除。' },
    });
    await screen.submit({ ...filled, region: '电话 13800138000' });
    expect(await screen.value('region')).toBe('电话 〔电话号码〕');
    const again = await screen.top();
    await Promise.all([firm.slack.submit(wang.id, again, filled), firm.slack.submit(wang.id, again, filled)]);
    expect(await caseOf('C-2026-0500')).toMatchObject({
      state: 'open',
      region: '南京',
      people: [lin.id],
      revision: 1,
    });
    expect(await eventsOf('C-2026-0500')).toEqual(['case.opened']);
  });

  it('refuses a number that is taken, under the field, and says how to see it', async () => {
    const screen = screenOf(firm, david.id);
    await screen.shoumi('case new');
    expect(await screen.submit({ ...filled, number: 'c-2026-0412' })).toMatchObject({
      errors: {
        number: 'C-2026-0412 is in the register already (open). To see it: /shoumi case C-2026-0412',
      },
    });
  });

  it('is not for everybody: who may not is shown the list, or told whom to ask', async () => {
    const screen = screenOf(firm, chen.id);
    await screen.shoumi('案件 C-2026-0777');
    expect(await shown(chen.id)).toContain('没有符合“C-2026-0777”的案件');
    await screen.shoumi('案件 登记');
    expect(await said(chen.id)).toContain('请联系其中一位');
  });
});

describe('one line', () => {
  it('opens what it asks for of a case, by its whole number or by the end of one of one’s own', async () => {
    const screen = screenOf(firm, chen.id);
    await screen.shoumi('案件 结案 BK-2026-0107');
    expect(await screen.buttons('case.close')).toEqual(['BK-2026-0107']);
    await screen.shoumi('案件 0107 历史');
    expect(await shown(chen.id)).toContain('案件历史');
    await screen.shoumi('案件 分配 BK-2026-0107');
    expect(await screen.element('people')).toMatchObject({ initial_users: [chen.id, david.id] });
    await screen.shoumi('案件 列表');
    expect(await screen.buttons('case.show')).toContain('BK-2026-0107');
  });

  it('never makes a new number of a word and a number, and shows a case that is there already', async () => {
    const screen = screenOf(firm, wang.id);
    for (const line of ['case colse C-2026-0413', 'case open C-2026-0413']) {
      await screen.shoumi(line);
      expect(await screen.buttons('case.edit'), line).toEqual(['C-2026-0413']);
    }
  });

  it('changes nothing for whom it is not allowed', async () => {
    const screen = screenOf(firm, chen.id);
    await screen.shoumi('案件 分配 C-2026-0398');
    expect(await said(chen.id)).toContain('请联系其中一位');
  });
});

describe('changing, closing, reopening', () => {
  it('lets people on it assign others and close it; a form opened before is told so', async () => {
    const [first, second] = [screenOf(firm, chen.id), screenOf(firm, david.id)];
    await first.shoumi('案件 BK-2026-0107');
    await first.press('case.edit');
    await second.shoumi('case BK-2026-0107');
    await second.press('case.edit');
    const change = {
      kind: 'bookkeeping',
      people: [chen.id, david.id, emma.id],
      team: 'Bookkeeping',
      region: '',
      clauses: '',
    };
    expect((await first.submit(change)).errors).toBeUndefined();
    expect(await caseOf('BK-2026-0107')).toMatchObject({ people: change.people, revision: 2 });
    expect(await second.submit(change)).toMatchObject({
      errors: { kind: expect.stringContaining('in the meantime') },
    });
    await first.press('case.close', 'BK-2026-0107');
    expect(await shown(chen.id)).toContain('已结案');
    expect(await first.buttons('case.reopen')).toEqual([]);
    await second.press('case.back');
    await second.shoumi('case BK-2026-0107');
    await second.press('case.reopen');
    expect(await eventsOf('BK-2026-0107')).toEqual([
      'case.opened',
      'case.changed',
      'case.closed',
      'case.reopened',
    ]);
  });

  it('tells its history, latest first, and the way back', async () => {
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('case BK-2026-0107');
    await screen.press('case.history');
    const view = await shown(emma.id);
    const places = [
      'reopened the case',
      'closed the case',
      'changed who is on it',
      'opened the case: Bookkeeping',
    ].map((words) => view.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    await screen.press('case.show');
    expect(await shown(emma.id)).toContain('*BK-2026-0107*');
  });

  it('is on the audit timeline of its number', async () => {
    await firm.slack.command(workspace.people.james.id, '/shoumi', 'audit bk-2026-0107');
    const view = wordsOf((await firm.slack.topView(workspace.people.james.id))?.view);
    expect(view).toContain('reopened the case');
  });

  it('shows somebody who is not on it no button to change it', async () => {
    const screen = screenOf(firm, chen.id);
    await screen.shoumi('案件 C-2026-0398');
    expect([await screen.buttons('case.edit'), await screen.buttons('case.close')]).toEqual([[], []]);
  });
});
