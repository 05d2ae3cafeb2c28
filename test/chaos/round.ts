import { setTimeout as sleep } from 'node:timers/promises';
import type { Crossing } from '../../src/kernel/crossing.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { judge, rest } from './judge.ts';
import { crowd, newMemory } from './people.ts';
import { misfortune, type Troubles } from './trouble.ts';
import { startWorld } from './world.ts';

export type Report = {
  seed: number;
  mode: 'socket' | 'http';
  seconds: number;
  acts: Record<string, number>;
  asked: number;
  kills: Record<string, number>;
  troubles: Record<string, number>;
  events: number;
  /** Moments at which no replica was killed before the patience was over. */
  missed: string[];
  /** Each sentence is something that must not be. */
  findings: string[];
};

/**
 * One round: people act while replicas are killed at the given moments, the database goes away and Slack misbehaves; then it is let come to
 * rest and judged. It lasts until every moment has seen its kill and the time is over, or the patience is.
 */
export async function playRound(options: {
  seed: number;
  points: readonly Crossing[];
  seconds: number;
  patience: number;
  /** Told what happens to whom, with the seconds since the beginning. */
  say?: (line: string) => void;
}): Promise<Report> {
  const { seed, points, seconds, patience } = options;
  const began = performance.now();
  const say = (line: string): void =>
    options.say?.(`${((performance.now() - began) / 1_000).toFixed(1)} s: ${line}`);
  const chance = chanceFrom(seed);
  const mode = seed % 2 === 0 ? 'socket' : 'http';
  const world = await startWorld({
    chance: chance.stream('world'),
    mode,
    nextKill: killsOf(chance.stream('kills'), points),
    say,
  });
  const memory = newMemory();
  const troubles: Troubles = new Map();
  const findings: string[] = [];
  let events = 0;
  let missed: Crossing[] = [];
  try {
    const since = performance.now();
    const passed = () => (performance.now() - since) / 1_000;
    const missing = () => points.filter((point) => !world.kills.has(point));
    const databases = () =>
      (troubles.get('database killed') ?? 0) + (troubles.get('database restarted') ?? 0);
    let over = false;
    const isOver = () => over;
    const acting = crowd(world, memory, chance.stream('people'), isOver);
    const suffering = misfortune(world, troubles, chance.stream('trouble'), {
      over: isOver,
      // The first two soon; then one for every half minute.
      databases: () => databases() < 2 + passed() / 30,
      pauseMs: 900,
    });
    while (passed() < patience && (passed() < seconds || missing().length > 0 || databases() < 2))
      await sleep(100);
    over = true;
    await Promise.all([acting, suffering]);
    missed = missing();
    await world.calm();
    findings.push(...(await rest(world, 60_000)));
    findings.push(...(await judge(world, memory)));
    const [row] = await world.ask<{ count: number }>('select count(*)::int as count from event');
    events = row?.count ?? 0;
  } finally {
    await world.stop();
  }
  findings.push(...world.findings, ...memory.findings);
  return {
    seed,
    mode,
    seconds: Math.round((performance.now() - began) / 1_000),
    acts: Object.fromEntries(memory.acts),
    asked: memory.asked.size,
    kills: Object.fromEntries(world.kills),
    troubles: Object.fromEntries(troubles),
    events,
    missed,
    findings,
  };
}

/** Moments that have seen no kill yet come first, in an order of chance; each at its first, second … crossing. */
function killsOf(
  chance: Chance,
  points: readonly Crossing[],
): (done: ReadonlySet<string>) => { at: Crossing; nth: number } {
  let last: Crossing | undefined;
  return (done) => {
    const missing = points.filter((point) => !done.has(point) && point !== last);
    const at = chance.oneOf(missing.length > 0 ? missing : points);
    last = at;
    return { at, nth: 1 + chance.below(missing.length > 0 ? 3 : 40) };
  };
}
