import { texts } from '../kernel/message.ts';

/** The first morning's message, and what admins read about a leaver. */
export const welcomeText = texts({
  en: {
    'welcome.lockScreen': 'Hello, I am Shoumi: how you get at client data here',
    'welcome.hello':
      'Hello {who}! I am Shoumi, the bot through which client data is asked for and kept safe here. You will need me in three cases:',
    'welcome.ask':
      '*You need client data.* Type `/shoumi request`: which data, which case, for how long. Whoever answers for it decides, I tell you at once, and the access ends by itself.',
    'welcome.report':
      '*Something went wrong*, say a file went to the wrong person. {officers, plural, =0 {Tell your manager at once} other {Tell {who} at once}}, also when you are not sure. Nobody is blamed for telling early.',
    'hint.incident': 'something went wrong with client data: whom to tell, and what to say',
    'incident.who':
      '{officers, plural, =0 {*Tell your manager now*} other {*Tell {who} now*}}, by message or by phone, also when you are not sure. Nobody is blamed for telling early.',
    'incident.what':
      '*Say* what happened, when you noticed, which case number, and whether it can be got back; no names or numbers of clients. Recall the mail or lock the device if you can, and delete nothing.',
    'welcome.rule':
      '*One rule:* write case numbers, never clients’ names, ID or phone numbers, here or anywhere else in Slack.',
    'welcome.more':
      'My Home tab shows what you have and what waits for you. `/shoumi help` lists the rest, and you can write me in plain words here.',
    'welcome.officer':
      '{officers, plural, =0 {No privacy officer is named yet.} one {Your privacy officer: {who}} other {Your privacy officers: {who}}}',
    'welcome.ask.button': 'Ask for access',
    'welcome.language.button': '改为中文',
    'welcome.settings.button': 'Hours and quiet days',
    'leaver.lockScreen': '{who} has left: {count, plural, one {# thing} other {# things}} to hand over',
    'leaver.title':
      '*{who} has left.* Running access was ended and waiting requests went to the others. This still has to be handed over:',
    'leaver.over': ':white_check_mark: Everything {who} answered for has been handed over.',
    'leaver.back': '{who} is back. Nothing has to be handed over.',
    'leaver.owned': '*Data sets they own*',
    'leaver.set': '• {name}',
    'leaver.setNobody': '• {name}  :warning: nobody is left who decides on it',
    'leaver.approver': '*Data sets they approve for*',
    'leaver.hand': 'Hand over {name}',
    'leaver.vacant':
      '*Nobody is left as:* {roles}  :warning:\nGive the role to somebody with `/shoumi people`.',
    'leaver.role.privacy_officer': 'privacy officer',
    'leaver.role.auditor': 'auditor',
    'leaver.cases': '*Open cases they are on:* {cases}',
    'leaver.caseAlone': ':warning: nobody else is on this case',
    'leaver.case': 'Change {number}',
    'leaver.people': '*People who report to them:* {people}',
    'leaver.person': 'New manager: {name}',
    'leaver.deputy':
      '*Absences in which they stand in:* {people}\nEach of them can name somebody else with `/shoumi away`, or you do it here.',
    'leaver.newDeputy': 'New deputy: {name}',
    'leaver.more': 'and {count, number} more',
    'event.roleFilled': '{to} took over as {role, select, privacy_officer {privacy officer} other {auditor}}',
    'event.welcomed': 'Was greeted by Shoumi',
  },
  zh: {
    'welcome.lockScreen': '您好，我是守密：在这里申请客户资料',
    'welcome.hello':
      '{who}，您好！我是守密，公司里要用客户资料，都从我这里申请，我也负责把它们守好。有三件事会用到我：',
    'welcome.ask':
      '*要用客户资料时，* 输入 `/shoumi 申请`：哪份资料、哪个案件、用多久。由负责的同事审批，一有结果我就告诉您，到期自动收回。',
    'welcome.report':
      '*出了岔子时，* 比如文件发错了人，{officers, plural, =0 {请马上告诉您的上级} other {请马上告诉 {who}}}。拿不准也请说，早说不会受责备。',
    'hint.incident': '客户资料出了岔子：马上告诉谁，说些什么',
    'incident.who':
      '{officers, plural, =0 {*请马上告诉您的上级*} other {*请马上告诉 {who}*}} ，发消息、打电话都行。拿不准也请说，早说不会受责备。',
    'incident.what':
      '*请说明：* 发生了什么、什么时候发现的、哪个案件编号、还能不能追回；不写客户姓名和号码。能撤回邮件、锁定设备的请先做，什么都不要删除。',
    'welcome.rule':
      '*记住一条：* 只写案件编号，不写客户姓名、证件号、电话，在这里和 Slack 的任何地方都一样。',
    'welcome.more':
      '我的“主页”里有您现有的授权和等您处理的事。`/shoumi 帮助` 列出其余的用法，也可以在这里直接打字告诉我。',
    'welcome.officer': '{officers, plural, =0 {目前还没有指定隐私负责人。} other {隐私负责人：{who}}}',
    'welcome.ask.button': '申请资料',
    'welcome.language.button': 'Switch to English',
    'welcome.settings.button': '工作时间与免打扰',
    'leaver.lockScreen': '{who} 已离职，有 {count, number} 项要交接',
    'leaver.title': '*{who} 已离职。* 在用的授权已收回，等待中的申请已转给其他审批人。还有这些要交接：',
    'leaver.over': ':white_check_mark: {who} 负责的事项已全部交接。',
    'leaver.back': '{who} 已回来，不用交接了。',
    'leaver.owned': '*名下的资料*',
    'leaver.set': '• {name}',
    'leaver.setNobody': '• {name}  :warning: 已没有人可以审批',
    'leaver.approver': '*担任审批人的资料*',
    'leaver.hand': '交接：{name}',
    'leaver.vacant': '*现在没有人担任：* {roles}  :warning:\n请用 `/shoumi 人员` 指定。',
    'leaver.role.privacy_officer': '隐私负责人',
    'leaver.role.auditor': '审计员',
    'leaver.cases': '*参与的在办案件：* {cases}',
    'leaver.caseAlone': ':warning: 案件上已没有其他同事',
    'leaver.case': '换人：{number}',
    'leaver.people': '*直接下属：* {people}',
    'leaver.person': '换上级：{name}',
    'leaver.deputy': '*正在代理：* {people}\n请他们用 `/shoumi 请假` 另指定代理人，也可以由您在这里指定。',
    'leaver.newDeputy': '换代理人：{name}',
    'leaver.more': '等另外 {count, number} 项',
    'event.roleFilled': '{to} 接任{role, select, privacy_officer {隐私负责人} other {审计员}}',
    'event.welcomed': '守密向其问候',
  },
});
