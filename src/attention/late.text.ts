/** One line about somebody whose things are late, to whoever is next on the ladder. */
export const lateText = {
  en: {
    'late.line': `{count, plural, one {One of {who}’s things is late.} other {{count} of {who}’s things are late.}}`,
  },
  zh: {
    'late.line': `{who} 有 {count} 件事项已逾期。`,
  },
} as const;
