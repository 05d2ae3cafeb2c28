import { texts } from '../kernel/message.ts';

/** What is said where people look things up: what there is about something, and who can see it now. */
export const lookText = texts({
  en: {
    'hint.find': 'a case, a colleague or a request: what you may see of it',
    'hint.who': 'who can see a data set or a case now, and until when',
    'find.title': 'Find',
    'find.label': 'What are you looking for?',
    'find.hint': 'A case number, a colleague’s name, a data set, or the id of a request',
    'find.search': 'Search',
    'find.close': 'Close',
    'find.start': 'You see what you asked for yourself, what you decide on and the data you answer for.',
    'find.unknown':
      'Nothing here is called “{words}”. You can look for a case number such as C-2026-0412, part of a colleague’s name, a data set, or an id that begins with req_.',
    'find.none':
      'There is no request about {what} that you may see. You see your own, those you decide on, and those for data you answer for.',
    'find.case': '*{number}* · {kind} · {state}',
    'find.showCase': 'Open the case',
    'find.line': '*{data}* · {case} · {who}, {length}',
    'find.waits': 'Waits for a decision until {when}',
    'find.range': '{from, number}–{to, number} of {total, number}',
    'find.previous': 'Previous',
    'find.next': 'Next',
    'who.title': 'Who can see it',
    'who.label': 'Data set or case',
    'who.hint': 'Part of a data set’s name, or a case number',
    'who.start': 'Name a data set or a case, and you see who has access to it now.',
    'who.unknown':
      'No data set and no case is called “{words}”. Give part of a data set’s name, or a case number such as C-2026-0412.',
    'who.several': 'Several data sets fit “{words}”: {names}. Please give more of the name.',
    'who.nobody': 'Nobody has access to {what} now.',
    'who.onlyOwn':
      'You see your own access only. Who else has it is shown to the owner, the approvers, the people on the case, privacy officers and auditors.',
    'who.heading': '*{what}* · access now',
    'who.line': '{who} · {data} · {case}\nuntil {when}',
  },
  zh: {
    'hint.find': '查案件、同事或申请：您能看到的相关记录',
    'hint.who': '现在谁能看某份资料或某个案件，到什么时候',
    'find.title': '查找',
    'find.label': '要找什么？',
    'find.hint': '案件编号、同事姓名、资料名称，或申请的编号',
    'find.search': '查找',
    'find.close': '关闭',
    'find.start': '您能看到自己的申请、由您审批的申请，以及您负责的资料的申请。',
    'find.unknown':
      '没有找到“{words}”。可以输入案件编号（如 C-2026-0412）、同事姓名的一部分、资料名称，或以 req_ 开头的编号。',
    'find.none':
      '没有您能看到的、与{what}有关的申请。您能看到自己的申请、由您审批的申请，以及您负责的资料的申请。',
    'find.case': '*{number}* · {kind} · {state}',
    'find.showCase': '查看案件',
    'find.line': '*{data}* · {case} · {who}，{length}',
    'find.waits': '等待审批，{when}前有效',
    'find.range': '第 {from, number}–{to, number} 条，共 {total, number} 条',
    'find.previous': '上一页',
    'find.next': '下一页',
    'who.title': '谁能看',
    'who.label': '资料或案件',
    'who.hint': '资料名称的一部分，或案件编号',
    'who.start': '输入资料或案件，就能看到现在谁有授权。',
    'who.unknown': '没有叫“{words}”的资料或案件。请输入资料名称的一部分，或案件编号（如 C-2026-0412）。',
    'who.several': '有几份资料都符合“{words}”：{names}。请多输入几个字。',
    'who.nobody': '现在没有人能看{what}。',
    'who.onlyOwn':
      '您只能看到自己的授权。其他人的授权，只有资料负责人、审批人、案件经办人、隐私负责人和审计员可以查看。',
    'who.heading': '*{what}* · 现有授权',
    'who.line': '{who} · {data} · {case}\n{when}到期',
  },
});
