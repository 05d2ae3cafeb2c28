import type { Button, ModalView, SectionBlock } from '@slack/types';
import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, divider, mention, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { attentionText } from './attention.text.ts';
import { attentionAct } from './attention.view.ts';
import { resting, row } from './digest.view.ts';
import { type Entry, entriesOf, waitingEntries } from './entry.view.ts';
import type { Kinds } from './kind.ts';
import { lateOf } from './late.store.ts';

export const listForm = 'attention.list';
export const lateForm = 'attention.late';
/** Things on one page of the list: a phone scrolls through it in two screens. */
export const listPage = 8;
const latePage = 15;

type Look = { tenant: string; kinds: Kinds; reader: Reader; now: Date };

/**
 * Everything that waits for its reader, also what today's digest does not say again, page by page, each with all that can be done about it; at
 * the end what was put off or stopped.
 */
export async function listView(
  tx: Tx,
  { tenant, kinds, reader, now }: Look,
  of: { page: number },
  note: Blocks = [],
): Promise<ModalView> {
  const { locale } = reader;
  const entries = await waitingEntries(tx, tenant, kinds, reader, now);
  const sorted = [
    ...entries.filter(({ how }) => how === 'stands'),
    ...entries.filter(({ how }) => how !== 'stands'),
  ];
  const { shown, blocks: turning, page } = turn(sorted, of.page, listPage, locale);
  const standing = shown.filter(({ how }) => how === 'stands');
  const rest = shown.filter(({ how }) => how !== 'stands');
  return modal({
    callbackId: listForm,
    title: plain(attentionText, locale, 'list.title'),
    close: plain(attentionText, locale, 'list.close'),
    metadata: String(page),
    blocks: [
      ...(note.length > 0 ? [...note.map(noteInList), divider] : []),
      ...(sorted.length === 0 ? [section(plain(attentionText, locale, 'digest.empty'))] : []),
      ...standing.flatMap((entry, at) => row(entry, reader, inList(entry, at))),
      ...(rest.length > 0 ? [section(plain(attentionText, locale, 'list.putOff'))] : []),
      ...rest.map((entry) => resting(entry, reader, now)),
      ...turning,
    ],
  });
}

/** The act as pressed in a list: the list is drawn again behind it. */
function inList({ line }: Entry, at: number): Button | undefined {
  return line.button && drawnAgain(line.button, String(at));
}

/** What an act answered, with its way back where it has one. */
function noteInList(block: Blocks[number]): Blocks[number] {
  const { accessory } = block as SectionBlock;
  if (accessory?.type !== 'button') return block;
  return { ...(block as SectionBlock), accessory: drawnAgain(accessory, 'note') };
}

function drawnAgain(act: Button, at: string): Button {
  if (act.url) return act;
  return {
    ...act,
    action_id: `${attentionAct.act}#${at}`,
    value: `${act.action_id?.split('#', 1)[0]} ${act.value ?? ''}`,
  };
}

/** What is late of one person's, for whoever was told on their ladder: to read, not to do. */
export async function lateView(
  tx: Tx,
  { tenant, kinds, reader, now }: Look,
  of: { person: string; page: number },
): Promise<ModalView> {
  const { locale } = reader;
  const page = { limit: latePage, offset: of.page * latePage };
  const { rows, total } = await lateOf(tx, tenant, { holder: reader.id, person: of.person }, page);
  const entries = await entriesOf(tx, tenant, kinds, rows, reader, now);
  const lines = entries.map(({ line }) => section(`• ${line.text}`));
  return modal({
    callbackId: lateForm,
    title: plain(attentionText, locale, 'late.title'),
    close: plain(attentionText, locale, 'list.close'),
    metadata: `${of.person} ${of.page}`,
    blocks: [
      section(mrkdwn(attentionText, locale, 'late.intro', { who: mention(of.person), count: total })),
      ...lines,
      ...turnButtons(of.page, latePage, total, locale, `late ${of.person}`),
    ],
  });
}

function turn(
  all: readonly Entry[],
  wanted: number,
  length: number,
  locale: Reader['locale'],
): { shown: Entry[]; blocks: Blocks; page: number } {
  const last = Math.max(0, Math.ceil(all.length / length) - 1);
  const page = Math.min(Math.max(0, wanted), last);
  const shown = all.slice(page * length, (page + 1) * length);
  return { shown, page, blocks: turnButtons(page, length, all.length, locale, 'list') };
}

function turnButtons(
  page: number,
  length: number,
  total: number,
  locale: Reader['locale'],
  place: string,
): Blocks {
  if (total <= length) return [];
  const from = page * length + 1;
  const to = Math.min(total, from + length - 1);
  const turned = (way: 'previous' | 'next', target: number) =>
    button({
      id: `${attentionAct.page}#${way}`,
      text: plain(attentionText, locale, `list.${way}`),
      value: `${place} ${target}`,
    });
  return [
    context(plain(attentionText, locale, from === to ? 'list.one' : 'list.range', { from, to, total })),
    actions(
      'turn',
      ...(page > 0 ? [turned('previous', page - 1)] : []),
      ...(to < total ? [turned('next', page + 1)] : []),
    ),
  ];
}
