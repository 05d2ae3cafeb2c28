import type {
  ControlAnswer,
  ControlLogEntry,
  ControlMessage,
  ControlState,
  ControlSubmitAnswer,
  ControlSuggestAnswer,
  ControlValues,
  ControlView,
} from '../control.contract.ts';

/** The page speaks nothing but the control API. A call that cannot even be made answers `unreachable`. */
export const UNREACHABLE = 'unreachable';

type Answer = ControlAnswer & Record<string, unknown>;

async function post<T extends ControlAnswer = Answer>(name: string, body: object): Promise<T> {
  try {
    const response = await fetch(`/_control/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as T;
  } catch {
    return { ok: false, error: UNREACHABLE } as T;
  }
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`/_control/${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

const id = encodeURIComponent;

export const readState = (user: string) => get<ControlState>(user ? `state?user=${id(user)}` : 'state');
export const readMessages = (channel: string, user: string) =>
  get<{ messages: ControlMessage[] }>(`messages/${id(channel)}?user=${id(user)}`);
export const readViews = (user: string) => get<{ views: ControlView[] }>(`views/${id(user)}`);
export const readHome = (user: string) => get<{ home: ControlView | null }>(`home/${id(user)}`);
export const readLog = (after: number) => get<{ log: ControlLogEntry[] }>(`log?after=${after}`);

type Where = { channel: string; messageTs: string };

export const message = (body: { channel: string; user: string; text: string; thread_ts?: string }) =>
  post('message', body);
export const editMessage = (body: { channel: string; ts: string; user: string; text: string }) =>
  post('edit-message', body);
export const deleteMessage = (body: { channel: string; ts: string; user: string }) =>
  post('delete-message', body);
export const command = (body: { channel: string; user: string; command: string; text: string }) =>
  post('command', body);
export const interact = (body: Where & { user: string; action: object }) => post('interact', body);
export const viewInteract = (body: {
  user: string;
  view_id: string;
  action: object;
  values: ControlValues;
}) => post('view-interact', body);
export const suggest = (
  body: Partial<Where> & {
    user: string;
    view_id?: string;
    block_id: string;
    action_id: string;
    value: string;
    values?: ControlValues;
  },
) => post<ControlSuggestAnswer>('suggest', body);
export const submit = (body: { user: string; view_id: string; values: ControlValues }) =>
  post<ControlSubmitAnswer>('submit', body);
export const upload = (body: { user: string; name: string; content: string }) =>
  post<ControlAnswer & { file?: { id: string; name: string; mimetype: string; size: number } }>(
    'upload',
    body,
  );
export const close = (body: { user: string; view_id: string; all: boolean }) => post('close', body);
export const shortcut = (body: Partial<Where> & { user: string; callback_id: string }) =>
  post('shortcut', body);
export const openHome = (body: { user: string; tab: 'home' | 'messages' }) => post('open-home', body);
export const clock = (body: { advance: string } | { now: string }) => post('clock', body);
export const read = (body: { user: string; channel: string; ts: string }) => post('read', body);
