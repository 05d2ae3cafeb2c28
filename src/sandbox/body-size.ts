import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** What is read away before a connection is simply cut. */
const PATIENCE = 64 * 1024 * 1024;

/**
 * Refuses a larger body, after reading it away: to a client that is still writing an early answer would look like a broken
 * connection.
 */
export function largest(maxSize: number, refuse: (c: Context) => Response): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    onError: async (c) => {
      await drain(c.req.raw).catch(() => {});
      return refuse(c);
    },
  });
}

async function drain(request: Request): Promise<void> {
  if (request.body === null || request.body.locked) return;
  let read = 0;
  for await (const part of request.body) {
    read += part.byteLength;
    if (read > PATIENCE) return;
  }
}
