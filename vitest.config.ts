import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const walls = 'test/architecture.test.ts';
const ownProcess = ['test/admin.test.ts', 'test/metrics.test.ts'];
const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

// For the workers, and for the programs that tests start.
process.env.NODE_COMPILE_CACHE ??= pathOf('node_modules/.cache/compiled');

export default defineConfig({
  test: {
    pool: 'forks',
    // Node itself runs the code, as it does for everybody: no second way of understanding TypeScript.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    execArgv: ['--import', pathOf('test/support/quick-import.hook.ts')],
    // On two cores vitest's own choice is one: most of a test here is waiting, for PostgreSQL and for Slack's pace.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    projects: [
      // Needs no database: part of every `npm run check`.
      { extends: true, test: { name: 'walls', include: [walls] } },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [walls, ...ownProcess],
          globalSetup: ['test/support/global-setup.ts'],
          // What a file needs is its own: a database, a firm, a bot. Modules are shared, since reading them anew cost half of a file's time.
          isolate: false,
        },
      },
      // They look at what a process as a whole has: its metrics, its globals.
      { extends: true, test: { name: 'alone', include: ownProcess } },
    ],
  },
});
