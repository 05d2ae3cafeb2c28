export type Bell = {
  /** Asks for a round soon; however often it is asked, one follows. */
  readonly ring: () => void;
  /** No round is under way or asked for. */
  readonly quiet: () => boolean;
  /** Waits for the round under way; none follows. */
  readonly stop: () => Promise<void>;
};

/**
 * Work that is done in rounds when somebody rings, one after another, with polling as the net for rings that another process
 * should have heard. A round answers whether there is more. `pace`: milliseconds a round at least, over many of them; the first few
 * after a rest go at once. A round that fails is told and asked for again by the next poll.
 */
export function startBell(options: {
  round: () => Promise<boolean>;
  pollMs: number;
  pace?: { readonly perRoundMs: number; readonly burst: number };
  onError: (error: unknown) => void;
}): Bell {
  const { round, pollMs, pace = { perRoundMs: 0, burst: 0 }, onError } = options;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let rung = false;
  let stopped = false;
  /** When the rounds up to now would have ended at their pace. */
  let paidUntil = 0;

  async function drain(): Promise<void> {
    while (!stopped && (await round()));
  }

  function ring(): void {
    rung = true;
    if (running || stopped || timer) return;
    const wait = paidUntil - pace.burst * pace.perRoundMs - performance.now();
    if (wait > 0) timer = setTimeout(begin, wait);
    else begin();
  }

  function begin(): void {
    timer = undefined;
    rung = false;
    paidUntil = Math.max(paidUntil, performance.now()) + pace.perRoundMs;
    running = drain()
      .catch(onError)
      .finally(() => {
        running = undefined;
        if (rung && !stopped) ring();
      });
  }

  const poll = setInterval(ring, pollMs);
  ring();
  return {
    ring,
    quiet: () => !running && !timer,
    stop: async () => {
      stopped = true;
      clearInterval(poll);
      clearTimeout(timer);
      await running;
    },
  };
}
