import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { companyOf } from '../../src/people/company.store.ts';
import { companyDefaults } from '../../src/people/company.ts';
import { noPreferences } from '../../src/people/preference.ts';
import { preferencesOf } from '../../src/people/schedule.store.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { recorded, screenOf } from '../directory/screen.ts';
import { type Firm, startFirm } from '../support/bot.ts';
import { wordsOf } from '../support/control.ts';

const { lin, emma, david, zhou, sun, tom } = workspace.people;

let firm: Firm;
beforeAll(async () => {
  firm = await startFirm();
});
afterAll(() => firm.stop());
beforeEach(async () => {
  for (const { id } of [lin, emma, david, zhou, sun])
    for (const view of await firm.slack.views(id))
      await firm.slack.call('POST', '/close', { user: id, view_id: view.id, all: true });
});

const preferences = (id: string) => firm.bot.house.read((tx) => preferencesOf(tx, firm.bot.house.tenant, id));
const company = () => firm.bot.house.read((tx) => companyOf(tx, firm.bot.house.tenant));

describe.each([
  { who: lin, word: '设置', title: '设置', slack: '随 Slack（目前是中文）', friday: '周五', reset: '已恢复' },
  {
    who: emma,
    word: 'settings',
    title: 'Settings',
    slack: 'As in Slack (now English)',
    friday: 'Friday',
    reset: 'as Slack and the company have it',
  },
])('a person’s own settings, in $word', ({ who, word, title, slack, friday, reset }) => {
  it('are shown, kept and taken back', async () => {
    const screen = screenOf(firm, who.id);
    await screen.shoumi(word);
    for (const text of [title, slack, friday, who.tz]) expect(await screen.words()).toContain(text);
    expect(await screen.value('from')).toBeNull();
    const answer = await screen.submit({
      ...{ from: '10:00', to: '16:30', quietDays: ['5'] },
      ...{ digestAt: '10:15', quietFrom: '12:00', quietTo: '13:30' },
    });
    expect(answer).toMatchObject({ ok: true, closed: true });
    expect(await preferences(who.id)).toEqual({
      language: null,
      hours: { from: '10:00', to: '16:30' },
      ...{ days: null, holidays: null },
      quietDays: [5],
      digestAt: '10:15',
      quiet: { from: '12:00', to: '13:30' },
    });
    await screen.shoumi(word);
    expect(await screen.value('from')).toBe('10:00');
    expect(await screen.value('quietDays')).toEqual(['5']);
    await screen.press('settings.reset');
    expect(await screen.words()).toContain(reset);
    expect(await preferences(who.id)).toEqual(noPreferences);
    expect(await screen.value('quietDays')).toEqual([]);
    expect(await recorded(firm, 'people.preferences_set', who.id)).toBe(2);
  });
});

