/** Longest that is read: ids of ours have some 30 characters. */
const mostCharacters = 200;

/**
 * The id that somebody typed or pasted: with the backticks, quotes, full stop or brackets it had where it was copied, in any width, or
 * a person as Slack sends a mention. Undefined when no id looks like that.
 */
export function subjectIn(text: string): string | undefined {
  const typed = text.slice(0, mostCharacters).trim();
  const [, person] = /^<@([UW][A-Z0-9]{2,30})(?:\|[^>]*)?>[.。,，]?$/u.exec(typed) ?? [];
  if (person) return person;
  const bare = typed
    .normalize('NFKC')
    .replaceAll(/^[\s`'"‘’“”«»「」()<[\]@#]+|[\s`'"‘’“”«»「」()>[\].,;:!?。、]+$/gu, '');
  if (/^[UW][A-Z0-9]{2,30}$/i.test(bare) && /\d/.test(bare)) return bare.toUpperCase();
  if (/^[a-z]{2,5}_[0-9a-z]{20}$/i.test(bare)) return bare.toLowerCase();
  // A case's number, as src/catalog/case.ts has it; data sets' codes are written small, and hold no year.
  const number = bare.replaceAll(/\s/gu, '').toUpperCase();
  if (
    /^(?=.*-)(?!.*\d{9})[A-Z]{1,6}-?\d[\dA-Z]*(-[\dA-Z]+)*$/.test(number) &&
    (bare === number || /-\d{4}-\d/.test(number))
  )
    return number;
  // A data set's code, as src/catalog/data-set.ts has it.
  const code = bare.toLowerCase();
  return /^(?=.{2,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code) ? code : undefined;
}
