import type { ModalView } from '@slack/types';
import type { Piece, QueueFigures } from '../jobs/piece.store.ts';
import { formatHours, type Locale, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import {
  actions,
  button,
  context,
  divider,
  header,
  listed,
  mention,
  modal,
  section,
} from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { statusText } from './status.text.ts';

/** A queue with so many pieces that do not get done. */
export type Kind = { readonly queue: string; readonly count: number };

export const statusAct = {
  rerun: 'status.rerun',
  rerunAll: 'status.rerun_all',
  drop: 'status.drop',
  reload: 'status.reload',
  next: 'status.page.next',
  previous: 'status.page.previous',
} as const;

/** Two blocks a piece: a page stays far below the 100 that a modal holds. */
export const pageLength = 10;

/** A length of time as a person says it, without parts that nobody needs. */
export function ageInWords(seconds: number, locale: Locale): string {
  if (seconds < 60) return plain(statusText, locale, 'age.moment');
  if (seconds < 3_600) return formatHours(Math.floor(seconds / 60) / 60, locale);
  const hours = Math.floor(seconds / 3_600);
  return formatHours(hours < 48 ? hours : Math.floor(hours / 24) * 24, locale);
}

/** How the house stands: what the short answer looks at. */
export type Standing = {
  readonly queues: readonly QueueFigures[];
  readonly troubled: { readonly stuck: number; readonly dead: number };
  readonly databaseMs: number;
  /** Kinds of Slack calls that must wait, and for how long the longest. */
  readonly paused: { readonly methods: number; readonly seconds: number };
  readonly unreachable: readonly string[];
  /** Events without a leaf in the log. */
  readonly unlogged: number;
};

export function standingAnswer({ locale }: Reader, standing: Standing): { text: string; blocks: Blocks } {
  const { queues, troubled, databaseMs, paused, unreachable, unlogged } = standing;
  const undone = queues.reduce((sum, one) => sum + one.ready + one.running + one.waiting, 0);
  const oldest = Math.max(0, ...queues.map((one) => one.oldestSeconds));
  const both = troubled.stuck > 0 && troubled.dead > 0 ? 'yes' : 'no';
  const title = plain(statusText, locale, 'status.title');
  const lines = [
    mrkdwn(statusText, locale, 'status.work', {
      undone,
      oldest: undone > 0 ? ageInWords(oldest, locale) : 'none',
    }),
    ...(troubled.stuck + troubled.dead > 0
      ? [mrkdwn(statusText, locale, 'status.troubled', { ...troubled, both })]
      : []),
    mrkdwn(statusText, locale, 'status.database', { ms: Math.max(1, Math.round(databaseMs)) }),
    mrkdwn(statusText, locale, 'status.slack', {
      paused: paused.methods,
      seconds: Math.ceil(paused.seconds),
    }),
    ...(unreachable.length > 0
      ? [
          mrkdwn(statusText, locale, 'status.unreachable', {
            count: unreachable.length,
            people: listed(unreachable.slice(0, 10).map(mention), locale),
          }),
        ]
      : []),
    mrkdwn(statusText, locale, 'status.log', { count: unlogged }),
  ];
  return { text: title, blocks: [section(`*${title}*`), section(lines.join('\n'))] };
}

/** The work of the house: figures of each queue, then what does not get done, a page of it. */
export function jobsView(
  { locale }: Reader,
  page: number,
  found: {
    queues: readonly QueueFigures[];
    pieces: readonly Piece[];
    total: number;
    /** How many pieces of each queue do not get done. */
    kinds: readonly Kind[];
  },
  note?: string,
): ModalView {
  const { queues, pieces, total } = found;
  const reload = button({ id: statusAct.reload, text: plain(statusText, locale, 'jobs.reload'), value: '0' });
  const figures =
    queues.length > 0
      ? queues.map((one) => queueLine(one, locale)).join('\n')
      : plain(statusText, locale, 'jobs.idle');
  return modal({
    callbackId: 'status.jobs',
    title: plain(statusText, locale, 'jobs.title'),
    close: plain(statusText, locale, 'jobs.close'),
    blocks: [
      ...(note ? [section(note)] : []),
      section(`*${plain(statusText, locale, 'jobs.queues')}*`, reload),
      section(figures),
      divider,
      ...(total === 0
        ? [section(plain(statusText, locale, 'jobs.none'))]
        : [
            header(plain(statusText, locale, 'jobs.troubled')),
            ...wholeKinds(found.kinds, locale),
            ...pieces.flatMap((one) => pieceBlocks(one, locale)),
          ]),
      ...turning(locale, page, total),
    ],
  });
}

function queueLine(figures: QueueFigures, locale: Locale): string {
  const { queue, ready, running, waiting, dead, oldestSeconds } = figures;
  const busy = ready + running + waiting > 0;
  return mrkdwn(statusText, locale, 'jobs.queue', {
    ...{ queue, ready, running, waiting, dead },
    oldest: busy ? ageInWords(oldestSeconds, locale) : 'none',
  });
}

/** One button for all of a kind: after an outage nobody wants to press the same one a hundred times. */
function wholeKinds(kinds: readonly Kind[], locale: Locale): Blocks {
  const several = kinds.filter(({ count }) => count > 1).slice(0, 5);
  if (several.length === 0) return [];
  const buttons = several.map(({ queue, count }) =>
    button({
      id: `${statusAct.rerunAll}#${queue}`,
      text: plain(statusText, locale, 'jobs.rerunAll', { queue, count }),
      value: `${queue} ${count}`,
    }),
  );
  return [actions('kinds', ...buttons)];
}

function pieceBlocks(piece: Piece, locale: Locale): Blocks {
  const { id, queue, state, tried, reason, about } = piece;
  const line = mrkdwn(statusText, locale, 'jobs.piece', {
    ...{ state, queue, tried, reason: reason ?? 'none' },
    age: ageInWords(piece.ageSeconds, locale),
  });
  const named = Object.entries(about).map(([name, value]) => `${name}: ${idShown(value).markup}`);
  // What a click is about changes with every try: the same button after another failure is another click.
  const value = [id, state, tried].join(' ');
  return [
    section(`${line}\n${named.join(' · ')}`),
    actions(
      `piece.${id}`,
      button({ id: statusAct.rerun, text: plain(statusText, locale, 'jobs.rerun'), value }),
      ...(state === 'dead'
        ? [
            button({
              id: statusAct.drop,
              text: plain(statusText, locale, 'jobs.drop'),
              value,
              style: 'danger',
              confirm: {
                title: plain(statusText, locale, 'jobs.drop.title'),
                text: plain(statusText, locale, 'jobs.drop.text'),
                yes: plain(statusText, locale, 'jobs.drop.yes'),
                no: plain(statusText, locale, 'jobs.drop.no'),
                danger: true,
              },
            }),
          ]
        : []),
    ),
  ];
}

/** A person as Slack shows them, every other id as it stands. */
function idShown(value: string): Markup {
  return /^[UW][A-Z0-9]{2,30}$/.test(value)
    ? mention(value)
    : { markup: `\`${value.replaceAll(/[^\w.:@ -]/g, '')}\`` };
}

function turning(locale: Locale, page: number, total: number): Blocks {
  if (total <= pageLength) return [];
  const from = page * pageLength + 1;
  const to = Math.min(total, from + pageLength - 1);
  const turn = (way: 'previous' | 'next', target: number) =>
    button({ id: statusAct[way], text: plain(statusText, locale, `jobs.${way}`), value: String(target) });
  return [
    context(plain(statusText, locale, 'jobs.range', { from, to, total })),
    actions(
      'turn',
      ...(page > 0 ? [turn('previous', page - 1)] : []),
      ...(to < total ? [turn('next', page + 1)] : []),
    ),
  ];
}
