import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { formText } from './form.text.ts';
import type { Office } from './office.ts';

/** Whose clock and holidays, in words. */
export function officeWords({ tz, holidays }: Office, locale: Locale): string {
  const [code = ''] = holidays.split('-');
  const named = /^[A-Z]{2}$/.test(code)
    ? new Intl.DisplayNames(locale === 'zh' ? 'zh-CN' : 'en-GB', { type: 'region' }).of(code)
    : undefined;
  const kind = holidays === 'china' || holidays === 'none' ? holidays : 'other';
  return plain(formText, locale, 'office.option', { tz, kind, country: named ?? holidays });
}
