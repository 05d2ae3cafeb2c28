/** Where the page is: kept in the URL's hash, so that a reload, a link or "back" finds the same place. */
export type Place = {
  /** Who is looking. */
  user: string;
  /** A channel's or DM's id, or `home` for the app's Home tab. */
  channel: string;
  /** The thread open beside it, or ''. */
  thread: string;
};

export const HOME = 'home';

/** `#/U…/C…/1700000000.000100` → a place; what is missing is ''. */
export function parsePlace(hash: string): Place {
  const [user = '', channel = '', thread = ''] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded);
  return { user, channel, thread };
}

export function formatPlace({ user, channel, thread }: Place): string {
  return `#/${[user, channel, thread].filter(Boolean).map(encodeURIComponent).join('/')}`;
}

/** A hash is typed by people too: a broken escape is no place, not an exception. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
