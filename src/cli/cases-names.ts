import { readNames } from '../catalog/case.parse.ts';
import { takenNumbers } from '../catalog/case.store.ts';
import { caseKey, caseNumber } from '../catalog/case.ts';
import { saveNames } from '../catalog/case-name.store.ts';
import { foldedNames, namesHashed } from '../catalog/case-name.ts';
import { read } from '../database/read.ts';
import { importText } from '../directory/import.text.ts';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { commit } from '../ledger/commit.ts';
import { textOf } from './cases-import.ts';
import type { CliCommand } from './command.ts';
import { ledgerOf, onDatabase, onlyTenant } from './settings.ts';

const atOnce = 200;

/** Hashes the names of clients with a key of the vault; the names are neither kept nor said back. */
export const casesNamesCommand: CliCommand = {
  words: 'cases names',
  takes: '<file>',
  says: 'reads a CSV of number and client name and keeps a keyed hash of each, so that the guard can say which number to write instead',
  run: (typed) =>
    onDatabase(async (database) => {
      const [path] = typed.rest;
      if (!path) throw new Error('Which file? A CSV with the columns number and name.');
      const tenant = await onlyTenant(database, typed);
      const rows = readNames(await textOf(path));
      if ('key' in rows)
        throw new Error(
          rows.key === 'import.noNumber'
            ? 'The file needs the columns number and name (编号, 客户名称).'
            : plain(importText, 'en', rows.key, 'values' in rows ? rows.values : {}),
        );
      const known = await read(database, tenant, (tx) =>
        takenNumbers(
          tx,
          tenant,
          rows.flatMap((row) => caseNumber.safeParse(row.number).data ?? []),
        ),
      );
      const names = new Map<string, string[]>();
      let faults = 0;
      for (const { row, number, name } of rows) {
        const parsed = caseNumber.safeParse(number).data;
        const fault =
          !parsed || !known.has(parsed)
            ? 'number: not in the register of cases. Import the case first.'
            : foldedNames(name).length === 0
              ? 'name: missing, too short to be told from other words, or too long.'
              : undefined;
        if (fault || !parsed) {
          faults += 1;
          console.log(`  Row ${row}, ${fault}`);
        } else names.set(parsed, [...(names.get(parsed) ?? []), name]);
      }
      const ledger = ledgerOf(database);
      const started = ledger.now().toISOString();
      const numbers = [...names.keys()];
      for (let at = 0; at < numbers.length; at += atOnce) {
        const part = new Map(
          numbers.slice(at, at + atOnce).map((number) => [number, names.get(number) ?? []]),
        );
        await commit(ledger, tenant, {
          // Of the moment, not of the names: an id is a hash without a key.
          id: derivedId('cmd', tenant, 'cases names', started, String(at)),
          cause: { kind: 'cli', id: 'cases names' },
          keys: [...part.keys()].map(caseKey),
          load: async () => undefined,
          decide: () => ({
            next: part,
            events: [...part].map(([number, ones]) => namesHashed(number, ones.length)),
          }),
          save: (tx, next) => saveNames(tx, tenant, next),
        });
      }
      console.log(
        `${numbers.length} ${numbers.length === 1 ? 'case is' : 'cases are'} known by name now, ${faults} ${faults === 1 ? 'row' : 'rows'} left out. No name was kept: delete ${path} when it is of no more use.`,
      );
      return faults > 0 ? 1 : 0;
    }),
};
