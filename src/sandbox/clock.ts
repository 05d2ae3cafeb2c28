import { DateTime, Duration } from 'luxon';
import type { Store } from './store.ts';

/** Business time: real time plus an offset that only grows. What Slack itself times out runs on real time instead. */
export type Clock = {
  now(): Date;
  offset(): number;
  /** Seconds since 1970, as Slack's `event_time` and `updated`. */
  seconds(): number;
  /** A message's `ts`: business time in microseconds, greater than every one given before, also over a restart. */
  nextTs(): string;
  /** Moves forward; refuses (a sentence) what is no time or lies behind. */
  move(to: { advance?: string | undefined; now?: string | undefined }): string | undefined;
  /** Back to real time; only together with an emptied workspace. */
  rewind(): void;
};

const CLOCK = 'clock';
const LAST_TS = 'last_ts';
/** Beyond this a Date is no date; 100 years are enough for every retention period. */
const FURTHEST_MS = 100 * 366 * 86_400_000;

/** `begins`: where the clock of a workspace stands that was never opened before; else at real time. */
export function openClock(store: Store, begins?: Date): Clock {
  let offset = store.get<number>('setting', CLOCK) ?? (begins ? begins.getTime() - Date.now() : 0);
  let last = store.get<number>('setting', LAST_TS) ?? 0;
  const now = () => new Date(Date.now() + offset);
  const keep = (next: number) => {
    offset = next;
    store.put('setting', CLOCK, offset);
  };
  if (begins) keep(offset);

  return {
    now,
    offset: () => offset,
    seconds: () => Math.floor(now().getTime() / 1000),
    nextTs: () => {
      last = Math.max(now().getTime() * 1000, last + 1);
      store.put('setting', LAST_TS, last);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
    move: ({ advance, now: at }) => {
      if ((advance === undefined) === (at === undefined))
        return 'Give either advance (PT4H) or now (a time).';
      const duration = Duration.fromISO(advance ?? 'PT0S');
      const target = !duration.isValid
        ? Number.NaN
        : at === undefined
          ? DateTime.fromJSDate(now(), { zone: 'utc' }).plus(duration).toMillis()
          : DateTime.fromISO(at, { setZone: true }).toMillis();
      if (Number.isNaN(target)) return 'That is neither an ISO 8601 duration (PT4H, P1D) nor a time.';
      if (target < now().getTime()) return 'The clock only moves forward.';
      if (target - Date.now() > FURTHEST_MS) return 'The clock moves a hundred years at most.';
      keep(Math.round(target - Date.now()));
      return undefined;
    },
    rewind: () => {
      keep(0);
      last = 0;
    },
  };
}
