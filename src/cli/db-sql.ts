import postgres from 'postgres';
import type { CliCommand } from './command.ts';
import { withUrls } from './settings.ts';

/** The embedded database brings no psql: this is the owner's way in, for repairs, and to try whether the log notices. */
export const dbSqlCommand: CliCommand = {
  words: 'db sql',
  takes: '<statement>',
  says: 'runs one SQL statement as the database’s owner and prints what comes back; the log notices what was changed',
  run: async ({ rest }) => {
    const [statement] = rest;
    if (!statement) throw new Error('Which statement? Put it in quotes.');
    await withUrls(async ({ ownerUrl }) => {
      const sql = postgres(ownerUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
      try {
        const rows = await sql.unsafe(statement);
        for (const row of rows) console.log(JSON.stringify(row));
        console.log(`${rows.command} ${rows.count}`);
      } finally {
        await sql.end({ timeout: 5 });
      }
    });
    return 0;
  },
};
