import type { Json } from './json.ts';

/** The app has this long, in real time, to acknowledge (docs.slack.dev, "Handling user interaction": 3 seconds). */
export const ACK_MS = 3_000;

export type Envelope = {
  /** Socket Mode's own word for the payload's family. */
  kind: 'slash_commands' | 'interactive' | 'events_api';
  payload: Json;
  /** Whether the acknowledgement may carry an answer. */
  answers: boolean;
};

export type RetryReason = 'timeout' | 'connection_failed' | 'http_error';
export type Retry = { number: number; reason: RetryReason };

/** `body` is what the acknowledgement carried: an object, a plain text (HTTP only) or nothing. */
export type Ack =
  | { ok: true; body: unknown; status: number }
  | { ok: false; reason: RetryReason; status?: number; noRetry?: boolean };
