import type { InputBlock, ModalView, Option, OptionGroup } from '@slack/types';
import type { Rung } from '../attention/ladder.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import type { Locale, Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { actions, button, context, field, modal, option, plainText, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { cadenceFields } from './cadence.field.ts';
import type { Values } from './cadence.form.ts';
import { chapterOf, chapters, controlIds } from './control.data.ts';
import { controlText } from './control.text.ts';
import { dutyAct, dutyForm } from './duty.view.ts';
import { formText } from './form.text.ts';
import { rungWords, usualLadder } from './ladder.view.ts';
import type { Office } from './office.ts';
import { officeWords } from './office.view.ts';
import type { Place } from './place.ts';

/** What the form remembers beside what stands in its fields. */
export type FormState = {
  readonly id: string | null;
  readonly revision: number | null;
  /** Everything can be set, not only what is needed. */
  readonly more: boolean;
  /** Tells one drawing that fills fields in from another: Slack keeps what stands under an action id. */
  readonly drawn: string;
};

/** What the form knows beside what stands in it. */
export type FormAround = {
  /** The next dates, or what is wrong with the choice. */
  readonly preview: string;
  /** What was understood of a line in plain words, and what not. */
  readonly notes: readonly string[];
  readonly ladder: readonly Rung[];
  readonly offices: readonly Office[];
  /** The reader may make a meeting of it, or it is one. */
  readonly calls: boolean;
  readonly place: Place | undefined;
};

/** A new duty, or the change of one: what is needed first, everything else behind a button. */
export function dutyFormView(
  reader: Reader,
  state: FormState,
  values: Values,
  around: FormAround,
): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof formText.en & string) => plain(formText, locale, key);
  const draw = fieldsFor(locale, state, values);
  const titles = [draw.line('titleZh', 120, true), draw.line('titleEn', 120, true)];
  const moreButton = button({ id: dutyAct.more, text: say('more.button') });
  return modal({
    callbackId: dutyForm.add,
    title: say(state.id ? 'title.edit' : 'title.add'),
    submit: say(state.id ? 'submit.edit' : 'submit.add'),
    close: say('cancel'),
    metadata: JSON.stringify({ form: state, ...(around.place ? { place: around.place } : {}) }),
    blocks: [
      ...(around.notes.length > 0 ? [section(around.notes.join('\n'))] : []),
      ...(locale === 'zh' ? titles : titles.reverse()),
      draw.person('owner', false),
      ...cadenceFields(locale, values, state.drawn),
      context(around.preview),
      draw.line('asks', 2_000, true, true),
      draw.person('checker', true),
      ...(state.more
        ? furtherFields(locale, draw, values, around)
        : [actions('duty.more', moreButton), context(say('more.hint'))]),
    ],
  });
}

function furtherFields(locale: Locale, draw: Drawing, values: Values, around: FormAround): Blocks {
  return [
    draw.person('deputy', true),
    ...(around.calls ? [draw.people('participants')] : []),
    draw.figure('leadDays'),
    draw.figure('toleranceDays'),
    draw.boxes(
      'ladder',
      ladderOf(around.ladder).map((rung) => option({ value: rung.to, text: rungWords(rung, locale) })),
    ),
    controlsField(locale, values, draw.id),
    draw.line('law', 120, true),
    draw.choice(
      'office',
      around.offices.map((office) =>
        option({
          value: officeValue(office),
          text: officeWords(office, locale),
        }),
      ),
    ),
  ];
}

/** The steps that are offered, with the hours a duty has now. */
export function ladderOf(ladder: readonly Rung[]): Rung[] {
  return usualLadder.map((usual) => ladder.find(({ to }) => to === usual.to) ?? usual);
}

export function officeValue({ tz, holidays }: Office): string {
  return `${holidays} ${tz}`;
}

type Drawing = ReturnType<typeof fieldsFor>;

/** Fields by name, each with what stands in it. */
function fieldsFor(locale: Locale, { drawn }: FormState, values: Values) {
  const id = `value#${drawn}`;
  const words = (name: string, what: 'field' | 'hint') => {
    const key = `${what}.${name}`;
    return Object.hasOwn(formText.en, key) ? plain(formText, locale, key as 'field.owner') : undefined;
  };
  const labelled = (name: string, optional: boolean, element: InputBlock['element']): InputBlock => {
    const hint = words(name, 'hint');
    return field({ name, label: words(name, 'field') ?? name, optional, element, ...(hint ? { hint } : {}) });
  };
  const typed = (name: string): string => (typeof values[name] === 'string' ? (values[name] as string) : '');
  return {
    id,
    line: (name: string, max: number, optional: boolean, multiline = false) =>
      labelled(name, optional, {
        type: 'plain_text_input',
        action_id: id,
        max_length: max,
        multiline,
        // What was typed is said back without personal numbers.
        ...(typed(name) ? { initial_value: maskPersonalNumbers(typed(name), locale).slice(0, max) } : {}),
      }),
    person: (name: string, optional: boolean) =>
      labelled(name, optional, {
        type: 'users_select',
        action_id: id,
        placeholder: plainText(plain(formText, locale, 'choose'), 150),
        ...(typed(name) ? { initial_user: typed(name) } : {}),
      }),
    people: (name: string) => {
      const chosen = [values[name] ?? []].flat().filter((one) => one !== '');
      return labelled(name, true, {
        ...{ type: 'multi_users_select', action_id: id, max_selected_items: 50 },
        placeholder: plainText(plain(formText, locale, 'choose'), 150),
        ...(chosen.length > 0 ? { initial_users: chosen } : {}),
      });
    },
    figure: (name: string) =>
      labelled(name, false, {
        type: 'plain_text_input',
        action_id: id,
        max_length: 4,
        initial_value: typed(name) || '0',
      }),
    boxes: (name: string, options: Option[]) => {
      const chosen = options.filter(({ value }) => [values[name] ?? []].flat().includes(value ?? ''));
      return labelled(name, true, {
        type: 'checkboxes',
        action_id: id,
        options: options as never,
        ...(chosen.length > 0 ? { initial_options: chosen as never } : {}),
      });
    },
    choice: (name: string, options: Option[]) => {
      const chosen = options.find(({ value }) => value === typed(name)) ?? options[0];
      return labelled(name, false, {
        type: 'static_select',
        action_id: id,
        options: options as never,
        ...(chosen ? { initial_option: chosen as never } : {}),
      });
    },
  };
}

/** Every measure of the programme, chapter by chapter; typing narrows the list. */
function controlsField(locale: Locale, values: Values, actionId: string): InputBlock {
  const named = (id: (typeof controlIds)[number]) =>
    option({ value: id, text: `${id} ${controlText[locale][id]}` });
  const groups: OptionGroup[] = chapters.map((chapter) => ({
    label: plainText(`${chapter} ${controlText[locale][`chapter.${chapter}`]}`, 75),
    options: controlIds.filter((id) => chapterOf(id) === chapter).map(named) as never,
  }));
  const chosen = controlIds.filter((id) => [values.controls ?? []].flat().includes(id)).map(named);
  return field({
    name: 'controls',
    label: plain(formText, locale, 'field.controls'),
    hint: plain(formText, locale, 'hint.controls'),
    optional: true,
    element: {
      type: 'multi_static_select',
      action_id: actionId,
      option_groups: groups as never,
      placeholder: plainText(plain(formText, locale, 'choose'), 150),
      max_selected_items: 20,
      ...(chosen.length > 0 ? { initial_options: chosen } : {}),
    },
  });
}
