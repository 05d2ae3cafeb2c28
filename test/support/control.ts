import type {
  ControlMessage,
  ControlState,
  ControlSubmitAnswer,
  ControlSuggestAnswer,
  ControlView,
} from '../../src/sandbox/control.contract.ts';

/** What people do and see, through the sandbox's control API. */
export type People = ReturnType<typeof peopleOf>;

/** `settled` resolves when the bot has done everything an act set off. */
export function peopleOf(url: string, settled: () => Promise<void> | undefined) {
  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${url}/_control${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T;
  }
  const rest = async <T>(value: Promise<T>): Promise<T> => {
    const answer = await value;
    await settled();
    return answer;
  };
  const dm = (user: string): string => `D${user.slice(1)}`;
  const api = {
    call,
    dm,
    state: (user?: string) => call<ControlState>('GET', `/state${user ? `?user=${user}` : ''}`),
    messages: async (channel: string, user?: string) =>
      (
        await call<{ messages: ControlMessage[] }>(
          'GET',
          `/messages/${channel}${user ? `?user=${user}` : ''}`,
        )
      ).messages,
    /** The person's conversation with the bot, replies and ephemerals included. */
    inbox: (user: string) => api.messages(dm(user), user),
    views: async (user: string) => (await call<{ views: ControlView[] }>('GET', `/views/${user}`)).views,
    topView: async (user: string) => (await api.views(user)).at(-1),
    home: async (user: string) => (await call<{ home: ControlView | null }>('GET', `/home/${user}`)).home,
    command: (user: string, command: string, text = '', channel = dm(user)) =>
      rest(call<{ ok: boolean; error?: string }>('POST', '/command', { user, channel, command, text })),
    message: (user: string, text: string, channel = dm(user)) =>
      rest(call<{ ok: boolean; ts: string }>('POST', '/message', { user, channel, text })),
    /** Clicks a button of a message; `action` as in `actions[0]`. */
    click: (user: string, message: ControlMessage, actionId: string, stale = false) => {
      const action = buttonIn(message.blocks, actionId);
      return rest(
        call<{ ok: boolean; error?: string }>('POST', '/interact', {
          user,
          channel: message.channel,
          messageTs: message.ts,
          action: action ?? { type: 'button', action_id: actionId, block_id: 'gone', value: '' },
          ...(stale ? { stale: true } : {}),
        }),
      );
    },
    clickInView: (user: string, view: ControlView, actionId: string, action?: Record<string, unknown>) =>
      rest(
        call<{ ok: boolean; error?: string }>('POST', '/view-interact', {
          user,
          view_id: view.id,
          action: action ?? buttonIn(view.view.blocks as unknown[], actionId),
        }),
      ),
    suggest: (user: string, view: ControlView, block_id: string, action_id: string, value: string) =>
      call<ControlSuggestAnswer>('POST', '/suggest', { user, view_id: view.id, block_id, action_id, value }),
    submit: (user: string, view: ControlView, values: Record<string, unknown>) =>
      rest(
        call<ControlSubmitAnswer>('POST', '/submit', {
          user,
          view_id: view.id,
          values: shaped(view, values),
        }),
      ),
    /** A file of the person's, as if chosen in a form; answers its id. */
    upload: async (user: string, name: string, bytes: Uint8Array) => {
      const content = Buffer.from(bytes).toString('base64');
      const given = await call<{ file: { id: string } }>('POST', '/upload', { user, name, content });
      return given.file.id;
    },
    /** What is in a file of the workspace. */
    file: async (id: string) => (await fetch(`${url}/_control/file/${id}`)).text(),
    shortcut: (user: string, callback_id: string) =>
      rest(call<{ ok: boolean }>('POST', '/shortcut', { user, callback_id })),
    openHome: (user: string) => rest(call<{ ok: boolean }>('POST', '/open-home', { user })),
    advance: (by: string) => call<{ ok: boolean; now: string }>('POST', '/clock', { advance: by }),
    fault: (fault: Record<string, unknown>) => call<{ ok: boolean }>('POST', '/fault', fault),
    log: async () =>
      (
        await call<{ log: { what: string; direction: string; payload: unknown; answer?: unknown }[] }>(
          'GET',
          '/log',
        )
      ).log,
    user: (patch: Record<string, unknown>) => rest(call<{ ok: boolean }>('POST', '/user', patch)),
  };
  return api;
}

/** A button of these blocks as Slack would send it back when clicked. */
export function buttonIn(
  blocks: unknown[] | undefined,
  actionId: string,
): Record<string, unknown> | undefined {
  for (const block of (blocks ?? []) as Record<string, unknown>[]) {
    const elements = [
      ...((block.elements as Record<string, unknown>[] | undefined) ?? []),
      block.accessory,
      block.element,
    ];
    for (const element of elements as (Record<string, unknown> | undefined)[]) {
      if (element?.action_id === actionId) return { ...element, block_id: block.block_id };
    }
  }
  return undefined;
}

/** Plain values by field name, put into the shape of `view.state.values`. */
function shaped(view: ControlView, values: Record<string, unknown>): Record<string, Record<string, unknown>> {
  const all: Record<string, Record<string, unknown>> = {};
  for (const block of view.view.blocks as Record<string, unknown>[]) {
    const name = String(block.block_id);
    const element = block.element as Record<string, unknown> | undefined;
    if (block.type !== 'input' || !element || !Object.hasOwn(values, name)) continue;
    const type = String(element.type);
    all[name] = { [String(element.action_id)]: { type, ...stateOf(type, element, values[name]) } };
  }
  return all;
}

function stateOf(type: string, element: Record<string, unknown>, value: unknown): Record<string, unknown> {
  const options = (element.options as { value: string }[] | undefined) ?? [];
  const option = (wanted: unknown) =>
    options.find((one) => one.value === String(wanted)) ?? {
      text: { type: 'plain_text', text: String(wanted) },
      value: String(wanted),
    };
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: value === null ? null : option(value) };
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return { selected_options: (value as unknown[]).map(option) };
    case 'users_select':
      return { selected_user: value };
    case 'multi_users_select':
      return { selected_users: value };
    case 'multi_conversations_select':
      return { selected_conversations: value };
    case 'file_input':
      return { files: (value as string[]).map((id) => ({ id })) };
    case 'timepicker':
      return { selected_time: value };
    case 'datepicker':
      return { selected_date: value };
    case 'datetimepicker':
      return { selected_date_time: value };
    default:
      return { value: value === null ? null : String(value) };
  }
}

/** All the words of a message or view, for looking at what people read. */
export function wordsOf(of: unknown): string {
  return JSON.stringify(of ?? null);
}
