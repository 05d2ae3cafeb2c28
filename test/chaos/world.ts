import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startBot } from '../../src/bot.ts';
import { capabilities } from '../../src/capabilities.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/database/embedded.ts';
import { seedDemo } from '../../src/demo.ts';
import type { Crossing } from '../../src/kernel/crossing.ts';
import { logger } from '../../src/log.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Balancer, balance } from '../process/balancer.ts';
import { livingIn, newHome, type Program, peopleAt, startProgram } from '../process/program.ts';
import { freePort } from '../slack/rig.ts';
import type { People } from '../support/control.ts';
import { manifest } from '../support/demo-firm.ts';
import { testKeys, testKeyText } from '../support/keys.ts';
import type { Chance } from './chance.ts';

const hook = fileURLToPath(new URL('kill-at.hook.ts', import.meta.url));

/** Two replicas on one database of their own, a workspace, and everything that can be done to them. */
export type World = {
  readonly mode: 'socket' | 'http';
  readonly slack: People;
  readonly sandbox: Sandbox;
  /** With which the programs beside the replicas run. */
  readonly env: Readonly<Record<string, string>>;
  /** As the database's owner. A failed question is asked again: the server may just be away. */
  readonly ask: <T extends object>(statement: string, parameters?: string[]) => Promise<T[]>;
  readonly replicas: readonly Replica[];
  /** Kills by the moment at which they came; `any time` for those that came from outside. */
  readonly kills: Map<string, number>;
  /** When a replica was last found dead, by performance.now(). */
  lastDeath: number;
  /** What replicas did that no replica may do. */
  readonly findings: string[];
  readonly killSomebody: () => void;
  readonly restartDatabase: (how: 'kill' | 'stop') => Promise<void>;
  readonly dropConnections: () => Promise<void>;
  /** No more kills: both replicas are ended in order and started once more, unarmed. */
  readonly calm: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type Replica = { program: Program; armed: string | undefined; ready: boolean };

export async function startWorld(options: {
  chance: Chance;
  mode: 'socket' | 'http';
  /** Where the next replica that starts is to die, and at which crossing. */
  nextKill: (done: ReadonlySet<string>) => { at: Crossing; nth: number };
  say: (line: string) => void;
}): Promise<World> {
  const { chance, mode, nextKill, say } = options;
  const home = await newHome();
  const quiet = { info: () => {} };
  let server: EmbeddedPostgres = await startEmbedded({ home, log: quiet });
  const { port } = server;
  const sandbox = await startSandbox({
    folder: `${home}/sandbox`,
    port: 0,
    manifest,
    retryWaitsMs: [50, 400, 1_500, 4_000, 8_000],
  });
  const env = {
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_API_URL: sandbox.apiUrl,
    DATABASE_URL: server.url,
    DATABASE_OWNER_URL: server.ownerUrl,
    SHOUMI_HOME: `${home}/bot`,
    SHOUMI_KEY: testKeyText,
    // Some thirty starts in a row: what was compiled once is kept.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? `${home}/compiled`,
  };
  const sql = postgres(server.ownerUrl, { max: 2, fetch_types: false, onnotice: () => {} });

  const world: World = {
    mode,
    slack: peopleAt(sandbox.url),
    sandbox,
    env: { ...env, SLACK_APP_TOKEN: sandbox.appToken },
    replicas: [],
    kills: new Map(),
    lastDeath: Number.NEGATIVE_INFINITY,
    findings: [],
    ask: async <T extends object>(statement: string, parameters: string[] = []) => {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return (await sql.unsafe(statement, parameters)) as unknown as T[];
        } catch (error) {
          if (attempt === 60) throw error;
          await sleep(250);
        }
      }
    },
    killSomebody: () => {
      const living = world.replicas.filter(({ ready }) => ready);
      // Two at once are an outage, of which there are others.
      if (living.length < 2) return;
      const one = chance.oneOf(living);
      one.armed = 'any time';
      one.program.kill('SIGKILL');
    },
    restartDatabase: async (how) => {
      if (how === 'stop') await server.stop();
      else {
        process.kill(server.pid, 'SIGKILL');
        // Its children notice by themselves; until then they hold the memory that a new one needs.
        while ((await serverProcesses()).length > 0) await sleep(20);
      }
      server = await startEmbedded({ home, log: quiet });
      say(`the database is back after a ${how}`);
      if (server.port !== port) throw new Error('the database came back at another port');
    },
    dropConnections: async () => {
      balancer?.drop();
      if (mode === 'socket') await world.slack.call('POST', '/socket', { action: 'drop' });
    },
    calm: async () => {
      keepRunning = false;
      const leaving = world.replicas.map(async ({ program }) => {
        const came = await program.ready.then(
          () => true,
          () => false,
        );
        program.kill('SIGTERM');
        const { code, signal } = await program.ended;
        if (came && code !== 0 && signal !== 'SIGKILL')
          world.findings.push(`a replica stopped with ${code ?? signal}: ${tail(program)}`);
      });
      await Promise.all(leaving);
      await Promise.all(supervised);
      armed = false;
      keepRunning = true;
      supervised = slots.map(supervise);
      await Promise.all(world.replicas.map(({ program }) => program.ready));
      for (const replica of world.replicas) replica.ready = true;
    },
    stop: async () => {
      keepRunning = false;
      for (const { program } of world.replicas) program.kill('SIGKILL');
      await Promise.all(supervised);
      await balancer?.stop();
      await sandbox.stop();
      await sql.end({ timeout: 1 });
      await server.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      if (!server.folder.startsWith(home)) await rm(server.folder, { recursive: true, force: true });
    },
  };

  const serverProcesses = async (): Promise<number[]> =>
    (await livingIn(server.folder)).filter((pid) => pid !== process.pid);

  await seed(env, sandbox);
  const ports = [await freePort(), await freePort()];
  const balancer: Balancer | undefined = mode === 'http' ? await balance(ports) : undefined;
  let keepRunning = true;
  let armed = true;
  const slots = [0, 1];
  let supervised = slots.map(supervise);
  await Promise.all(world.replicas.map(({ program }) => program.ready.catch(() => {})));
  if (balancer) {
    // Whoever died at its very start is on its way again.
    for (;;) {
      const answer = await world.slack.call<{ ok: boolean }>('POST', '/delivery', {
        mode,
        url: balancer.url,
      });
      if (answer.ok) break;
      await sleep(200);
    }
  }
  return world;

  /** Starts the replica of a slot, and again whenever it has ended, as whoever runs it would. */
  async function supervise(slot: number): Promise<void> {
    for (let round = 0; keepRunning; round += 1) {
      const kill = armed ? nextKill(new Set(world.kills.keys())) : undefined;
      const program = startProgram(
        {
          ...env,
          ...(mode === 'http'
            ? { SLACK_SIGNING_SECRET: sandbox.signingSecret, PORT: String(ports[slot]) }
            : { SLACK_APP_TOKEN: sandbox.appToken }),
          ...(kill ? { CHAOS_KILL_AT: `${kill.at}:${kill.nth}` } : {}),
          // No two machines agree on the time.
          CHAOS_CLOCK_MS: String((chance.stream(`clock ${slot} ${round}`).below(5) - 2) * 30_000),
        },
        { imports: [hook] },
      );
      const replica: Replica = { program, armed: kill?.at, ready: false };
      (world.replicas as Replica[])[slot] = replica;
      program.ready.then(
        () => {
          replica.ready = true;
          say(`replica ${slot} is ready, to die at ${kill ? `${kill.at}:${kill.nth}` : 'no moment'}`);
        },
        () => {},
      );
      const { code, signal } = await program.ended;
      world.lastDeath = performance.now();
      say(`replica ${slot} ended with ${code ?? signal}${replica.ready ? '' : ' before it was ready'}`);
      if (signal === 'SIGKILL' && replica.armed) {
        const point = replica.armed;
        world.kills.set(point, (world.kills.get(point) ?? 0) + 1);
      } else if (signal !== 'SIGKILL' && replica.ready && keepRunning)
        world.findings.push(`a replica ended by itself with ${code ?? signal}: ${tail(program)}`);
      else if (keepRunning) await sleep(300);
      replica.ready = false;
    }
  }
}

/** The firm's people and data sets, as its administrators would have entered them. */
async function seed(env: Record<string, string>, sandbox: Sandbox): Promise<void> {
  const first = await startBot({
    databaseUrl: env.DATABASE_URL ?? '',
    ownerUrl: env.DATABASE_OWNER_URL ?? '',
    capabilities,
    keys: testKeys,
    slack: {
      token: sandbox.botToken,
      apiUrl: sandbox.apiUrl,
      arrival: { mode: 'socket', appToken: sandbox.appToken },
    },
    now: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    admins: [],
    log: logger({ level: 'silent' }),
    onFatal: () => {},
  });
  await seedDemo(first.house);
  await first.settled();
  await first.stop();
}

/** The last words of a process. */
export function tail(program: Program): string {
  const lines = `${program.out()}\n${program.err()}`.trim().split('\n');
  const loud = lines.filter((line) => /"level":"(?:error|fatal)"|Error/.test(line));
  return [...loud.slice(-3), ...lines.slice(-2)].join('\n').slice(-3_000);
}
