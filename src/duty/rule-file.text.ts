import { texts } from '../kernel/message.ts';

/** What is said about a file of duties that is planned or applied in the terminal. */
export const ruleFileText = texts({
  en: {
    'file.which':
      'Which file? A CSV or YAML of duties: {columns}. “All duties (CSV)” in the overview of /duty is one.',
    'file.kind': 'A file of duties ends in .csv, .yaml or .yml.',
    'file.empty': 'There is no duty in this file.',
    'file.quote': 'From row {row} on, quotation marks are not closed. Mend or remove them.',
    'file.noKey':
      'No column is called “key”. Every duty needs a short name of your own in it, such as restore-drill, by which the next file finds it again.',
    'file.column':
      'The heading of column {at} is not known, or stands there twice. Rename or remove it; the headings are: {columns}.',
    'file.tooMany': 'A file may have {max, number} duties. Split it.',
    'file.yaml':
      'Line {line} is not YAML as it is read here: a list of duties, each with the names {columns}.',
    'file.list': 'A YAML file of duties is a list, by itself or under “duties:”.',
    read: 'Read {rows, plural, one {# duty} other {# duties}}: {adds, number} to add, {changes, number} to change, {same, number} as they are{faulty, plural, =0 {} other {, # with something wrong}}.',
    'read.unnamed':
      '{count, plural, one {# duty is} other {# duties are}} not in the file and {count, plural, one {stays} other {stay}} as {count, plural, one {it is} other {they are}}; --retire ends {count, plural, one {it} other {them}}{held, select, yes {, once every row is good} other {}}.',
    add: '+ {title}',
    change: '~ {title}',
    retire: '- {title}: ended',
    'add.facts': '{often} · {owner} · {next}',
    'add.next': 'next on {day}',
    'add.held': 'waits until the holidays of {year} are known',
    'add.event': 'waits for that to happen',
    'field.change': '{column}: {from} → {to}',
    'field.ask': 'asks: {kind, select, added {+ } gone {− } other {~ }}{ask}',
    nothing: 'nothing',
    row: '{unit, select, line {Line} other {Row}} {row}: {fault}',
    'row.column': '{unit, select, line {Line} other {Row}} {row}, {column}: {fault}',
    'row.keyMissing': 'there is no name. Give a short one of your own, such as restore-drill.',
    'row.keyForm': 'a name is of letters, digits, points and dashes, 60 at most. Shorten or change it.',
    'row.keyTwice':
      '{unit, select, line {line} other {row}} {first} has the same name already. Keep one of them, or give this one another.',
    'row.retired': 'this duty was ended. Take the row out, or give it a new name to begin anew.',
    'row.strange':
      '{count, plural, one {one name is} other {# names are}} not known here or twice. They are spelled as in an export.',
    'row.titleMissing': 'there is no title. Write one in title_en or title_zh, or in both.',
    'row.ownerMissing': 'there is no owner. Write a name as it is in Slack, or a Slack member ID.',
    'row.personUnknown':
      'this is the name of no employee who is here. Write it as it is in Slack, or the Slack member ID.',
    'row.personTwice': 'several colleagues have this name. Write the Slack member ID instead.',
    'row.control':
      'the {at, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} is no measure of the programme. Write numbers such as 3.4 or F.2, with a space between them.',
    'row.whenMissing': 'how often is missing. Write, for example: workday 1 of month.',
    'row.when':
      'this cannot be read. Write “FREQ=MONTHLY;BYMONTHDAY=15”, “workday -1 of quarter”, “3 workdays after people.left”, “on 2026-12-01”, or plain words such as “every Friday”.',
    'row.off': 'write before, after, skip or stay: what happens when it falls on a day off.',
    'row.day': 'there is no such day. Write it as 2026-12-01.',
    'row.days': 'write a number of working days, such as 3.',
    'row.kind': 'write recurring, event or meeting, or leave it empty.',
    'row.action':
      'corrective actions are added with /duty actions, where their cause is asked, and stay what they are.',
    'row.ladder':
      'this cannot be read. Write whom and after how many working hours, each once: deputy 8, manager 16, officer 32; or none.',
    'row.asks': 'this cannot be read. Write one question a line, as in the form, or the JSON of an export.',
    'row.askLine':
      'line {line} cannot be read, or is too long. A list needs its choices: choice: Result = passed; failed.',
    'row.changed': 'this duty was changed in the meantime. Run it again to see what differs now.',
    'apply.not':
      'Nothing was changed. To carry it out: shoumi apply {file} --yes{retire, select, yes { --retire} other {}}',
    'apply.done': '{added, number} added, {changed, number} changed, {retired, number} ended.',
    'apply.none': 'Nothing to change.',
  },
  zh: {
    'file.which':
      '请给出文件：待办的 CSV 或 YAML，列为 {columns}。/duty 总览里的“全部待办（CSV）”就是这样的文件。',
    'file.kind': '待办文件的扩展名应为 .csv、.yaml 或 .yml。',
    'file.empty': '文件里没有待办。',
    'file.quote': '从第 {row} 行起引号没有配对，请补上或去掉引号。',
    'file.noKey':
      '没有叫“key”（编码）的列。每件待办都要在这一列写一个自己起的短名，例如 restore-drill，下次导入靠它认出是同一件。',
    'file.column': '第 {at} 列的表头不认识，或者重复了。请改名或删去；可用的表头：{columns}。',
    'file.tooMany': '一个文件最多 {max, number} 件待办，请拆开。',
    'file.yaml': '第 {line} 行读不懂。这里的 YAML 是一个待办列表，每件用这些名称：{columns}。',
    'file.list': '待办的 YAML 文件应是一个列表，可以直接写，也可以写在“duties:”下面。',
    read: '共读到 {rows, number} 件：新增 {adds, number} 件，修改 {changes, number} 件，{same, number} 件不变{faulty, plural, =0 {} other {，# 件有问题}}。',
    'read.unnamed':
      '另有 {count, number} 件不在文件里，保持不变；加 --retire 则停用{held, select, yes {（须先改好所有有问题的行）} other {}}。',
    add: '+ {title}',
    change: '~ {title}',
    retire: '- {title}：停用',
    'add.facts': '{often} · {owner} · {next}',
    'add.next': '下次 {day}',
    'add.held': '等 {year} 年的放假安排公布',
    'add.event': '等事情发生',
    'field.change': '{column}：{from} → {to}',
    'field.ask': '要填的：{kind, select, added {+ } gone {− } other {~ }}{ask}',
    nothing: '无',
    row: '第 {row} 行{unit, select, line {那一件} other {}}：{fault}',
    'row.column': '第 {row} 行{unit, select, line {那一件} other {}}，{column}：{fault}',
    'row.keyMissing': '没有编码。请起一个短名，例如 restore-drill。',
    'row.keyForm': '编码只能用文字、数字、点和短横线，最多 60 个字，请修改。',
    'row.keyTwice': '与第 {first} 行的编码重复。请只保留一行，或换一个编码。',
    'row.retired': '这件待办已经停用。请删去这一行；要重新开始就换一个编码。',
    'row.strange': '有 {count} 个名称不认识或重复了。正确写法见导出的文件。',
    'row.titleMissing': '没有标题。请填写 title_en 或 title_zh，最好都填。',
    'row.ownerMissing': '没有负责人。请按 Slack 里的姓名填写，或填 Slack 成员 ID。',
    'row.personUnknown': '不是在职员工的姓名。请按 Slack 里的姓名填写，或填 Slack 成员 ID。',
    'row.personTwice': '有同名同事，请改填 Slack 成员 ID。',
    'row.control': '第 {at} 个不是方案里的措施。请写 3.4、F.2 这样的编号，中间用空格隔开。',
    'row.whenMissing': '没有写多久一次。例如：workday 1 of month。',
    'row.when':
      '读不懂。请写“FREQ=MONTHLY;BYMONTHDAY=15”“workday -1 of quarter”“3 workdays after people.left”“on 2026-12-01”，或直接写“每周五”这样的话。',
    'row.off': '遇到休息日怎么办，请写 before（提前）、after（顺延）、skip（跳过）或 stay（不变）。',
    'row.day': '没有这一天。请写成 2026-12-01 这样。',
    'row.days': '请填写工作日的天数，例如 3。',
    'row.kind': '请写 recurring、event 或 meeting，也可以留空。',
    'row.action': '整改措施请用 /duty 整改 新增，那里会问原因；已有的也不能改成别的。',
    'row.ladder':
      '读不懂。请写逾期多少工作小时后通知谁，每人一次：deputy 8, manager 16, officer 32；不通知写 none。',
    'row.asks': '读不懂。请像在表单里那样每行写一项，或保留导出的 JSON。',
    'row.askLine': '其中第 {line} 行读不懂或太长。选择和清单要写出选项，例如：选择：结果 = 通过；不通过。',
    'row.changed': '这件待办刚刚被别人改过。请重新运行，看看现在有什么不同。',
    'apply.not':
      '什么都没有改。要执行请输入：shoumi apply {file} --yes{retire, select, yes { --retire} other {}}',
    'apply.done': '已新增 {added, number} 件，修改 {changed, number} 件，停用 {retired, number} 件。',
    'apply.none': '没有要改的。',
  },
});
