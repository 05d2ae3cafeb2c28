import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepTrials } from '../../src/backup/archive.trial.ts';
import { connect } from '../../src/database/connection.ts';
import { quickStart } from '../support/quick-start.ts';

const script = fileURLToPath(new URL('trial.script.ts', import.meta.url));
const children: ChildProcess[] = [];
let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'shoumi-trials-'));
  await chmod(place, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) await killed(child);
  await sweepTrials(place);
  await rm(place, { recursive: true, force: true });
});

/** A trial under way in a process of its own. */
async function begin(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, TMPDIR: place, ...quickStart },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [url] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(url) };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function answers(url: string): Promise<boolean> {
  const database = connect(url, { max: 1 });
  const reachable = await database.reachable();
  await database.stop();
  return reachable;
}

it('what a killed trial leaves running is ended and removed by the next one; a trial under way is let be', {
  timeout: 60_000,
}, async () => {
  const first = await begin();
  await killed(first.child);
  expect(await answers(first.url)).toBe(true);
  const second = await begin();
  expect(await answers(first.url)).toBe(false);
  expect(await readdir(place)).toHaveLength(1);
  await sweepTrials(place);
  expect(await answers(second.url)).toBe(true);
  await killed(second.child);
  await sweepTrials(place);
  expect(await answers(second.url)).toBe(false);
  expect(await readdir(place)).toEqual([]);
});

it('a folder that only looks like a trial’s is let be', async () => {
  const other = await mkdtemp(join(place, 'shoumi-check-'));
  await writeFile(join(other, 'notes'), 'mine');
  await sweepTrials(place);
  expect(await readdir(other)).toEqual(['notes']);
});
