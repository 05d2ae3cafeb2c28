import { texts } from '../kernel/message.ts';

/** Duties that wait for the holidays of a year. */
export const heldText = texts({
  en: {
    'held.line':
      '{count, plural, =0 {Duties} one {# duty} other {# duties}} will not be planned into {year} before its public holidays ({calendar}) are known. Install the newest version of Shoumi once they are announced, or enter the days off in /shoumi settings.',
    'held.china': 'China',
    'held.examined':
      '{count, plural, one {# duty waits} other {# duties wait}} for the public holidays of {year} ({calendar}) and {count, plural, one {has} other {have}} no next day until then. Install the newest version of Shoumi, or enter the days off in /shoumi settings.',
    'held.ok': 'No duty waits for public holidays that are not known.',
  },
  zh: {
    'held.line':
      '{year} 年的公众假期（{calendar}）尚未收录，{count, plural, =0 {待办} other {# 件待办}}暂不排入该年。假期公布后请安装最新版守密，或在 /shoumi settings 中填写休息日。',
    'held.china': '中国大陆',
    'held.examined':
      '{count} 件待办在等待 {year} 年的公众假期（{calendar}），在此之前没有下一次日期。请安装最新版守密，或在 /shoumi settings 中填写休息日。',
    'held.ok': '没有待办因公众假期未知而搁置。',
  },
});
