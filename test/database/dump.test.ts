import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { copyOut } from '../../src/database/dump.ts';
import { transaction } from '../../src/database/transaction.ts';
import { freshDatabase } from '../support/database.ts';

it('has the connection back after a copy that ended while nobody took its rows', async () => {
  const fresh = await freshDatabase();
  try {
    const { sql } = fresh.database;
    await sql`create table wide (n int, text text)`;
    // Whether the end comes while the stream is full depends on where the pieces of the socket are cut.
    for (let kilobytes = 50; kilobytes <= 140; kilobytes += 5) {
      await sql`truncate wide`;
      await sql`insert into wide select n, repeat('x', 1013) from generate_series(1, ${kilobytes}) n`;
      const after = await transaction(sql, 'repeatable read read only', async (tx) => {
        let rows = 0;
        const columns = [
          { name: 'n', type: 'integer' },
          { name: 'text', type: 'text' },
        ];
        for await (const piece of copyOut(tx, { schema: 'public', name: 'wide', columns })) {
          if (rows === 0) await sleep(20);
          rows += Buffer.from(piece).toString('latin1').split('\n').length - 1;
        }
        expect(rows).toBe(kilobytes);
        const next = await Promise.race([tx`select 1 as one`, sleep(3_000)]);
        if (!next) await sql.end({ timeout: 0 });
        return next;
      });
      expect(after, `${kilobytes} kB`).toEqual([{ one: 1 }]);
    }
  } finally {
    await fresh.drop();
  }
});
