import { read } from '../database/read.ts';
import { keysOf, sealedTenants } from '../vault/rotation.store.ts';
import type { CliCommand } from './command.ts';
import { houseKeysOf, onDatabase, settings } from './settings.ts';

/** Which keys there are and what each wraps. No key is ever printed. */
export const keysListCommand: CliCommand = {
  words: 'keys list',
  says: 'which keys there are: fingerprints, how many data keys each wraps, whose they are; never a key itself',
  run: () =>
    onDatabase(async (database) => {
      const house = await houseKeysOf(settings());
      const tenants = await read(database, '', sealedTenants);
      const keys = (
        await Promise.all(tenants.map((tenant) => read(database, tenant, (tx) => keysOf(tx, tenant))))
      ).flat();
      for (const [at, { id }] of (house?.keks ?? []).entries()) {
        const wraps = keys.filter((key) => key.kek === id && key.wrapped !== null).length;
        const note = at === 0 ? 'current' : wraps > 0 ? 'older' : 'older, may be removed';
        console.log(`key ${id}  ${note}  wraps ${wraps} data keys`);
      }
      for (const tenant of tenants) {
        for (const holder of new Set(keys.filter((key) => key.tenant === tenant).map((key) => key.holder))) {
          const own = keys.filter((key) => key.tenant === tenant && key.holder === holder);
          const newest = own.at(-1);
          const gone = own.filter((key) => key.wrapped === null).length;
          console.log(
            `${tenant}  ${holder}  version ${newest?.version}, wrapped by ${newest?.kek}${gone > 0 ? `, ${gone} shredded` : ''}`,
          );
        }
      }
      if (keys.length === 0) console.log('Nothing has been sealed yet.');
      return 0;
    }),
};
