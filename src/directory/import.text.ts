import { texts } from '../kernel/message.ts';

/** What is said about lists of cases that are imported: here in Slack and in the terminal. */
export const importText = texts({
  en: {
    'import.title': 'Import cases',
    'import.how':
      'Copy your list out of a spreadsheet and paste it below, one case a line. Columns: *number, kind, team, people, region, clauses*; a header in English or Chinese may put them in another order, only the number has to be there. Nothing is imported before you have seen what was read.\n:warning: No names of clients: leave that column out.',
    'import.long':
      'About 50 lines fit into the field; a file may have 5,000 rows. It stays among your files in Slack until you delete it.',
    'import.list': 'The list',
    'import.file': 'Or a file: CSV from Excel or Numbers',
    'import.other': 'Another list',
    'import.of': 'File: {name}',
    'import.goNext': 'Import 2,000 rows',
    'import.press':
      'One press imports {count, number} of them; press again for the next ones until all are in.',
    'import.nextFile':
      '{good, plural, =0 {Mend the rows in your file, then choose it again.} other {Import the good rows now and mend the others in your file for later, or choose a mended file.}}',
    'import.both': 'Please give one of the two: paste a list, or choose a file.',
    'import.some': ':white_check_mark: {count, plural, one {# case} other {# cases}} imported so far.',
    'import.check': 'Check the list',
    'import.go': 'Import good rows',
    'import.back': 'Back to the list',
    'import.read':
      '*Read {rows, plural, one {# row} other {# rows}}*: {good, plural, =0 {none is} one {# is} other {# are}} ready to import{known, plural, =0 {} one {, # is in the register already and stays as it is} other {, # are in the register already and stay as they are}}{faulty, plural, =0 {.} one {, # has something wrong.} other {, # have something wrong.}}',
    'import.next':
      '{good, plural, =0 {Mend the list below, then check it again.} other {Mend the list below and check it again, or import the good rows now and the others later.}}',
    'import.done': ':white_check_mark: {count, plural, one {# case} other {# cases}} imported.',
    'import.faultLine': 'Row {row}, {column}: {fault}',
    'import.more': '{from, number}–{to, number} of {total, number} faults',
    'import.empty': 'There is no case in this list yet. Please paste at least one line.',
    'import.noNumber':
      'No column is called “number”. Please give the columns a header with “number” in it, or put the numbers first and leave the header out.',
    'import.quote': 'From row {row} on, quotation marks are not closed. Please mend or remove them.',
    'import.tooManyRows': 'A list may have {max, number} rows. Please split it.',
    'import.numberMissing': 'there is no case number. Give one such as C-2026-0412.',
    'import.numberForm':
      'this is no case number as you write them. Give one such as {example}; never a name.',
    'import.numberTwice': 'the same number is in row {first} already. Keep one of them.',
    'import.kindUnknown': 'not known. Use transfer, bookkeeping, tax or other.',
    'import.personUnknown':
      'the {at, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} name is no employee’s here. Write it as it is in Slack, or take it out; clients do not belong here.',
    'import.personTwice':
      'the {at, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} name is that of several colleagues. Use the Slack member ID instead.',
    'import.tooManyPeople': 'more than {max, number}. Name those who really work on it.',
    'import.personalNumber': 'looks like it holds somebody’s personal number. Take it out.',
    'import.tooLong': 'too long. {max, number} characters at most.',
    'import.badText': 'holds characters that cannot be kept. Type it anew.',
    'column.number': 'number',
    'column.kind': 'kind',
    'column.team': 'team',
    'column.people': 'people',
    'column.region': 'region',
    'column.clauses': 'clauses',
  },
  zh: {
    'import.title': '批量导入案件',
    'import.how':
      '从表格里复制清单，粘贴到下面，每行一个案件。各列依次是：编号、类型、团队、经办人、地区、条款；有表头（中英文均可）时顺序不限，只有编号必填。先检查，您确认后才会导入。\n:warning: 不要带客户姓名，请先删掉那一列。',
    'import.long': '输入框大约能放 50 行，文件最多 5,000 行。文件会留在您的 Slack 文件里，用完可以自行删除。',
    'import.list': '清单',
    'import.file': '或者选择文件：Excel、WPS 另存的 CSV',
    'import.other': '换一份清单',
    'import.of': '文件：{name}',
    'import.goNext': '先导入 2,000 行',
    'import.press': '按一次导入 {count, number} 行，再按一次继续，直到全部导入。',
    'import.nextFile':
      '{good, plural, =0 {请在文件里改好，再重新选择。} other {可以先导入无误的行，其余在文件里改好以后再导；也可以现在换成改好的文件。}}',
    'import.both': '请二选一：粘贴清单，或选择文件。',
    'import.some': ':white_check_mark: 目前已导入 {count, number} 个案件。',
    'import.check': '检查',
    'import.go': '导入无误的行',
    'import.back': '返回列表',
    'import.read':
      '*共读到 {rows, number} 行：* {good, number} 行可以导入{known, plural, =0 {} other {，# 行已在案件登记里、保持不变}}{faulty, plural, =0 {。} other {，# 行有问题。}}',
    'import.next':
      '{good, plural, =0 {请在下面改好后重新检查。} other {可以在下面改好后重新检查，也可以先导入无误的行，其余以后再说。}}',
    'import.done': ':white_check_mark: 已导入 {count, number} 个案件。',
    'import.faultLine': '第 {row} 行，{column}：{fault}',
    'import.more': '第 {from, number}–{to, number} 处问题，共 {total, number} 处',
    'import.empty': '清单里还没有案件，请至少粘贴一行。',
    'import.noNumber': '没有找到“编号”列。请在表头里写上“编号”，或去掉表头并把编号放在第一列。',
    'import.quote': '从第 {row} 行起引号没有配对，请补上或去掉引号。',
    'import.tooManyRows': '一份清单最多 {max, number} 行，请拆开导入。',
    'import.numberMissing': '没有案件编号，请填写，例如 C-2026-0412。',
    'import.numberForm': '不是本公司的案件编号，请填写形如 {example} 的编号，不要写姓名。',
    'import.numberTwice': '与第 {first} 行的编号重复，请只保留一行。',
    'import.kindUnknown': '没有这个类型，请填公司转让、代理记账、税务或其他。',
    'import.personUnknown': '第 {at} 位不是本公司在职员工，请按 Slack 里的姓名填写，或删去；这里不能写客户。',
    'import.personTwice': '第 {at} 位有同名同事，请改填 Slack 成员 ID。',
    'import.tooManyPeople': '超过 {max, number} 人，请只写实际经办的同事。',
    'import.personalNumber': '像是含有个人号码，请删去。',
    'import.tooLong': '太长了，最多 {max, number} 个字。',
    'import.badText': '含有无法保存的字符，请重新输入。',
    'column.number': '编号',
    'column.kind': '类型',
    'column.team': '团队',
    'column.people': '经办人',
    'column.region': '地区',
    'column.clauses': '条款',
  },
});
