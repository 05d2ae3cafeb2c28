import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const walls = 'test/architecture.test.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    // On two cores vitest's own choice is one: most of a test here is waiting, for PostgreSQL and for Slack's pace.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
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
          exclude: [walls],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
});
