import type { ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, mention, modal, section } from '../slack/blocks.ts';
import { cadenceWords, offWords } from './cadence.view.ts';
import { controlText } from './control.text.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import {
  checkerButtons,
  dutyAct,
  dutyForm,
  mayUndo,
  occurrenceLine,
  ownerButtons,
  titleOf,
  undoButton,
} from './duty.view.ts';
import { evidenceLines, type LastTime, sameness } from './evidence.view.ts';
import { ladderWords } from './ladder.view.ts';
import { type Note, nextWords, noteBlocks } from './list.view.ts';
import { asksOf } from './meeting.ts';
import type { Occurrence } from './occurrence.ts';
import { officeWords } from './office.view.ts';
import { carry, type Place } from './place.ts';

/** What a person may do with something they look at. */
export type May = {
  readonly do: boolean;
  readonly check: boolean;
  readonly change: boolean;
  readonly handOver: boolean;
};

/** One time of a duty whole: what was handed in, what was said, and what the reader can do. */
export function occurrenceView(
  reader: Reader,
  duty: Duty,
  occurrence: Occurrence,
  more: {
    now: Date;
    may: May;
    last: LastTime | undefined;
    place: Place | undefined;
    note?: Note | undefined;
  },
): ModalView {
  const { locale } = reader;
  const { now, may, note } = more;
  const undo = mayUndo(occurrence, reader.id, now) && !note?.undo;
  const buttons = [
    ...(may.do ? ownerButtons(occurrence, reader, { skip: true }) : []),
    ...(may.check && occurrence.state === 'submitted' ? checkerButtons(occurrence, reader) : []),
    ...(undo ? [undoButton(occurrence, reader)] : []),
  ];
  return modal({
    callbackId: dutyForm.show,
    title: plain(dutyText, locale, 'show.title'),
    close: plain(dutyText, locale, 'form.close'),
    metadata: carry(occurrence.id, more.place),
    blocks: [
      ...noteBlocks(note, reader),
      section(occurrenceLine(duty, occurrence, reader, now)),
      ...evidenceLines(duty, occurrence, locale),
      ...sameness(duty, occurrence, more.last, reader, now),
      ...(buttons.length > 0 ? [actions('duty.act', ...buttons)] : []),
      actions(
        'duty.foot',
        button({ id: dutyAct.rule, text: plain(dutyText, locale, 'button.rule'), value: duty.id }),
        button({ id: dutyAct.history, text: plain(dutyText, locale, 'button.history'), value: duty.id }),
        button({ id: dutyAct.back, text: plain(dutyText, locale, 'button.back') }),
      ),
    ],
  });
}

/** A rule whole: who, how often, what for, what is asked, and what the reader can do with it. */
export function ruleView(
  reader: Reader,
  duty: Duty,
  more: {
    now: Date;
    may: May;
    open: readonly Occurrence[];
    place: Place | undefined;
    note?: Note | undefined;
  },
): ModalView {
  const { locale } = reader;
  const { now, may } = more;
  const b = (id: string, key: keyof typeof dutyText.en & string) =>
    button({ id, text: plain(dutyText, locale, key), value: duty.id });
  const revised = `${duty.id} ${duty.revision}`;
  const confirm = (what: 'pause' | 'retire') => ({
    title: plain(dutyText, locale, `confirm.${what}Title`),
    text: plain(dutyText, locale, `confirm.${what}`),
    yes: plain(dutyText, locale, `button.${what}`),
    no: plain(dutyText, locale, 'confirm.no'),
    danger: what === 'retire',
  });
  const changes =
    may.change && duty.state !== 'retired'
      ? [
          b(dutyAct.edit, 'button.edit'),
          duty.state === 'paused'
            ? b(dutyAct.resume, 'button.resume')
            : button({
                id: dutyAct.pause,
                text: plain(dutyText, locale, 'button.pause'),
                value: revised,
                confirm: confirm('pause'),
              }),
          button({
            id: dutyAct.retire,
            text: plain(dutyText, locale, 'button.retire'),
            value: revised,
            style: 'danger',
            confirm: confirm('retire'),
          }),
        ]
      : [];
  return modal({
    callbackId: dutyForm.show,
    title: plain(dutyText, locale, 'rule.title'),
    close: plain(dutyText, locale, 'form.close'),
    metadata: carry(duty.id, more.place),
    blocks: [
      ...noteBlocks(more.note, reader),
      section(mrkdwn(dutyText, locale, 'line.title', { title: titleOf(duty, locale) })),
      section(facts(duty, reader, now).join('\n')),
      ...more.open
        .slice(0, 3)
        .map((one) =>
          section(
            occurrenceLine(duty, one, reader, now),
            button({ id: dutyAct.show, text: plain(dutyText, locale, 'button.open'), value: one.id }),
          ),
        ),
      ...(may.handOver && duty.state !== 'retired'
        ? [actions('duty.change', ...changes, b(dutyAct.handOver, 'button.handOver'))]
        : changes.length > 0
          ? [actions('duty.change', ...changes)]
          : []),
      actions('duty.foot', b(dutyAct.history, 'button.history'), b(dutyAct.back, 'button.back')),
    ],
  });
}

function facts(duty: Duty, reader: Reader, now: Date): string[] {
  const { locale } = reader;
  const { owner, deputy, checker, participants, leadDays, toleranceDays, why, ladder, leftBy, office } = duty;
  const asks = asksOf(duty);
  const say = (
    key: keyof typeof dutyText.en & string,
    values: Record<string, string | number | Markup> = {},
  ) => mrkdwn(dutyText, locale, key, values);
  const off = offWords(duty.cadence, locale);
  const stop = locale === 'zh' ? '；' : '; ';
  const labels = asks.map((ask) => (locale === 'zh' ? ask.zh : ask.en) || ask.en);
  const controls = why.controls.map((id) =>
    Object.hasOwn(controlText[locale], id) ? `${id} ${controlText[locale][id as '1.1']}` : id,
  );
  return [
    say('fact.often', { often: cadenceWords(duty.cadence, locale, now) }),
    ...(off ? [say('fact.off', { off })] : []),
    say('fact.next', { next: nextWords(duty, reader, now) }),
    owner ? say('fact.owner', { who: mention(owner) }) : say('fact.noOwner'),
    ...(leftBy ? [say('fact.standsIn', { who: mention(leftBy) })] : []),
    ...(deputy ? [say('fact.deputy', { who: mention(deputy) })] : []),
    ...(checker ? [say('fact.checker', { who: mention(checker) })] : []),
    ...(participants.length > 0
      ? [
          say('fact.participants', {
            who: { markup: participants.map((id) => mention(id).markup).join(' ') },
          }),
        ]
      : []),
    ...(leadDays > 0 ? [say('fact.lead', { days: leadDays })] : []),
    ...(toleranceDays > 0 ? [say('fact.tolerance', { days: toleranceDays })] : []),
    asks.length > 0 ? say('fact.asks', { asks: labels.join(stop) }) : say('fact.noAsks'),
    ...(ladder.length > 0 ? [say('fact.ladder', { ladder: ladderWords(ladder, locale) })] : []),
    ...(controls.length > 0 ? [say('fact.controls', { controls: controls.join(stop) })] : []),
    ...(why.law ? [say('fact.law', { law: why.law })] : []),
    say('fact.office', { office: officeWords(office, locale) }),
  ];
}
