import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdHome } from '../../src/database/hold.ts';

const script = fileURLToPath(new URL('hold.script.ts', import.meta.url));
const children: ChildProcess[] = [];
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'shoumi-hold-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(home, { recursive: true, force: true });
});

async function holdElsewhere(): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [script, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, line };
}

it('refuses a second process with one sentence: who holds it, where it answers, what to do', async () => {
  const { child } = await holdElsewhere();
  await expect(holdHome(home)).rejects.toThrow(
    new RegExp(
      `^Shoumi already runs on ${home} \\(process ${child.pid}, http://localhost:4711, since \\d{4}-[^)]+\\): stop that one first, or set SHOUMI_HOME to another folder\\.$`,
    ),
  );
});

it('is free again after kill -9', async () => {
  const { child } = await holdElsewhere();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const hold = await holdHome(home);
  hold.release();
});

it('is free again after release, which may come twice', async () => {
  const hold = await holdHome(home);
  await expect(holdHome(home)).rejects.toThrow(`process ${process.pid}`);
  hold.release();
  hold.release();
  expect(existsSync(join(home, 'hold.json'))).toBe(false);
  expect((await holdElsewhere()).line).toBe('held');
});

it('goes to exactly one of many that start at once', async () => {
  const starts = await Promise.all(Array.from({ length: 4 }, () => holdElsewhere()));
  expect(starts.filter(({ line }) => line === 'held')).toHaveLength(1);
  expect(starts.filter(({ line }) => line.startsWith('Shoumi already runs on'))).toHaveLength(3);
});

it('makes the home and leaves other homes alone', async () => {
  const inside = await holdHome(join(home, 'a', 'b'));
  const beside = await holdHome(join(home, 'c'));
  inside.release();
  beside.release();
});
