import type { ModalView } from '@slack/types';
import { catalogText } from '../catalog/data-set.text.ts';
import {
  type Classification,
  classDefaults,
  classifications,
  type DataSet,
  destructions,
  handlingActs,
  handlingRules,
  personalKinds,
  purposeKinds,
} from '../catalog/data-set.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { actions, button, clip, field, modal, option, plainText, section } from '../slack/blocks.ts';
import type { Choice, SubmittedView } from '../slack/capability.ts';
import { dataAct, dataForm } from './data.view.ts';
import { directoryText } from './directory.text.ts';
import { type Place, placeOf } from './list.view.ts';

/** What stands in the fields, by their names, as a modal hands it in. */
export type Fields = SubmittedView['values'];

/** What the form remembers beside its fields. */
export type FormState = {
  /** The data set that is changed, as it was when the form was opened; nulls when one is added. */
  id: string | null;
  revision: number | null;
  /** The class whose suggestions were filled in last. */
  classification: Classification | null;
  /** How often a class was chosen in this drawing. */
  turn: number;
  /** Differs with every drawing in one modal. */
  drawn: string;
};

/** The fields of an existing data set. */
export function fieldsOf(set: DataSet): Fields {
  const { handling, longestHours, pendingHours, guestsMayAsk, reasonNeeded, ...rest } = set;
  const { nameEn, nameZh, classification, personal, owner, approvers, approverGroups, purposes } = rest;
  return {
    ...{ nameEn, nameZh, classification, personal, owner, approvers, approverGroups, purposes },
    guestsMayAsk: guestsMayAsk ? ['yes'] : [],
    ...suggestions({ handling, longestHours, pendingHours, reasonNeeded }),
  };
}

/**
 * The fields after a class was chosen: what the class before suggested, or nobody filled in, becomes what this one suggests; what
 * somebody set by hand stays.
 */
export function withSuggestions(
  fields: Fields,
  before: Classification | null,
  chosen: Classification,
): Fields {
  const old = before ? suggestions(classDefaults[before]) : {};
  const fresh = Object.entries(suggestions(classDefaults[chosen])).filter(
    ([name]) => !fields[name] || fields[name] === old[name],
  );
  return { ...fields, ...Object.fromEntries(fresh), classification: chosen };
}

function suggestions(
  rules: Pick<DataSet, 'handling' | 'longestHours' | 'pendingHours' | 'reasonNeeded'>,
): Record<string, string> {
  const { longestHours, pendingHours, reasonNeeded, handling } = rules;
  return {
    ...handling,
    longestHours: String(longestHours),
    pendingHours: String(pendingHours),
    reasonNeeded: reasonNeeded ? 'yes' : 'no',
  };
}

/**
 * The form of a data set. Slack keeps what stands under an action id, whatever a new drawing says: so each drawing has ids of its own,
 * and fields that a class fills in get new ones with every choice.
 */
