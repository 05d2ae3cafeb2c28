import type { Checkpoint, CheckpointFault } from '../ledger/checkpoint.ts';
import type { AnchorFault } from './anchor.ts';
import type { doctorText } from './doctor.text.ts';

/** What the doctor looked at, how it is, and what to do; worded from doctor.text.ts. */
export type Finding = {
  readonly verdict: 'ok' | 'warning' | 'wrong';
  readonly key: keyof typeof doctorText.en & string;
  readonly values?: Readonly<Record<string, string | number>>;
};

export const found = (
  verdict: Finding['verdict'],
  key: Finding['key'],
  values?: Readonly<Record<string, string | number>>,
): Finding => ({ verdict, key, ...(values ? { values } : {}) });

export type RightsFacts = {
  readonly login: string;
  readonly superuser: boolean;
  /** Rights that somebody has who must not: `shoumi_app UPDATE event`. */
  readonly tooMany: readonly string[];
  /** Rights that somebody lacks who needs them. */
  readonly missing: readonly string[];
};

/** A superuser's login obeys no grant; the app only adds to the log; nobody but the sequencer writes leaves. */
export function judgeRights({ login, superuser, tooMany, missing }: RightsFacts): Finding[] {
  if (superuser) return [found('wrong', 'rights.superuser', { login })];
  if (tooMany.length > 0) return [found('wrong', 'rights.tooMany', { rights: tooMany.join(', ') })];
  if (missing.length > 0) return [found('wrong', 'rights.missing', { rights: missing.join(', ') })];
  return [found('ok', 'rights.ok', { login })];
}

/** Milliseconds by which the database's clock is ahead. Leases and times of events come from two machines. */
export function judgeClock(aheadMs: number): Finding {
  const seconds = Math.round(Math.abs(aheadMs) / 100) / 10;
  if (Math.abs(aheadMs) < 2_000) return found('ok', 'clock.ok', { seconds });
  return found(Math.abs(aheadMs) < 60_000 ? 'warning' : 'wrong', 'clock.drift', { seconds });
}

/** Events that wait for their leaf: within a second of being written they should have one while a bot runs. */
export function judgeLag({ count, oldest }: { count: number; oldest: Date | undefined }, now: Date): Finding {
  const seconds = oldest ? Math.max(0, Math.round((now.getTime() - oldest.getTime()) / 1_000)) : 0;
  if (count === 0 || seconds < 60) return found('ok', 'lag.ok', { count });
  return found(seconds < 3_600 ? 'warning' : 'wrong', 'lag.behind', {
    count,
    minutes: Math.round(seconds / 60),
  });
}

/** The newest checkpoint: signed by this log's key, over as many entries as there are. */
export function judgeCheckpoint(state: {
  opened: Checkpoint | CheckpointFault | undefined;
  size: number;
  entries: number;
  minutes: number;
}): Finding {
  const { opened, size, entries, minutes } = state;
  if (opened === undefined)
    return entries === 0 ? found('ok', 'checkpoint.none') : found('wrong', 'checkpoint.missing', { entries });
  if (opened === 'malformed' || opened === 'unsigned')
    return found('wrong', opened === 'unsigned' ? 'checkpoint.unsigned' : 'checkpoint.malformed', { size });
  if (opened.size !== size || size > entries) return found('wrong', 'checkpoint.size', { size, entries });
  if (size < entries) return found('warning', 'checkpoint.behind', { size, entries });
  return found('ok', 'checkpoint.ok', { size, minutes });
}

export type AnchorFacts = {
  readonly place: string;
  readonly kind: 'slack' | 'file' | 's3';
  /** How many recorded references were looked at, and what came of it. */
  readonly looked: number;
  readonly gone: number;
  readonly changed: number;
  /** The place cannot be used, or did not answer. */
  readonly fault?: AnchorFault | 'no_answer' | undefined;
  /** Nobody here can look: a channel, and no Slack at hand. */
  readonly unseen: boolean;
  /** How long the log has been ahead of the place. */
  readonly aheadMs: number;
};

const day = 86_400_000;

/**
 * An anchor proves what somebody else still holds. A channel whose older messages are gone is under a retention rule, or was cleaned: it
 * is no anchor.
 */
export function judgeAnchor(facts: AnchorFacts, everyMs: number): Finding {
  const { place, kind, looked, gone, changed, fault, unseen, aheadMs } = facts;
  const hours = Math.round(aheadMs / 3_600_000);
  if (changed > 0) return found('wrong', 'anchor.changed', { place, count: changed });
  if (gone > 0)
    return found('wrong', kind === 'slack' ? 'anchor.retention' : 'anchor.gone', { place, count: gone });
  if (fault)
    return found(aheadMs > day || fault !== 'no_answer' ? 'wrong' : 'warning', 'anchor.fault', {
      place,
      fault,
    });
  if (aheadMs > day) return found('wrong', 'anchor.failing', { place, hours });
  if (unseen) return found('warning', 'anchor.unseen', { place });
  if (looked === 0) return found('warning', 'anchor.empty', { place });
  if (aheadMs > 2 * everyMs + 600_000) return found('warning', 'anchor.late', { place, hours });
  return found('ok', 'anchor.ok', { place, count: looked });
}
