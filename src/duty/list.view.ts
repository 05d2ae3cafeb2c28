import type { ModalView } from '@slack/types';
import { formatDay, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, mention, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import type { AgendaGroup } from './agenda.ts';
import { cadenceWords } from './cadence.view.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import {
  checkerButtons,
  dutyAct,
  dutyForm,
  occurrenceLine,
  ownerButtons,
  titleOf,
  undoButton,
} from './duty.view.ts';
import type { Occurrence } from './occurrence.ts';
import { carry, type Place } from './place.ts';

/** Rows on one page of a list: with buttons of their own, and short ones. */
export const pageLength = 8;
export const shortPage = 15;

/** A row of what somebody has to do: something open, or what comes next of a rule. */
export type AgendaRow =
  | { readonly group: Exclude<AgendaGroup, 'coming'>; readonly duty: Duty; readonly occurrence: Occurrence }
  | { readonly group: 'coming'; readonly duty: Duty; readonly on: string };

export type Shown<T> = { readonly page: number; readonly rows: readonly T[]; readonly total: number };

/** Something said above a list, and what can be taken back of it. */
export type Note = { readonly text: string; readonly undo?: Pick<Occurrence, 'id'> | undefined };

/** What is mine: late first, then today, this week, later, and what comes. */
export function mineView(
  reader: Reader,
  shown: Shown<AgendaRow>,
  more: { now: Date; counts: ReadonlyMap<AgendaGroup, number>; note?: Note | undefined },
): ModalView {
  const { locale } = reader;
  const place: Place = { list: 'mine', page: shown.page };
  let group: AgendaGroup | undefined;
  const rows = shown.rows.flatMap((row): Blocks => {
    const begins = row.group !== group;
    group = row.group;
    const count = more.counts.get(row.group) ?? 0;
    const head = begins ? [section(`*${plain(dutyText, locale, `group.${row.group}`, { count })}*`)] : [];
    return [...head, ...agendaRow(row, reader, more.now)];
  });
  const empty = section(mrkdwn(dutyText, locale, 'list.nothing'));
  return listModal(reader, plain(dutyText, locale, 'list.mine'), place, [
    ...noteBlocks(more.note, reader),
    ...(rows.length > 0 ? rows : [empty]),
    ...turning(reader, shown, pageLength),
    actions(
      'duty.foot',
      button({ id: dutyAct.add, text: plain(dutyText, locale, 'button.add') }),
      button({ id: dutyAct.rules, text: plain(dutyText, locale, 'button.rules') }),
      button({ id: dutyAct.history, text: plain(dutyText, locale, 'button.history') }),
    ),
  ]);
}

function agendaRow(row: AgendaRow, reader: Reader, now: Date): Blocks {
  const { locale } = reader;
  const { duty } = row;
  if (row.group === 'coming') {
    const line = mrkdwn(dutyText, locale, 'list.coming', {
      title: titleOf(duty, locale),
      on: formatDay(row.on, locale, now),
      often: cadenceWords(duty.cadence, locale, now),
    });
    const text = plain(dutyText, locale, 'button.open');
    return [section(line, button({ id: dutyAct.rule, text, value: duty.id }))];
  }
  const { occurrence } = row;
  const open = button({
    id: dutyAct.show,
    text: plain(dutyText, locale, 'button.open'),
    value: occurrence.id,
  });
  const buttons =
    row.group === 'check'
      ? checkerButtons(occurrence, reader)
      : ownerButtons(occurrence, reader, { skip: false });
  return [
    section(occurrenceLine(duty, occurrence, reader, now)),
    actions(`duty.row.${occurrence.id}`, ...buttons, open),
  ];
}

