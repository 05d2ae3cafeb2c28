import { randomBytes } from 'node:crypto';
import { connect } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { roles } from '../database/roles.ts';
import type { NewEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { commit } from '../ledger/commit.ts';
import { tenantsWithEvents } from '../ledger/event.store.ts';

/** A backup is of the whole database, so every workspace in it has the event, under the subject `backup`. */
export async function recordBackup(url: string, type: string, data: NewEvent['data']): Promise<void> {
  const database = connect(url, { max: 2, role: roles.app });
  const ledger = {
    database,
    now: () => new Date(),
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
    ring: () => {},
  };
  const cause = { kind: 'cli', id: `${type} ${randomBytes(8).toString('hex')}` } as const;
  try {
    for (const tenant of await read(database, '', tenantsWithEvents)) {
      await commit(ledger, tenant, {
        id: derivedId('cmd', tenant, cause.id),
        cause,
        keys: ['backup'],
        load: async () => undefined,
        decide: () => ({ next: undefined, events: [{ type, version: 1, subject: 'backup', data }] }),
        save: async () => undefined,
      });
    }
  } finally {
    await database.stop();
  }
}
