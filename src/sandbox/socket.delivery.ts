import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { mintSecret } from './chance.ts';
import { ACK_MS, type Ack, type Envelope, type Retry } from './envelope.ts';
import { isObject, readJson } from './json.ts';
import { APP } from './workspace.ts';

/** Socket Mode: the app dials in with a single-use ticket; each payload goes to exactly one of its connections, in turn. */
export type SocketDelivery = {
  /** A ticket for one connection, dead after 30 s. */
  ticket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  send(envelope: Envelope, retry?: Retry): Promise<Ack>;
  connections(): number;
  /** `refresh` and `warning` ask one connection (the oldest) to be opened anew; `link_disabled` and `drop` end all. */
  disconnect(action: 'refresh' | 'warning' | 'link_disabled' | 'drop'): void;
  /** Says goodbye and waits a moment for the app to say so too. */
  stop(): Promise<void>;
};

/** Source: docs.slack.dev, "Using Socket Mode": at most 10 connections. */
const MOST_CONNECTIONS = 10;
const TICKET_MS = 30_000;
const PING_MS = 10_000;
/** After `refresh_requested` the app has this long to leave by itself. */
const GRACE_MS = 10_000;
const GOODBYE_MS = 1_000;

type Connection = {
  socket: WebSocket;
  /** Asked to leave: gets no new payloads. */
  leaving: boolean;
  alive: boolean;
  waiting: Map<string, (ack: Ack) => void>;
};

export function openSocketDelivery(): SocketDelivery {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024 });
  const tickets = new Map<string, number>();
  let connections: Connection[] = [];
  let turn = 0;
  /** Where a payload went before: its retry goes elsewhere if it can. */
  const tried = new WeakMap<Envelope, Connection>();
  const open = () => connections.filter((one) => !one.leaving && one.socket.readyState === one.socket.OPEN);

  const welcome = (socket: WebSocket) => {
    const connection: Connection = { socket, leaving: false, alive: true, waiting: new Map() };
    connections.push(connection);
    socket.on('pong', () => {
      connection.alive = true;
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => {
      const frame = isBinary ? undefined : readJson(data.toString());
      if (!isObject(frame) || typeof frame.envelope_id !== 'string') return;
      connection.waiting.get(frame.envelope_id)?.({ ok: true, body: frame.payload, status: 200 });
    });
    socket.on('close', () => {
      connections = connections.filter((one) => one !== connection);
      for (const settle of connection.waiting.values()) settle({ ok: false, reason: 'connection_failed' });
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.length,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: APP.id },
      }),
    );
  };

  const beat = setInterval(() => {
    for (const connection of connections) {
      if (connection.alive) connection.socket.ping('ping');
      else connection.socket.terminate();
      connection.alive = false;
    }
  }, PING_MS).unref();

  return {
    ticket: () => {
      const now = Date.now();
      for (const [old, until] of tickets) if (until < now) tickets.delete(old);
      const ticket = mintSecret(32);
      tickets.set(ticket, now + TICKET_MS);
      return ticket;
    },
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
      const until = tickets.get(ticket) ?? 0;
      tickets.delete(ticket);
      if (until < Date.now() || connections.length >= MOST_CONNECTIONS) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    connections: () => open().length,
    send: (envelope, retry) => {
      const { kind, payload, answers } = envelope;
      const all = open();
      const candidates = all.length > 1 ? all.filter((one) => one !== tried.get(envelope)) : all;
      turn += 1;
      const connection = candidates[turn % candidates.length];
      if (connection === undefined) return Promise.resolve({ ok: false, reason: 'connection_failed' });
      tried.set(envelope, connection);
      const envelopeId = randomUUID();
      const frame = JSON.stringify({
        envelope_id: envelopeId,
        payload,
        type: kind,
        accepts_response_payload: answers,
        ...(kind === 'events_api'
          ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' }
          : {}),
      });
      return new Promise<Ack>((resolve) => {
        const settle = (ack: Ack) => {
          clearTimeout(timer);
          connection.waiting.delete(envelopeId);
          resolve(ack);
        };
        const timer = setTimeout(() => settle({ ok: false, reason: 'timeout' }), ACK_MS);
        connection.waiting.set(envelopeId, settle);
        connection.socket.send(frame, (error) => {
          if (error) settle({ ok: false, reason: 'connection_failed' });
        });
      });
    },
    disconnect: (action) => {
      if (action === 'drop') {
        for (const { socket } of connections) socket.terminate();
        return;
      }
      const reason = action === 'refresh' ? 'refresh_requested' : action;
      const asked = action === 'link_disabled' ? connections : open().slice(0, 1);
      for (const connection of asked) {
        connection.socket.send(
          JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }),
        );
        if (action === 'warning') continue;
        connection.leaving = true;
        setTimeout(() => connection.socket.terminate(), GRACE_MS).unref();
      }
    },
    stop: async () => {
      clearInterval(beat);
      const gone = connections.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
      for (const { socket } of connections) socket.close(1001);
      await Promise.race([Promise.all(gone), sleep(GOODBYE_MS, undefined, { ref: false })]);
      for (const { socket } of connections) socket.terminate();
      server.close();
    },
  };
}
