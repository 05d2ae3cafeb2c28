import { texts } from '../kernel/message.ts';

/** Duties that wait for the holidays of a year. */
export const heldText = texts({
  en: {
    'held.line':
      '{count, plural, =0 {Duties} one {# duty} other {# duties}} will not be planned into {year} before its public holidays ({calendar}) are known. Once they are announced, bring them in with /shoumi settings holidays, or have the newest version of Shoumi installed.',
    'held.china': 'China',
    'held.examined':
      '{count, plural, one {# duty waits} other {# duties wait}} for the public holidays of {year} ({calendar}) and {count, plural, one {has} other {have}} no next day until then. Once they are announced, bring them in with /shoumi settings holidays, or install the newest version of Shoumi.',
    'held.ok': 'No duty waits for public holidays that are not known.',
  },
  zh: {
    'held.line':
      '{year} 年的公众假期（{calendar}）尚未收录，{count, plural, =0 {待办} other {# 件待办}}暂不排入该年。公布后请输入 /shoumi 设置 节假日 填写，或请部署守密的同事升级到最新版。',
    'held.china': '中国大陆',
    'held.examined':
      '{count} 件待办在等待 {year} 年的公众假期（{calendar}），在此之前没有下一次日期。公布后请输入 /shoumi 设置 节假日 填写，或升级到最新版守密。',
    'held.ok': '没有待办因公众假期未知而搁置。',
  },
});
