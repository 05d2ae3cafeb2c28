import { derivedId } from '../kernel/id.ts';
import { commit } from '../ledger/commit.ts';
import { keysOf, shredKeys } from '../vault/rotation.store.ts';
import { shred } from '../vault/rotation.ts';
import { person } from '../vault/sealed.ts';
import type { CliCommand } from './command.ts';
import { ledgerOf, onDatabase, onlyTenant } from './settings.ts';

/** Erases a person by shredding their key: what it sealed cannot be read any more, and every proof stays whole. */
export const keysShredCommand: CliCommand = {
  words: 'keys shred',
  takes: '<person or holder> --yes',
  says: 'erases for good what a person wrote or was written to them: their key is destroyed, the log stays provable',
  options: { yes: { type: 'boolean' } },
  run: (typed) =>
    onDatabase(async (database) => {
      const [whose] = typed.rest;
      if (!whose || !/^(?:(?:person|class):)?[\w-]+$/.test(whose))
        throw new Error('Whose key? Give a Slack user id, or a holder as "shoumi keys list" shows it.');
      const holder = whose.includes(':') ? whose : person(whose);
      if (!typed.flags.yes) {
        throw new Error(
          `What was sealed for ${holder} could never be read again, by nobody: not from this database, and from backups only with a key that opens them and while they are kept. Say it with --yes.`,
        );
      }
      const tenant = await onlyTenant(database, typed);
      const ledger = ledgerOf(database);
      const at = ledger.now();
      const outcome = await commit(ledger, tenant, {
        id: derivedId('cmd', tenant, 'vault.shred', holder, at.toISOString()),
        cause: { kind: 'cli', id: 'keys shred' },
        keys: [`vault:${holder}`],
        load: async (tx) =>
          (await keysOf(tx, tenant)).filter((key) => key.holder === holder && key.wrapped !== null).length,
        decide: (live: number) => shred(holder)(live),
        save: (tx, next) => shredKeys(tx, tenant, next, at),
      });
      if (outcome.kind === 'refused') throw new Error(`Nothing is sealed for ${holder} in ${tenant}.`);
      console.log(
        `The key of ${holder} is shredded; what it sealed reads as erased. Event ${outcome.events[0]?.id}.`,
      );
      return 0;
    }),
};
