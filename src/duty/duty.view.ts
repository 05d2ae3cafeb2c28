import type { Button } from '@slack/types';
import { formatDay, type Locale, type Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { button, mention } from '../slack/blocks.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { isLate, isOpen, isWithinTolerance, type Occurrence, undoMinutes } from './occurrence.ts';
import { dayOf } from './plan.ts';

export const dutyAct = {
  done: 'duty.done',
  pass: 'duty.pass',
  skip: 'duty.skip',
  undo: 'duty.undo',
  accept: 'duty.accept',
  return: 'duty.return',
  show: 'duty.show',
  rule: 'duty.rule',
  add: 'duty.add',
  edit: 'duty.edit',
  pause: 'duty.pause',
  resume: 'duty.resume',
  retire: 'duty.retire',
  handOver: 'duty.hand_over',
  history: 'duty.history',
  list: 'duty.list',
  rules: 'duty.rules',
  page: 'duty.page',
  back: 'duty.back',
  form: 'duty.form',
  more: 'duty.form.more',
  controls: 'duty.controls',
} as const;

export const dutyForm = {
  add: 'duty.add',
  done: 'duty.done',
  pass: 'duty.pass',
  skip: 'duty.skip',
  return: 'duty.return',
  handOver: 'duty.hand_over',
  list: 'duty.list',
  show: 'duty.show',
} as const;

/** A duty's title in the reader's language. */
export function titleOf({ titleEn, titleZh }: Pick<Duty, 'titleEn' | 'titleZh'>, locale: Locale): string {
  return (locale === 'zh' ? titleZh : titleEn) || titleEn || titleZh;
}

/** What an occurrence is about beside its duty: who left, which case was closed. */
export function aboutWords({ about }: Pick<Occurrence, 'about'>): Markup | undefined {
  if (!about) return undefined;
  return /^[UW][A-Z0-9]{2,30}$/.test(about) ? mention(about) : { markup: escapeMrkdwn(about) };
}

/** One time of a duty in two lines: what, and how it stands. */
export function occurrenceLine(duty: Duty, occurrence: Occurrence, reader: Reader, now: Date): string {
  const about = aboutWords(occurrence);
  const title = mrkdwn(dutyText, reader.locale, about ? 'line.titleAbout' : 'line.title', {
    title: titleOf(duty, reader.locale),
    about: about ?? '',
  });
  return `${title}\n${standing(duty, occurrence, reader, now)}`;
}

/** How something open stands with time, and the days its words name; until when it is in time is the office's end of that day. */
export function timeOf(duty: Pick<Duty, 'office'>, occurrence: Occurrence, { locale }: Reader, now: Date) {
  return {
    how: isLate(occurrence, now) ? 'late' : isWithinTolerance(occurrence, now) ? 'within' : 'due',
    due: formatDay(occurrence.plannedOn, locale, now),
    until: formatDay(dayOf(occurrence.lateAt, duty.office.tz), locale, now),
  } as const;
}

/** How it stands, in one line. */
export function standing(duty: Duty, occurrence: Occurrence, reader: Reader, now: Date): string {
  const { locale } = reader;
  const { state, plannedOn, owner, checkedBy, doneBy, note, flagged } = occurrence;
  const { how, due, until } = timeOf(duty, occurrence, reader, now);
  const say = (
    key: keyof typeof dutyText.en & string,
    values: Record<string, string | number | Markup> = {},
  ) => mrkdwn(dutyText, locale, key, { due, until, ...values });
  const who = owner === reader.id ? '' : ` · ${say('line.owner', { who: mention(owner) })}`;
  const odd = flagged ? ` · ${say(`flag.${flagged}`)}` : '';
  switch (state) {
    case 'open':
      return `${say(`line.${how}`)}${who}`;
    case 'returned':
      return `${say('line.returned', {
        who: mention(checkedBy ?? duty.checker ?? owner),
        note: note ?? say('erased'),
      })} · ${say(`line.${how}`)}${who}`;
    case 'submitted':
      return `${say('line.submitted', {
        who: mention(doneBy ?? owner),
        checker: mention(duty.checker ?? owner),
      })}${odd}`;
    case 'done':
      return `${say(occurrence.lateMinutes > 0 ? 'line.doneLate' : 'line.done', {
        on: formatDay(occurrence.evidenceOn ?? plannedOn, locale, now),
        who: mention(doneBy ?? owner),
      })}${odd}`;
    case 'skipped':
      return say('line.skipped', { who: mention(doneBy ?? owner), note: note ?? say('erased') });
    case 'missed':
      return `${say('line.missed')}${who}`;
  }
}

/** Whether this person could still take back what they did. */
export function mayUndo({ state, doneBy, doneAt, checkedAt }: Occurrence, by: string, now: Date): boolean {
  const undoable = state === 'submitted' || state === 'skipped' || (state === 'done' && checkedAt === null);
  return (
    undoable && doneBy === by && doneAt !== null && now.getTime() - doneAt.getTime() <= undoMinutes * 60_000
  );
}

/** What its owner can do with it at once. */
export function ownerButtons(occurrence: Occurrence, { locale }: Reader, more: { skip: boolean }): Button[] {
  const { id: value } = occurrence;
  if (!isOpen(occurrence)) return [];
  const of = (id: string, key: 'button.done' | 'button.pass' | 'button.skip', style?: 'primary') =>
    button({ id, text: plain(dutyText, locale, key), value, ...(style ? { style } : {}) });
  return [
    of(dutyAct.done, 'button.done', 'primary'),
    of(dutyAct.pass, 'button.pass'),
    ...(more.skip ? [of(dutyAct.skip, 'button.skip')] : []),
  ];
}

export function undoButton({ id }: Pick<Occurrence, 'id'>, { locale }: Reader): Button {
  return button({ id: dutyAct.undo, text: plain(dutyText, locale, 'button.undo'), value: id });
}

/** What its checker can do with it. */
export function checkerButtons({ id: value }: Pick<Occurrence, 'id'>, { locale }: Reader): Button[] {
  return [
    button({ id: dutyAct.accept, text: plain(dutyText, locale, 'button.accept'), value, style: 'primary' }),
    button({ id: dutyAct.return, text: plain(dutyText, locale, 'button.return'), value }),
  ];
}
