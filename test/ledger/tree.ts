import { randomBytes } from 'node:crypto';
import { connect, type Database } from '../../src/database/connection.ts';
import { roles } from '../../src/database/roles.ts';
import { type Signer, signerFromSeed } from '../../src/ledger/note.ts';
import { sequence } from '../../src/ledger/sequencer.ts';
import type { FreshDatabase } from '../support/database.ts';

export const testSigner: Signer = signerFromSeed('shoumi-test', randomBytes(32));

/** Connections that act as the sequencer. */
export function sequencerOn(fresh: FreshDatabase, max = 1): Database {
  return connect(fresh.appUrl, { max, role: roles.sequencer });
}

/** Gives whatever waits its leaf, in rounds of `limit`; answers how many. */
export async function sequenceAll(database: Database, limit?: number): Promise<number> {
  let all = 0;
  for (;;) {
    const { moved } = await sequence({
      database,
      signer: testSigner,
      now: () => new Date('2026-11-23T09:00:01.000Z'),
      known: undefined,
      ...(limit ? { limit } : {}),
    });
    if (moved === 0) return all;
    all += moved;
  }
}

/** Events written past the rules, by the thousand: what the log looks like after years. */
export async function bulkEvents(database: Database, count: number, from = 0): Promise<void> {
  await database.sql`
    with made as (
      insert into event (id, tenant, subject, type, version, command_id, ordinal, cause, at, effective_at, data, commitments)
      select 'evt_' || n, 'T1', 'thing_' || n % 1000, 'thing.made', 1, 'cmd_' || n, 0, '{"id":"c","kind":"tick"}',
        timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-01-01' + n * interval '1 second',
        '{"by":"U06ZHAOMIN0","caseNumber":"C-2026-' || n || '","dataSet":"client-files"}', '{}'
      from generate_series(${from}::bigint, ${from + count - 1}::bigint) n returning id
    ) insert into log_pending (event_id) select id from made`;
}
