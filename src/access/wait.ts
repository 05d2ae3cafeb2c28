/** How waiting is counted. Rules of requests do not know which hours count. */
export type WaitClock = {
  /** Minutes of waiting between two moments; none when the second is the earlier. */
  readonly left: (from: Date, until: Date) => number;
  /** The moment after so many minutes of waiting. */
  readonly until: (from: Date, minutes: number) => Date;
  /** The moment after so many days of the person who is waited for. */
  readonly days: (from: Date, days: number) => Date;
};

/** Every minute counts. */
export const plainClock: WaitClock = {
  left: (from, until) => Math.max(0, (until.getTime() - from.getTime()) / 60_000),
  until: (from, minutes) => new Date(from.getTime() + Math.round(minutes * 60_000)),
  days: (from, days) => new Date(from.getTime() + days * 86_400_000),
};
