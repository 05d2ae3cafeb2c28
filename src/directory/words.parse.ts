/**
 * What was typed behind a command: the words as they were typed, and the person they name. Slack escapes three characters and, told to,
 * sends `@wang` as `<@U04|wang>`; a name that Slack did not know stands there as it was typed.
 */
export function typedWords(text: string): { words: string; person: string | undefined } {
  const mention = /<@([UW][A-Z0-9]{2,30})(?:\|[^<>]*)?>/;
  const person = mention.exec(text)?.[1];
  const words = text
    .replaceAll(new RegExp(mention, 'g'), ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replace(/^[@＠](?=\p{L})/u, '');
  return { words, person };
}
