import type { Cause } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { saveAbsence, statusAbsences } from '../people/absence.store.ts';
import { absencesKey, statusAway, takeStatus } from '../people/absence.ts';
import type { House } from './capability.ts';
import type { SlackUser } from './roster.user.ts';

/**
 * Somebody whose status says that they are away until a time is away until then. Costs one read where no status changed. Whether they are
 * active in Slack is never asked.
 */
export async function takeOverStatuses(
  house: House,
  users: readonly SlackUser[],
  cause: Cause,
): Promise<void> {
  const { tenant } = house;
  const known = await house.read((tx) =>
    statusAbsences(
      tx,
      tenant,
      users.map(({ id }) => id),
    ),
  );
  for (const user of users) {
    const until = untilOf(user);
    const before = known.get(user.id);
    if (before?.until.getTime() === until?.getTime()) continue;
    const ends = until?.toISOString() ?? '';
    const at = house.now().toISOString();
    await house.commit({
      id: derivedId('cmd', tenant, 'status', user.id, ends, at),
      cause,
      keys: [absencesKey(user.id)],
      load: async (tx) => (await statusAbsences(tx, tenant, [user.id])).get(user.id),
      decide: takeStatus({
        id: derivedId('abs', tenant, user.id, 'status', ends, at),
        member: user.id,
        tz: user.tz ?? 'UTC',
        until,
      }),
      save: async (tx, next) => {
        if (next) await saveAbsence(tx, tenant, next);
      },
    });
  }
}

/** A status of somebody who left says nothing any more. */
function untilOf({ deleted, is_bot, profile }: SlackUser): Date | undefined {
  if (deleted || is_bot) return undefined;
  return statusAway({
    emoji: profile?.status_emoji,
    text: profile?.status_text,
    expiration: profile?.status_expiration,
  });
}
