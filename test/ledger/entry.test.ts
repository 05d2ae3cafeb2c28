import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Json } from '../../src/kernel/event.ts';
import { canonical } from '../../src/ledger/canonical.ts';
import { commit } from '../../src/ledger/commit.ts';
import { type Entry, entryBytes, entrySql } from '../../src/ledger/entry.ts';
import { leafHash } from '../../src/ledger/merkle.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { ledgerOn, made } from './ledger.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

/** Text as PostgreSQL can hold it: no NUL, no lone surrogate. */
const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  .filter((some) => some.isWellFormed() && !some.includes('\0'));
const plain = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

it('is the same text whether the database or we put it together', async () => {
  const ledger = ledgerOn(fresh.database);
  let n = 0;
  await fc.assert(
    fc.asyncProperty(
      text,
      text,
      fc.dictionary(text, fc.oneof(plain, fc.array(plain, { maxLength: 3 }))),
      fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
      text,
      async (tenant, subject, data, effectiveAt, reason) => {
        const id = `cmd "${n++}" \u007f\u2028`;
        const outcome = await commit(
          ledger,
          tenant,
          made(id, subject, { data: data as Record<string, Json>, effectiveAt, personal: { reason } }),
        );
        const [event] = outcome.kind === 'done' ? outcome.events : [];
        if (!event) throw new Error('nothing was recorded');
        const [row] = await fresh.database.sql.unsafe<{ entry: string; commitments: string; hash: Buffer }[]>(
          `select ${entrySql} as entry, e.commitments, p.hash from event e join log_pending p on p.event_id = e.id where e.id = $1`,
          [event.id],
        );
        const { personal: _beside, at, effectiveAt: effective, ...rest } = event;
        const entry: Entry = {
          ...rest,
          ordinal: 0,
          at: at.toISOString(),
          effectiveAt: effective.toISOString(),
          commitments: JSON.parse(row?.commitments ?? ''),
        };
        expect(row?.entry).toBe(Buffer.from(entryBytes(entry)).toString('utf8'));
        expect(row?.hash).toEqual(Buffer.from(leafHash(entryBytes(entry))));
        expect(canonical(JSON.parse(row?.entry ?? ''))).toBe(row?.entry);
      },
    ),
    { numRuns: 60 },
  );
});
