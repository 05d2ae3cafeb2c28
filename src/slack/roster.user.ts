import { z } from 'zod';
import type { Log } from '../log.ts';
import { type Member, type Seen, userId } from '../people/member.ts';

/** A word of Slack's that goes into our rows: PostgreSQL holds no NUL, UTF-8 no half of a surrogate pair. */
export const word = z.string().transform((text) => text.toWellFormed().replaceAll('\0', ''));

/** Overrides of direction would make a name read as another one, and turn round what stands behind it. */
const shown = word.transform((text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, ''));

/** The parts of Slack's user object that we read. Of people who left most of it is missing. */
const slackUser = z.object({
  id: userId,
  team_id: z.string().nullish(),
  name: shown.nullish(),
  real_name: shown.nullish(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_owner: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  locale: word.nullish(),
  tz: word.nullish(),
  profile: z
    .object({
      display_name: shown.nullish(),
      real_name: shown.nullish(),
      title: shown.nullish(),
      status_emoji: z.string().nullish().catch(null),
      status_text: z.string().nullish().catch(null),
      status_expiration: z.number().nullish().catch(null),
    })
    .nullish(),
  /** In an enterprise grid a colleague from another workspace of the organisation is no stranger. */
  enterprise_user: z
    .object({ enterprise_id: z.string().nullish(), teams: z.array(z.string()).nullish() })
    .nullish(),
});
export type SlackUser = z.infer<typeof slackUser>;

/** What Slack says of somebody, in our words; what it does not say stays as we know it. */
export function seenOf(user: SlackUser, known: Member | undefined, tenant: string): Seen {
  const { profile } = user;
  const name = profile?.real_name || user.real_name || profile?.display_name || user.name;
  return {
    id: user.id,
    name: name || known?.name || user.id,
    locale: user.locale || known?.locale || 'en-US',
    tz: user.tz || known?.tz || 'UTC',
    title: profile?.title ?? known?.title ?? '',
    // Of somebody who left Slack tells no more whether they were a guest.
    standing: user.deleted && known ? known.standing : standingOf(user, tenant),
    workspaceOwner: user.is_owner,
    left: user.deleted,
  };
}

function standingOf(user: SlackUser, tenant: string): Member['standing'] {
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  const { enterprise_user: grid, team_id: team } = user;
  const own = [team, grid?.enterprise_id, ...(grid?.teams ?? [])].includes(tenant);
  if (user.is_stranger || (team && !own)) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/** Somebody whom Slack describes in a way we cannot read is left as they are: the others must not wait for it. */
export function readUsers(log: Log, users: readonly unknown[]): SlackUser[] {
  return users.flatMap((user) => {
    const read = slackUser.safeParse(user);
    if (!read.success)
      log.warn({ fields: read.error.issues.map(({ path }) => path.join('.')) }, 'an unreadable user');
    return read.success ? [read.data] : [];
  });
}