/** The rules: mine, or everybody's for who leads. */
export function rulesView(
  reader: Reader,
  place: Place,
  shown: Shown<Duty>,
  more: { now: Date; leads: boolean; note?: Note | undefined },
): ModalView {
  const { locale } = reader;
  const { all = false } = place;
  const lines = shown.rows.map((duty) => {
    const text = plain(dutyText, locale, 'button.open');
    return section(ruleLine(duty, reader, more.now), button({ id: dutyAct.rule, text, value: duty.id }));
  });
  const key = all ? 'button.mineOnly' : 'button.everybody';
  const title = plain(dutyText, locale, all ? 'list.all' : 'list.rules');
  return listModal(reader, title, { ...place, page: shown.page }, [
    ...noteBlocks(more.note, reader),
    ...(lines.length > 0
      ? lines
      : [section(plain(dutyText, locale, all ? 'list.noneAtAll' : 'list.noRules'))]),
    ...turning(reader, shown, shortPage),
    actions(
      'duty.foot',
      button({ id: dutyAct.back, text: plain(dutyText, locale, 'button.backToMine') }),
      button({ id: dutyAct.add, text: plain(dutyText, locale, 'button.add') }),
      ...(more.leads
        ? [
            button({
              id: `${dutyAct.rules}.all`,
              text: plain(dutyText, locale, key),
              value: all ? 'mine' : 'all',
            }),
          ]
        : []),
    ),
  ]);
}

/** A rule in two lines: what, and who, how often, when next. */
export function ruleLine(duty: Duty, reader: Reader, now: Date): string {
  const { locale } = reader;
  const often = cadenceWords(duty.cadence, locale, now);
  const who = duty.owner ? mention(duty.owner) : { markup: plain(dutyText, locale, 'rule.noOwner') };
  const title = mrkdwn(dutyText, locale, 'line.title', { title: titleOf(duty, locale) });
  return `${title}\n${mrkdwn(dutyText, locale, 'rule.line', { often, who })} · ${nextWords(duty, reader, now)}`;
}

/** When a rule comes next, or why it does not. */
export function nextWords(
  { state, retiredWhy, nextOn, unknownYear, cadence }: Duty,
  { locale }: Reader,
  now: Date,
): string {
  if (state === 'paused') return plain(dutyText, locale, 'rule.paused');
  if (state === 'retired') {
    const why = retiredWhy === 'done' || retiredWhy === 'over' ? retiredWhy : 'retired';
    return plain(dutyText, locale, `rule.${why}`);
  }
  if (unknownYear !== null) return plain(dutyText, locale, 'rule.held', { year: String(unknownYear) });
  if (nextOn !== null) return plain(dutyText, locale, 'rule.next', { on: formatDay(nextOn, locale, now) });
  return plain(dutyText, locale, cadence.kind === 'after' ? 'rule.waits' : 'rule.noMore');
}

export function noteBlocks(note: Note | undefined, reader: Reader): Blocks {
  if (!note) return [];
  return [section(note.text, note.undo ? undoButton(note.undo, reader) : undefined)];
}

export function listModal(reader: Reader, title: string, place: Place, blocks: Blocks): ModalView {
  return modal({
    callbackId: dutyForm.list,
    title,
    close: plain(dutyText, reader.locale, 'form.close'),
    metadata: carry('', place),
    blocks,
  });
}

/** "9–16 of 200" and the buttons to turn the page. */
export function turning({ locale }: Reader, { page, total }: Shown<unknown>, length: number): Blocks {
  if (total <= length) return [];
  const from = page * length + 1;
  const to = Math.min(total, from + length - 1);
  const turn = (way: 'previous' | 'next', target: number) =>
    button({
      id: `${dutyAct.page}.${way}`,
      text: plain(dutyText, locale, `page.${way}`),
      value: String(target),
    });
  return [
    context(plain(dutyText, locale, 'page.range', { from, to, total })),
    actions(
      'duty.turn',
      ...(page > 0 ? [turn('previous', page - 1)] : []),
      ...(to < total ? [turn('next', page + 1)] : []),
    ),
  ];
}
