import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compare, type Figure, perSecond } from './figure.ts';

const lanes = 32;
const each = 4_000;
const secret = 'bench-signing-secret';

/** A signed slash command to its 200, without a database, against a bare Bolt app with one listener. */
export async function commandFigure(): Promise<Figure> {
  const [ours, bare] = await Promise.all([start('ours'), start('bare')]);
  try {
    const name = 'signed slash command to 200, no database';
    return await compare(name, 'requests/s', { warmUp: 2, counted: 9 }, ours.run, bare.run, { atLeast: 0.9 });
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}

async function start(kind: 'ours' | 'bare') {
  const script = fileURLToPath(new URL('command.server.ts', import.meta.url));
  const server = spawn(process.execPath, [script, kind, secret], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(server.stdout), 'line');
  const port = Number(line);
  const connections = await Promise.all(Array.from({ length: lanes }, () => open(port)));
  let sent = 0;
  return {
    run: () => {
      // Made before the watch starts: what is measured is the server.
      const requests = Array.from({ length: each }, () => signed(sent++));
      return perSecond(
        each,
        lanes,
        (n, lane) => connections[lane]?.ask(requests[n] ?? Buffer.alloc(0)) as Promise<void>,
      );
    },
    stop: async () => {
      for (const connection of connections) connection.close();
      server.stdin.end();
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
}

/** A whole HTTP request as Slack sends and signs it, each with a trigger of its own. */
function signed(n: number): Buffer {
  const body = new URLSearchParams({
    token: 'unused',
    team_id: 'T1',
    team_domain: 'firm',
    channel_id: 'C01GENERAL0',
    channel_name: 'general',
    user_id: 'U01LINXIAO0',
    user_name: 'lin.xiao',
    command: '/access',
    text: 'help',
    api_app_id: 'A1',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/1234/5678',
    trigger_id: `trigger.${n}`,
  }).toString();
  const time = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex');
  return Buffer.from(
    [
      'POST /slack/events HTTP/1.1',
      'Host: 127.0.0.1',
      'User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)',
      'Accept: application/json,*/*',
      'Content-Type: application/x-www-form-urlencoded',
      `X-Slack-Request-Timestamp: ${time}`,
      `X-Slack-Signature: v0=${signature}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** One kept-alive connection, one request at a time. By hand, since a full client would cost as much as the server. */
async function open(port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setNoDelay(true);
  let text = '';
  let answered = (_error?: Error): void => {};
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    if (!complete(text)) return;
    const ok = text.startsWith('HTTP/1.1 200 ');
    const first = text;
    text = '';
    answered(ok ? undefined : new Error(`not answered with 200: ${first.slice(0, 200)}`));
  });
  socket.on('error', (error) => answered(error));
  return {
    ask: (request: Buffer) =>
      new Promise<void>((resolve, reject) => {
        answered = (error) => (error ? reject(error) : resolve());
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function complete(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head));
  return length ? text.length >= head + 4 + Number(length[1]) : text.endsWith('0\r\n\r\n');
}