describe('where and when somebody works', () => {
  const place = (text: string) => expect.arrayContaining([expect.objectContaining({ text })]);
  const offered = async (user: string, value: string) => {
    const { options } = await firm.slack.call<{ options: { text: { text: string }; value: string }[] }>(
      'POST',
      '/suggest',
      {
        ...{ user, view_id: (await firm.slack.topView(user))?.id, block_id: 'place', value },
        action_id: (await screenOf(firm, user).element('place')).action_id,
      },
    );
    return options.map((one) => ({ text: one.text.text, value: one.value }));
  };

  it('is guessed from the zone and chosen by name; an own week goes before the company’s', async () => {
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('settings');
    expect(await screen.words()).toContain('By my time zone: United Kingdom · England');
    expect(await offered(emma.id, '')).toEqual(place('China, with make-up workdays'));
    // Her zone is all of the kingdom's: which part it is, is asked, and its parts are offered at once.
    expect(await screenOf(firm, emma.id).words()).toContain(
      'Your time zone says United Kingdom, not which part of it, and parts have holidays of their own. Please choose yours; until then I go by: United Kingdom · England.',
    );
    expect(await offered(emma.id, '')).toEqual(place('United Kingdom · Scotland'));
    expect(await offered(emma.id, 'scotl')).toEqual([{ text: 'United Kingdom · Scotland', value: 'GB-SCT' }]);
    expect(await offered(emma.id, '新加坡')).toEqual([{ text: 'Singapore', value: 'SG' }]);
    expect(await offered(emma.id, 'atlantis')).toEqual([]);
    const answer = await screen.submit({ days: ['1', '2', '3'], place: 'GB-SCT' });
    expect(answer).toMatchObject({ ok: true, closed: true });
    expect(await preferences(emma.id)).toMatchObject({ days: [1, 2, 3], holidays: 'GB-SCT' });
    await screen.shoumi('me');
    expect(await screen.words()).toContain(
      'working days Monday, Tuesday, Wednesday, public holidays: United Kingdom · Scotland',
    );
    await screen.shoumi('settings');
    expect(await screen.value('days')).toEqual(['1', '2', '3']);
    await screen.submit({ days: [], place: 'zone' });
    expect(await preferences(emma.id)).toEqual(noPreferences);
  });

  it('is China’s for those who are there, in their words', async () => {
    const screen = screenOf(firm, lin.id);
    await screen.shoumi('设置');
    expect(await screen.words()).toContain('随我的时区：中国（含调休上班）');
    expect(await offered(lin.id, 'yingguo')).toEqual(place('英国 · England'));
  });
});

describe('the language', () => {
  it('goes over Slack’s, at once in Home, and back', async () => {
    await firm.slack.openHome(emma.id);
    expect(wordsOf(await firm.slack.home(emma.id))).toContain('Shoumi keeps what clients confide');
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('settings');
    await screen.submit({ language: 'zh' });
    expect(wordsOf(await firm.slack.home(emma.id))).toContain('客户托付的，我们守住');
    await screen.shoumi('设置');
    expect(await screen.words()).toContain('随 Slack（目前是英文）');
    await screen.press('settings.reset');
    expect(await screen.words()).toContain('as Slack and the company have it');
    expect(wordsOf(await firm.slack.home(emma.id))).toContain('Shoumi keeps what clients confide');
  });
});

describe('what is not taken', () => {
  it('is said under its field, and the rest stays', async () => {
    const screen = screenOf(firm, lin.id);
    await screen.shoumi('设置');
    const errors = async (values: Record<string, unknown>) => (await screen.submit(values)).errors;
    expect(await errors({ from: '09:00', to: null })).toEqual({
      to: '请两项都填，或者都留空（按公司时间）。',
    });
    expect(await errors({ from: '18:00', to: '09:00' })).toEqual({ to: '下班时间要晚于上班时间。' });
    expect(await errors({ from: null, to: null, quietDays: ['1', '2', '3', '4', '5'] })).toEqual({
      quietDays: '请至少留一个可以给您发消息的工作日。',
    });
    expect(await errors({ quietDays: [], quietFrom: '12:00', quietTo: null })).toEqual({
      quietTo: '请两项都填，或者都留空。',
    });
    expect(await errors({ quietFrom: '12:00', quietTo: '12:00' })).toEqual({ quietTo: '起止时间不能相同。' });
    expect(await errors({ quietFrom: '08:00', quietTo: '19:00' })).toHaveProperty(
      'quietTo',
      expect.stringContaining('09:00 至 18:00'),
    );
    expect(await errors({ quietFrom: null, quietTo: null, digestAt: '20:00' })).toEqual({
      digestAt: '请选一个在您工作时间内的时间（09:00 至 18:00）。',
    });
    expect(await preferences(lin.id)).toEqual(noPreferences);
  });

  it('is a guest’s wish', async () => {
    const screen = screenOf(firm, tom.id);
    await screen.shoumi('settings');
    expect(await screen.told()).toContain('Settings are for employees');
  });
});

