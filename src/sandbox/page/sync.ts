import type { ControlChange, ControlLogEntry, ControlState } from '../control.contract.ts';
import * as api from './api.ts';
import { getState, setState } from './store.ts';

/** What can be fetched anew: the workspace, one channel's messages (by its id), the person's modals and Home, the log. */
type Topic = 'workspace' | 'views' | 'home' | 'log' | `messages ${string}`;

const running = new Map<Topic, { promise: Promise<void>; again: boolean }>();

/**
 * Fetches a topic. While it is being fetched further wishes are joined into one more round, so that a storm of changes
 * costs two fetches and the last state is always the one shown.
 */
export function refetch(topic: Topic): Promise<void> {
  const under = running.get(topic);
  if (under) {
    under.again = true;
    return under.promise;
  }
  const state = { promise: Promise.resolve(), again: false };
  running.set(topic, state);
  state.promise = (async () => {
    try {
      do {
        state.again = false;
        await load(topic);
      } while (state.again);
    } catch {
      // The stream's own reconnect fetches everything again.
    } finally {
      running.delete(topic);
    }
  })();
  return state.promise;
}

async function load(topic: Topic): Promise<void> {
  const { user } = getState().place;
  const patch = await read(topic, user);
  // An answer for somebody one no longer is must not be shown to whom one is now.
  if (user === getState().place.user) setState(patch);
  else void refetch(topic);
}

async function read(topic: Topic, user: string): Promise<Parameters<typeof setState>[0]> {
  switch (topic) {
    case 'workspace': {
      const workspace = await api.readState(user);
      const skew = Date.parse(workspace.clock.now) - Date.now();
      return (state) => ({
        workspace: unchangedKept(state.workspace, workspace),
        // The milliseconds of the way here are no movement of the clock.
        skew: Math.abs(skew - state.skew) < 1000 ? state.skew : skew,
      });
    }
    case 'views': {
      const { views } = await api.readViews(user);
      return { views };
    }
    case 'home': {
      const { home } = await api.readHome(user);
      return { home };
    }
    case 'log': {
      const known = getState().log;
      // From the first unanswered one on: its answer may be there by now.
      const open = known.find((entry) => entry.ms === undefined);
      const after = (open?.seq ?? (known.at(-1)?.seq ?? 0) + 1) - 1;
      const { log } = await api.readLog(after);
      return (state) => ({ log: merged(state.log, after, log) });
    }
    default: {
      const channel = topic.slice('messages '.length);
      const { messages } = await api.readMessages(channel, user);
      return (state) => {
        const known = new Map(state.messages[channel]?.map((message) => [message.ts, message]));
        const kept = messages.map((message) => same(known.get(message.ts), message));
        return { messages: { ...state.messages, [channel]: kept } };
      };
    }
  }
}

/** The known value where nothing changed, so that what is drawn from it is not drawn again. */
function same<T>(known: T | undefined, fresh: T): T {
  return known !== undefined && JSON.stringify(known) === JSON.stringify(fresh) ? known : fresh;
}

function unchangedKept(known: ControlState | null, fresh: ControlState): ControlState {
  if (!known) return fresh;
  const { workspace, app, users, usergroups, channels } = known;
  return {
    ...fresh,
    workspace: same(workspace, fresh.workspace),
    app: same(app, fresh.app),
    users: same(users, fresh.users),
    usergroups: same(usergroups, fresh.usergroups),
    channels: same(channels, fresh.channels),
  };
}

function merged(known: ControlLogEntry[], after: number, fresh: ControlLogEntry[]): ControlLogEntry[] {
  return [...known.filter((entry) => entry.seq <= after), ...fresh];
}

/** Keeps the page in step with the workspace; `onOpen` runs when it is known, and again after every reconnect. */
export function startSync(onOpen: () => void): void {
  const stream = new EventSource('/_control/stream');
  stream.onopen = () => {
    setState({ online: true });
    void refetchAll(onOpen);
  };
  // The browser connects again by itself, and opening fetches whatever was missed.
  stream.onerror = () => setState({ online: false });
  stream.onmessage = (event) => hear(JSON.parse(String(event.data)) as ControlChange, onOpen);
}

async function refetchAll(onOpen: () => void): Promise<void> {
  await refetch('workspace');
  onOpen();
  const { messages, inspecting } = getState();
  for (const channel of Object.keys(messages)) void refetch(`messages ${channel}`);
  void refetch('views');
  void refetch('home');
  if (inspecting) void refetch('log');
}

function hear(change: ControlChange, onOpen: () => void): void {
  const { place, messages, inspecting } = getState();
  switch (change.type) {
    case 'message':
      if (change.ephemeral_for && change.ephemeral_for !== place.user) return;
      if (messages[change.channel]) void refetch(`messages ${change.channel}`);
      void refetch('workspace');
      return;
    case 'view':
      if (change.user === place.user) void refetch('views');
      return;
    case 'home':
      if (change.user === place.user) void refetch('home');
      return;
    case 'log':
      if (inspecting) void refetch('log');
      return;
    case 'reset':
      setState({ messages: {}, views: [], home: undefined, log: [] });
      void refetchAll(onOpen);
      return;
    default:
      void refetch('workspace');
  }
}
