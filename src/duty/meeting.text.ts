import { texts } from '../kernel/message.ts';

/** What a meeting says: its agenda, and what came of it. */
export const meetingText = texts({
  en: {
    'hint.meetings': 'meetings with an agenda of what is open',
    'meeting.title': 'Meetings',
    'meeting.lock': '“{title}” today: the agenda is ready',
    'meeting.head': '*{title}* · {on}',
    'meeting.over': '*{title}* · {on}\nHeld; the minutes are in.',
    'meeting.off': '*{title}* · {on}\nNot held.',
    'meeting.open': '*What is open*',
    'meeting.nothing': 'Nothing is open anywhere: speak about what comes next.',
    'meeting.more': '{count, plural, one {and one more} other {and # more}}',
    'meeting.decided': '*Decided*',
    'meeting.decision': '{title} · {owner}, by {due}',
    'meeting.foot': 'The agenda draws itself from what every part of Shoumi has open. As of {at}.',
    'meeting.now': 'Agenda as of now',
    'meeting.decide': 'Record a decision',
    'meeting.minutes': 'Hand in the minutes',
    'meeting.agenda': 'Agenda',
    'meeting.back': 'All meetings',
    'meeting.rule': 'Date and participants',
    'meeting.listed':
      '*{title}*\n{on} · {who}{count, plural, =0 { · nobody is named yet to come to it} one { · with # other} other { · with # others}}',
    'meeting.none':
      'No meeting is set up yet. The suggested duties under /duty set have two: the monthly meeting and the committee.',
    'meeting.gone': 'This meeting is no longer there.',
    'meeting.notYours':
      'The agenda is for those who come to the meeting or lead it: its owner, its participants, privacy officers, admins and auditors.',
    'meeting.with': 'With {who}',
    'soon.line':
      '*{title}* on {on}; {items, select, none {nothing is on the agenda yet} other {agenda: {items}}}',
    'soon.open': 'Agenda',
    'meeting.close': 'Close',
    'event.decided': 'A decision of the meeting became a task',
    'open.late': '{count, plural, one {One duty is late} other {# duties are late}}: {names}',
    'open.lateName': '“{title}” ({owner}, due {since})',
    'open.check':
      '{count, plural, one {One duty was handed in and waits} other {# duties were handed in and wait}} to be checked.',
    'open.orphan':
      '{count, plural, one {One duty has no owner} other {# duties have no owner}}. /duty shows them.',
    'open.actions':
      '{count, plural, one {One corrective action is late} other {# corrective actions are late}}: {names}',
    'open.effects':
      '{count, plural, one {For one corrective action nobody has said yet} other {For # corrective actions nobody has said yet}} whether it helped.',
  },
  zh: {
    'hint.meetings': '会议及其议程（未决事项自动列出）',
    'meeting.title': '会议',
    'meeting.lock': '今天“{title}”，议程已备好',
    'meeting.head': '*{title}* · {on}',
    'meeting.over': '*{title}* · {on}\n已召开，纪要已提交。',
    'meeting.off': '*{title}* · {on}\n未召开。',
    'meeting.open': '*未决事项*',
    'meeting.nothing': '目前没有未决事项，可以谈谈接下来的安排。',
    'meeting.more': '另有 {count, number} 项',
    'meeting.decided': '*会议决定*',
    'meeting.decision': '{title} · {owner}，{due}前',
    'meeting.foot': '议程由守密各部分的未决事项自动生成，截至{at}。',
    'meeting.now': '查看最新议程',
    'meeting.decide': '记录决定',
    'meeting.minutes': '提交纪要',
    'meeting.agenda': '议程',
    'meeting.back': '全部会议',
    'meeting.rule': '时间与参会人',
    'meeting.listed':
      '*{title}*\n{on} · {who}{count, plural, =0 { · 还没有参会人} other { · 另有 # 位参会人}}',
    'meeting.none': '还没有设置会议。/duty 清单 的建议中有两个：保密工作月例会和保密委员会例会。',
    'meeting.gone': '这次会议已不存在。',
    'meeting.notYours': '议程供会议召集人、参会人、隐私负责人、管理员和审计员查看。',
    'meeting.with': '参会人：{who}',
    'soon.line': '*{title}* · {on}召开，{items, select, none {目前没有未决事项} other {议程：{items}}}',
    'soon.open': '议程',
    'meeting.close': '关闭',
    'event.decided': '会议的一项决定已成为待办',
    'open.late': '{count, number} 项待办已逾期：{names}',
    'open.lateName': '“{title}”（{owner}，{since}到期）',
    'open.check': '{count, number} 项待办已提交，待复核。',
    'open.orphan': '{count, number} 项待办没有负责人，可用 /duty 查看。',
    'open.actions': '{count, number} 项整改已逾期：{names}',
    'open.effects': '{count, number} 项整改尚未确认成效。',
  },
});
