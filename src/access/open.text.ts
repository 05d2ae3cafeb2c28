import { texts } from '../kernel/message.ts';

/** What access has open, for the agenda of a meeting. */
export const accessOpenText = texts({
  en: {
    'open.waiting':
      '{count, plural, one {One request for access waits} other {# requests for access wait}} for a decision, the oldest since {since}. /access pending shows them to whoever decides.',
    'open.unreachable':
      '{sets, plural, one {One data set in use has an owner who is gone} other {# data sets in use have an owner who is gone}}: {names}. /shoumi data names another.',
  },
  zh: {
    'open.waiting': '{count, number} 件授权申请等待审批，最早一件自{since}起。审批人可用 /access 待批 查看。',
    'open.unreachable': '{sets, number} 项在用资料的负责人已离职：{names}。请用 /shoumi 资料 另行指定。',
  },
});
