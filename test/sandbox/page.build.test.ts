import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildPage } from '../../src/sandbox/page.build.ts';

let out: string;
let built: number;
const log = {
  info: () => {
    built += 1;
  },
};

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'shoumi-build-'));
  built = 0;
});

afterEach(() => rm(out, { recursive: true, force: true }));

it('builds once for two starts at the same time and not again after', async () => {
  const environment = process.env.NODE_ENV;
  const [one, two] = await Promise.all([buildPage({ out }), buildPage({ out })]);
  expect(two).toBe(one);
  expect(await readdir(out)).toHaveLength(1);
  expect(await buildPage({ out, log })).toBe(one);
  expect(built).toBe(0);
  expect(process.env.NODE_ENV).toBe(environment);

  const html = await readFile(join(one, 'index.html'), 'utf8');
  const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
  const code = await readFile(join(one, script), 'utf8');
  // React's development build says so in its warnings.
  expect(code).not.toContain('Each child in a list should have a unique');
  expect(code.length).toBeLessThan(500_000);
  // The slices of the Chinese font stay files of their own.
  expect(
    (await readdir(join(one, 'assets'))).filter((name) => name.endsWith('.woff2')).length,
  ).toBeGreaterThan(90);
});

it('leaves a fresh older build to whoever still serves it and sweeps up what is a day old', async () => {
  const fresh = join(out, '0123456789abcdef');
  const stale = join(out, 'fedcba9876543210');
  await mkdir(fresh);
  await mkdir(stale);
  const yesterday = Date.now() / 1000 - 25 * 60 * 60;
  await utimes(stale, yesterday, yesterday);
  const folder = await buildPage({ out, log });
  expect(built).toBe(1);
  expect(existsSync(join(folder, 'index.html'))).toBe(true);
  expect(existsSync(fresh)).toBe(true);
  expect(existsSync(stale)).toBe(false);
});
