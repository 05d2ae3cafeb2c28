import type { Locale } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { accessText } from './access.text.ts';

/** A text as somebody wrote it, or the word for one that was erased. */
export function written(text: string | null, locale: Locale): string {
  return text ?? plain(accessText, locale, 'erased');
}
