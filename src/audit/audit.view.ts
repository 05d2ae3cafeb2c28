import type { ModalView } from '@slack/types';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, type Markup, mrkdwn, plain } from '../kernel/message.ts';
import {
  actions,
  button,
  context,
  divider,
  field,
  fields,
  modal,
  plainText,
  section,
} from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import type { AnchorRow } from './anchor.store.ts';
import { auditText } from './audit.text.ts';
import type { Check } from './check.ts';

export const auditAct = {
  verify: 'audit.verify',
  next: 'audit.page.next',
  previous: 'audit.page.previous',
  proofs: 'audit.proofs',
  together: 'audit.together',
} as const;
export const auditForm = { menu: 'audit.menu', timeline: 'audit.timeline' } as const;

/** How the log stands: what the menu shows. */
export type LogState = {
  readonly size: number;
  readonly waiting: number;
  readonly checkpoint: { readonly size: number; readonly at: Date } | undefined;
  readonly check: Check | undefined;
  readonly anchors: readonly { readonly place: string; readonly last: AnchorRow | undefined }[];
};

/** The log at a glance, the button that checks it, and the field that leads to a timeline. */
export function menuView(reader: Reader, now: Date, state: LogState, note?: string): ModalView {
  const { locale } = reader;
  const say = (key: Parameters<typeof plain<keyof typeof auditText.en & string>>[2]) =>
    plain(auditText, locale, key);
  const when = (at: Date) => formatMoment(at, reader, now);
  const { checkpoint, check, anchors } = state;
  const checked =
    check &&
    mrkdwn(auditText, locale, check.state === 'whole' ? 'menu.checkWhole' : 'menu.checkBroken', {
      when: when(check.finishedAt ?? check.askedAt),
    });
  return modal({
    callbackId: auditForm.menu,
    title: say('menu.title'),
    submit: say('menu.find'),
    close: say('menu.close'),
    blocks: [
      ...(note ? [section(note)] : []),
      fields([
        [say('menu.size'), state.size.toLocaleString('en')],
        [say('menu.waiting'), state.waiting.toLocaleString('en')],
        [
          say('menu.checkpoint'),
          checkpoint
            ? mrkdwn(auditText, locale, 'menu.checkpointValue', {
                size: checkpoint.size,
                when: when(checkpoint.at),
              })
            : say('menu.noCheckpoint'),
        ],
        [say('menu.check'), checked ?? say('menu.noCheck')],
      ]),
      section(
        [
          `*${say('menu.anchors')}*`,
          ...(anchors.length === 0
            ? [say('menu.noAnchors')]
            : anchors.map((one) => anchorLine(one, reader, now))),
        ].join('\n'),
      ),
      actions('verify', button({ id: auditAct.verify, text: say('menu.verify'), style: 'primary' })),
      divider,
      field({
        name: 'subject',
        label: say('menu.subject'),
        hint: say('menu.subjectHint'),
        optional: true,
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: 200,
          placeholder: plainText(say('menu.subjectPlaceholder'), 150),
        },
      }),
      field({
        name: 'person',
        label: say('menu.person'),
        optional: true,
        element: { type: 'users_select', action_id: 'value' },
      }),
    ],
  });
}

function anchorLine({ place, last }: LogState['anchors'][number], reader: Reader, now: Date): string {
  const { locale } = reader;
  // A channel is shown by its name to whoever may see it.
  const [, channel] = /^slack:(\w+)$/.exec(place) ?? [];
  const shown: Markup = { markup: channel ? `<#${channel}>` : `\`${escapeMrkdwn(place)}\`` };
  return last
    ? mrkdwn(auditText, locale, 'menu.anchor', {
        place: shown,
        size: last.size,
        when: formatMoment(last.at, reader, now),
      })
    : mrkdwn(auditText, locale, 'menu.anchorNone', { place: shown });
}

export const pageLength = 20;

export type TimelineEntry = {
  readonly id: string;
  readonly at: Date;
  /** Already worded mrkdwn. */
  readonly words: string;
  /** Its leaf, once it stands under a signed checkpoint. */
  readonly proved: number | undefined;
};

export type Timeline = {
  readonly subject: string;
  readonly name: Markup;
  readonly page: number;
  readonly total: number;
  readonly entries: readonly TimelineEntry[];
  /** Other subjects that the same commands changed. */
  readonly together: readonly string[];
};

/** What happened to one subject, a page at a time, and the button that sends the proofs. */
export function timelineView(reader: Reader, now: Date, timeline: Timeline, note?: string): ModalView {
  const { locale } = reader;
  const { subject, page, total, entries, together } = timeline;
  const from = page * pageLength + 1;
  return modal({
    callbackId: auditForm.timeline,
    title: plain(auditText, locale, 'timeline.title'),
    close: plain(auditText, locale, 'menu.close'),
    metadata: JSON.stringify({ subject, page }),
    blocks: [
      ...(note ? [section(note)] : []),
      section(`*${mrkdwn(auditText, locale, 'timeline.of', { subject: timeline.name })}*`),
      ...entries.flatMap((entry) => entryBlocks(entry, reader, now)),
      context(plain(auditText, locale, 'timeline.range', { from, to: from + entries.length - 1, total })),
      ...turning(reader, page, total),
      divider,
      actions(
        'proofs',
        button({ id: auditAct.proofs, text: plain(auditText, locale, 'timeline.proofs'), value: subject }),
      ),
      context(plain(auditText, locale, 'timeline.proofsHint')),
      ...(together.length > 0
        ? [
            context(plain(auditText, locale, 'timeline.together')),
            actions(
              'together',
              ...together.map((other, at) =>
                button({ id: `${auditAct.together}#${at}`, text: other, value: other }),
              ),
            ),
          ]
        : []),
    ],
  });
}

function entryBlocks({ id, at, words, proved }: TimelineEntry, reader: Reader, now: Date): Blocks {
  const { locale } = reader;
  const mark =
    proved === undefined
      ? plain(auditText, locale, 'timeline.waiting')
      : plain(auditText, locale, 'timeline.proved', { leaf: proved });
  const line = mrkdwn(auditText, locale, 'timeline.line', { when: formatMoment(at, reader, now), id, mark });
  return [section(words), context(line)];
}

function turning({ locale }: Reader, page: number, total: number): Blocks {
  const turn = (id: string, key: 'timeline.previous' | 'timeline.next', target: number) =>
    button({ id, text: plain(auditText, locale, key), value: String(target) });
  const buttons = [
    ...(page > 0 ? [turn(auditAct.previous, 'timeline.previous', page - 1)] : []),
    ...((page + 1) * pageLength < total ? [turn(auditAct.next, 'timeline.next', page + 1)] : []),
  ];
  return buttons.length > 0 ? [actions('turn', ...buttons)] : [];
}
