import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeDuty, parseDuty } from '../../src/duty/duty.parse.ts';
import type { SaidCadence } from '../../src/duty/reading.parse.ts';

const today = '2026-11-26';
const rule = (text: string, off: 'before' | 'after' | 'skip' | 'stay' = 'before'): SaidCadence => ({
  kind: 'rule',
  rule: `FREQ=${text}`,
  off,
});
const workday = (every: 'month' | 'quarter' | 'year', nth: number): SaidCadence => ({
  kind: 'workday',
  every,
  nth,
});
const after = (event: string, workingDays: number): SaidCadence => ({ kind: 'after', event, workingDays });
const once = (on: string): SaidCadence => ({ kind: 'once', on });

/** What the line says, how often that is, and what it is about. */
const lines: readonly (readonly [line: string, cadence: SaidCadence, title: string])[] = [
  // Working days.
  ['每月第一个工作日 备份恢复演练', workday('month', 1), '备份恢复演练'],
  ['每月第一个工作日备份恢复演练', workday('month', 1), '备份恢复演练'],
  ['备份恢复演练，每个月的第3个工作日', workday('month', 3), '备份恢复演练'],
  ['每月前3个工作日 对账', workday('month', 3), '对账'],
  ['每月最后一个工作日前 关账', workday('month', -1), '关账'],
  ['每月倒数第二个工作日 报税', workday('month', -2), '报税'],
  ['每季度首个工作日 评审', workday('quarter', 1), '评审'],
  ['每季度最后一个工作日 评审防火墙规则', workday('quarter', -1), '评审防火墙规则'],
  ['每季末 评审', workday('quarter', -1), '评审'],
  ['每年第一个工作日 更新名单', workday('year', 1), '更新名单'],
  ['每年底 更新名单', workday('year', -1), '更新名单'],
  ['每月初 对账', workday('month', 1), '对账'],
  [
    'every last working day of the quarter Review firewall rules',
    workday('quarter', -1),
    'Review firewall rules',
  ],
  ['first working day of the month test the backups', workday('month', 1), 'Test the backups'],
  ['on the 3rd business day of each month reconcile', workday('month', 3), 'Reconcile'],
  ['every month on the second last workday file the return', workday('month', -2), 'File the return'],
  ['monthly on the first working day: restore drill', workday('month', 1), 'Restore drill'],
  ['quarterly on the last working day review the rules', workday('quarter', -1), 'Review the rules'],
  ['review the rules at the end of the quarter', workday('quarter', -1), 'Review the rules'],
  // Every day.
  ['每个工作日 查看告警', rule('DAILY', 'skip'), '查看告警'],
  ['每天 查看告警', rule('DAILY', 'stay'), '查看告警'],
  ['每隔一天 查看告警', rule('DAILY;INTERVAL=2', 'stay'), '查看告警'],
  ['每3天 查看告警', rule('DAILY;INTERVAL=3', 'stay'), '查看告警'],
  ['every working day look at the alarms', rule('DAILY', 'skip'), 'Look at the alarms'],
  ['on weekdays look at the alarms', rule('DAILY', 'skip'), 'Look at the alarms'],
  ['look at the alarms daily', rule('DAILY', 'stay'), 'Look at the alarms'],
  ['every other day look at the alarms', rule('DAILY;INTERVAL=2', 'stay'), 'Look at the alarms'],
  // Weeks.
  ['每周五 检查门禁', rule('WEEKLY;BYDAY=FR'), '检查门禁'],
  ['每星期五检查门禁', rule('WEEKLY;BYDAY=FR'), '检查门禁'],
  ['每个礼拜天检查门禁', rule('WEEKLY;BYDAY=SU'), '检查门禁'],
  ['逢周五 检查门禁', rule('WEEKLY;BYDAY=FR'), '检查门禁'],
  ['每周一、三、五 核对清单', rule('WEEKLY;BYDAY=MO,WE,FR'), '核对清单'],
  ['每周一和周四 核对清单', rule('WEEKLY;BYDAY=MO,TH'), '核对清单'],
  ['每周一到周五 核对清单', rule('WEEKLY;BYDAY=MO,TU,WE,TH,FR'), '核对清单'],
  ['每两周周五 例会', rule('WEEKLY;INTERVAL=2;BYDAY=FR'), '例会'],
  ['隔周周三 例会', rule('WEEKLY;INTERVAL=2;BYDAY=WE'), '例会'],
  ['every Friday check the door locks', rule('WEEKLY;BYDAY=FR'), 'Check the door locks'],
  ['check the door locks on Fridays', rule('WEEKLY;BYDAY=FR'), 'Check the door locks'],
  ['every Monday and Thursday count the seals', rule('WEEKLY;BYDAY=MO,TH'), 'Count the seals'],
  ['every mon, wed & fri count the seals', rule('WEEKLY;BYDAY=MO,WE,FR'), 'Count the seals'],
  ['weekly on Tuesday count the seals', rule('WEEKLY;BYDAY=TU'), 'Count the seals'],
  ['every other Friday count the seals', rule('WEEKLY;INTERVAL=2;BYDAY=FR'), 'Count the seals'],
  ['every second Tuesday count the seals', rule('WEEKLY;INTERVAL=2;BYDAY=TU'), 'Count the seals'],
  ['monthly report every Friday', rule('WEEKLY;BYDAY=FR'), 'Monthly report'],
  // Months.
  ['每月15号 对账', rule('MONTHLY;BYMONTHDAY=15'), '对账'],
  ['每月十五日 对账', rule('MONTHLY;BYMONTHDAY=15'), '对账'],
  ['每月1日和15日 对账', rule('MONTHLY;BYMONTHDAY=1,15'), '对账'],
  ['每3个月15号 对账', rule('MONTHLY;INTERVAL=3;BYMONTHDAY=15'), '对账'],
  ['每月最后一天 关账', rule('MONTHLY;BYMONTHDAY=-1'), '关账'],
  ['每月月底前 关账', rule('MONTHLY;BYMONTHDAY=-1'), '关账'],
  ['每月最后一个周五 例会', rule('MONTHLY;BYDAY=-1FR'), '例会'],
  ['每月第二个周二 例会', rule('MONTHLY;BYDAY=2TU'), '例会'],
  ['on the 15th of every month reconcile', rule('MONTHLY;BYMONTHDAY=15'), 'Reconcile'],
  ['monthly on the 15th reconcile', rule('MONTHLY;BYMONTHDAY=15'), 'Reconcile'],
  ['every 31st reconcile', rule('MONTHLY;BYMONTHDAY=31'), 'Reconcile'],
  ['last day of the month close the books', rule('MONTHLY;BYMONTHDAY=-1'), 'Close the books'],
  ['first Monday of the month safety meeting', rule('MONTHLY;BYDAY=1MO'), 'Safety meeting'],
  ['second Tuesday of each month safety meeting', rule('MONTHLY;BYDAY=2TU'), 'Safety meeting'],
  // Years.
  ['每年3月1日 年度审计', rule('YEARLY;BYMONTH=3;BYMONTHDAY=1'), '年度审计'],
  ['每年三月一日 年度审计', rule('YEARLY;BYMONTH=3;BYMONTHDAY=1'), '年度审计'],
  ['每年2月29日 闰年检查', rule('YEARLY;BYMONTH=2;BYMONTHDAY=29'), '闰年检查'],
  ['every year on 1 March yearly audit', rule('YEARLY;BYMONTH=3;BYMONTHDAY=1'), 'Yearly audit'],
  ['yearly audit each March 1st', rule('YEARLY;BYMONTH=3;BYMONTHDAY=1'), 'Yearly audit'],
  // Once, and after something.
  ['2026-12-31 提交年报', once('2026-12-31'), '提交年报'],
  ['12月31日前 提交年报', once('2026-12-31'), '提交年报'],
  ['3月1日 提交年报', once('2027-03-01'), '提交年报'],
  ['下周五 提交年报', once('2026-12-04'), '提交年报'],
  ['明天 提交年报', once('2026-11-27'), '提交年报'],
  ['下个月1号 提交年报', once('2026-12-01'), '提交年报'],
  ['by 31 December file the report', once('2026-12-31'), 'File the report'],
  ['file the report by March 1st 2027', once('2027-03-01'), 'File the report'],
  ['file the report by next Friday', once('2026-12-04'), 'File the report'],
  ['离职后5个工作日内 收回门禁卡', after('people.left', 5), '收回门禁卡'],
  ['有人入职后十个工作日 签署保密协议', after('people.joined', 10), '签署保密协议'],
  ['结案后10个工作日 销毁复印件', after('case.closed', 10), '销毁复印件'],
  ['5 working days after somebody leaves collect the badge', after('people.left', 5), 'Collect the badge'],
  [
    'within ten working days after a case is closed shred the copies',
    after('case.closed', 10),
    'Shred the copies',
  ],
  // As the calendar programs write it.
  ['FREQ=WEEKLY;BYDAY=MO,WE 备份检查', rule('WEEKLY;BYDAY=MO,WE'), '备份检查'],
  [
    'rrule:freq=monthly;bymonthday=29;bymonth=2 leap day',
    rule('MONTHLY;BYMONTHDAY=29;BYMONTH=2'),
    'Leap day',
  ],
];

