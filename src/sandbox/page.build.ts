import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Worker } from 'node:worker_threads';

const SOURCES = join(import.meta.dirname, 'page');
/** Besides the page's own files: the shapes it shares with the server, and the versions of everything it is built from. */
const ALSO = [
  join(import.meta.dirname, 'control.contract.ts'),
  join(import.meta.dirname, '../../package-lock.json'),
];
/** An older build may still be served by another process: it is kept for a day after it was last made. */
const KEPT_MS = 24 * 60 * 60 * 1000;

type Log = { info(about: object, message: string): void };

/**
 * Builds the sandbox's page when its sources or its libraries changed, and returns the folder to serve (`index.html`
 * inside). Builds are named by their sources' hash and made in a temporary folder that is renamed when it is whole: two
 * starts at once each build, the first rename wins, and nobody ever serves half a page.
 */
export async function buildPage(options: { out: string; log?: Log }): Promise<string> {
  const { out, log } = options;
  const folder = join(out, await sourcesHash());
  if (await exists(folder)) return folder;

  const began = performance.now();
  await mkdir(out, { recursive: true });
  const half = await mkdtemp(`${folder}.half-`);
  try {
    await bundle(half);
    // A folder that is there by now was made by another process from the same sources.
    await rename(half, folder).catch(async (error) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  await sweep(out, folder);
  log?.info({ ms: Math.round(performance.now() - began) }, 'the page of the sandbox was built');
  return folder;
}

/** In a thread of its own: Vite sets NODE_ENV for its whole process, and the bot must not stand still meanwhile. */
function bundle(into: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./page/bundle.worker.ts', import.meta.url), {
      workerData: { root: SOURCES, into },
      env: { NODE_ENV: 'production' },
    });
    worker.once('error', reject);
    worker.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the page could not be built (${code})`)),
    );
  });
}

async function sourcesHash(): Promise<string> {
  const entries = await readdir(SOURCES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [...files, ...ALSO].sort()) {
    const content = await readFile(file);
    hash.update(`${relative(SOURCES, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

async function sweep(out: string, current: string): Promise<void> {
  for (const name of await readdir(out)) {
    const folder = join(out, name);
    const age = Date.now() - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (folder !== current && age > KEPT_MS) await rm(folder, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
