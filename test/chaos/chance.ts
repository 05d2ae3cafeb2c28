/** Chance that repeats with its seed, so that a round can be played again. */
export type Chance = {
  /** From 0 to below `most`. */
  below: (most: number) => number;
  happens: (probability: number) => boolean;
  oneOf: <T>(some: readonly T[]) => T;
  /** Another stream that does not depend on how often this one was asked. */
  stream: (name: string) => Chance;
};

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (most) => Math.floor(next() * most),
    happens: (probability) => next() < probability,
    oneOf: (some) => {
      const one = some[Math.floor(next() * some.length)];
      if (one === undefined) throw new Error('there is nothing to choose from');
      return one;
    },
    stream: (name) => {
      let hash = seed >>> 0;
      for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
      return chanceFrom(hash);
    },
  };
}