describe('a duty in plain words', () => {
  it.each(lines)('%j', (line, cadence, title) => {
    const said = parseDuty(line, today);
    expect(said.cadence).toEqual(cadence);
    expect(said.titleZh || said.titleEn).toBe(title);
    expect(said.assumed).toBe(false);
    expect(looksLikeDuty(line)).toBe(cadence.kind !== 'once');
  });

  it.each<[string, SaidCadence]>([
    ['每月 对账', workday('month', -1)],
    ['每季度一次 评审', workday('quarter', -1)],
    ['每三个月 评审', workday('quarter', -1)],
    ['每半年 演练', rule('MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1')],
    ['每年 审计', workday('year', -1)],
    ['每年12月 审计', rule('YEARLY;BYMONTH=12;BYMONTHDAY=-1')],
    ['每两年 审计', rule('YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=-1')],
    ['每周 检查', rule('WEEKLY;BYDAY=FR')],
    ['每月两次 检查', rule('MONTHLY;BYMONTHDAY=15,-1')],
    ['monthly reconcile', workday('month', -1)],
    ['quarterly review', workday('quarter', -1)],
    ['twice a year drill', rule('MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1')],
    ['every two weeks patch the servers', rule('WEEKLY;INTERVAL=2;BYDAY=FR')],
    ['every 4 months drill', rule('MONTHLY;INTERVAL=4;BYMONTHDAY=-1')],
  ])('%j leaves the day open, and one is chosen', (line, cadence) => {
    expect(parseDuty(line, today)).toMatchObject({ cadence, assumed: true });
  });

  it('takes people by the part they have, and the first as the owner', () => {
    const said = parseDuty(
      '每月第一个工作日 备份恢复演练 <@U1AA> 代理人 <@U2AA> 复核人：@王敏 <@U4AA>',
      today,
    );
    expect(said).toMatchObject({
      owner: { id: 'U1AA' },
      deputy: { id: 'U2AA' },
      checker: { name: '王敏' },
      others: [{ id: 'U4AA' }],
      titleZh: '备份恢复演练',
    });
    expect(
      parseDuty('every Friday restore drill owner <@U1AA>, deputy <@U2AA>, checked by <@U3AA>', today),
    ).toMatchObject({
      owner: { id: 'U1AA' },
      deputy: { id: 'U2AA' },
      checker: { id: 'U3AA' },
      titleEn: 'Restore drill',
    });
    expect(parseDuty('remind <@U1AA> to review firewall rules every friday', today)).toMatchObject({
      owner: { id: 'U1AA' },
      titleEn: 'Review firewall rules',
    });
  });

  it.each([
    ['每月10日 缴税 遇节假日顺延', 'after'],
    ['每月10日 缴税，遇节假日提前', 'before'],
    ['每月10日 缴税，节假日跳过', 'skip'],
    ['每月10日 缴税，休息日照常', 'stay'],
    ['monthly on the 10th pay tax, if it is a holiday the day after', 'after'],
    ['monthly on the 10th pay tax, except holidays', 'skip'],
  ])('%j says what happens on days off', (line, off) => {
    const said = parseDuty(line, today);
    expect(said.cadence).toEqual(rule('MONTHLY;BYMONTHDAY=10', off as 'after'));
    expect(['缴税', 'Pay tax']).toContain(said.titleZh || said.titleEn);
  });

  it('takes lead, tolerance, the first day and the measures', () => {
    expect(
      parseDuty('从2027年1月1日起 每周五 检查 提前3个工作日 宽限两天 控制点 3.4、15.3', today),
    ).toMatchObject({
      from: '2027-01-01',
      leadDays: 3,
      toleranceDays: 2,
      controls: ['3.4', '15.3'],
      titleZh: '检查',
    });
    expect(
      parseDuty(
        'every Friday check doors starting 1 March, 3 working days ahead, 2 days grace, control f.2',
        today,
      ),
    ).toMatchObject({
      from: '2027-03-01',
      leadDays: 3,
      toleranceDays: 2,
      controls: ['F.2'],
      titleEn: 'Check doors',
    });
  });

  it('takes a title in both languages', () => {
    expect(parseDuty('每周五 备份检查 / Check the backups', today)).toMatchObject({
      titleZh: '备份检查',
      titleEn: 'Check the backups',
    });
    expect(parseDuty('every Friday read/write test', today)).toMatchObject({
      titleEn: 'Read/write test',
      titleZh: '',
    });
  });

  it.each([
    ['every Friday at noon check the door locks', 'at noon', 'Check the door locks'],
    ['every Friday at 9:30 am check the door locks', 'at 9:30 am', 'Check the door locks'],
    ['每周五下午3点 检查门禁', '下午3点', '检查门禁'],
    ['每周五 18:00前 检查门禁', '18:00前', '检查门禁'],
  ])('%j says an hour, which a duty has none of', (line, hour, title) => {
    const said = parseDuty(line, today);
    expect(said.clock).toEqual([hour]);
    expect(said.titleZh || said.titleEn).toBe(title);
  });

  it.each([
    ['every full moon howl', 'every full moon howl'],
    ['每逢满月 拜一拜', '每逢满月'],
    ['每月32号 对账', undefined],
  ])('%j says how often in a way nobody knows', (line, phrase) => {
    const said = parseDuty(line, today);
    if (phrase) expect(said).toMatchObject({ unsure: phrase });
    else expect(said.cadence).not.toMatchObject({ rule: expect.stringContaining('32') });
  });

  it.each(['', '   ', '备份恢复演练', '每位员工签署保密协议', 'restore drill', '检查一点通', '2月30日 提交'])(
    '%j says no day',
    (line) => {
      const said = parseDuty(line, today);
      expect(said.cadence).toBeUndefined();
      expect((said.titleZh || said.titleEn).toLowerCase()).toBe(line.trim());
      expect(looksLikeDuty(line)).toBe(false);
    },
  );

  it('is read whatever it is, and at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (line) => {
        expect(parseDuty(line, today).clock).toBeInstanceOf(Array);
      }),
      { numRuns: 100 },
    );
    for (const scrap of [
      '每',
      '每周一、',
      'every ',
      'every monday and ',
      '@a ',
      '<@U1AA>',
      '提前',
      '十',
      ' ',
      '第一个',
      '1',
    ]) {
      const before = performance.now();
      parseDuty(scrap.repeat(20_000 / scrap.length), today);
      expect(performance.now() - before, scrap).toBeLessThan(300);
    }
  });
});
