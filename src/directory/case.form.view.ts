import type { ModalView } from '@slack/types';
import { caseText } from '../catalog/case.text.ts';
import { type Case, caseKinds } from '../catalog/case.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { actions, button, clip, field, modal, option, plainText } from '../slack/blocks.ts';
import { casesText } from './case.text.ts';
import { caseAct, caseForm, type Which } from './case.view.ts';
import { directoryText } from './directory.text.ts';
import { type Place, placeOf } from './list.view.ts';

/** What the form of a case remembers beside its fields. */
export type CaseFormState = {
  /** The case that is changed, as it was when the form was opened; nulls when one is opened. */
  number: string | null;
  revision: number | null;
  which: Which;
  /** Differs with every drawing in one modal: Slack keeps what stands under an action id. */
  drawn: string;
};

/** The form of a case. `teams` are the names in use, so that one team is not written in three ways. */
export function caseFormView(
  { locale }: Reader,
  place: Place,
  state: CaseFormState,
  held: Partial<Pick<Case, 'kind' | 'team' | 'people' | 'region' | 'clauses' | 'number'>>,
  teams: readonly string[],
): ModalView {
  const id = `value.${state.drawn}`;
  const say = (key: Parameters<typeof plain<keyof typeof casesText.en & string>>[2]) =>
    plain(casesText, locale, key);
  const placeholder = plainText(plain(directoryText, locale, 'form.choose'), 150);
  const line = (name: 'number' | 'team' | 'region' | 'clauses', most: number, hint?: string) => {
    const typed = clip(maskPersonalNumbers(held[name] ?? '', locale), most);
    return field({
      name,
      label: say(`case.${name}`),
      optional: name !== 'number',
      ...(hint ? { hint } : {}),
      element: {
        type: 'plain_text_input',
        action_id: id,
        max_length: most,
        ...(name === 'clauses' ? { multiline: true } : {}),
        ...(typed ? { initial_value: typed } : {}),
      },
    });
  };
  const kinds = caseKinds.map((value) => option({ value, text: plain(caseText, locale, `kind.${value}`) }));
  const kind = kinds.find((one) => one.value === held.kind);
  const people = held.people ?? [];
  return modal({
    callbackId: caseForm.describe,
    title: say(state.number ? 'case.editTitle' : 'case.addTitle'),
    submit: plain(directoryText, locale, 'form.save'),
    close: plain(directoryText, locale, 'form.cancel'),
    metadata: placeOf(place, state),
    blocks: [
      actions('back', button({ id: caseAct.back, text: plain(directoryText, locale, 'list.back') })),
      ...(state.number ? [] : [line('number', 40, say('case.numberHint'))]),
      field({
        name: 'kind',
        label: say('case.kind'),
        element: {
          type: 'static_select',
          action_id: id,
          placeholder,
          options: kinds,
          ...(kind ? { initial_option: kind } : {}),
        },
      }),
      field({
        name: 'people',
        label: say('case.people'),
        hint: say('case.peopleHint'),
        optional: true,
        element: {
          type: 'multi_users_select',
          action_id: id,
          placeholder,
          ...(people.length > 0 ? { initial_users: [...people] } : {}),
        },
      }),
      line(
        'team',
        40,
        teams.length > 0
          ? plain(casesText, locale, 'case.teamHint', { teams: teams.join(locale === 'zh' ? '、' : ', ') })
          : undefined,
      ),
      line('region', 40),
      line('clauses', 500, say('case.clausesHint')),
    ],
  });
}