describe('public holidays of a year that is not known', () => {
  const year = [
    ...['2027-01-01..2027-01-03 off', '2027-02-05,2027-02-12,休', '2027-02-14 班'],
    '2027-10-01 – 2027-10-07 放假',
  ].join('\n');

  it('are brought in by the privacy officer, faults said line by line, and show from then on', async () => {
    const screen = screenOf(firm, sun.id);
    await screen.shoumi('设置 节假日');
    expect(await screen.words()).toContain('还没有 2027 年的安排');
    const typed = '2027-02-30 休\n2027-02-14 班\n明天 休';
    expect((await screen.submit({ days: typed })).errors).toEqual({
      days: '第 1 行：没有这一天。\n第 3 行：请写日期加“休”或“班”，例如“2027-02-14 班”。',
    });
    expect((await screen.submit({ days: '2027-02-05..2027-02-12 休' })).errors?.days).toContain(
      '看来不是全年的安排',
    );
    expect(await screen.submit({ days: year })).toMatchObject({ ok: true });
    expect(await screen.words()).toContain('2027 年的安排已在这里填写：放假 18 天，调休上班 1 天。');
    expect(await screen.value('days')).toContain('2027-02-05 – 2027-02-12 休\n2027-02-14 班');
    expect((await company()).announced).toHaveLength(19);
    expect(await recorded(firm, 'people.company_changed', 'company')).toBe(1);
  });

  it('are the admin’s too, from the company’s settings, and can be taken out again', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('settings company');
    await screen.press('settings.announced');
    // On top: what was typed into the company's form is still there below.
    expect(await firm.slack.views(zhou.id)).toHaveLength(2);
    expect(await screen.submit({ days: '' })).toMatchObject({ ok: true });
    expect((await company()).announced).toEqual([]);
  });

  it('are read from the notice as it was published, shown before they are saved', async () => {
    const items = [
      '一、元旦：1月1日（周五）至3日（周日）放假，共3天。',
      '二、春节：2月5日（周五）至12日（周五）放假调休，共8天。2月14日（周日）、2月20日（周六）上班。',
      '三、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）上班。',
      '国务院办公厅\n2026年11月5日',
    ].join('\n');
    const screen = screenOf(firm, sun.id);
    await screen.shoumi('设置 节假日');
    expect((await screen.submit({ days: items })).errors?.days).toContain('看不出是哪一年的通知');
    const title = '国务院办公厅关于2027年部分节假日安排的通知';
    const wrong = items.replace('共8天', '共7天').replace('1月1日（周五）', '1月1日（周四）');
    expect((await screen.submit({ days: `${title}\n${wrong}` })).errors?.days).toBe(
      '元旦：“1月1日(周四)至3日(周日)”其实是星期五。\n春节：通知说共 7 天，列出的却是 8 天。',
    );
    expect((await screen.submit({ days: `${title}\n${items.split('\n')[1]}` })).errors?.days).toContain(
      '看来不是全年的安排',
    );
    expect(await screen.submit({ days: `${title}\n${items}` })).toMatchObject({ ok: true });
    expect((await company()).announced).toEqual([]);
    const shown = await screen.words();
    if (process.env.PRINT) process.stdout.write(`${shown}\n`);
    expect(shown).toContain(
      '• 春节：2月5日（周五）至2月12日（周五） 休，共 8 天；2月14日（周日）、2月20日（周六） 上班',
    );
    expect(await screen.value('days')).toContain('2027-02-05 – 2027-02-12 休\n2027-02-14 班');
    expect(await screen.submit()).toMatchObject({ ok: true });
    expect((await company()).announced).toHaveLength(21);
    expect(await screen.words()).toContain('2027 年的安排已在这里填写：放假 18 天，调休上班 3 天。');
    // For the tests after this one.
    expect(await screen.submit({ days: '' })).toMatchObject({ ok: true });
  });

  it('are nobody else’s', async () => {
    const screen = screenOf(firm, emma.id);
    await screen.shoumi('settings holidays');
    expect(await screen.told()).toContain('brought in by an admin or a privacy officer');
  });
});

