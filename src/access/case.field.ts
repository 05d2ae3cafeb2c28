import type { InputBlock } from '@slack/types';
import { caseText } from '../catalog/case.text.ts';
import { type Case, caseNumber, type Named } from '../catalog/case.ts';
import type { Refusal } from '../kernel/decision.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { clip, field, option, plainText } from '../slack/blocks.ts';
import type { Choice, Visit } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { act } from './button.view.ts';

/**
 * The field for the case: a picker of the reader's own cases once the firm keeps a register, and until then a line to type in. What
 * stands in it already is kept where it is a number. `drawn`: see `Around`.
 */
export function caseField(
  { locale }: Reader,
  keepsCases: boolean,
  typed: string | undefined,
  drawn = 0,
): InputBlock {
  const say = (key: Parameters<typeof plain<keyof typeof accessText.en & string>>[2]) =>
    plain(accessText, locale, key);
  if (!keepsCases) {
    return field({
      name: 'caseNumber',
      label: say('form.case'),
      hint: say('form.caseHint'),
      element: {
        type: 'plain_text_input',
        action_id: `value#${drawn}`,
        max_length: 40,
        ...(typed ? { initial_value: clip(maskPersonalNumbers(typed, locale), 40) } : {}),
      },
    });
  }
  const number = caseNumber.safeParse(typed).data;
  return field({
    name: 'caseNumber',
    label: say('form.case'),
    hint: say('form.casePickHint'),
    element: {
      type: 'external_select',
      action_id: drawn === 0 ? act.case : `${act.case}#${drawn}`,
      min_query_length: 0,
      placeholder: plainText(say('form.casePick'), 150),
      ...(number ? { initial_option: option({ value: number, text: number }) } : {}),
    },
  });
}

/** A case as the picker offers it: its number, and below it what it is. */
export function caseChoice(one: Case, { locale }: Reader): Choice {
  const facts = [plain(caseText, locale, `kind.${one.kind}`), one.team, one.region].filter(Boolean);
  return { value: one.number, text: one.number, description: facts.join(' · ') };
}

/**
 * A number that was typed whole and that the picker has not by itself: nobody's case, or a closed one. It is offered all the same, so that
 * choosing it says why not, and what to do.
 */
export function typedChoice(number: string, named: Named, { reader, now }: Visit): Choice {
  const { locale } = reader;
  if (named === 'no_register' || (typeof named === 'object' && 'wanted' in named))
    return { value: number, text: number };
  if (named === 'unknown')
    return { value: number, text: number, description: plain(accessText, locale, 'form.caseUnknown') };
  const closed = named.closedAt ? formatMoment(named.closedAt, reader, now()) : '';
  return {
    value: number,
    text: number,
    description: plain(accessText, locale, 'form.caseClosed', { closed }),
  };
}

/** A refusal for a closed case, with the moment it was closed as the reader writes it. */
export function worded<R extends Refusal>(refusal: R, { reader, now }: Visit): R {
  const { key, values } = refusal.refused;
  if (key !== 'access.caseClosed' || typeof values?.closed !== 'string') return refusal;
  const closed = formatMoment(new Date(values.closed), reader, now());
  return { ...refusal, refused: { key, values: { ...values, closed } } };
}
