import { openHome } from './actions.ts';
import { formatPlace, HOME, parsePlace } from './place.ts';
import { getState, setState } from './store.ts';
import { refetch } from './sync.ts';
import { isAppDm, SLACKBOT } from './viewer.ts';

const LAST = 'shoumi.person';

/** Takes the place of the URL's hash, fills in what it leaves out, and fetches what is seen there. */
export function arrive(): void {
  const { workspace, place: before } = getState();
  if (!workspace) return;
  const wished = parsePlace(location.hash);
  const people = workspace.users.filter((user) => !user.is_bot && user.id !== SLACKBOT);
  const known = (id: string | null) => people.find((person) => person.id === id)?.id;
  // A permalink names nobody: it is followed as whoever one was last.
  const user =
    known(wished.user) ?? known(localStorage.getItem(LAST)) ?? people.find((one) => !one.deleted)?.id ?? '';
  localStorage.setItem(LAST, user);
  const place = { user, channel: wished.channel || HOME, thread: wished.thread };
  if (formatPlace(place) !== location.hash) history.replaceState(null, '', formatPlace(place));

  const someoneElse = user !== before.user;
  setState({ place, ...(someoneElse ? { messages: {}, views: [], home: undefined, confirming: null } : {}) });
  if (someoneElse) {
    void refetch('workspace');
    void refetch('views');
    void refetch('home');
  }
  if (place.channel !== HOME) void refetch(`messages ${place.channel}`);
  if (someoneElse || place.channel !== before.channel) enterApp();
}

/** The app hears that a person looks at it, as it does in Slack, whichever of its tabs that is. */
function enterApp(): void {
  const { workspace, place } = getState();
  const person = workspace?.users.find((user) => user.id === place.user);
  if (!workspace || !person || person.deleted) return;
  const channel = workspace.channels.find(({ id }) => id === place.channel);
  if (place.channel === HOME) void openHome(place.user, 'home');
  else if (channel && isAppDm(channel, workspace.app)) void openHome(place.user, 'messages');
}
