import { format } from 'node:util';
import type { LogLevel, Logger as SlackLogger } from '@slack/bolt';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

/** From loud to silent, as LOG_LEVEL names them. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type Level = (typeof levels)[number];

const HIDDEN = '[redacted]';
const DEEPEST = 6;

/** Members of logged objects that hold what people typed or what opens doors. Spelling in camelCase counts as well. */
const hiddenKeys = [
  ...['text', 'reason', 'purpose', 'sentence', 'value', 'values', 'state', 'answer', 'answers'],
  ...['private_metadata', 'payload', 'body', 'blocks', 'response_url', 'trigger_id'],
  ...['token', 'bot_token', 'app_token', 'authorization', 'cookie', 'password', 'secret', 'signing_secret'],
];
const hidden = new Set(hiddenKeys.map(plainKey));

/** Secrets that show by their shape, in any string: Slack's tokens, passwords in urls, response urls, socket tickets. */
const secretShapes: readonly [RegExp, string][] = [
  [/x(?:app|ox[a-z](?:\.xox[a-z])?)-[\w-]+/gi, HIDDEN],
  [/(postgres(?:ql)?:\/\/[^:@/\s"]*:)[^\s"]*@/gi, `$1${HIDDEN}@`],
  [/(hooks\.slack\.com\/)[^\s"<>|]+/gi, `$1${HIDDEN}`],
  [/([?&]ticket=)[^&\s"]+/gi, `$1${HIDDEN}`],
  [/(bearer )[\w.~+/=-]+/gi, `$1${HIDDEN}`],
];

/** Members of errors that say what went wrong and never what somebody wrote. */
const errorFacts = [
  'code',
  'syscall',
  'address',
  'port',
  'severity',
  'constraint_name',
  'table_name',
  'statusCode',
];

/**
 * The log: JSON lines, or colours on a terminal. Tokens, passwords, free text and answers never get into it: not as
 * members of objects, not inside of messages, errors or stacks. `secrets` are further strings to hide wherever they turn
 * up, such as the signing secret, which has no shape of its own.
 */
export function logger({
  level = 'info',
  onTerminal = Boolean(process.stdout.isTTY),
  secrets = [],
  to,
}: {
  level?: Level;
  onTerminal?: boolean;
  secrets?: readonly string[];
  to?: DestinationStream;
} = {}): Log {
  const asWritten = secrets.filter(Boolean).map((secret) => JSON.stringify(secret).slice(1, -1));
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // Errors arrive here described already; pino's own way would describe the description.
    serializers: { err: (err) => err },
    // What child loggers are bound to goes past the first hook.
    redact: { paths: hiddenKeys, censor: HIDDEN },
    hooks: {
      logMethod(args, method) {
        const [first, ...rest]: unknown[] = args;
        const what = first instanceof Error ? { err: describe(first) } : clean(first);
        if (first instanceof Error && rest.length === 0) rest.push(messageOf(first));
        method.apply(this, [what, ...rest.map((one) => clean(one))] as Parameters<typeof method>);
      },
      // The last door: by whatever road a string came, a secret does not get out.
      streamWrite: (line) =>
        asWritten.reduce((text, secret) => text.replaceAll(secret, HIDDEN), withoutShapes(line)),
    },
  };
  if (to) return pino(options, to);
  // A stream in this thread and written at once: the last lines before an exit are not lost.
  return onTerminal ? pino(options, pretty({ sync: true, translateTime: 'SYS:HH:MM:ss' })) : pino(options);
}

/**
 * The same log as Slack's libraries want it. Their debug lines quote whole payloads, tokens and people's words included
 * (`Received a message on the WebSocket: …`), so those are dropped whatever the level.
 */
export function boltLogger(log: Log): SlackLogger {
  const order = ['debug', 'info', 'warn', 'error'];
  let level = 'info';
  let name = 'slack';
  const say =
    (of: 'info' | 'warn' | 'error') =>
    (...message: unknown[]): void => {
      if (order.indexOf(of) < order.indexOf(level)) return;
      const err = message.find((one) => one instanceof Error);
      const words = message.filter((one) => one !== err).map((one) => clean(one));
      log[of](
        { from: name, ...(err && { err }) },
        format(...(words.length ? words : err ? [messageOf(err)] : [''])),
      );
    };
  return {
    debug() {},
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel(wanted) {
      level = wanted;
    },
    getLevel: () => level as LogLevel,
    setName(wanted) {
      name = wanted;
    },
  };
}

function plainKey(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}

function withoutShapes(text: string): string {
  return secretShapes.reduce((rest, [shape, instead]) => rest.replaceAll(shape, instead), text);
}

/** A copy that may be logged. Never throws: a log line must not be what breaks a request. */
function clean(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Error) return describe(value, depth);
  if (depth >= DEEPEST) return '[deep]';
  if (ArrayBuffer.isView(value)) return '[binary]';
  try {
    if (Array.isArray(value)) return value.map((one) => clean(one, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        hidden.has(plainKey(key)) ? HIDDEN : clean(one, depth + 1),
      ]),
    );
  } catch {
    return '[unreadable]';
  }
}

/** An error by what is known to be harmless: its parameters, details and requests quote what people wrote. */
function describe(error: Error, depth = 0): object {
  const message = messageOf(error);
  const facts: Record<string, unknown> = {};
  for (const name of errorFacts) {
    const fact = (error as unknown as Record<string, unknown>)[name];
    if (typeof fact === 'string' || typeof fact === 'number') facts[name] = fact;
  }
  // Slack's refusals: `invalid_auth`, and which block it did not like.
  const { data } = error as { data?: { error?: unknown; response_metadata?: { messages?: unknown } } };
  if (typeof data?.error === 'string') facts.slack = data.error;
  if (Array.isArray(data?.response_metadata?.messages)) facts.messages = data.response_metadata.messages;
  if (error.cause !== undefined && depth < DEEPEST) facts.cause = clean(error.cause, depth + 1);
  if (error instanceof AggregateError && depth < DEEPEST) facts.errors = clean(error.errors, depth + 1);
  return { type: error.name, message, stack: `${error.name}: ${message}\n${framesOf(error)}`, ...facts };
}

/** The message without what some libraries quote in it. */
function messageOf(error: Error): string {
  const { message } = error;
  // Drizzle: "Failed query: insert … \nparams: everything that was to be written".
  if ('query' in error && 'params' in error && typeof error.query === 'string')
    return `Failed query: ${error.query}`;
  // PostgreSQL's data exceptions (class 22): 'invalid input syntax for type integer: "what was given"'.
  if ('code' in error && typeof error.code === 'string' && /^22...$/.test(error.code)) {
    return message.replace(/: ".*$/s, `: ${HIDDEN}`);
  }
  // V8: 'Unexpected token 'x', "the text itself" is not valid JSON'.
  if (error instanceof SyntaxError && message.includes('JSON')) return 'not valid JSON';
  return message;
}

/** Where it happened, without the message that a stack begins with. */
function framesOf(error: Error): string {
  const stack = error.stack ?? '';
  const after = error.message ? stack.lastIndexOf(error.message) + error.message.length : 0;
  return stack
    .slice(after)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
