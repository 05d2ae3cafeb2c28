import type { ControlChannel, ControlState, ControlUser } from '../control.contract.ts';
import { useStore } from './store.ts';
import type { Reader } from './text/reader.ts';
import { wordsOf } from './words.ts';

/** Slack's own bot: listed among the people, but nobody can be it. */
export const SLACKBOT = 'USLACKBOT';

/** One part of the workspace. There is one: components below `App` are only drawn once it has been fetched. */
export function useWorkspace<Part extends keyof ControlState>(part: Part): ControlState[Part] {
  return useStore(({ workspace }) => {
    if (!workspace) throw new Error('the workspace is not there yet');
    return workspace[part];
  });
}

/** The person who is looking. */
export function useViewer(): ControlUser {
  const users = useWorkspace('users');
  const id = useStore((state) => state.place.user);
  const viewer = users.find((user) => user.id === id) ?? users[0];
  if (!viewer) throw new Error('the workspace has no people');
  return viewer;
}

export function useReader(): Reader {
  return useViewer();
}

/** The page's own words in the viewer's language. */
export function useWords() {
  return wordsOf(useViewer().locale);
}

/** Business time, in milliseconds, at the moment of drawing. */
export function useNow(): number {
  return Date.now() + useStore((state) => state.skew);
}

export function nameOf(user: ControlUser | undefined, fallback = ''): string {
  return user ? user.real_name || user.name : fallback;
}

/** The other side of a DM. */
export function partnerOf(channel: ControlChannel, viewer: string): string {
  return channel.im_users?.find((id) => id !== viewer) ?? viewer;
}

export function isAppDm(channel: ControlChannel, { bot_user }: ControlState['app']): boolean {
  return channel.is_im && (channel.im_users?.includes(bot_user) ?? false);
}
