import { Hono } from 'hono';
import { actingCalls } from './acting.control.ts';
import { largest } from './body-size.ts';
import { channel, channels, controlChannel } from './channels.ts';
import { type Hooks, isDenial } from './control.call.ts';
import type { ControlState } from './control.contract.ts';
import { file } from './files.method.ts';
import { readJson } from './json.ts';
import { controlMessage, messages, unreadCounts } from './messages.ts';
import { controlUser, people, usergroups } from './people.ts';
import type { Platform } from './platform.ts';
import { controlView } from './views.ts';
import { workspaceCalls } from './workspace.control.ts';
import { APP, TEAM } from './workspace.ts';
import { worldCalls } from './world.control.ts';

const CALLS = new Map(Object.entries({ ...actingCalls, ...workspaceCalls, ...worldCalls }));

const LARGEST = 1024 * 1024;

const refused = (error: string, detail: string) => ({ ok: false, error, detail });

/** `/_control/…`: see control.contract.ts. For this machine only: no other page may call it, by no road. */
export function controlApi(platform: Platform & Hooks): Hono {
  const app = new Hono();

  app.post(
    '/:call',
    largest(LARGEST, (c) => c.json(refused('too_large', 'At most 1 MB.'), 413)),
    async (c) => {
      const call = CALLS.get(c.req.param('call'));
      if (call === undefined)
        return c.json(refused('unknown_call', `There is no /_control/${c.req.param('call')}.`), 404);
      // A form from a foreign page cannot send this type without asking first, and nobody here says yes.
      if (!(c.req.header('content-type') ?? '').includes('application/json')) {
        return c.json(refused('invalid_type', 'Send JSON, with content-type application/json.'), 415);
      }
      const body = await c.req.text();
      const input = body === '' ? {} : readJson(body);
      if (input === undefined) {
        return c.json(refused('invalid_json', 'The body is not JSON, or nests too deep.'), 400);
      }
      try {
        return c.json(await call.run(platform, input));
      } catch (error) {
        if (isDenial(error)) return c.json(refused(error.denied, error.message), error.status);
        throw error;
      }
    },
  );

  app.get('/state', (c) => c.json(state(platform, c.req.query('user'))));
  app.get('/messages/:channel', (c) => {
    const found = channel(platform.workspace, c.req.param('channel'));
    if (found === undefined) return c.json(refused('channel_not_found', 'There is no such channel.'), 404);
    return c.json({ messages: listed(platform, found.id, c.req.query('user')) });
  });
  app.get('/views/:user', (c) =>
    c.json({ views: platform.views.stack(c.req.param('user')).map(controlView) }),
  );
  app.get('/home/:user', (c) => {
    const home = platform.views.home(c.req.param('user'));
    return c.json({ home: home === undefined ? null : controlView(home) });
  });
  app.get('/log', (c) => c.json({ log: platform.log.after(Number(c.req.query('after') ?? 0) || 0) }));
  app.get('/file/:id', (c) => {
    const found = file(platform, c.req.param('id'));
    const bytes = platform.workspace.store.bytes(c.req.param('id'));
    if (found === undefined || bytes === undefined)
      return c.json(refused('file_not_found', 'There is no such file.'), 404);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': found.mimetype,
      // What people upload is shown as what it is or saved, never run in this page.
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
  });
  app.get('/stream', (c) => stream(platform, c.req.raw.signal));
  return app;
}

function state(platform: Platform, user: string | undefined): ControlState {
  const { workspace, delivery, socket, rateLimits } = platform;
  const { manifest, clock } = workspace;
  const unread = user === undefined ? undefined : unreadCounts(workspace, user);
  return {
    workspace: { id: TEAM.id, name: TEAM.name, domain: TEAM.domain },
    app: {
      id: APP.id,
      name: manifest.features.bot_user?.display_name ?? manifest.display_information.name,
      bot_id: APP.bot_id,
      bot_user: APP.bot_user,
      delivery: delivery.route().mode,
      connections: socket.connections(),
      scopes: manifest.oauth_config.scopes.bot,
      commands: manifest.features.slash_commands.map(({ command, description, usage_hint }) => ({
        command,
        description,
        usage_hint,
      })),
      shortcuts: manifest.features.shortcuts,
    },
    users: people(workspace).map((one) => controlUser(workspace, one)),
    usergroups: usergroups(workspace).map(({ id, handle, name, users }) => ({ id, handle, name, users })),
    channels: channels(workspace).map((one) => ({
      ...controlChannel(one),
      ...(unread === undefined ? {} : { unread: unread.get(one.id) ?? 0 }),
    })),
    clock: { now: clock.now().toISOString(), offset_ms: clock.offset() },
    rate_limits: rateLimits.on(),
  };
}

function listed({ workspace }: Platform, id: string, user: string | undefined) {
  const all = messages(workspace, id);
  const replies = new Map<string, number>();
  for (const { thread_ts, ts } of all) {
    if (thread_ts !== undefined && thread_ts !== ts)
      replies.set(thread_ts, (replies.get(thread_ts) ?? 0) + 1);
  }
  return all
    .filter((one) => user === undefined || one.ephemeral_for === undefined || one.ephemeral_for === user)
    .map((one) => controlMessage(one, replies.get(one.ts) ?? 0));
}

function stream({ workspace }: Platform, gone: AbortSignal): Response {
  const encoder = new TextEncoder();
  let leave = () => {};
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const deaf = workspace.changes.listen((change) => write(`data: ${JSON.stringify(change)}\n\n`));
      const beat = setInterval(() => write(': still here\n\n'), 15_000).unref();
      leave = () => {
        deaf();
        clearInterval(beat);
      };
      gone.addEventListener('abort', leave);
      write('retry: 1000\n\n');
    },
    cancel: () => leave(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}
