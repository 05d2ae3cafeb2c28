import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/database/connection.ts';
import type { Decision } from '../../src/kernel/decision.ts';
import type { NewEvent } from '../../src/kernel/event.ts';
import type { Command, Ledger } from '../../src/ledger/commit.ts';

/** A ledger on a real database, with a clock that stands and a bell that counts. */
export function ledgerOn(database: Database): Ledger & { rung: number } {
  const ledger = {
    database,
    now: () => new Date('2026-11-23T09:00:00.000Z'),
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
    rung: 0,
    ring: () => {
      ledger.rung += 1;
    },
  };
  return ledger;
}

export const tenant = 'T1';

export function event(subject: string, more: Partial<NewEvent> = {}): NewEvent {
  return { type: 'thing.made', version: 1, subject, data: {}, ...more };
}

/** A command that loads nothing and saves nothing, as far as it is not told otherwise. */
export function command<S = undefined, N = string>(
  id: string,
  more: Partial<Command<S, N>> & { decide: (state: S, now: Date) => Decision<N> },
): Command<S, N> {
  return {
    id,
    cause: { kind: 'action', id: `cause of ${id}`, by: 'ULIN' },
    keys: [id],
    load: async () => undefined as S,
    save: async () => {},
    ...more,
  };
}

/** A command that records one event about its subject. */
export function made(id: string, subject: string, more: Partial<NewEvent> = {}): Command<undefined, string> {
  return command(id, { decide: () => ({ next: subject, events: [event(subject, more)] }) });
}
