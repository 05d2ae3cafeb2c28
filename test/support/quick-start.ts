const { NODE_COMPILE_CACHE } = process.env;

/**
 * For the environment of a program that a test starts, which otherwise spends seconds of processor time on reading itself: what one of them
 * compiled the next need not, and packages are looked up once.
 */
export const quickStart = {
  ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
  NODE_OPTIONS: `--import=${new URL('quick-import.hook.ts', import.meta.url).href}`,
};
