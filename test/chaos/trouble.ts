import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

/** What happened to the world, by kind. */
export type Troubles = Map<string, number>;

const methods = [
  'chat.postMessage',
  'chat.update',
  'chat.postEphemeral',
  'conversations.history',
  'views.open',
];

const kinds = [
  'slack 429',
  'slack 500',
  'lost reply',
  'slow slack',
  'dropped',
  'twice',
  'reordered',
  'time',
  'kill',
];

/** One misfortune after the other until `over`; the database has its own among them, at most `databases` times. */
export async function misfortune(
  world: World,
  troubles: Troubles,
  chance: Chance,
  options: { over: () => boolean; databases: () => boolean; pauseMs: number },
): Promise<void> {
  let last = performance.now();
  let kill = false;
  while (!options.over()) {
    await sleep(options.pauseMs / 2 + chance.below(options.pauseMs));
    // Where nobody works nothing more can go wrong.
    while (!options.over() && !world.replicas.some(({ ready }) => ready)) await sleep(100);
    if (options.over()) return;
    // Mostly while everybody works: who is only just starting ends, and that is all.
    const since = performance.now() - last;
    const ripe = world.replicas.every(({ ready }) => ready) ? since > 6_000 : since > 25_000;
    if (options.databases() && ripe) {
      const how = kill ? 'kill' : 'stop';
      kill = !kill;
      note(troubles, how === 'kill' ? 'database killed' : 'database restarted');
      await world.restartDatabase(how);
      last = performance.now();
      continue;
    }
    const kind = chance.oneOf(kinds);
    note(troubles, kind);
    await befall(world, chance, kind);
  }
}

async function befall(world: World, chance: Chance, kind: string): Promise<void> {
  const { slack } = world;
  const method = chance.oneOf(methods);
  const times = 1 + chance.below(3);
  switch (kind) {
    case 'slack 429':
      await slack.fault({ method, times, retry_after: 1 });
      return;
    case 'slack 500':
      await slack.fault({ method, times, status: 500, error: 'internal_error' });
      return;
    case 'lost reply':
      await slack.fault({
        method: chance.oneOf(['chat.postMessage', 'chat.update']),
        times: 1,
        lose_reply: true,
      });
      return;
    case 'slow slack':
      await slack.fault({ method, times, delay_ms: 500 + chance.below(2_000) });
      return;
    case 'dropped':
      return world.dropConnections();
    case 'twice':
      await slack.call('POST', '/unrest', { times, twice: true });
      return;
    case 'reordered':
      await slack.call('POST', '/unrest', { times, hold_ms: 100 + chance.below(900) });
      return;
    case 'time':
      return passTime(world, chance);
    default:
      return world.killSomebody();
  }
}

/** Hours pass for somebody's access, or for a wish that waits: to the real clock of the processes nobody can do that. */
async function passTime(world: World, chance: Chance): Promise<void> {
  const statement = chance.happens(0.7)
    ? `update access_grant set ends_at = date_trunc('milliseconds', now()) - interval '10 minutes' where id =
         (select id from access_grant where state = 'running' order by starts_at limit 1)`
    : `update access_request set lapses_at = date_trunc('milliseconds', now()) - interval '10 minutes' where id =
         (select id from access_request where state = 'pending' order by created_at limit 1)`;
  await world.ask(statement);
}

function note(troubles: Troubles, kind: string): void {
  troubles.set(kind, (troubles.get(kind) ?? 0) + 1);
}
