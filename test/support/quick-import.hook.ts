/**
 * Loaded before everything else in the processes of the tests (`--import`). For each `.js` file Node 24 reads, and parses, the exports of
 * the package it is in, to learn that it is a module. drizzle-orm has 110 files and 170 KB of exports: two seconds of a process's start.
 */
import { type ResolveFnOutput, registerHooks } from 'node:module';

const heavy = 'drizzle-orm';
const inside = `/node_modules/${heavy}/`;
const found = new Map<string, ResolveFnOutput>();

registerHooks({
  resolve: (specifier, context, next) => {
    const from = context.parentURL;
    if (from?.includes(inside) && /^\.{1,2}\/.*\.js$/.test(specifier))
      return { url: new URL(specifier, from).href, format: 'module', shortCircuit: true };
    if (!specifier.startsWith(heavy)) return next(specifier, context);
    const known = found.get(specifier);
    if (known) return { ...known, shortCircuit: true };
    const resolved = next(specifier, context);
    found.set(specifier, resolved);
    return resolved;
  },
});
