import type { z } from 'zod';
import type { Refusal } from '../kernel/decision.ts';
import type { TextFault } from '../kernel/free-text.ts';
import type { Locale } from '../kernel/locale.ts';
import { plain, type Texts, type Values } from '../kernel/message.ts';
import { slackText } from './slack.text.ts';

/**
 * Sentences under the fields of a form whose input was refused, by block_id (the field's name), one for each field. A schema's own
 * message is a key of the capability's texts; everything else is worded here. What was typed is never repeated.
 */
export function fieldErrors(own: Texts, locale: Locale, error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '');
    if (field === '' || Object.hasOwn(errors, field)) continue;
    errors[field] = Object.hasOwn(own.en, issue.message)
      ? plain(own, locale, issue.message)
      : worded(issue, locale);
  }
  return errors;
}

function worded(issue: z.core.$ZodIssue, locale: Locale): string {
  const fault = issue.code === 'custom' ? (issue.params as TextFault | undefined) : undefined;
  switch (fault?.key) {
    case 'personal_number':
      return plain(slackText, locale, 'field.personalNumber', { kind: fault.kind, place: fault.start + 1 });
    case 'text_too_long':
      return plain(slackText, locale, 'field.tooLong', { max: fault.max });
    case 'text_too_short':
      return fault.min > 1
        ? plain(slackText, locale, 'field.tooShort', { min: fault.min })
        : plain(slackText, locale, 'field.missing');
    case 'text_ill_formed':
    case 'text_control_character':
      return plain(slackText, locale, 'field.badCharacters');
    default:
      return plain(slackText, locale, 'field.missing');
  }
}

/** A decider's refusal under the field it names, or under `fallback`. */
export function refusalErrors(
  own: Texts,
  locale: Locale,
  { refused, field }: Refusal,
  fallback: string,
): Record<string, string> {
  // Under a field Slack shows plain text: a mention would stand there as its id, so refusals under fields hold words only.
  return { [field ?? fallback]: plain(own, locale, refused.key, wordsOnly(refused.values)) };
}

function wordsOnly(values: Values = {}): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value.markup : value]),
  );
}
