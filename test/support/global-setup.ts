import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { quickStart } from './quick-start.ts';

/** One PostgreSQL for the whole run; see postgres-server.ts for how it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = spawn(process.execPath, [fileURLToPath(new URL('postgres-server.ts', import.meta.url))], {
    env: { ...process.env, ...quickStart },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const line = await Promise.race([
    once(createInterface(server.stdout), 'line').then(([text]) => String(text)),
    exited.then(([code]) => {
      throw new Error(`The PostgreSQL of the tests did not start (exit code ${code})`);
    }),
  ]);
  project.provide('postgres', JSON.parse(line));
  return async () => {
    server.stdin.end();
    await exited;
  };
}
