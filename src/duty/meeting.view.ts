import type { ModalView } from '@slack/types';
import { formatDay, formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, mention, modal, section } from '../slack/blocks.ts';
import { type Blocks, type CardFace, type OpenItem, type OwedLine, priorities } from '../slack/capability.ts';
import { correctiveAct } from '../slack/corrective.ts';
import type { ActionRow } from './action.store.ts';
import { formatDayOf } from './action.view.ts';
import type { Duty } from './duty.ts';
import { titleOf } from './duty.view.ts';
import { nextWords } from './list.view.ts';
import type { LateRow, OpenDuties } from './meeting.store.ts';
import { meetingText } from './meeting.text.ts';
import { isOpen, type Occurrence } from './occurrence.ts';
import { carry, type Place } from './place.ts';

export const meetingAct = { agenda: 'duty.meeting.agenda' } as const;

/** Shows the rule of a meeting, and leads back to the list. */
const [ruleAct, backAct] = ['duty.rule', 'duty.back'];

/** Opens the form in which evidence is handed in: minutes are a meeting's. */
const minutesAct = 'duty.done';

/** Lines of an agenda that a phone still shows without scrolling for long. */
const mostLines = 15;

export type Meeting = {
  readonly duty: Duty;
  readonly occurrence: Occurrence;
  readonly items: readonly OpenItem[];
  /** What was decided in it so far. */
  readonly decisions: readonly ActionRow[];
};

/** The agenda: what matters most first. */
export function agendaBlocks(
  { items, decisions }: Pick<Meeting, 'items' | 'decisions'>,
  reader: Reader,
  now: Date,
): Blocks {
  const { locale } = reader;
  const say = (key: 'meeting.open' | 'meeting.nothing' | 'meeting.decided') =>
    plain(meetingText, locale, key);
  const lines = ordered(items)
    .slice(0, mostLines)
    .map(({ text }) => `• ${text}`);
  const left = items.length - lines.length;
  if (left > 0) lines.push(plain(meetingText, locale, 'meeting.more', { count: left }));
  const decided = decisions.map(({ duty, occurrence }) => {
    const on = occurrence?.plannedOn ?? (duty.cadence.kind === 'once' ? duty.cadence.on : null);
    const owner = occurrence?.owner ?? duty.owner;
    return `• ${mrkdwn(meetingText, locale, 'meeting.decision', {
      title: titleOf(duty, locale),
      owner: owner ? mention(owner) : '—',
      due: on ? formatDay(on, locale, now) : '—',
    })}`;
  });
  return [
    section([say('meeting.open'), ...(lines.length > 0 ? lines : [say('meeting.nothing')])].join('\n')),
    ...(decided.length > 0 ? [section([say('meeting.decided'), ...decided].join('\n'))] : []),
    context(plain(meetingText, locale, 'meeting.foot', { at: formatMoment(now, reader, now) })),
  ];
}

function withWhom({ participants }: Duty, { locale }: Reader): Blocks {
  if (participants.length === 0) return [];
  const who = { markup: participants.map((id) => mention(id).markup).join(' ') };
  return [context(mrkdwn(meetingText, locale, 'meeting.with', { who }))];
}

/** So much of an agenda stands in a line of a digest; what does not fit is counted. */
const mostOfLine = 160;

/** That a meeting comes, for who takes part in it: when, and what stands on its agenda so far. */
export function soonLine({ duty, occurrence, items }: Meeting, reader: Reader, now: Date): OwedLine {
  const { locale } = reader;
  const said: string[] = [];
  for (const { text } of ordered(items)) {
    if (said.length > 0 && said.join('').length + text.length > mostOfLine) break;
    said.push(text.replace(/[.。]$/u, ''));
  }
  const left = items.length - said.length;
  if (left > 0) said.push(plain(meetingText, locale, 'meeting.more', { count: left }));
  return {
    text: mrkdwn(meetingText, locale, 'soon.line', {
      title: titleOf(duty, locale),
      on: formatDay(occurrence.plannedOn, locale, now),
      items: said.length > 0 ? { markup: said.join(locale === 'zh' ? '；' : '; ') } : 'none',
    }),
    button: button({
      id: meetingAct.agenda,
      text: plain(meetingText, locale, 'soon.open'),
      value: occurrence.id,
    }),
    shows: [occurrence.id, duty.id],
  };
}

/** What matters most first. */
function ordered(items: readonly OpenItem[]): OpenItem[] {
  return items.toSorted((a, b) => priorities.indexOf(a.priority) - priorities.indexOf(b.priority));
}

