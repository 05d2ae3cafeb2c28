import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { derivedId } from '../kernel/id.ts';
import { saveDnd } from '../people/dnd.store.ts';
import { userId } from '../people/member.ts';
import type { Span } from '../people/working-time.ts';
import type { House } from './capability.ts';

const seconds = z.number().int().min(0).max(8_640_000_000);

const status = z.object({
  dnd_enabled: z.boolean(),
  next_dnd_start_ts: seconds.nullish(),
  next_dnd_end_ts: seconds.nullish(),
});

/** Slack's `dnd_updated_user`; no snooze is told apart from the hours of every night, and none needs to be. */
const changed = z.object({ user: userId, dnd_status: status });

/** Slack takes no more people in one question. */
export const mostAsked = 50;

/** What Slack's `dnd.teamInfo` says of these people; of whom it does not know, nothing. */
export async function askDnd(
  client: Pick<WebClient, 'dnd'>,
  people: readonly string[],
): Promise<Map<string, Span | null>> {
  const { users } = await client.dnd.teamInfo({ users: people.join(',') });
  const found = z.record(z.string(), z.unknown()).catch({}).parse(users);
  return new Map(
    people.flatMap((user): [string, Span | null][] => {
      const read = status.safeParse(found[user]);
      return read.success ? [[user, spanOf(read.data)]] : [];
    }),
  );
}

function spanOf(one: z.infer<typeof status>): Span | null {
  const from = one.next_dnd_start_ts ?? 0;
  const until = one.next_dnd_end_ts ?? 0;
  return one.dnd_enabled && until > from
    ? { from: new Date(from * 1_000), until: new Date(until * 1_000) }
    : null;
}

/** From when until when somebody does not want to be disturbed; null when they may be. */
export function dndOf(event: unknown): { user: string; span: Span | null } | undefined {
  const read = changed.safeParse(event);
  if (!read.success) return undefined;
  return { user: read.data.user, span: spanOf(read.data.dnd_status) };
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
