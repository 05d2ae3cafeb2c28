/** What is said of a request that nobody has decided on for too long, to whoever is told of it. */
export const overdueText = {
  en: {
    'overdue.line':
      ':hourglass: {who} has been waiting for *{data}* since {since}; undecided, the request lapses {until}. {people} can decide.',
    'overdue.lineNobody':
      ':hourglass: {who} has been waiting for *{data}* since {since}; undecided, the request lapses {until}. Nobody is there to decide.',
    'overdue.open': 'Look',
  },
  zh: {
    'overdue.line':
      ':hourglass: {who} 申请 *{data}* 自{since}起等待审批，若无人处理，将于{until}失效。可由 {people} 审批。',
    'overdue.lineNobody':
      ':hourglass: {who} 申请 *{data}* 自{since}起等待审批，若无人处理，将于{until}失效。目前没有能审批的人。',
    'overdue.open': '查看',
  },
} as const;
