import type { CliCommand } from './command.ts';
import { withUrls } from './settings.ts';

export const migrateCommand: CliCommand = {
  words: 'migrate',
  says: 'brings the database up to this version, as its owner',
  run: async () => {
    const { prepareDatabase } = await import('../bot.ts');
    await withUrls(({ ownerUrl }) => prepareDatabase(ownerUrl));
    console.log('The database is up to date.');
    return 0;
  },
};
