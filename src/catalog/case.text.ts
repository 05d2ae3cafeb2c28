import { texts } from '../kernel/message.ts';
import { finds } from '../kernel/search.ts';
import { type CaseKind, caseKinds } from './case.ts';

/** Words about cases that several capabilities show. */
export const caseText = texts({
  en: {
    'kind.transfer': 'Company transfer',
    'kind.bookkeeping': 'Bookkeeping',
    'kind.tax': 'Tax',
    'kind.other': 'Other',
    'state.open': 'Open',
    'state.closed': 'Closed',
  },
  zh: {
    'kind.transfer': '公司转让',
    'kind.bookkeeping': '代理记账',
    'kind.tax': '税务',
    'kind.other': '其他',
    'state.open': '进行中',
    'state.closed': '已结案',
  },
});

/** The kinds whose name in either language holds a word. */
export function kindsCalled(word: string): CaseKind[] {
  return caseKinds.filter((kind) =>
    [caseText.en, caseText.zh].some((words) => finds(words[`kind.${kind}`], word)),
  );
}
