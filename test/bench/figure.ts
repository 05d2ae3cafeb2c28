/**
 * One line of `npm run bench`. `floor` is what the same machine did in the same run without us, or what is allowed; `ratio` is value to floor.
 * `target` is of the ratio where there is one, else of the value; a line without is for reading.
 */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  floor?: number;
  ratio?: number;
  target?: { readonly atLeast: number } | { readonly atMost: number };
};

export function print(figure: Figure): void {
  const { name, value, unit, floor, ratio, target } = figure;
  const short = (n: number | undefined) => (n === undefined ? null : Number(n.toPrecision(4)));
  const line = { name, value: short(value), unit, floor: short(floor), ratio: short(ratio) };
  console.log(JSON.stringify(target ? { ...line, ...target, reached: reached(figure) } : line));
}

/** Whether the target is kept; a line without one keeps it. What could not be measured does not. */
export function reached({ value, ratio = value, target }: Figure): boolean {
  if (!target) return true;
  return 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
}

/** The value below which a part `p` (0 to 1) of the values lies; the median is 0.5. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

/** `count` pieces of work by `lanes` at once; answers how many a second. */
export async function perSecond(
  count: number,
  lanes: number,
  work: (n: number, lane: number) => Promise<unknown>,
): Promise<number> {
  const before = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let n = next++; n < count; n = next++) await work(n, lane);
    }),
  );
  return (count / (performance.now() - before)) * 1_000;
}

/** Ours and the floor by turns, so that a machine that grows slower slows both; the medians, after rounds that do not count. */
export async function compare(
  name: string,
  unit: string,
  rounds: { warmUp: number; counted: number },
  ours: () => Promise<number>,
  floor: () => Promise<number>,
  target: NonNullable<Figure['target']>,
): Promise<Figure> {
  const [our, least, ratios]: number[][] = [[], [], []];
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    // Who goes first changes as well.
    const [first, second] = round % 2 === 0 ? [ours, floor] : [floor, ours];
    const [a, b] = [await first(), await second()];
    const [value, base] = round % 2 === 0 ? [a, b] : [b, a];
    if (round < rounds.warmUp) continue;
    our?.push(value);
    least?.push(base);
    ratios?.push(value / base);
  }
  return {
    name,
    value: quantile(our ?? [], 0.5),
    unit,
    floor: quantile(least ?? [], 0.5),
    ratio: quantile(ratios ?? [], 0.5),
    target,
  };
}
