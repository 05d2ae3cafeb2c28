import type { Button, ModalView } from '@slack/types';
import { formatDay, formatMoment, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, mention, modal, option, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { correctiveAct } from '../slack/corrective.ts';
import { type ActionCounts, type ActionList, type ActionRow, actionLists } from './action.store.ts';
import { actionText } from './action.text.ts';
import { standingOf } from './action.ts';
import { titleOf } from './duty.view.ts';
import { carry } from './place.ts';

/** Where one is done, passed on or changed. */
const [showAct, ruleAct] = ['duty.show', 'duty.rule'];

export const actionAct = {
  add: correctiveAct,
  list: 'duty.action.list',
  helped: 'duty.action.helped',
  not: 'duty.action.not',
} as const;

/** The button's value where an action comes from nothing in particular. */
export const fromNothing = 'nothing';

export const actionsPage = 8;

/** What a page of the list shows. `own`: the reader sees what is theirs alone. */
export type ActionsShown = {
  readonly list: ActionList;
  readonly page: number;
  readonly own: boolean;
  readonly rows: readonly ActionRow[];
  readonly counts: ActionCounts;
  /** How what an action came from is called, by `found`. */
  readonly sources: ReadonlyMap<string, string>;
  /** Whether the reader leads: may judge what others were named for. */
  readonly leads: boolean;
};

export function actionsView(shown: ActionsShown, reader: Reader, now: Date, note?: string): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof actionText.en) => plain(actionText, locale, key);
  const { list, page, counts } = shown;
  const total = counts[list];
  const options = actionLists.map((one) => option({ value: one, text: say(`actions.show.${one}`) }));
  const chosen = options.find(({ value }) => value === list);
  const turn = (to: number, key: 'actions.more' | 'actions.fewer'): Button =>
    button({ id: `${actionAct.list}#${key}`, text: say(key), value: `${list} ${to}` });
  const pages = [
    ...(page > 0 ? [turn(page - 1, 'actions.fewer')] : []),
    ...((page + 1) * actionsPage < total ? [turn(page + 1, 'actions.more')] : []),
  ];
  return modal({
    callbackId: 'duty.actions',
    title: say('actions.title'),
    close: say('actions.close'),
    metadata: carry('', { list: 'actions', page, actions: list }),
    blocks: [
      ...(note ? [section(note)] : []),
      section(
        `${say(shown.own ? 'actions.introOwn' : 'actions.intro')}\n${plain(actionText, locale, 'actions.count', counts)}`,
      ),
      {
        type: 'actions',
        block_id: 'actions.top',
        elements: [
          {
            ...{ type: 'static_select', action_id: `${actionAct.list}#show`, options },
            ...(chosen ? { initial_option: chosen } : {}),
          },
          button({ id: actionAct.add, text: say('actions.add'), value: fromNothing }),
        ],
      },
      ...(shown.rows.length === 0 ? [section(say(`actions.empty.${list}`))] : []),
      ...shown.rows.flatMap((row) => actionBlocks(row, shown, reader, now)),
      ...(pages.length > 0 ? [actions('actions.pages', ...pages)] : []),
    ],
  });
}

function actionBlocks(
  { duty, occurrence, effect }: ActionRow,
  shown: ActionsShown,
  reader: Reader,
  now: Date,
): Blocks {
  const { locale } = reader;
  const standing = standingOf({ occurrence, effect, retired: duty.state === 'retired' }, now);
  const owner = occurrence?.owner ?? duty.owner;
  const on = occurrence?.plannedOn ?? (duty.cadence.kind === 'once' ? duty.cadence.on : null);
  const source = shown.sources.get(duty.action?.found ?? '');
  const text = mrkdwn(actionText, locale, 'actions.row', {
    title: titleOf(duty, locale),
    standing: { markup: plain(actionText, locale, `standing.${standing}`) },
    owner: owner ? mention(owner) : '—',
    due: on ? formatDay(on, locale, now) : '—',
    from: source ? { markup: mrkdwn(actionText, locale, 'actions.from', { found: source }) } : '',
  });
  const may =
    effect?.state === 'waiting' &&
    now >= effect.dueAt &&
    effect.doneBy !== reader.id &&
    duty.owner !== reader.id &&
    (effect.by === reader.id || shown.leads);
  const judge = (which: 'helped' | 'not'): Button =>
    button({
      id: `${actionAct[which]}#${duty.id}`,
      text: plain(actionText, locale, `act.${which}`),
      value: duty.id,
      ...(which === 'helped' ? { style: 'primary' as const } : {}),
    });
  const open = occurrence
    ? button({
        id: `${showAct}#${occurrence.id}`,
        text: plain(actionText, locale, 'act.open'),
        value: occurrence.id,
      })
    : button({ id: `${ruleAct}#${duty.id}`, text: plain(actionText, locale, 'act.open'), value: duty.id });
  return [
    section(text, open),
    context(...underline({ duty, occurrence, effect }, reader, now)),
    ...(may ? [actions(`action.${duty.id}`, judge('helped'), judge('not'))] : []),
  ];
}

function underline({ duty, effect }: ActionRow, reader: Reader, now: Date): string[] {
  const { locale } = reader;
  const say = (
    key: 'actions.cause' | 'actions.look' | 'actions.judged',
    values: Record<string, string | Markup>,
  ) => mrkdwn(actionText, locale, key, values);
  const lines = [
    say('actions.cause', { cause: duty.action?.cause ?? plain(actionText, locale, 'actions.erased') }),
  ];
  if (effect?.state === 'waiting')
    lines.push(say('actions.look', { by: mention(effect.by), at: formatDayOf(effect.dueAt, reader, now) }));
  else if (effect?.judgedBy && effect.judgedAt)
    lines.push(
      say('actions.judged', {
        by: mention(effect.judgedBy),
        at: formatMoment(effect.judgedAt, reader, now),
        note: effect.note ?? plain(actionText, locale, 'actions.noNote'),
      }),
    );
  return lines;
}

/** The day of a moment, where the reader is. */
export function formatDayOf(at: Date, reader: Reader, now: Date): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: reader.tz, dateStyle: 'short' }).format(at);
  return formatDay(day, reader.locale, now);
}
