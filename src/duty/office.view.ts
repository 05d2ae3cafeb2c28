import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { placeName } from '../people/place.ts';
import { formText } from './form.text.ts';
import type { Office } from './office.ts';

/** Whose clock and holidays, in words. */
export function officeWords({ tz, holidays }: Office, locale: Locale): string {
  const kind = holidays === 'china' || holidays === 'none' ? holidays : 'other';
  return plain(formText, locale, 'office.option', {
    tz,
    kind,
    country: kind === 'other' ? placeName(holidays, locale) : '',
  });
}
