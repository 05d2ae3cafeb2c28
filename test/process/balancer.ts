import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Balancer = {
  readonly url: string;
  readonly drop: () => void;
  readonly stop: () => Promise<void>;
};

/** One request to each in turn; to the next one where nobody answers. `drop` cuts whatever is under way. */
export async function balance(ports: readonly number[]): Promise<Balancer> {
  let turn = 0;
  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
      // Cut before it was whole.
      return;
    }
    turn += 1;
    const first = turn;
    const tryAt = (attempt: number): void => {
      if (attempt === ports.length) {
        outgoing.writeHead(502).end();
        return;
      }
      const port = ports[(first + attempt) % ports.length];
      const { method, headers, url } = incoming;
      const passed = request({ host: '127.0.0.1', port, path: url, method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => outgoing.destroy());
        answer.pipe(outgoing);
      });
      passed.on('error', () => {
        if (outgoing.headersSent) outgoing.destroy();
        else tryAt(attempt + 1);
      });
      passed.end(Buffer.concat(chunks));
    };
    tryAt(0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    drop: () => server.closeAllConnections(),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
