import type { Finding } from './doctor.ts';
import { found } from './doctor.ts';

/** The scopes the token has, against those the manifest of this version asks for. */
export function judgeScopes(has: readonly string[], asked: readonly string[]): Finding {
  const missing = asked.filter((scope) => !has.includes(scope));
  if (missing.length > 0) return found('wrong', 'scopes.missing', { scopes: missing.join(', ') });
  const more = has.filter((scope) => !asked.includes(scope));
  if (more.length > 0) return found('warning', 'scopes.more', { scopes: more.join(', ') });
  return found('ok', 'scopes.ok', { count: has.length });
}

/** What comes within days in every house that lives: somebody opens Home, writes to the bot, changes their status. */
const usual = ['app_home_opened', 'message.im', 'user_change'];
const weekMs = 7 * 86_400_000;

/**
 * Slack tells nobody what an app subscribes to; only what arrived can be seen. That nobody ever joined proves nothing, but what is usual is
 * missed after a week. `ageMs`: of the house.
 */
export function judgeEvents(heard: readonly string[], asked: readonly string[], ageMs: number): Finding {
  const never = asked.filter((type) => !heard.includes(type) && type !== 'app_uninstalled');
  if (never.length === 0) return found('ok', 'events.ok', { count: heard.length });
  const missed = never.some((type) => usual.includes(type)) && ageMs > weekMs;
  return missed
    ? found('warning', 'events.missed', { events: never.join(', ') })
    : found('ok', 'events.some', { events: never.join(', ') });
}

/** Milliseconds by which Slack's clock is ahead, as its answers tell to the second. Requests older than five minutes are refused. */
export function judgeSlackClock(aheadMs: number): Finding {
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  if (seconds < 10) return found('ok', 'slackClock.ok');
  return found(seconds < 120 ? 'warning' : 'wrong', 'slackClock.drift', { seconds });
}

/** Messages of ours that should still stand, of those looked for. */
export function judgeRetention({ looked, gone }: { looked: number; gone: number }): Finding {
  if (looked === 0) return found('ok', 'retention.young');
  if (gone > 0) return found('warning', 'retention.gone', { looked, gone });
  return found('ok', 'retention.ok', { looked });
}

export type HouseFacts = {
  readonly officers: number;
  readonly sets: number;
  /** Codes of data sets on which nobody can decide. */
  readonly undecided: readonly string[];
  /** Set while a pilot runs: how many of the employees take part. */
  readonly pilot?: { readonly inside: number; readonly people: number } | undefined;
};

/** Whom the house serves by now, who answers for the data, and whether every request would find somebody. */
export function judgeHouse({ officers, sets, undecided, pilot }: HouseFacts): Finding[] {
  return [
    ...(pilot ? [found('warning', 'pilot.running', pilot)] : []),
    officers > 0 ? found('ok', 'officer.ok', { count: officers }) : found('warning', 'officer.none'),
    ...(sets === 0 ? [found('warning', 'sets.none')] : []),
    ...(undecided.length > 0
      ? [
          found('wrong', 'sets.undecided', {
            sets: undecided.slice(0, 20).join(', '),
            count: undecided.length,
          }),
        ]
      : []),
    ...(sets > 0 && undecided.length === 0 ? [found('ok', 'sets.ok', { count: sets })] : []),
  ];
}

/**
 * Holidays that are needed and not known. China's are announced in November for the year after: until then nobody can know them, and what
 * this year lacks moves every deadline.
 */
export function judgeHolidays(missing: readonly number[], year: number, month: number): Finding {
  if (missing.includes(year)) return found('wrong', 'holidays.now', { year: String(year) });
  if (!missing.includes(year + 1)) return found('ok', 'holidays.ok', { year: String(year) });
  return month >= 11
    ? found('warning', 'holidays.next', { year: String(year + 1) })
    : found('ok', 'holidays.notYet', { year: String(year + 1) });
}
