import type { ModalView } from '@slack/types';
import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { actions, button, context, divider, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { act } from './button.view.ts';
import { inboxPage } from './inbox.view.ts';
import { asked, decided, held, inbox, inUse, type Looker, type Part, past } from './list-part.view.ts';
import { lastRequestOf, type Page } from './request.store.ts';

/** The lists of access. Each fits a Home or a command's answer by its first lines, and a modal by pages. */
export const listKinds = ['mine', 'past', 'pending', 'running'] as const;
export type ListKind = (typeof listKinds)[number];

const lengths: Record<ListKind, number> = { mine: 10, past: 10, pending: inboxPage, running: 10 };
const briefLength = 5;

const partsOf: Record<ListKind, readonly ((tx: Tx, looker: Looker, page: Page) => Promise<Part>)[]> = {
  mine: [held, asked, past],
  past: [past],
  pending: [inbox, decided],
  running: [inUse],
};

/** A list as a modal, with pages. The longest part decides how many pages there are. */
export async function listView(
  tx: Tx,
  looker: Looker,
  kind: ListKind,
  wanted: number,
  note?: string,
): Promise<ModalView> {
  const { locale } = looker.reader;
  const page = Math.max(0, wanted);
  const pageLength = lengths[kind];
  const parts: Part[] = [];
  for (const load of partsOf[kind])
    parts.push(await load(tx, looker, { limit: pageLength, offset: page * pageLength }));
  const total = Math.max(...parts.map((one) => one.total));
  // A page behind the last one: something ended meanwhile.
  if (page > 0 && parts.every((one) => one.blocks.length === 0))
    return listView(tx, looker, kind, page - 1, note);
  const blocks: Blocks = note ? [section(note), divider] : [];
  for (const [place, one] of parts.entries()) {
    if (page > 0 && one.blocks.length === 0) continue;
    if (place > 0) blocks.push(divider);
    blocks.push(section(`*${one.title}*`));
    if (one.blocks.length === 0) blocks.push(context(one.empty));
    else blocks.push(...one.blocks, context(range(page, pageLength, one, looker.reader)));
  }
  const turn = (to: number, key: 'list.previous' | 'list.next') =>
    button({
      id: `${act.page}.${key === 'list.next' ? 'next' : 'previous'}`,
      text: plain(accessText, locale, key),
      value: `${kind} ${to}`,
    });
  const buttons = [
    ...(page > 0 ? [turn(page - 1, 'list.previous')] : []),
    ...((page + 1) * pageLength < total ? [turn(page + 1, 'list.next')] : []),
  ];
  // All of mine, or only what is over: each leads to the other.
  if (kind === 'mine' || kind === 'past') {
    const other = kind === 'mine' ? 'past' : 'mine';
    const text = plain(accessText, locale, `list.only.${other}`);
    buttons.push(button({ id: `${act.page}.only`, text, value: `${other} 0` }));
  }
  if (buttons.length > 0) blocks.push(actions('turn', ...buttons));
  return modal({
    callbackId: `access.list.${kind}`,
    title: plain(accessText, locale, `list.${kind}`),
    close: plain(accessText, locale, 'list.close'),
    metadata: `${kind} ${page}`,
    blocks,
  });
}

function range(page: number, pageLength: number, one: Part, { locale }: Reader): string {
  const from = page * pageLength + 1;
  return plain(accessText, locale, 'list.range', {
    from,
    to: Math.min(one.total, from + pageLength - 1),
    total: one.total,
  });
}

/** The same in brief, for Home and for a bare `/access`: what I hold, what I asked for, what waits for me. */
export async function overview(tx: Tx, looker: Looker): Promise<Blocks> {
  const { reader } = looker;
  const { locale } = reader;
  const page = { limit: briefLength, offset: 0 };
  const waiting = await inbox(tx, looker, page);
  const mine = [await held(tx, looker, page), await asked(tx, looker, page)];
  const under = await inUse(tx, looker, page);
  const blocks: Blocks = [];
  const add = (one: Part, list: ListKind) => {
    blocks.push(section(`*${one.title}*`), ...(one.total === 0 ? [context(one.empty)] : one.blocks));
    if (one.total > briefLength) {
      blocks.push(
        context(plain(accessText, locale, 'list.more', { more: one.total - briefLength })),
        actions(`all.${list}.${blocks.length}`, openList(list, reader, 'list.all')),
      );
    }
  };
  if (waiting.total > 0) add(waiting, 'pending');
  for (const one of mine) add(one, 'mine');
  if (under.total > 0) add(under, 'running');
  const last = await lastRequestOf(tx, looker.tenant, reader.id);
  blocks.push(
    actions(
      'access.overview',
      button({ id: act.ask, text: plain(accessText, locale, 'button.ask'), style: 'primary' }),
      ...(last ? [button({ id: act.askLast, text: plain(accessText, locale, 'button.askLast') })] : []),
      openList('mine', reader, 'button.mine'),
      openList('pending', reader, 'button.pending'),
      ...(under.total > 0 ? [openList('running', reader, 'button.running')] : []),
    ),
  );
  return blocks;
}

function openList(
  kind: ListKind,
  { locale }: Reader,
  key: 'list.all' | 'button.mine' | 'button.pending' | 'button.running',
) {
  return button({ id: `${act.list}.${kind}`, text: plain(accessText, locale, key), value: kind });
}
