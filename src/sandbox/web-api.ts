import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { largest } from './body-size.ts';
import { chatMethods } from './chat.method.ts';
import { conversationsMethods } from './conversations.method.ts';
import type { Fault } from './faults.ts';
import { file, filesMethods, LARGEST_FILE, receiveUpload } from './files.method.ts';
import { historyMethods } from './history.method.ts';
import { DEEPEST, isObject, type Json, nestsDeeper, readJson, textOf } from './json.ts';
import { isRefusal, type Method, missingScope, refusal } from './method.ts';
import type { Platform } from './platform.ts';
import { reactionsMethods } from './reactions.method.ts';
import { teamMethods } from './team.method.ts';
import { usersMethods } from './users.method.ts';
import { viewsMethods } from './views.method.ts';

const METHODS = new Map<string, Method>(
  Object.entries({
    ...teamMethods,
    ...usersMethods,
    ...conversationsMethods,
    ...historyMethods,
    ...chatMethods,
    ...viewsMethods,
    ...reactionsMethods,
    ...filesMethods,
  }),
);

const tooLarge = (c: Context) => c.json(refusal('request_too_large').answer, 413);

type Env = { Bindings: HttpBindings };
type Answered = { answer: Json; status: number; headers?: Record<string, string> };

const LARGEST_CALL = 4 * 1024 * 1024;

/** `/api/<method>`: form, JSON or query arguments; the token as bearer or as an argument. */
export function webApi(platform: Platform): Hono<Env> {
  const app = new Hono<Env>();
  const scopes = new Set(platform.workspace.manifest.oauth_config.scopes.bot);

  app.all('/api/:method', largest(LARGEST_CALL, tooLarge), async (c) => {
    const name = c.req.param('method');
    const read = await readArguments(c);
    const args = read ?? {};
    const token = bearer(c) ?? textOf(args.token);
    delete args.token;
    const fault = platform.faults.take(name, args.channel);
    const answered = platform.log.open({
      direction: 'from_app',
      via: 'web_api',
      what: name,
      payload: readable(args),
    });

    const failing = fault !== undefined && fault.lose_reply !== true && fails(fault);
    const { answer, status, headers } = failing
      ? failed(fault)
      : read === undefined
        ? { answer: refusal('invalid_json').answer, status: 200, headers: {} }
        : call(platform, scopes, name, token, args);
    // The answer is late, not the deed: what a timeout at the other end makes hard to tell.
    if (fault?.delay_ms !== undefined) await sleep(fault.delay_ms);
    answered(fault?.lose_reply ? { reply_lost: true, answer } : answer, status);

    if (fault?.lose_reply) {
      c.env.outgoing.destroy();
      return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
    }
    for (const [key, value] of Object.entries(headers ?? {})) c.header(key, value);
    const method = METHODS.get(name);
    c.header('x-oauth-scopes', [...scopes].join(','));
    if (method !== undefined && method.scopes.length > 0)
      c.header('x-accepted-oauth-scopes', method.scopes.join(','));
    c.header('x-slack-req-id', crypto.randomUUID().replaceAll('-', ''));
    // A fault may order any status, also one that Slack itself never sends.
    return c.json(answer, status as 200);
  });

  app.post('/upload/:id/:key', largest(LARGEST_FILE + 64 * 1024, tooLarge), async (c) => {
    const bytes = await uploadedBytes(c);
    const { id, key } = c.req.param();
    const answered = platform.log.open({
      direction: 'from_app',
      via: 'upload',
      what: id,
      payload: { bytes: bytes.byteLength },
    });
    const wrong = receiveUpload(platform, id, key, bytes);
    answered(wrong ?? `OK - ${bytes.byteLength}`, wrong === undefined ? 200 : 400);
    return wrong === undefined ? c.text(`OK - ${bytes.byteLength}`) : c.text(wrong, 400);
  });

  app.get('/files-pri/:id/:name', (c) => {
    if (bearer(c) !== platform.secrets.botToken) return c.redirect('/', 302);
    const found = file(platform, c.req.param('id'));
    const bytes = platform.workspace.store.bytes(c.req.param('id'));
    if (found === undefined || bytes === undefined) return c.text('not found', 404);
    return c.body(new Uint8Array(bytes), 200, { 'content-type': found.mimetype });
  });
  return app;
}

