/**
 * Runs one at a time. A run under way may be past what has come up since it began: whoever asks meanwhile gets the next run, all the same
 * one. `last`: the run that ends last, while there is one.
 */
export function oneBehind(work: () => Promise<void>): {
  run: () => Promise<void>;
  last: () => Promise<void> | undefined;
} {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> => {
    if (!running) {
      running = work().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running.then(() => {
      next = undefined;
      return run();
    });
    return next;
  };
  return { run, last: () => next ?? running };
}
