import { texts } from '../kernel/message.ts';

/** What the house itself says: help, trouble, strangers. */
export const slackText = texts({
  en: {
    'help.title': 'Shoumi keeps what clients confide.',
    'help.line': '`{command} {word}`  {hint}',
    'help.group.access': 'Asking and deciding',
    'help.group.duty': 'What is to be done',
    'help.group.look': 'Looking things up',
    'help.group.own': 'For yourself',
    'help.group.house': 'Running the house',
    'help.home':
      'My Home tab shows what you have and what waits for you. You can also write me the same words as a direct message, without the slash.',
    'hint.help': 'all of this',
    'line.unknown': 'I do not know “{word}”. Did you mean one of these?',
    'line.button': '{word}',
    'line.formReady':
      '“{title}” is ready, filled in as far as I understood you. You can change everything there.',
    'line.formEmpty': '“{title}” opens with this button.',
    'line.open': 'Open',
    'line.welcome': 'You are welcome.',
    'trouble.reference':
      'Something went wrong on our side. Please try again: nothing is done twice. If it stays, give your admin this reference: {reference}',
    'trouble.form': 'Slack did not let the form open in time. Please try again.',
    'trouble.busy': 'Somebody is deciding the same thing this very moment. Please try again.',
    'trouble.unknownAction':
      'This button belongs to an older version of Shoumi and does nothing any more. Type /shoumi to go on.',
    'trouble.badText': 'There is a character in this text that cannot be stored. Please type it again.',
    'field.personalNumber':
      '{kind, select, phone {There is a phone number} bank_card {There is a bank card number} passport {There is a passport number} email {There is an e-mail address} credit_code {There is a sole trader’s code} other {There is an ID number}} in this text, from character {place, number} on. Please leave it out and name the case instead. The number was not kept.',
    'number.takenOut':
      '{count, plural, one {There was {kinds}} other {There were {kinds}}} in “{label}”. {count, plural, one {It has} other {They have}} been taken out and marked; nothing of {count, plural, one {it} other {them}} was kept. Please name the case instead, and send again.',
    'number.kind':
      '{kind, select, phone {a phone number} bank_card {a bank card number} passport {a passport number} email {an e-mail address} credit_code {a sole trader’s code} other {an ID number}}',
    'number.vouch': 'It is an invoice, contract or tracking number',
    'number.vouched':
      'Taken as an invoice, contract or tracking number. That you said so is recorded; the number is not.',
    'name.vouch': 'This is not a client’s name',
    'name.vouched': 'Taken as ordinary words. That you said so is recorded; the words are not.',
    'name.gone': 'This form has changed since. Please send it again.',
    'number.gone': 'The number is no longer at hand. Please type it again.',
    'field.tooShort': 'Please write at least {min, plural, one {# character} other {# characters}}.',
    'field.tooLong': 'Please keep it to {max, plural, one {# character} other {# characters}}.',
    'field.badCharacters': 'There is a character in this text that cannot be stored. Please type it again.',
    'field.missing': 'Please fill this in.',
    'field.clientName':
      'This looks like the client of {number}. Please write the number instead of the name; Shoumi keeps no names.',
    'dm.personalNumber':
      'Your message seems to hold {kinds}. Please delete it (⋯ → Delete message) and name the case number instead, for example C-2026-0412. Shoumi kept nothing of it, but Slack shows it until you delete it.',
    'channel.personalNumber':
      'Only you see this: your message here seems to hold {kinds}. Please delete it (⋯ → Delete message) and name the case number instead, for example C-2026-0412. Whoever needs the number finds it in the case. Shoumi kept nothing of it.',
    'file.tooLarge': 'This file is larger than 2 MB. Please choose a smaller one.',
    'file.gone': 'This file is not to be had from Slack any more. Please choose it again.',
    'file.scope':
      'Slack does not let me read files here yet: an admin has to install me again, with the newest manifest. Until then, please paste the list.',
    'file.unreachable': 'Slack did not hand the file over in time. Please press the button again.',
    'dm.file':
      'I do not open files, and I keep none. Client files belong where your company keeps its cases; if this one holds a client’s personal data, please delete it here (⋯ → Delete file).',
    'stranger.sentence':
      'Hello! Shoumi serves the people of this company only. Please ask the person you work with here.',
    'pilot.outside':
      'Hello! Shoumi is being tried out by a few colleagues first. You will hear from me when it starts for everybody; until then please ask for client data the way you do now.',
    'note.close': 'Close',
    'home.title': 'Shoumi 守密',
    'home.empty': 'Nothing here yet.',
  },
  zh: {
    'help.title': '守密：客户托付的，我们守住。',
    'help.line': '`{command} {word}`  {hint}',
    'help.group.access': '申请与审批',
    'help.group.duty': '待办',
    'help.group.look': '查询',
    'help.group.own': '与您有关',
    'help.group.house': '管理',
    'help.home': '我的“主页”里能看到您现有的授权和等您处理的事。这些词也可以直接私信发给我，不用打斜杠。',
    'hint.help': '全部说明',
    'line.unknown': '没听懂“{word}”。您是不是要：',
    'line.button': '{word}',
    'line.formReady': '“{title}”已按您说的填好，打开后都可以改。',
    'line.formEmpty': '点按钮打开“{title}”。',
    'line.open': '打开',
    'line.welcome': '不客气。',
    'trouble.reference':
      '系统出了点问题。请再试一次，不会重复处理；如果还不行，请把这个编号告诉管理员：{reference}',
    'trouble.form': 'Slack 没有及时打开表单，请再试一次。',
    'trouble.busy': '刚好有人在处理同一件事，请再试一次。',
    'trouble.unknownAction': '这个按钮属于旧版守密，已经不起作用了。请输入 /shoumi 继续。',
    'trouble.badText': '文字里有无法保存的字符，请重新输入。',
    'field.personalNumber':
      '从第 {place, number} 个字起好像是{kind, select, phone {电话号码} bank_card {银行卡号} passport {护照号} email {邮箱地址} credit_code {个体户信用代码} other {身份证号}}。请删去，改写案件编号。刚才的号码没有保存。',
    'number.takenOut':
      '“{label}”里好像有{kinds}，已经替换并标出位置，号码没有保存。请改写案件编号，再提交一次。',
    'number.kind':
      '{kind, select, phone {电话号码} bank_card {银行卡号} passport {护照号} email {邮箱地址} credit_code {个体户信用代码} other {身份证号}}',
    'number.vouch': '这是发票、合同或快递单号',
    'name.vouch': '这里不是客户名称',
    'name.vouched': '已按普通词语处理。系统记录了您的说明，不记录内容。',
    'name.gone': '这个表单后来有改动，请重新提交。',
    'number.vouched': '已按发票、合同或快递单号处理。系统记录了您的说明，不记录号码。',
    'number.gone': '号码已经不在了，请重新输入。',
    'field.tooShort': '请至少写 {min} 个字。',
    'field.tooLong': '请不要超过 {max} 个字。',
    'field.badCharacters': '文字里有无法保存的字符，请重新输入。',
    'field.missing': '请填写这一项。',
    'field.clientName': '这里像是写了 {number} 的客户名称，请改用案件编号；守密里不写客户名称。',
    'dm.personalNumber':
      '您刚才的消息里好像有{kinds}。请把它删除（⋯ → 删除消息），改写案件编号，例如 C-2026-0412。守密没有保存，但在您删除之前 Slack 里仍能看到。',
    'channel.personalNumber':
      '这条只有您看得到：您刚才在这里发的消息里好像有{kinds}。请把它删除（⋯ → 删除消息），改写案件编号，例如 C-2026-0412；需要号码的同事可以到案件里查。守密没有保存。',
    'file.tooLarge': '这个文件超过 2 MB，请换一个小一些的。',
    'file.gone': '已经无法从 Slack 取得这个文件，请重新选择。',
    'file.scope':
      'Slack 还不允许我读取文件：请管理员用最新的 manifest 重新安装一次。在此之前，请直接粘贴清单。',
    'file.unreachable': 'Slack 没有及时交来文件，请再按一次按钮。',
    'dm.file':
      '我不会打开文件，也不保存文件。客户资料请放回公司存放案件的地方；如果这个文件里有客户的个人信息，请把它从这里删除（⋯ → 删除文件）。',
    'stranger.sentence': '您好！守密只为本公司的同事服务，请联系与您对接的同事。',
    'pilot.outside':
      '您好！守密正由几位同事先行试用。全公司启用时我会通知您；在此之前，需要客户资料请仍按原来的办法。',
    'note.close': '关闭',
    'home.title': '守密 Shoumi',
    'home.empty': '这里还没有内容。',
  },
});
