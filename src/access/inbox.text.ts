/** The line of a digest about requests that wait. */
export const inboxText = {
  en: {
    'waits.line':
      '{count, plural, one {One access request waits for you.} other {{count} access requests wait for you.}}',
    'waits.show': 'Show',
  },
  zh: {
    'waits.line': '有 {count} 条申请等您审批。',
    'waits.show': '查看',
  },
} as const;
