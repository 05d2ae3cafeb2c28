import { afterEach, expect, it } from 'vitest';
import type { Capability } from '../../src/slack/capability.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig | undefined;
afterEach(() => rig?.stop());

it('does what has fallen due by the call, also when a run is under way that began before', async () => {
  const runs: { began: number; end: () => void }[] = [];
  let calls = 0;
  const probe: Capability = {
    name: 'probe',
    texts: [],
    due: () => new Promise((end) => runs.push({ began: calls, end: () => end() })),
  };
  const broken: Capability = {
    name: 'broken',
    texts: [],
    due: async () => {
      throw new Error('always');
    },
  };
  rig = await startRig({ capabilities: [broken, probe] });
  const tick = () => {
    calls += 1;
    return rig?.bot.tick();
  };
  const done: string[] = [];
  const first = tick()?.then(() => done.push('first'));
  await expect.poll(() => runs.length, { timeout: 5_000 }).toBe(1);
  const second = tick()?.then(() => done.push('second'));
  const third = tick()?.then(() => done.push('third'));
  runs[0]?.end();
  await first;
  // The two that came later have to wait for a run that began after them, and share it.
  await expect.poll(() => runs.length, { timeout: 5_000 }).toBe(2);
  expect(done).toEqual(['first']);
  expect(runs[1]?.began).toBe(3);
  runs[1]?.end();
  await Promise.all([second, third]);
  expect(runs).toHaveLength(2);
  // One capability that fails keeps no other from its turn.
  expect(rig.logged().filter((line) => line.capability === 'broken')).toHaveLength(2);
});