export function dataFormView(
  { locale }: Reader,
  place: Place,
  state: FormState,
  fields: Fields,
  groups: readonly Choice[],
): ModalView {
  const id = `value.${state.drawn}`;
  const suggestedId = `${id}.${state.turn}`;
  const say = (key: Parameters<typeof plain<keyof typeof directoryText.en & string>>[2]) =>
    plain(directoryText, locale, key);
  const placeholder = plainText(say('form.choose'), 150);
  const chosenIn = (name: string) => [fields[name] ?? []].flat();

  const words = (name: 'nameEn' | 'nameZh' | 'code', most: number) => {
    const typed = clip(String(fields[name] ?? ''), most);
    return field({
      name,
      label: say(`data.${name}`),
      optional: name === 'code',
      ...(name === 'code' ? { hint: say('data.codeHint') } : {}),
      element: {
        type: 'plain_text_input',
        action_id: id,
        max_length: most,
        ...(typed ? { initial_value: typed } : {}),
      },
    });
  };
  const select = (s: {
    name: string;
    label: string;
    hint?: string;
    optional?: boolean;
    action: string;
    choices: Choice[];
  }) => {
    const initial = s.choices.find(({ value }) => value === fields[s.name]);
    return field({
      name: s.name,
      label: s.label,
      ...(s.hint ? { hint: s.hint } : {}),
      optional: s.optional ?? false,
      dispatch: s.action.startsWith(dataAct.class),
      element: {
        type: 'static_select',
        action_id: s.action,
        placeholder,
        options: s.choices.map(option),
        ...(initial ? { initial_option: option(initial) } : {}),
      },
    });
  };
  const hours = (name: 'longestHours' | 'pendingHours', most: number, hint?: string) => {
    const typed = Number(fields[name] || Number.NaN);
    const fits = Number.isInteger(typed) && typed >= 1 && typed <= most;
    return field({
      name,
      label: say(`data.${name}`),
      ...(hint ? { hint } : {}),
      element: {
        type: 'number_input',
        action_id: suggestedId,
        is_decimal_allowed: false,
        min_value: '1',
        max_value: String(most),
        ...(fits ? { initial_value: String(typed) } : {}),
      },
    });
  };
  const approvers = chosenIn('approvers');
  const purposes = purposeKinds.map((value) => ({
    value,
    text: plain(catalogText, locale, `purpose.${value}`),
  }));
  const picked = purposes.filter(({ value }) => chosenIn('purposes').includes(value));
  const handling = (name: (typeof handlingActs)[number] | 'destroy', choices: Choice[]) =>
    select({ name, label: plain(catalogText, locale, `handling.${name}`), action: suggestedId, choices });
  const guestsOption = option({ value: 'yes', text: say('data.guestsOption') });
  const names = [words('nameEn', 75), words('nameZh', 75)];
  const most = state.classification ? classDefaults[state.classification].mostHours : undefined;

  return modal({
    callbackId: dataForm.describe,
    title: say(state.id ? 'data.editTitle' : 'data.addTitle'),
    submit: say('form.save'),
    close: say('form.cancel'),
    metadata: placeOf(place, state),
    blocks: [
      actions('back', button({ id: dataAct.back, text: say('list.back') })),
      ...(locale === 'zh' ? names.toReversed() : names),
      ...(state.id ? [] : [words('code', 40)]),
      select({
        name: 'classification',
        label: say('data.class'),
        hint: say('data.classHint'),
        action: `${dataAct.class}#${state.drawn}`,
        choices: classifications.map((value) => ({
          value,
          text: plain(catalogText, locale, `class.${value}`),
        })),
      }),
      select({
        name: 'personal',
        label: say('data.personal'),
        action: id,
        choices: personalKinds.map((value) => ({
          value,
          text: plain(catalogText, locale, `personal.${value}`),
        })),
      }),
      field({
        name: 'owner',
        label: say('data.owner'),
        hint: say('data.ownerHint'),
        element: {
          type: 'users_select',
          action_id: id,
          placeholder,
          ...(fields.owner ? { initial_user: String(fields.owner) } : {}),
        },
      }),
      field({
        name: 'approvers',
        label: say('data.approvers'),
        hint: say('data.approversHint'),
        optional: true,
        element: {
          type: 'multi_users_select',
          action_id: id,
          placeholder,
          ...(approvers.length > 0 ? { initial_users: approvers } : {}),
        },
      }),
      field({
        name: 'approverGroups',
        label: say('data.approverGroups'),
        optional: true,
        element: {
          type: 'multi_external_select',
          action_id: id,
          placeholder,
          min_query_length: 0,
          ...(groups.length > 0 ? { initial_options: groups.map(option) } : {}),
        },
      }),
      field({
        name: 'purposes',
        label: say('data.purposes'),
        hint: say('data.purposesHint'),
        element: {
          type: 'multi_static_select',
          action_id: id,
          placeholder,
          options: purposes.map(option),
          ...(picked.length > 0 ? { initial_options: picked.map(option) } : {}),
        },
      }),
      hours(
        'longestHours',
        Math.max(...Object.values(classDefaults).map(({ mostHours }) => mostHours)),
        most === undefined ? undefined : plain(directoryText, locale, 'data.longestHint', { most }),
      ),
      hours('pendingHours', 720, say('data.pendingHint')),
      select({
        name: 'reasonNeeded',
        label: say('data.reasonNeeded'),
        optional: true,
        action: suggestedId,
        choices: [
          { value: 'yes', text: say('data.reason.yes') },
          { value: 'no', text: say('data.reason.no') },
        ],
      }),
      field({
        name: 'guestsMayAsk',
        label: say('data.guests'),
        optional: true,
        element: {
          type: 'checkboxes',
          action_id: id,
          options: [guestsOption],
          ...(chosenIn('guestsMayAsk').includes('yes') ? { initial_options: [guestsOption] } : {}),
        },
      }),
      section(`*${say('data.handling')}*`),
      ...handlingActs.map((what) =>
        handling(
          what,
          handlingRules.map((value) => ({ value, text: plain(catalogText, locale, `handling.${value}`) })),
        ),
      ),
      handling(
        'destroy',
        destructions.map((value) => ({ value, text: plain(catalogText, locale, `destroy.${value}`) })),
      ),
    ],
  });
}
