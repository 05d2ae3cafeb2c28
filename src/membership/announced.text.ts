import { texts } from '../kernel/message.ts';

/** What is said where somebody brings in the public holidays of a year. */
export const announcedText = texts({
  en: {
    'announced.title': 'Public holidays',
    'announced.save': 'Save',
    'announced.cancel': 'Cancel',
    'announced.intro':
      'The State Council announces a year’s holidays around November. What you paste here counts at once: for the company, for duties, and for everybody who keeps China’s holidays. When a newer version of Shoumi knows the year, its own list takes over.',
    'announced.year.known': ':white_check_mark: {year} is known.',
    'announced.year.broughtIn':
      ':white_check_mark: {year} was brought in here: {off, plural, one {# day off} other {# days off}}, {worked, plural, one {# make-up workday} other {# make-up workdays}}.',
    'announced.year.missing':
      ':hourglass: {year} is not known yet. Duties that need it wait and nothing is guessed; deadlines go by the ordinary week until then.',
    'announced.days': 'Days off and make-up workdays',
    'announced.daysHint':
      'Paste the notice as it was published, title included, or the whole year, one line each: “2027-02-05..2027-02-12 off” or “2027-02-14 work”. Lines of a CSV file do as well: 2027-02-05,2027-02-12,off',
    'notice.read':
      '*This is what the notice of {year} says. Please compare; nothing is saved before you press Save.*',
    'notice.feast': '• {name}: off {off} ({count, plural, one {# day} other {# days}})',
    'notice.worked': '; worked {worked}',
    'notice.noYear':
      'I cannot see which year this notice is for. Please paste its title too: 国务院办公厅关于2027年部分节假日安排的通知.',
    'notice.unread': '{name}: I do not understand “{text}”. Please check it, or write these days as lines.',
    'notice.noDay': '{name}: the calendar has no “{text}”.',
    'notice.backwards':
      '{name}: in “{text}” the last day comes before the first, or more than a month later.',
    'notice.weekday': '{name}: “{text}” is a {found}.',
    'notice.count':
      '{name}: the notice says {said, plural, one {# day} other {# days}} off, and names {found, plural, one {# day} other {# days}}.',
    'announced.saved': ':white_check_mark: Saved.',
    'announced.notYours': 'Public holidays are brought in by an admin or a privacy officer. Please ask one.',
    'announced.known':
      '{year} is known already. Please take its lines out; your own days off go into the company’s settings.',
    'announced.incomplete':
      'The list of {year} does not say that 1 January and 1 October are off, so it is not the whole year. Please paste all of it.',
    'announced.weekday': '{day} is a plain weekday and is worked anyway. Please check the date.',
    'announced.tooMany': 'At most 400 days fit in here. Please take out those that are over.',
    'people.dayTwice': '{day} stands in the list twice, once off and once worked. Please keep one.',
    'people.day': 'Please give a day such as 2027-02-06.',
    'days.unclear':
      'Line {line, number}: please write a day and “off” or “work”, for example “2027-02-14 work”.',
    'days.noDay': 'Line {line, number}: the calendar has no such day.',
    'days.backwards': 'Line {line, number}: the last day comes before the first.',
    'days.long': 'Line {line, number}: please write at most 31 days in one line.',
    'days.more': 'And {count, plural, one {# more line needs} other {# more lines need}} a look.',
  },
  zh: {
    'announced.title': '法定节假日',
    'announced.save': '保存',
    'announced.cancel': '取消',
    'announced.intro':
      '国务院一般在 11 月前后公布次年的放假安排。填在这里立即生效：公司、待办，以及所有按中国节假日休息的同事都以此为准。守密新版本收录该年后，改用自带的安排。',
    'announced.year.known': ':white_check_mark: {year} 年的安排已收录。',
    'announced.year.broughtIn':
      ':white_check_mark: {year} 年的安排已在这里填写：放假 {off} 天，调休上班 {worked} 天。',
    'announced.year.missing':
      ':hourglass: 还没有 {year} 年的安排。需要用到它的待办先等着，不作猜测；期限先按平常的每周工作日计算。',
    'announced.days': '放假和调休上班的日子',
    'announced.daysHint':
      '请粘贴国务院办公厅通知的原文（含标题）；也可以每行一条填全年的，例如“2027-02-05..2027-02-12 休”或“2027-02-14 班”。CSV 的行也行：2027-02-05,2027-02-12,休',
    'notice.read': '*{year} 年的通知，理解如下。请核对；按“保存”之前不会生效。*',
    'notice.feast': '• {name}：{off} 休，共 {count, number} 天',
    'notice.worked': '；{worked} 上班',
    'notice.noYear': '看不出是哪一年的通知。请连同标题一起粘贴：国务院办公厅关于2027年部分节假日安排的通知。',
    'notice.unread': '{name}：看不懂“{text}”。请核对，或改为每行一条填写。',
    'notice.noDay': '{name}：没有“{text}”这一天。',
    'notice.backwards': '{name}：“{text}”的结束日期早于开始日期，或超过一个月。',
    'notice.weekday': '{name}：“{text}”其实是{found}。',
    'notice.count': '{name}：通知说共 {said, number} 天，列出的却是 {found, number} 天。',
    'announced.saved': ':white_check_mark: 已保存。',
    'announced.notYours': '法定节假日由管理员或隐私负责人填写，请联系他们。',
    'announced.known': '{year} 年的安排已收录，请删去这一年的行。公司自定的休息日请填在公司设置里。',
    'announced.incomplete':
      '{year} 年的内容里没有 1 月 1 日和 10 月 1 日放假，看来不是全年的安排，请粘贴完整。',
    'announced.weekday': '{day} 本来就是工作日，请核对日期。',
    'announced.tooMany': '最多能放 400 天，请删去已经过去的。',
    'people.dayTwice': '{day} 出现了两次，一次休、一次班。请只留一条。',
    'people.day': '请填一个日期，例如 2027-02-06。',
    'days.unclear': '第 {line, number} 行：请写日期加“休”或“班”，例如“2027-02-14 班”。',
    'days.noDay': '第 {line, number} 行：没有这一天。',
    'days.backwards': '第 {line, number} 行：结束日期早于开始日期。',
    'days.long': '第 {line, number} 行：一行最多 31 天，请分开写。',
    'days.more': '另有 {count, number} 行也有问题。',
  },
});
