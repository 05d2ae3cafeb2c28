/**
 * A server of its own for signed slash commands: `ours` is the whole app with people who answer from memory, `bare` is Bolt with
 * its receiver and one listener. Says its port in one line, and ends when its stdin does.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { capabilities } from '../../src/capabilities.ts';
import { logger } from '../../src/log.ts';
import type { Member } from '../../src/people/member.ts';
import { makeApp } from '../../src/slack/app.ts';
import type { House } from '../../src/slack/capability.ts';
import { makeClients } from '../../src/slack/clients.ts';

/** Of the length of ours, said without thinking. */
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
const answer = {
  response_type: 'ephemeral' as const,
  text: '用 /access 申请客户资料：',
  blocks: [section('用 /access 申请客户资料：'), section('• `/access` 查看您现有的授权和申请\n'.repeat(5))],
};

const [kind = 'ours', signingSecret = ''] = process.argv.slice(2);
const log = logger({ level: 'silent' });
const port = await freePort();

if (kind === 'bare') {
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1', teamId: 'T1' }),
  });
  app.command('/access', async ({ ack }) => ack(answer));
  await receiver.start(port);
} else {
  const member: Member = {
    id: 'U01LINXIAO0',
    name: '林晓',
    locale: 'zh-CN',
    tz: 'Asia/Shanghai',
    title: '',
    standing: 'member',
    workspaceOwner: false,
    leftAt: null,
    roles: [],
    manager: null,
    language: null,
  };
  const house: House = {
    tenant: 'T1',
    now: () => new Date(),
    log,
    // The one thing a command asks before its handler: who is it.
    read: async <T>() => member as T,
    commit: async () => {
      throw new Error('nothing is decided here');
    },
  };
  const clients = makeClients({ token: 'xoxb-1', apiUrl: 'http://127.0.0.1:1/', log });
  await makeApp({
    arrival: { mode: 'http', signingSecret, port },
    token: 'xoxb-1',
    identity: { tenant: 'T1', team: 'T1', botId: 'B1', botUser: 'U1' },
    router: { house, clients, capabilities, meet: async () => {}, onEvent: async () => {} },
    log,
    onFatal: () => {},
  }).start();
}
process.stdout.write(`${port}\n`);
process.stdin.resume().once('end', () => process.exit(0));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}
