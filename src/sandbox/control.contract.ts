/**
 * The shapes of the sandbox's control API (`/_control/…`, JSON both ways). The page speaks nothing else, tests and
 * other programs rely on it, so a field may be added here but none may change its meaning.
 *
 * A refused call answers 4xx with `{ ok: false, error: '<code>', detail?: '<sentence>' }`.
 */

/** A person or bot of the workspace. Times are the workspace's business time. */
export type ControlUser = {
  id: string;
  name: string;
  real_name: string;
  /** Job title shown beside the name, e.g. `Team lead, transfers`. */
  title: string;
  /** Slack locale, `zh-CN` or `en-GB` … */
  locale: string;
  /** IANA zone. */
  tz: string;
  tz_offset: number;
  is_admin: boolean;
  is_owner: boolean;
  is_bot: boolean;
  /** Guest in several channels. */
  is_restricted: boolean;
  /** Guest in one channel. */
  is_ultra_restricted: boolean;
  /** Member of another company, seen through a shared channel. */
  is_stranger: boolean;
  /** Left the company. */
  deleted: boolean;
  status_text: string;
  status_emoji: string;
  /** `#rrggbb`, for the drawn avatar. */
  color: string;
  initials: string;
};

export type ControlChannel = {
  id: string;
  /** Without `#`; empty for a DM. */
  name: string;
  is_im: boolean;
  is_private: boolean;
  is_archived: boolean;
  /** Shared with another company. */
  is_ext_shared: boolean;
  topic: string;
  members: string[];
  /** For a DM: the two people; one of them may be the bot. */
  im_users?: [string, string];
  /** Only with `?user=`: messages that person has not read. */
  unread?: number;
};

export type ControlMessage = {
  ts: string;
  channel: string;
  user: string;
  text: string;
  bot_id?: string;
  thread_ts?: string;
  blocks?: unknown[];
  attachments?: unknown[];
  metadata?: unknown;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[] }[];
  files?: { id: string; name: string; mimetype: string; size: number; url: string; alt?: string }[];
  /** Seen by this person only. */
  ephemeral_for?: string;
  /** What Slack itself says, e.g. a command that was not acknowledged in time. */
  is_system?: boolean;
  reply_count?: number;
};

export type ControlView = {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  root_view_id: string;
  previous_view_id: string | null;
  view: Record<string, unknown>;
  /** Sentences under the fields by block_id, after a refused submission. */
  errors: Record<string, string>;
};

export type ControlState = {
  workspace: { id: string; name: string; domain: string };
  app: {
    id: string;
    name: string;
    bot_id: string;
    bot_user: string;
    delivery: 'socket' | 'http';
    /** Open sockets of the app. */
    connections: number;
    scopes: string[];
    commands: { command: string; description: string; usage_hint: string }[];
    shortcuts: { name: string; type: 'global' | 'message'; callback_id: string; description: string }[];
  };
  users: ControlUser[];
  usergroups: { id: string; handle: string; name: string; users: string[] }[];
  channels: ControlChannel[];
  clock: { now: string; offset_ms: number };
  rate_limits: boolean;
};

/** One payload of `/_control/log`, in the order they passed. */
export type ControlLogEntry = {
  seq: number;
  /** Business time. */
  at: string;
  /** Real time. */
  real_at: string;
  direction: 'to_app' | 'from_app';
  /** `socket`, `http`, `web_api`, `response_url` or `upload`. */
  via: string;
  /** `/command`, `block_actions`, `view_submission`, an event's type, or a Web API method. */
  what: string;
  user?: string;
  /** Tokens and secrets are masked. */
  payload: unknown;
  /** What the other side answered; absent while it has not. */
  answer?: unknown;
  status?: number;
  ms?: number;
};

/** One line of the server-sent stream `/_control/stream`: what changed, so that a reader fetches it again. */
export type ControlChange =
  | { type: 'message'; channel: string; ephemeral_for?: string }
  | { type: 'view'; user: string }
  | { type: 'home'; user: string }
  | { type: 'users' }
  | { type: 'channels' }
  | { type: 'clock' }
  | { type: 'log' }
  | { type: 'reset' };

/** A block of `view.state.values`: by block_id, then by action_id. */
export type ControlValues = Record<string, Record<string, Record<string, unknown>>>;

/** What `POST /_control/submit` answers. `closed` says the modal is gone from the person's screen. */
export type ControlSubmitAnswer = {
  ok: boolean;
  response_action?: 'errors' | 'update' | 'push' | 'clear';
  errors?: Record<string, string>;
  closed?: boolean;
  /** `timeout` when the app did not acknowledge within 3 s. */
  error?: string;
};

/** What `POST /_control/suggest` answers. */
export type ControlSuggestAnswer = {
  ok: boolean;
  options?: unknown[];
  option_groups?: unknown[];
  error?: string;
};

/**
 * What the reading calls answer:
 * - `GET /state?user=`             → `ControlState` (with `unread` when a person is named)
 * - `GET /messages/:channel?user=` → `{ messages: ControlMessage[] }`, oldest first, replies among them; without a
 *                                    person every ephemeral is shown, with one only that person's
 * - `GET /views/:user`             → `{ views: ControlView[] }`, top last
 * - `GET /home/:user`              → `{ home: ControlView | null }`
 * - `GET /log?after=<seq>`         → `{ log: ControlLogEntry[] }`, oldest first, the newest 5,000 at most
 * - `GET /file/:id`                → the bytes
 *
 * What the acting calls answer besides `ok`:
 * - `POST /message`                → `{ ok, ts }`
 * - `POST /command`, `/interact`, `/view-interact`, `/shortcut`, `/open-home`, `/close` → `{ ok, error? }`; an app that did
 *   not acknowledge is `200 { ok: false, error: 'timeout' | 'operation_timeout' | 'dispatch_failed' …, detail }`
 * - `POST /clock`                  → `{ ok, now }`
 *
 * Fields that may be given besides those of the plan:
 * - `/view-interact`, `/suggest` take `values?: ControlValues`: what else the person has filled in so far
 * - `/interact` takes `stale?: true`: the person's screen still showed this button; the action is sent as it is given
 * - `/upload {user,name,content}` gives Slack a file (base64, below 700 KB) and answers `{ ok, file: { id, … } }`; a `file_input`
 *   then holds `files: [{ id }]`
 * - `/close` takes `all?: true`: the person closed the whole stack
 * - `/open-home` takes `tab?: 'home' | 'messages'`
 * - `/unrest {times,hold_ms?,twice?}`: the next payloads are held back (later ones overtake them), or arrive twice
 * - `/read {user,channel,ts}` · `/edit-message {channel,ts,user,text}` · `/delete-message {channel,ts,user?}` (without a
 *   person: retention, silently)
 */
export type ControlAnswer = { ok: boolean; error?: string; detail?: string };
