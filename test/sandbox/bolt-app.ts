import { App, HTTPReceiver } from '@slack/bolt';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { silent } from './harness.ts';

/** A real Bolt app in Socket Mode, connected; `tell` adds its listeners before it starts. */
export async function socketApp(sandbox: Sandbox, tell: (app: App) => void): Promise<App> {
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    deferInitialization: true,
    convoStore: false,
    logger: silent,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  tell(app);
  await app.init();
  await app.start();
  return app;
}

/** The same over signed HTTP, on a free port of its own. */
export async function httpApp(
  sandbox: Sandbox,
  tell: (app: App) => void,
): Promise<{ app: App; url: string; stop: () => Promise<void> }> {
  const receiver = new HTTPReceiver({
    signingSecret: sandbox.signingSecret,
    logger: silent,
    processBeforeResponse: true,
  });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    deferInitialization: true,
    convoStore: false,
    logger: silent,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  tell(app);
  await app.init();
  const server = (await app.start({ port: 0, host: '127.0.0.1' } as never)) as import('node:http').Server;
  const { port } = server.address() as import('node:net').AddressInfo;
  return {
    app,
    url: `http://127.0.0.1:${port}/slack/events`,
    stop: async () => {
      server.closeAllConnections();
      await app.stop();
    },
  };
}
