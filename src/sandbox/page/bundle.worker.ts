import { workerData } from 'node:worker_threads';
import { build } from 'vite';

/** The thread that builds the page: everything Vite would read from a config file is here. */
const { root, into } = workerData as { root: string; into: string };

await build({
  configFile: false,
  root,
  // The page may be served under any path.
  base: './',
  mode: 'production',
  logLevel: 'error',
  publicDir: false,
  build: {
    outDir: into,
    emptyOutDir: false,
    // The versions that know light-dark(), popovers and view-sized units.
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
    // Each slice of the Chinese font is a file of its own, fetched only by a text that needs it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