/** A meeting as the message of whoever holds it; its agenda goes when it was held. */
export function meetingFace(meeting: Meeting, reader: Reader, now: Date): CardFace {
  const { locale } = reader;
  const { duty, occurrence, items, decisions } = meeting;
  const title = titleOf(duty, locale);
  const open = isOpen(occurrence);
  const held = occurrence.state === 'done' || occurrence.state === 'submitted';
  const head = mrkdwn(meetingText, locale, open ? 'meeting.head' : held ? 'meeting.over' : 'meeting.off', {
    title,
    on: formatDay(occurrence.plannedOn, locale, now),
  });
  const say = (key: 'meeting.now' | 'meeting.decide' | 'meeting.minutes') => plain(meetingText, locale, key);
  const buttons = actions(
    'meeting',
    button({ id: minutesAct, text: say('meeting.minutes'), value: occurrence.id, style: 'primary' }),
    button({ id: correctiveAct, text: say('meeting.decide'), value: occurrence.id }),
    button({ id: meetingAct.agenda, text: say('meeting.now'), value: occurrence.id }),
  );
  return {
    text: plain(meetingText, locale, 'meeting.lock', { title }),
    blocks: open
      ? [section(head), ...withWhom(duty, reader), ...agendaBlocks(meeting, reader, now), buttons]
      : [section(head)],
    shows: [
      occurrence.id,
      duty.id,
      ...decisions.map(({ duty: { id } }) => id),
      ...(open ? items.flatMap(({ shows }) => shows) : []),
    ],
    open,
  };
}

/** An agenda; `place`: the list it was opened from. */
export function agendaView(meeting: Meeting, reader: Reader, now: Date, place: Place | undefined): ModalView {
  const { locale } = reader;
  const { duty, occurrence } = meeting;
  const head = mrkdwn(meetingText, locale, 'meeting.head', {
    title: titleOf(duty, locale),
    on: formatDay(occurrence.plannedOn, locale, now),
  });
  const say = (key: 'meeting.decide' | 'meeting.rule' | 'meeting.back') => plain(meetingText, locale, key);
  const buttons = [
    ...(isOpen(occurrence)
      ? [button({ id: correctiveAct, text: say('meeting.decide'), value: occurrence.id })]
      : []),
    button({ id: ruleAct, text: say('meeting.rule'), value: duty.id }),
    ...(place ? [button({ id: backAct, text: say('meeting.back') })] : []),
  ];
  return modal({
    callbackId: 'duty.meeting',
    title: plain(meetingText, locale, 'meeting.agenda'),
    close: plain(meetingText, locale, 'meeting.close'),
    metadata: carry(occurrence.id, place),
    blocks: [
      section(head),
      ...withWhom(duty, reader),
      ...agendaBlocks(meeting, reader, now),
      actions('meeting', ...buttons),
    ],
  });
}

/** All meetings with their next day; `open`: those whose agenda can be looked at. */
export function meetingsView(
  meetings: readonly { duty: Duty; occurrence: string | null; on: string | null }[],
  reader: Reader,
  now: Date,
): ModalView {
  const { locale } = reader;
  const rows = meetings.map(({ duty, occurrence, on }) =>
    section(
      mrkdwn(meetingText, locale, 'meeting.listed', {
        title: titleOf(duty, locale),
        on: occurrence && on ? formatDay(on, locale, now) : nextWords(duty, reader, now),
        count: duty.participants.length,
        who: duty.owner ? mention(duty.owner) : '—',
      }),
      occurrence
        ? button({
            id: `${meetingAct.agenda}#${duty.id}`,
            text: plain(meetingText, locale, 'meeting.agenda'),
            value: occurrence,
          })
        : button({
            id: `${ruleAct}#${duty.id}`,
            text: plain(meetingText, locale, 'meeting.rule'),
            value: duty.id,
          }),
    ),
  );
  return modal({
    callbackId: 'duty.meetings',
    title: plain(meetingText, locale, 'meeting.title'),
    close: plain(meetingText, locale, 'meeting.close'),
    metadata: carry('', { list: 'meetings', page: 0 }),
    blocks: rows.length > 0 ? rows : [section(plain(meetingText, locale, 'meeting.none'))],
  });
}

/** What stands open among the duties themselves. */
export function openDutyItems(open: OpenDuties, reader: Reader, now: Date): OpenItem[] {
  const { locale } = reader;
  const names = (rows: readonly LateRow[], count: number): string => {
    const some = rows.map(({ duty, owner, dueAt }) =>
      mrkdwn(meetingText, locale, 'open.lateName', {
        title: titleOf(duty, locale),
        owner: mention(owner),
        since: formatDayOf(dueAt, reader, now),
      }),
    );
    const left = count - rows.length;
    const more = left > 0 ? [plain(meetingText, locale, 'meeting.more', { count: left })] : [];
    return [...some, ...more].join(locale === 'zh' ? '；' : '; ');
  };
  const items: OpenItem[] = [];
  for (const [key, { count, rows }] of [
    ['open.late', open.late],
    ['open.actions', open.actionsLate],
  ] as const)
    if (count > 0)
      items.push({
        text: mrkdwn(meetingText, locale, key, { count, names: { markup: names(rows, count) } }),
        priority: 'duty',
        shows: rows.map(({ occurrence }) => occurrence),
      });
  for (const [key, count] of [
    ['open.check', open.submitted],
    ['open.orphan', open.orphans],
    ['open.effects', open.effects],
  ] as const)
    if (count > 0)
      items.push({ text: plain(meetingText, locale, key, { count }), priority: 'duty', shows: [] });
  return items;
}