describe('the company’s settings', () => {
  it('are an admin’s, from their own settings or by name, and come back as they were set', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('设置');
    await screen.press('settings.company');
    expect(await screen.words()).toContain('公司设置');
    const set = {
      days: ['1', '2', '3', '4', '5', '6'],
      from: '08:30',
      to: '17:30',
      tz: 'Europe/London',
      holidays: 'china',
      daysOff: '2027-02-06 – 2027-02-08 休\n2027-02-14 班',
      language: 'zh',
      caseForm: 'C-YYYY-####',
      mailDomains: 'Firm.example，@firm.cn',
      guard: [],
      guardedChannels: [workspace.channels.transfers.id],
      messagesPerDay: '3',
    };
    expect(await screen.submit(set)).toMatchObject({ ok: true, closed: true });
    expect(await company()).toEqual({
      ...companyDefaults,
      hours: { days: [1, 2, 3, 4, 5, 6], from: '08:30', to: '17:30' },
      tz: 'Europe/London',
      daysOff: [
        { date: '2027-02-06', working: false },
        { date: '2027-02-07', working: false },
        { date: '2027-02-08', working: false },
        { date: '2027-02-14', working: true },
      ],
      language: 'zh',
      caseForm: 'C-YYYY-####',
      mailDomains: ['firm.example', 'firm.cn'],
      guardDms: false,
      guardedChannels: [workspace.channels.transfers.id],
      messagesPerDay: 3,
    });
    expect(await recorded(firm, 'people.company_changed', 'company')).toBe(5);
    await screen.shoumi('settings company');
    expect(await screen.value('daysOff')).toBe('2027-02-06 – 2027-02-08 休\n2027-02-14 班');
    expect(await screen.value('guardedChannels')).toEqual([workspace.channels.transfers.id]);
    await screen.press('settings.open');
    expect(await screen.words()).toContain('两项都留空，就按公司的 08:30 至 17:30。');
  });

  it('say under the field what is wrong', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('settings company');
    const errors = async (values: Record<string, unknown>) => (await screen.submit(values)).errors;
    expect(await errors({ daysOff: '2027-02-30 off' })).toHaveProperty(
      'daysOff',
      expect.stringContaining('第 1 行'),
    );
    expect(await errors({ daysOff: '', mailDomains: 'firm' })).toHaveProperty(
      'mailDomains',
      expect.stringContaining('域名'),
    );
    expect(await errors({ mailDomains: '', from: '18:00', to: '09:00' })).toEqual({
      to: '下班时间要晚于上班时间。',
    });
    expect(await errors({ to: '19:00', caseForm: '(a+)+$' })).toHaveProperty('caseForm');
    // Slack itself keeps to the bounds of the field.
    expect(await errors({ caseForm: '', messagesPerDay: '0' })).toHaveProperty('messagesPerDay');
    expect(await errors({ messagesPerDay: '5', daysOff: '2027-02-06 休\n2027-02-06 班' })).toHaveProperty(
      'daysOff',
      expect.stringContaining('2027-02-06'),
    );
  });

  it('offer zones by name', async () => {
    const screen = screenOf(firm, zhou.id);
    await screen.shoumi('settings company');
    const view = await screen.top();
    const offered = await firm.slack.suggest(
      zhou.id,
      view,
      'tz',
      `value.${view.view.private_metadata}`,
      'hong',
    );
    expect(JSON.stringify(offered)).toContain('Asia/Hong_Kong');
  });

  it('are closed to everybody else, also through a form opened before', async () => {
    const screen = screenOf(firm, lin.id);
    await screen.shoumi('设置');
    expect(await screen.buttons('settings.company')).toEqual([]);
    await screen.shoumi('settings company');
    expect(await screen.words()).not.toContain('公司设置');
  });
});
