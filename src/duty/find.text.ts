import { texts } from '../kernel/message.ts';

/** Finding duties by their names. */
export const findText = texts({
  en: {
    'find.title': 'Duties found',
    'find.of': 'Called “{words}”: {count, plural, one {one duty} other {# duties}}',
    'find.people': '*People*',
    'find.duties': '*Duties*',
    'find.person': '{who} · all their duties',
    'find.near': 'Or did you mean one of these duties?',
    'find.none':
      '{all, select, yes {There is no duty and no colleague called “{words}”.} other {You have no part in a duty called “{words}”.}} {near, select, yes {Did you mean one of these?} other {/duty history shows everything that was yours.}}',
    'find.gone': 'Nothing is called “{words}” any more. /duty shows what is yours.',
    'find.notShown':
      'What somebody else did is shown to their manager, to privacy officers, admins and auditors. /duty history shows what was yours.',
    'history.of': '*{who}*',
    'history.noneOfPerson': 'Nothing yet. What they do, pass on or skip will stand here.',
  },
  zh: {
    'find.title': '找到的待办',
    'find.of': '名称含“{words}”的待办：{count, number} 件',
    'find.people': '*同事*',
    'find.duties': '*待办*',
    'find.person': '{who} · 名下所有待办',
    'find.near': '或者您要找的是这几件待办：',
    'find.none':
      '{all, select, yes {没有叫“{words}”的待办，也没有叫这个名字的同事。} other {您参与的待办里没有叫“{words}”的。}}{near, select, yes {您要找的是不是：} other {输入 /duty 记录 可以查看您的全部记录。}}',
    'find.gone': '已经没有叫“{words}”的了。输入 /duty 看看您名下有什么。',
    'find.notShown': '别人的记录只给其直属上级、隐私负责人、管理员和审计员看。输入 /duty 记录 查看您自己的。',
    'history.of': '*{who}*',
    'history.noneOfPerson': '还没有记录。这位同事完成、转交或跳过的都会列在这里。',
  },
});
