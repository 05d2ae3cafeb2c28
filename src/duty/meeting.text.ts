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
    'meeting.listed': '*{title}*\n{on, select, none {no date set} other {{on}}} · {who}',
    'meeting.none':
      'No meeting is set up yet. The suggested duties under /duty set have two: the monthly meeting and the committee.',
    'meeting.gone': 'This meeting is no longer there.',
    'meeting.notYours':
      'The agenda is for those who hold or lead the meeting: its owner, privacy officers, admins and auditors.',
    'meeting.close': 'Close',
    'open.late': '{count, plural, one {One duty is late} other {# duties are late}}: {names}',
    'open.lateName': '“{title}” ({owner}, since {since})',
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
    'meeting.listed': '*{title}*\n{on, select, none {尚未排定} other {{on}}} · {who}',
    'meeting.none': '还没有设置会议。/duty 清单 的建议中有两个：保密工作月例会和保密委员会例会。',
    'meeting.gone': '这次会议已不存在。',
    'meeting.notYours': '议程供会议召集人、隐私负责人、管理员和审计员查看。',
    'meeting.close': '关闭',
    'open.late': '{count, number} 项待办已逾期：{names}',
    'open.lateName': '“{title}”（{owner}，{since}到期）',
    'open.check': '{count, number} 项待办已提交，待复核。',
    'open.orphan': '{count, number} 项待办没有负责人，可用 /duty 查看。',
    'open.actions': '{count, number} 项整改已逾期：{names}',
    'open.effects': '{count, number} 项整改尚未确认成效。',
  },
});
