import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { boltLogger, logger } from '../src/log.ts';

/** A log and the lines it wrote. */
function listening(options: { level?: 'debug' | 'info'; secrets?: string[] } = {}) {
  const lines: string[] = [];
  const log = logger({ ...options, to: { write: (line) => lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null'), all: () => lines.join('') };
}

const tokens = [
  'xoxb-123456789012-abcDEF',
  'xoxp-1-2-3',
  'xoxa-2-abc',
  'xoxe.xoxb-1-abcdef',
  'xapp-1-A012-345-abc',
];

it('writes one JSON object a line, with the level by name and the time', () => {
  const { log, last } = listening();
  log.info({ port: 3000, nested: { ok: true } }, 'listening');
  expect(last()).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    port: 3000,
    nested: { ok: true },
    msg: 'listening',
  });
});

describe('secrets do not get out', () => {
  it.each(tokens)('%s: in messages, members, lists, errors, causes and children', (token) => {
    const { log, lines, all } = listening();
    log.info(`began with ${token}`);
    log.info('began with %s and %j', token, { deep: [token] });
    log.info({ a: { b: [{ c: `before${token}` }] } });
    log.warn({ err: new Error(`cannot use ${token}`, { cause: new Error(token) }) }, 'failed');
    log.error(new Error(token));
    log.error(new AggregateError([new Error(token)], token));
    log.child({ from: token }).info('hello');
    expect(lines).toHaveLength(7);
    expect(all()).not.toContain(token);
    expect(all()).not.toContain(token.slice(5));
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  });

  it.each([
    ['postgres://app:hunter2@db:5432/x', 'hunter2', 'postgres://app:[redacted]@db:5432/x'],
    ['postgresql://app:p@ss:hunter2@db/x', 'hunter2', 'postgresql://app:[redacted]@db/x'],
    [
      'see https://hooks.slack.com/commands/T1/2/hunter2 now',
      'hunter2',
      'see https://hooks.slack.com/[redacted] now',
    ],
    [
      'wss://wss.slack.com/link?ticket=hunter2&app_id=A1',
      'hunter2',
      'wss://wss.slack.com/link?ticket=[redacted]&app_id=A1',
    ],
    ['Authorization: Bearer hunter2', 'hunter2', 'Authorization: Bearer [redacted]'],
  ])('%s', (text, secret, left) => {
    const { log, last, all } = listening();
    log.info(text);
    expect(last().msg).toBe(left);
    log.error(new Error(text));
    expect(all()).not.toContain(secret);
  });

  it('that have no shape but were told', () => {
    const { log, all } = listening({ secrets: ['8f742231b10e8888', 'with "quote', ''] });
    log.info({ headers: 'v0=8f742231b10e8888' }, 'signed with 8f742231b10e8888 and with "quote');
    expect(all()).not.toMatch(/8f742231b10e8888|with \\"quote/);
  });
});

describe('what people wrote does not get out', () => {
  const words = '张三 paid 40,000';

  it.each([
    ...['text', 'reason', 'purpose', 'sentence', 'value', 'state', 'private_metadata', 'payload', 'body'],
    ...['privateMetadata', 'Text', 'answers', 'response_url', 'password', 'SIGNING_SECRET', 'signingSecret'],
  ])('as %s, at any depth', (key) => {
    const { log, last, all } = listening();
    log.info({ [key]: words });
    expect(last()[key]).toBe('[redacted]');
    log.info({ command: { list: [{ [key]: { deeper: words } }] } }, 'got %o', { [key]: words });
    log.error({ err: Object.assign(new Error('no'), { [key]: words }) });
    expect(all()).not.toContain('张三');
  });

  it('as what a child logger is bound to', () => {
    const { log, last } = listening();
    log.child({ text: words, private_metadata: words, tenant: 'T1' }).info('hello');
    expect(last()).toMatchObject({ text: '[redacted]', private_metadata: '[redacted]', tenant: 'T1' });
  });

  it('through errors of the database, Drizzle and JSON', () => {
    const { log, lines, all } = listening();
    const database = Object.assign(new Error(`invalid input syntax for type integer: "${words}"`), {
      name: 'PostgresError',
      code: '22P02',
      detail: `Key (name)=(${words}) already exists.`,
      parameters: [words],
    });
    const built = Object.assign(
      new Error(`Failed query: insert into note values ($1)\nparams: ${words}\n  at ${words}`),
      {
        query: 'insert into note values ($1)',
        params: [words],
        cause: database,
      },
    );
    log.error(database);
    log.error({ err: built }, 'failed');
    log.error(built);
    for (const text of [`"${words}`, `{"a": ${words}}`, words]) {
      try {
        JSON.parse(text);
      } catch (error) {
        log.error(error);
      }
    }
    expect(lines).toHaveLength(6);
    expect(all()).not.toContain('张三');
    expect(JSON.parse(lines[1] ?? '').err).toMatchObject({
      message: 'Failed query: insert into note values ($1)',
      cause: {
        type: 'PostgresError',
        code: '22P02',
        message: 'invalid input syntax for type integer: [redacted]',
      },
    });
  });

  it('in what the terminal shows', () => {
    const code = `import { logger } from ${JSON.stringify(new URL('../src/log.ts', import.meta.url).href)};
      logger({ onTerminal: true }).info({ text: ${JSON.stringify(words)}, tenant: 'T1' }, 'hello ${tokens[0]}');`;
    const shown = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect(shown).toMatch(/INFO.*hello \[redacted\].*T1/s);
    expect(shown).not.toMatch(/张三|xoxb/);
  });
});

describe('errors', () => {
  it('keep what helps: type, code, frames, cause and what Slack refused', () => {
    const { log, last } = listening();
    const slack = Object.assign(new TypeError('An API error occurred: invalid_blocks'), {
      code: 'slack_webapi_platform_error',
      data: {
        ok: false,
        error: 'invalid_blocks',
        response_metadata: { messages: ['[ERROR] too long [/blocks/0]'] },
      },
    });
    log.error(new Error('cannot post', { cause: slack }));
    expect(last()).toMatchObject({
      msg: 'cannot post',
      err: {
        type: 'Error',
        stack: expect.stringMatching(/^Error: cannot post\n\s+at .*log\.test\.ts/),
        cause: { type: 'TypeError', slack: 'invalid_blocks', messages: ['[ERROR] too long [/blocks/0]'] },
      },
    });
  });

  it('and objects of any shape never make the log throw', () => {
    const { log, lines } = listening();
    const round: Record<string, unknown> = {
      n: 1n,
      at: new Date(0),
      bytes: Buffer.from('客户'),
      none: undefined,
    };
    round.self = round;
    round.list = [round];
    const broken = {
      get boom() {
        throw new Error('boom');
      },
    };
    log.info(round, 'round');
    log.info({
      broken,
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    });
    log.info(null as unknown as object);
    log.info(Object.assign(new Error('x'), { stack: undefined }));
    const loop = new Error('loop');
    loop.cause = loop;
    log.info(loop);
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  });
});

describe('the log as Slack’s libraries have it', () => {
  it('drops their debug lines, which quote whole payloads', () => {
    const { log, lines } = listening({ level: 'debug' });
    boltLogger(log).debug('Received a message on the WebSocket: {"text":"张三"}');
    expect(lines).toEqual([]);
  });

  it('joins words, keeps the error and says who spoke', () => {
    const { log, last } = listening();
    const slack = boltLogger(log);
    slack.setName('bolt:app');
    slack.error('cannot', 'do', { text: '张三', id: 1 }, new Error('boom'));
    expect(last()).toMatchObject({ level: 'error', from: 'bolt:app', err: { message: 'boom' } });
    expect(last().msg).toMatch(/^cannot do \{ text: '\[redacted\]', id: 1 \}$/);
    slack.warn(new Error('only this'));
    expect(last()).toMatchObject({ level: 'warn', msg: 'only this' });
  });

  it('keeps to its level', () => {
    const { log, lines } = listening();
    const slack = boltLogger(log);
    slack.setLevel('warn' as Parameters<typeof slack.setLevel>[0]);
    slack.info('quiet');
    slack.warn('loud');
    expect(slack.getLevel()).toBe('warn');
    expect(lines).toHaveLength(1);
  });
});
