import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openResponseUrls } from '../../src/sandbox/response-url.ts';
import { openTriggers } from '../../src/sandbox/triggers.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

test('a response_url serves for 30 minutes', () => {
  const urls = openResponseUrls(() => 'http://127.0.0.1');
  const place = { user: 'U1', channel: 'C1' };
  const id = urls.issue(place).split('/').at(-1) ?? '';
  vi.advanceTimersByTime(30 * 60_000);
  expect(urls.use(id)).toEqual(place);
  vi.advanceTimersByTime(1);
  expect(urls.use(id)).toBe('expired_url');
  vi.advanceTimersByTime(60 * 60_000);
  urls.issue(place);
  expect(urls.use(id)).toBe('not_found');
});

test('a trigger serves for 3 seconds, and is known as dead for a while', () => {
  const triggers = openTriggers();
  const [first, second] = [triggers.issue('U1'), triggers.issue('U1', 'V1')];
  vi.advanceTimersByTime(3_000);
  expect(triggers.exchange(second)).toEqual({ user: 'U1', viewId: 'V1' });
  vi.advanceTimersByTime(1);
  expect(triggers.exchange(first)).toBe('expired_trigger_id');
  expect(triggers.exchange(second)).toBe('exchanged_trigger_id');
  vi.advanceTimersByTime(3_600_000);
  triggers.issue('U1');
  expect(triggers.exchange(first)).toBe('invalid_trigger_id');
});