/** One call, in the order in which Slack refuses: method, token, its kind, scope, rate, arguments. */
function call(
  platform: Platform,
  scopes: ReadonlySet<string>,
  name: string,
  token: string,
  args: Json,
): Answered {
  try {
    if (name === 'api.test') return { answer: test(args), status: 200 };
    const method = METHODS.get(name);
    if (method === undefined) throw refusal('unknown_method', [], { req_method: name });
    authenticate(platform, method, token);
    if (method.scopes.length > 0 && !method.scopes.some((scope) => scopes.has(scope))) {
      throw missingScope(method.scopes, scopes);
    }
    const wait = platform.rateLimits.refusal(name, method.tier, textOf(args.channel));
    if (wait !== undefined) return limited(wait);
    const answer = platform.workspace.store.together(() => method.run({ ...platform, scopes }, args));
    return { answer, status: 200 };
  } catch (error) {
    if (isRefusal(error)) return { answer: error.answer, status: 200 };
    throw error;
  }
}

function authenticate({ secrets, workspace }: Platform, method: Method, token: string): void {
  if (token === '') throw refusal('not_authed');
  if (token !== secrets.botToken && token !== secrets.appToken) throw refusal('invalid_auth');
  if (workspace.store.get<boolean>('setting', 'uninstalled')) throw refusal('account_inactive');
  const kind = token === secrets.appToken ? 'app' : 'bot';
  if (kind !== method.token) throw refusal('not_allowed_token_type');
}

const limited = (seconds: number, error = 'ratelimited'): Answered => ({
  answer: refusal(error).answer,
  status: 429,
  headers: { 'retry-after': String(seconds) },
});

const fails = ({ status, error, retry_after }: Fault) => (status ?? error ?? retry_after) !== undefined;

function failed({ status, error, retry_after }: Fault): Answered {
  if (status === 429 || retry_after !== undefined) return limited(retry_after ?? 1, error);
  return { answer: refusal(error ?? 'internal_error').answer, status: status ?? 200 };
}

function test(args: Json): Json {
  const error = textOf(args.error);
  return error === '' ? { ok: true, args } : { ok: false, error, args };
}

function bearer(c: Context<Env>): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
}

/** The arguments; undefined for a body that does not parse or nests too deep. */
async function readArguments(c: Context<Env>): Promise<Json | undefined> {
  const query: Json = Object.fromEntries(new URL(c.req.url).searchParams);
  const body = c.req.method === 'POST' ? await readBody(c) : {};
  const args = isObject(body) ? { ...query, ...body } : undefined;
  const tooDeep = Object.values(args ?? {}).some(
    (value) => typeof value === 'string' && nestsDeeper(value, DEEPEST),
  );
  return tooDeep ? undefined : args;
}

async function readBody(c: Context<Env>): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  if (type.includes('multipart/form-data')) {
    const form = await c.req.formData().catch(() => undefined);
    return form && Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  }
  const text = await c.req.text();
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(text));
  return text === '' ? {} : readJson(text);
}

/** Form fields that hold JSON, opened up for the log. */
function readable(args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      typeof value === 'string' && /^\s*[[{]/.test(value) ? (readJson(value) ?? value) : value,
    ]),
  );
}

/** web-api sends a multipart form, curl the bare bytes. */
async function uploadedBytes(c: Context<Env>): Promise<Uint8Array> {
  if (!(c.req.header('content-type') ?? '').includes('multipart/form-data'))
    return new Uint8Array(await c.req.arrayBuffer());
  const form = await c.req.formData().catch(() => new FormData());
  const part = [...form.values()].find((value) => typeof value !== 'string');
  return part === undefined ? new Uint8Array() : new Uint8Array(await (part as File).arrayBuffer());
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
