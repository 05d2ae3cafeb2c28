import type { NewEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { CardFace, House } from './capability.ts';
import { type CardRow, saveCard, saveShows, unseenBy } from './card.store.ts';

/** A card as it should stand now. `left`: the reader is no longer with the company, as far as we know. */
export type Drawn = {
  readonly row: CardRow;
  readonly face: CardFace;
  /** Hash of the face. */
  readonly shown: string;
  readonly left: boolean;
  /** The reader is outside of the pilot. */
  readonly outside: boolean;
  /** The card is unasked, and its reader does not work now. */
  readonly asleep: boolean;
};

/** Stores a card as it now stands in Slack. */
export async function keep(house: House, row: CardRow, shows?: readonly string[]): Promise<void> {
  await house.commit({
    id: row.id,
    cause: { kind: 'event', id: row.id },
    keys: [row.id],
    load: async () => undefined,
    decide: () => ({ next: row, events: [] }),
    save: async (tx) => {
      await Promise.all([
        saveCard(tx, house.tenant, row),
        ...(shows ? [saveShows(tx, house.tenant, row.id, shows)] : []),
      ]);
    },
  });
}

export async function kept(house: House, row: CardRow): Promise<CardRow> {
  await keep(house, row);
  return row;
}

/**
 * The reader cannot be written to: the card waits until they can, and that is an event, once for a card and cause. A card that asks
 * nothing of somebody who left is not worth a word to anybody: it is lost.
 */
export async function keepUnreachable(
  house: House,
  { row, shown, face, left }: Drawn,
  code: string,
): Promise<void> {
  const { tenant } = house;
  const lost = left && !face.open;
  await house.commit({
    id: derivedId('cmd', tenant, 'slack.unreachable', row.id, code, String(row.attempt), shown),
    cause: { kind: 'event', id: row.id },
    keys: [row.id, `reach:${row.reader}`],
    load: (tx) => unseenBy(tx, tenant, row.reader),
    decide: ([first], at) => ({
      // Of all that a person misses the same: it is one trouble, and is told once.
      next: lost ? null : (first?.troubleAt ?? at),
      events: row.trouble === code ? [] : [reach('slack.unreachable', row, code)],
    }),
    save: (tx, troubleAt) =>
      saveCard(tx, tenant, {
        ...row,
        ...{ channel: null, ts: null, begunAt: null, shown, trouble: code, troubleAt },
        state: lost ? 'lost' : 'unreachable',
      }),
  });
}

/** The reader got to see a card that could not be shown before. */
export async function keepReached(house: House, row: CardRow, trouble: string): Promise<CardRow> {
  const next: CardRow = { ...row, trouble: null, troubleAt: null };
  await house.commit({
    id: derivedId('cmd', house.tenant, 'slack.reached', row.id, String(row.attempt)),
    cause: { kind: 'event', id: row.id },
    keys: [row.id, `reach:${row.reader}`],
    load: async () => undefined,
    decide: () => ({ next, events: [reach('slack.reached', row, trouble)] }),
    save: (tx) => saveCard(tx, house.tenant, next),
  });
  return next;
}

/** About the person: whoever looks after them wants to see it there. */
function reach(type: 'slack.unreachable' | 'slack.reached', row: CardRow, code: string): NewEvent {
  const { id: card, kind, occasion, reader } = row;
  return { type, version: 1, subject: reader, data: { card, kind, occasion, code } };
}
