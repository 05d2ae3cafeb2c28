import { createHash } from 'node:crypto';
import type { Database, Tx } from '../database/connection.ts';
import { connectionIsGone, databaseError, transaction } from '../database/transaction.ts';
import { crossing } from '../kernel/crossing.ts';
import { type Decision, isRefusal, type Refusal } from '../kernel/decision.ts';
import type { Cause, DomainEvent, NewEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { person, sealRow } from '../vault/sealed.ts';
import { canonical } from './canonical.ts';
import { type EventRow, entryText } from './entry.ts';
import { recordedOf } from './event.store.ts';
import { nobodysEvents, privateSealed } from './event.table.ts';
import { leafHash } from './merkle.ts';

/** What the write door needs from outside: the only clock, the only chance, and the bell of the dispatcher. */
export type Ledger = {
  database: Database;
  now: () => Date;
  random: (bytes: number) => Uint8Array;
  /** Told after each commit that wrote events. */
  ring: () => void;
};

/** Loads, decides and saves one change. Everything in it runs inside one transaction. */
export type Command<S, N, K extends string = string> = {
  /** Repeats with its cause (message ts and action, view id, event id): the second one changes nothing. */
  id: string;
  cause: Cause;
  /** What is locked: the subject, and guards such as `person:U1` for rules over several subjects. */
  keys: readonly string[];
  /** Holders whose text it will seal: their keys are sent for together with what it loads. */
  seals?: readonly string[];
  load: (tx: Tx) => Promise<S>;
  /** Guards that only the loaded state can name; the command starts over when one of them is not held yet. */
  guards?: (state: S) => readonly string[];
  decide: (state: S, now: Date) => Decision<N, K>;
  save: (tx: Tx, next: N, before: S) => Promise<unknown>;
};

export type Outcome<N, K extends string = string> =
  | { readonly kind: 'done'; readonly next: N; readonly events: readonly DomainEvent[] }
  /** The same command was carried out before; these are the events of then. */
  | { readonly kind: 'repeated'; readonly events: readonly DomainEvent[] }
  | ({ readonly kind: 'refused' } & Refusal<K>);

/** Longest wait for a lock. Slack wants its answer within 3 s. */
const lockTimeoutMs = 2_000;
const deadlock = '40P01';

/**
 * The one door through which anything changes. READ COMMITTED: takes the sorted locks, loads in a later statement (a snapshot
 * taken together with the lock would be older than it), decides, saves, and appends the events with an outbox row each.
 * Throws only for the unexpected: a lock not had in 2 s, a lost connection, a bug.
 */
export async function commit<S, N, K extends string = string>(
  ledger: Ledger,
  tenant: string,
  command: Command<S, N, K>,
): Promise<Outcome<N, K>> {
  let keys = new Set(command.keys);
  for (let attempt = 0; ; attempt++) {
    try {
      const outcome = await attemptCommit(ledger, tenant, command, keys);
      if (!(outcome instanceof Set)) {
        if (outcome.kind === 'done' && outcome.events.length > 0) {
          crossing('commit.after');
          ledger.ring();
        }
        return outcome;
      }
      keys = outcome;
    } catch (error) {
      // Repeating is safe even where a commit went through unheard: the events of then are found and answered.
      const again = databaseError(error).code === deadlock || connectionIsGone(error);
      if (!again || attempt >= 3) throw error;
    }
  }
}

/** One try; answers the wider set of keys when loading showed that more are needed. */
async function attemptCommit<S, N, K extends string>(
  ledger: Ledger,
  tenant: string,
  command: Command<S, N, K>,
  keys: Set<string>,
): Promise<Outcome<N, K> | Set<string>> {
  return transaction(
    ledger.database.sql,
    'read committed',
    async (sql): Promise<Outcome<N, K> | Set<string>> => {
      const tx = ledger.database.within(sql);
      const [first, ...others] = lockNumbers(tenant, keys);
      const longest = String(lockTimeoutMs);
      const locks = [
        // The longest wait is set before the first lock is asked for: a select list is worked through in its order.
        first === undefined
          ? sql`select set_config('lock_timeout', ${longest}, true)`.execute()
          : sql`select set_config('lock_timeout', ${longest}, true), pg_advisory_xact_lock(${first}::bigint)`.execute(),
        ...others.map((key) => sql`select pg_advisory_xact_lock(${key}::bigint)`.execute()),
      ];
      tx.vault.ready(tenant, command.seals ?? []);
      // Sent behind the locks without waiting for them: each statement has its turn, and its own snapshot, when they are had.
      const [before, state] = await Promise.all([
        recordedOf(tx, tenant, command.id),
        command.load(tx),
        ...locks,
      ]);
      if (before.length > 0) return { kind: 'repeated', events: before };
      const more = (command.guards?.(state) ?? []).filter((key) => !keys.has(key));
      if (more.length > 0) return new Set([...keys, ...more]);
      const now = ledger.now();
      const decision = command.decide(state, now);
      if (isRefusal(decision)) return { kind: 'refused', ...decision };
      const events = decision.events.map((event, ordinal) => record(tenant, command, event, ordinal, now));
      await Promise.all([
        command.save(tx, decision.next, state),
        append(tx, ledger, events, decision.events),
      ]);
      if (events.length > 0) crossing('commit.before');
      return { kind: 'done', next: decision.next, events };
    },
  );
}

/** Keys as 64-bit numbers in ascending order: two commands that want the same two locks meet them in the same order. */
function lockNumbers(tenant: string, keys: Iterable<string>): string[] {
  const numbers = [...keys].map((key) =>
    createHash('sha256').update(`${tenant}\0${key}`).digest().readBigInt64BE(0),
  );
  return [...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)).map(String);
}

