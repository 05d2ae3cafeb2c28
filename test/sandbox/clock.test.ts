import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../src/sandbox/clock.ts';
import { openStore, type Store } from '../../src/sandbox/store.ts';
import { freshFolder } from './harness.ts';

let folder = '';
let store: Store;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-24T01:00:00Z'), toFake: ['Date'] });
  folder = freshFolder();
  store = openStore(folder);
});
afterEach(() => {
  vi.useRealTimers();
  store.close();
});
const reopened = () => {
  store.close();
  store = openStore(folder);
  return openClock(store);
};

test('a ts grows in one and the same instant, when real time falls back, and over a restart', () => {
  const clock = openClock(store);
  const stamps = Array.from({ length: 500 }, () => clock.nextTs());
  vi.setSystemTime(Date.parse('2026-11-24T00:30:00Z'));
  stamps.push(clock.nextTs());
  const again = reopened();
  stamps.push(again.nextTs(), again.nextTs());
  expect(stamps[0]).toBe('1795482000.000000');
  expect(stamps).toEqual([...new Set(stamps)].toSorted());
});

test('the offset counts in business time and survives; calendar steps keep the hour', () => {
  const clock = openClock(store);
  expect(clock.move({ advance: 'P1M' })).toBeUndefined();
  expect(clock.now().toISOString()).toBe('2026-12-24T01:00:00.000Z');
  vi.advanceTimersByTime(60_000);
  expect(reopened().now().toISOString()).toBe('2026-12-24T01:01:00.000Z');
});
