/** Under which heading of the help a word stands. */
export type WordGroup = 'access' | 'duty' | 'look' | 'own' | 'house';

/** A word of the command line, with the Chinese word beside it. */
export type Word = {
  readonly en: string;
  readonly zh: string;
  /** How the Chinese word is spelled, syllable by syllable: who forgot to switch the input method is understood. */
  readonly pinyin?: string;
  /** What people say instead. Never shown. */
  readonly also?: readonly string[];
  readonly group?: WordGroup;
};

/**
 * Every word that `/shoumi` and the bot's direct messages know, in both languages: the one place where they are named. A capability takes
 * its words from here by key. Chinese words hold two to four characters, and none begins like another one of another meaning.
 */
export const words = {
  incident: {
    en: 'incident',
    zh: '事件',
    pinyin: 'shi jian',
    also: [
      ...['leak', 'leaked', 'breach', 'report', 'lost', 'i lost', 'something went wrong'],
      ...['officer', 'privacy officer', 'who is the privacy officer', '谁是隐私', '隐私负责'],
      ...['泄露', '泄密', '泄漏', '上报', '丢了', '丢失', '被盗', '发错', '出事了', '出岔子'],
      ...['资料泄露', '资料泄漏', '资料丢了', '资料发错', '我的电脑', '我的手机'],
    ],
    group: 'own',
  },
  access: { en: 'access', zh: '授权', pinyin: 'shou quan', group: 'access' },
  request: {
    en: 'request',
    zh: '申请',
    pinyin: 'shen qing',
    also: [
      'ask',
      'apply',
      '要用',
      '我要用',
      '我想用',
      '要看',
      '我要看',
      '我想看',
      'access to',
      'i need access to',
    ],
    group: 'access',
  },
  mine: {
    en: 'mine',
    zh: '我的',
    pinyin: 'wo de',
    also: [
      ...['my', 'extend', 'renew', 'withdraw', 'cancel', '我的授权', '我的申请'],
      ...['延长', '续期', '撤回', '撤销', '还剩多久'],
    ],
    group: 'access',
  },
  pending: {
    en: 'pending',
    zh: '待批',
    pinyin: 'dai pi',
    also: [
      'inbox',
      'waiting',
      'approve',
      'deny',
      '审批',
      '待审',
      '待审批',
      '待我审批',
      '批准',
      '同意',
      '拒绝',
    ],
    group: 'access',
  },
  running: { en: 'running', zh: '在用', pinyin: 'zai yong', also: ['在用情况'], group: 'access' },
  return: {
    en: 'return',
    zh: '归还',
    pinyin: 'gui huan',
    also: [
      ...['giveback', 'give-back', 'give back', 'i am done', "i'm done", 'done with'],
      ...['还了', '用完了', '用完', '用好了', '不用了', '不需要了'],
    ],
    group: 'access',
  },
  check: { en: 'check', zh: '预检', pinyin: 'yu jian', also: ['能不能'], group: 'access' },
  duty: {
    en: 'duty',
    zh: '待办',
    pinyin: 'dai ban',
    also: ['duties', 'todo', 'todos', 'task', 'tasks', '任务', '例行', '例行工作', '我的待办'],
    group: 'duty',
  },
  add: { en: 'add', zh: '新增', pinyin: 'xin zeng', also: ['new', 'create', '新建', '添加'], group: 'duty' },
  done: {
    en: 'done',
    zh: '完成',
    pinyin: 'wan cheng',
    also: ['complete', 'finish', '做完', '做完了', '完成了', '已完成'],
    group: 'duty',
  },
  pass: { en: 'pass', zh: '转交', pinyin: 'zhuan jiao', also: ['handover', '转给', '移交'], group: 'duty' },
  skip: { en: 'skip', zh: '跳过', pinyin: 'tiao guo', also: ['略过', '不做'], group: 'duty' },
  history: { en: 'history', zh: '记录', pinyin: 'ji lu', also: ['log', '历史', '历史记录'], group: 'duty' },
  who: {
    en: 'who',
    zh: '谁能看',
    pinyin: 'shui neng kan',
    also: ['谁可以看', '谁能用', '谁能看到', '谁在用', '谁有权限'],
    group: 'look',
  },
  case: { en: 'case', zh: '案件', pinyin: 'an jian', also: ['cases', '案子'], group: 'look' },
  find: {
    en: 'find',
    zh: '查找',
    pinyin: 'cha zhao',
    also: ['search', 'lookup', '查询', '搜索', '找', '查一下', '找一下'],
    group: 'look',
  },
  data: { en: 'data', zh: '资料', pinyin: 'zi liao', also: ['catalog', 'datasets', '数据'], group: 'look' },
  away: {
    en: 'away',
    zh: '请假',
    pinyin: 'qing jia',
    also: ['leave', 'holiday', '休假', '外出', '不在', '出差'],
    group: 'own',
  },
  settings: {
    en: 'settings',
    zh: '设置',
    pinyin: 'she zhi',
    also: ['preferences', 'prefs', 'setting', 'language', 'chinese', 'english', '语言', '中文', '英文'],
    group: 'own',
  },
  calendar: { en: 'calendar', zh: '日历', pinyin: 'ri li', also: ['ics', '日程'], group: 'own' },
  overview: {
    en: 'overview',
    zh: '概览',
    pinyin: 'gai lan',
    also: ['总览', '待办概览'],
    group: 'house',
  },
  csv: { en: 'csv', zh: '导出', pinyin: 'dao chu', also: ['export', '表格'], group: 'house' },
  me: { en: 'me', zh: '我的信息', pinyin: 'wo de xin xi', also: ['whoami', '关于我'], group: 'own' },
  people: { en: 'people', zh: '人员', pinyin: 'ren yuan', also: ['roles', '角色'], group: 'house' },
  audit: { en: 'audit', zh: '审计', pinyin: 'shen ji', group: 'house' },
  status: { en: 'status', zh: '状态', pinyin: 'zhuang tai', group: 'house' },
  backup: { en: 'backup', zh: '备份', pinyin: 'bei fen', also: ['backups'], group: 'house' },
  doctor: { en: 'doctor', zh: '体检', pinyin: 'ti jian', group: 'house' },
  setup: {
    en: 'setup',
    zh: '安装',
    pinyin: 'an zhuang',
    also: ['install', '向导', '设置向导', '安装向导'],
    group: 'house',
  },
  set: {
    en: 'set',
    zh: '清单',
    pinyin: 'qing dan',
    also: ['suggested', 'suggestions', '建议', '建议清单'],
    group: 'house',
  },
  actions: {
    en: 'actions',
    zh: '整改',
    pinyin: 'zheng gai',
    also: ['action', 'corrective', '整改措施'],
    group: 'house',
  },
  meetings: {
    en: 'meetings',
    zh: '会议',
    pinyin: 'hui yi',
    also: ['meeting', 'agenda', '议程', '例会'],
    group: 'house',
  },
  guard: { en: 'guard', zh: '号码提醒', pinyin: 'hao ma ti xing', also: ['提醒'], group: 'house' },
  help: {
    en: 'help',
    zh: '帮助',
    pinyin: 'bang zhu',
    also: ['?', '？', '怎么用', 'help me', 'what can you do'],
    group: 'own',
  },
} as const satisfies Readonly<Record<string, Word>>;

export type WordKey = keyof typeof words;

/** In the order of the table, which is the order of the help. */
export const allWords: readonly Word[] = Object.values(words);

/** Everything by which a word is called, folded as typed words are. Initials of pinyin are too short to be sure of. */
export function namesOf(word: Word): string[] {
  const spelled = word.pinyin?.replaceAll(' ', '');
  return [word.en, word.zh, ...(spelled ? [spelled] : []), ...(word.also ?? [])].map(foldWord);
}

/** `ｓｈｅｎｑｉｎｇ` and `ShenQing` are one word. */
export function foldWord(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
