import type { ModalView } from '@slack/types';
import { formatDay, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import type { Absence } from '../people/absence.ts';
import { actions, button, divider, field, listed, mention, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { awayText } from './away.text.ts';
import { chooseOne } from './settings.view.ts';

export const awayAct = {
  list: 'away.list',
  record: 'away.record',
  change: 'away.change',
  end: 'away.end',
} as const;
export const awayForm = { list: 'away.list', record: 'away.record' } as const;

export type AwayList = {
  own: readonly Absence[];
  /** Planned or current, of people for whom the reader may record. */
  theirs: readonly Absence[];
  /** Away now, the reader and their people left out; with who stands in, if anybody is there. */
  others: readonly { absence: Absence; deputy: string | null }[];
};

/** `30 Nov – 4 Dec`; one day alone where first and last are the same. */
export function spanOf(
  { firstDay, lastDay }: Pick<Absence, 'firstDay' | 'lastDay'>,
  { locale }: Reader,
  now: Date,
) {
  const [first, last] = [formatDay(firstDay, locale, now), formatDay(lastDay, locale, now)];
  return firstDay === lastDay ? first : plain(awayText, locale, 'away.span', { first, last });
}

/** A sentence that names the deputies in their order, or says that there are none. */
export function deputiesLine(deputies: readonly string[], { locale }: Reader): Markup {
  if (deputies.length === 0) return { markup: plain(awayText, locale, 'away.noDeputy') };
  const arrow = { markup: deputies.map((id) => mention(id).markup).join(' → ') };
  return { markup: mrkdwn(awayText, locale, 'away.deputies', { deputies: arrow }) };
}

/** A person's absences, with what can be done about them, and who else is not there. */
export function awayView(reader: Reader, now: Date, list: AwayList, note?: string): ModalView {
  const { locale } = reader;
  const say = (key: Key) => plain(awayText, locale, key);
  return modal({
    callbackId: awayForm.list,
    title: say('away.title'),
    close: say('away.close'),
    blocks: [
      ...(note ? [section(note)] : []),
      ...(list.own.length > 0
        ? list.own.flatMap((one) => entry(one, reader, now))
        : [section(say('away.none'))]),
      actions('record', button({ id: awayAct.record, text: say('away.record'), style: 'primary' })),
      ...(list.theirs.length > 0
        ? [divider, section(say('away.othersFor')), ...list.theirs.flatMap((one) => entry(one, reader, now))]
        : []),
      ...(list.others.length > 0 ? [divider, othersSection(list.others, reader, now)] : []),
    ],
  });
}
type Key = keyof typeof awayText.en & string;

function entry(absence: Absence, reader: Reader, now: Date): Blocks {
  const { locale } = reader;
  const current = absence.state === 'current';
  const values = {
    span: spanOf(absence, reader, now),
    state: plain(awayText, locale, current ? 'away.now' : 'away.planned'),
    deputies:
      absence.source === 'status'
        ? { markup: plain(awayText, locale, 'away.status') }
        : deputiesLine(absence.deputies, reader),
  };
  const text =
    absence.member === reader.id
      ? mrkdwn(awayText, locale, 'away.mine', values)
      : mrkdwn(awayText, locale, 'away.for', { ...values, who: mention(absence.member) });
  if (absence.source === 'status') return [section(text)];
  return [section(text), actions(`away.${absence.id}`, ...buttons(absence, reader))];
}

function buttons(absence: Absence, reader: Reader) {
  const { locale } = reader;
  const end = absence.member === reader.id ? 'end' : 'endFor';
  const way = absence.state === 'current' ? end : 'cancel';
  const say = (key: Key) => plain(awayText, locale, key);
  return [
    button({ id: awayAct.change, text: say('away.change'), value: absence.id }),
    button({
      id: awayAct.end,
      text: say(`away.${way}`),
      value: absence.id,
      confirm: {
        title: say(`away.${way}Title`),
        text: say(`away.${way}Text`),
        yes: say('away.yes'),
        no: say('away.no'),
      },
    }),
  ];
}

const mostOthers = 30;

function othersSection(others: AwayList['others'], reader: Reader, now: Date) {
  const { locale } = reader;
  const lines = others.slice(0, mostOthers).map(({ absence, deputy }) => {
    const values = { who: mention(absence.member), last: formatDay(absence.lastDay, locale, now) };
    return `• ${
      deputy
        ? mrkdwn(awayText, locale, 'away.otherDeputy', { ...values, deputy: mention(deputy) })
        : mrkdwn(awayText, locale, 'away.other', values)
    }`;
  });
  if (others.length > mostOthers) lines.push('…');
  return section(mrkdwn(awayText, locale, 'away.others', { list: { markup: lines.join('\n') } }));
}

/** What the form begins with. */
export type AwayDraft = {
  /** The absence that is changed; null for a new one. */
  id: string | null;
  member: string;
  firstDay?: string | undefined;
  lastDay?: string | undefined;
  deputies: readonly string[];
  /** Whether the reader may choose for whom. */
  chooses: boolean;
  drawn: string;
};

export function awayFormView({ locale }: Reader, draft: AwayDraft): ModalView {
  const say = (key: Key) => plain(awayText, locale, key);
  const id = `value.${draft.drawn}`;
  const day = (name: 'firstDay' | 'lastDay') =>
    field({
      name,
      label: say(`away.${name}`),
      element: {
        type: 'datepicker',
        action_id: id,
        placeholder: chooseOne(locale),
        ...(draft[name] ? { initial_date: draft[name] } : {}),
      },
    });
  return modal({
    callbackId: awayForm.record,
    title: say(draft.id ? 'away.changeTitle' : 'away.formTitle'),
    submit: say('away.save'),
    close: say('away.keep'),
    metadata: JSON.stringify({ id: draft.id, member: draft.member, drawn: draft.drawn }),
    blocks: [
      actions('back', button({ id: awayAct.list, text: say('away.back') })),
      ...(draft.chooses && draft.id === null
        ? [
            field({
              name: 'member',
              label: say('away.who'),
              element: { type: 'users_select', action_id: id, initial_user: draft.member },
            }),
          ]
        : []),
      day('firstDay'),
      day('lastDay'),
      field({
        name: 'deputies',
        label: say('away.deputyField'),
        hint: say('away.deputyHint'),
        optional: true,
        element: {
          type: 'multi_users_select',
          action_id: id,
          placeholder: chooseOne(locale),
          max_selected_items: 5,
          ...(draft.deputies.length > 0 ? { initial_users: [...draft.deputies] } : {}),
        },
      }),
    ],
  });
}

/** Who of the deputies is away in that time, in words; undefined when all of them are there. */
export function deputiesAwayNote(away: readonly string[], all: readonly string[], { locale }: Reader) {
  if (away.length === 0) return undefined;
  if (away.length === all.length) return plain(awayText, locale, 'away.allAway');
  return mrkdwn(awayText, locale, 'away.deputyAway', {
    who: listed(away.map(mention), locale),
    count: away.length,
  });
}
