import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import { crossing, crossingChannel, crossings } from '../../src/kernel/crossing.ts';

it('tells whoever listens to that one crossing, and nobody else', () => {
  const told: unknown[] = [];
  const listen = (message: unknown) => void told.push(message);
  subscribe(crossingChannel('commit.before'), listen);
  for (const name of crossings) crossing(name);
  unsubscribe(crossingChannel('commit.before'), listen);
  crossing('commit.before');
  expect(told).toEqual([{ name: 'commit.before' }]);
});
