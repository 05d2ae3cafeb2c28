import { z } from 'zod';
import { derivedId } from '../kernel/id.ts';
import { saveDnd } from '../people/dnd.store.ts';
import { userId } from '../people/member.ts';
import type { House } from './capability.ts';

const seconds = z.number().int().min(0).max(8_640_000_000);

/** Slack's `dnd_updated_user`; no snooze is told apart from the hours of every night, and none needs to be. */
const changed = z.object({
  user: userId,
  dnd_status: z.object({
    dnd_enabled: z.boolean(),
    next_dnd_start_ts: seconds.nullish(),
    next_dnd_end_ts: seconds.nullish(),
  }),
});

/** From when until when somebody does not want to be disturbed; null when they may be. */
export function dndOf(
  event: unknown,
): { user: string; span: { from: Date; until: Date } | null } | undefined {
  const read = changed.safeParse(event);
  if (!read.success) return undefined;
  const { user, dnd_status: status } = read.data;
  const from = status.next_dnd_start_ts ?? 0;
  const until = status.next_dnd_end_ts ?? 0;
  const span =
    status.dnd_enabled && until > from
      ? { from: new Date(from * 1_000), until: new Date(until * 1_000) }
      : null;
  return { user, span };
}

/** Takes over somebody's do-not-disturb. A setting of theirs in Slack, no decision: it is no event. */
export async function onDnd(house: House, event: unknown, eventId: string): Promise<void> {
  const dnd = dndOf(event);
  if (!dnd) return;
  await house.commit({
    id: derivedId('cmd', house.tenant, 'dnd', eventId),
    cause: { kind: 'event', id: eventId },
    keys: [`person:${dnd.user}`],
    load: async () => undefined,
    decide: () => ({ next: dnd, events: [] }),
    save: (tx, { user, span }) => saveDnd(tx, house.tenant, user, span),
  });
}
