import { createHmac } from 'node:crypto';
import { ACK_MS, type Ack, type Envelope, type Retry } from './envelope.ts';
import { type Json, readJson } from './json.ts';
import type { Secrets } from './secrets.ts';

const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * Posts a payload to the app's request URL, signed as Slack signs (v0, real time). Commands go as a form, interactions as
 * a form with the one field `payload`, events as JSON.
 */
export function sendOverHttp(
  url: string,
  secrets: Secrets,
  { kind, payload }: Envelope,
  retry?: Retry,
  stopping?: AbortSignal,
): Promise<Ack> {
  const [type, body] = written(kind, payload);
  return post(url, secrets, type, body, retry, stopping);
}

/** Asks the URL to repeat a challenge, as Slack does before it sends events there. Answers what is wrong, if anything. */
export async function verifyUrl(
  url: string,
  secrets: Secrets,
  challenge: string,
): Promise<string | undefined> {
  const body = JSON.stringify({ token: secrets.verificationToken, challenge, type: 'url_verification' });
  const ack = await post(url, secrets, 'application/json', body);
  if (!ack.ok) return `The URL did not answer the challenge (${ack.status ?? ack.reason}).`;
  const answer = typeof ack.body === 'string' ? ack.body : (ack.body as Json | undefined)?.challenge;
  return answer === challenge ? undefined : 'The URL did not repeat the value of the challenge.';
}

function written(kind: Envelope['kind'], payload: Json): [type: string, body: string] {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') return ['application/json', JSON.stringify(payload)];
  if (kind === 'interactive')
    return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
  return [form, new URLSearchParams(payload as Record<string, string>).toString()];
}

async function post(
  url: string,
  secrets: Secrets,
  type: string,
  body: string,
  retry?: Retry,
  stopping?: AbortSignal,
): Promise<Ack> {
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secrets.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const timeout = AbortSignal.timeout(ACK_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: stopping === undefined ? timeout : AbortSignal.any([timeout, stopping]),
      headers: {
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        accept: 'application/json,*/*',
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': `v0=${signature}`,
        ...(retry === undefined
          ? {}
          : { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': HTTP_REASON[retry.reason] }),
      },
    });
    const { status } = response;
    const text = await response.text();
    if (status < 200 || status > 299 || text.length > LARGEST_ANSWER) {
      return {
        ok: false,
        reason: 'http_error',
        status,
        noRetry: response.headers.get('x-slack-no-retry') === '1',
      };
    }
    return { ok: true, status, body: answered(text, response.headers.get('content-type') ?? '') };
  } catch {
    return { ok: false, reason: timeout.aborted ? 'timeout' : 'connection_failed' };
  }
}

const HTTP_REASON = {
  timeout: 'http_timeout',
  connection_failed: 'connection_failed',
  http_error: 'http_error',
};

function answered(text: string, type: string): unknown {
  if (text === '') return undefined;
  return type.includes('json') ? (readJson(text) ?? text) : text;
}