function record(
  tenant: string,
  command: { id: string; cause: Cause },
  event: NewEvent,
  ordinal: number,
  now: Date,
): DomainEvent {
  return {
    id: derivedId('evt', tenant, command.id, String(ordinal)),
    tenant,
    subject: event.subject,
    type: event.type,
    version: event.version,
    commandId: command.id,
    cause: command.cause,
    at: now,
    effectiveAt: event.effectiveAt ?? now,
    data: event.data,
    personal: event.personal ?? {},
  };
}

/** Inserts the events, their private parts, their outbox rows and their wait for a leaf; pipelined, in one round trip. */
async function append(
  tx: Tx,
  ledger: Ledger,
  events: readonly DomainEvent[],
  decided: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows: EventRow[] = [];
  const privates: Promise<Record<string, unknown>>[] = [];
  events.forEach((event, ordinal) => {
    const commitments: Record<string, string> = {};
    const whose = decided[ordinal]?.whose;
    const holder = whose ? person(whose) : nobodysEvents;
    for (const [field, value] of Object.entries(event.personal)) {
      const salt = ledger.random(32);
      commitments[field] = commitmentOf(salt, value);
      const row = { tenant: event.tenant, event_id: event.id, field, salt: base64url(salt), value };
      privates.push(sealRow(tx, event.tenant, privateSealed, holder, row));
    }
    rows.push({
      id: event.id,
      tenant: event.tenant,
      subject: event.subject,
      type: event.type,
      version: event.version,
      command_id: event.commandId,
      ordinal,
      cause: canonical(event.cause),
      at: event.at,
      effective_at: event.effectiveAt,
      data: canonical(event.data),
      commitments: canonical(commitments),
    });
  });
  const pending = rows.map((row) => ({ event_id: row.id, hash: leafHash(Buffer.from(entryText(row))) }));
  const outbox = events.map(({ tenant, id, type, subject }) => ({ tenant, event_id: id, type, subject }));
  await Promise.all([
    // One statement for what every event leaves behind: three cost three times as much.
    tx.sql`
      with logged as (insert into event ${tx.sql(rows)}), sent as (insert into outbox ${tx.sql(outbox)})
      insert into log_pending ${tx.sql(pending)}`,
    ...(privates.length > 0
      ? [Promise.all(privates).then((sealed) => tx.sql`insert into event_private ${tx.sql(sealed)}`)]
      : []),
  ]);
}

/** What stands in the event for a personal field: SHA-256 over a 32-byte salt and the value's UTF-8, in base64url. */
export function commitmentOf(salt: Uint8Array, value: string): string {
  return createHash('sha256').update(salt).update(value, 'utf8').digest('base64url');
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
