import { readFile, writeFile } from 'node:fs/promises';
import { type CaseDraft, importCases, judgeCases, mostAtOnce } from '../catalog/case.import.ts';
import { decodeText, readCases } from '../catalog/case.parse.ts';
import { saveCases, takenNumbers } from '../catalog/case.store.ts';
import { caseExample, caseKey, fitsForm } from '../catalog/case.ts';
import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { importText } from '../directory/import.text.ts';
import { faultLine, readCounts } from '../directory/import.view.ts';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { commit } from '../ledger/commit.ts';
import { companyOf } from '../people/company.store.ts';
import { employees, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import type { CliCommand } from './command.ts';
import { ledgerOf, onDatabase, onlyTenant } from './settings.ts';

const mostBytes = 20_000_000;
const faultsShown = 20;

/** Reads a list of cases, says row by row what is wrong with it, and imports what is good where it is told to. */
export const casesImportCommand: CliCommand = {
  words: 'cases import',
  takes: '<file> [--yes] [--faults <file>]',
  says: 'reads a CSV of cases (number, kind, team, people, region, clauses) and says what is wrong; --yes imports the good rows',
  options: { yes: { type: 'boolean' }, faults: { type: 'string' } },
  run: (typed) =>
    onDatabase(async (database) => {
      const [path] = typed.rest;
      if (!path)
        throw new Error('Which file? A CSV with the columns number, kind, team, people, region, clauses.');
      const tenant = await onlyTenant(database, typed);
      const table = readCases(await textOf(path));
      if ('key' in table)
        throw new Error(plain(importText, 'en', table.key, 'values' in table ? table.values : {}));
      const numbers = table.rows.map(({ cells }) =>
        (cells.number ?? '').normalize('NFKC').trim().toUpperCase(),
      );
      const { judged, example } = await read(database, tenant, async (tx) => {
        const { caseForm } = await companyOf(tx, tenant);
        const people = await employees(tx, tenant);
        const taken = await takenNumbers(tx, tenant, numbers);
        const form = (number: string) => fitsForm(caseForm, number);
        return { judged: judgeCases(table, people, taken, form), example: caseExample(caseForm) };
      });
      console.log(plain(importText, 'en', 'import.read', readCounts(judged)).replaceAll('*', ''));
      const lines = judged.faults.map((fault) => faultLine(fault, example, 'en'));
      for (const line of lines.slice(0, faultsShown)) console.log(`  ${line}`);
      if (lines.length > faultsShown) console.log(`  … and ${lines.length - faultsShown} more`);
      if (typeof typed.flags.faults === 'string') {
        // With its mark, so that Excel reads it as UTF-8.
        await writeFile(typed.flags.faults, `\ufeff${lines.map((line) => `${line}\r\n`).join('')}`);
        console.log(`All of them are in ${typed.flags.faults}.`);
      }
      if (judged.good.length === 0) return judged.faults.length > 0 ? 1 : 0;
      if (!typed.flags.yes) {
        console.log('Nothing was imported. To import the good rows, say it with --yes.');
        return judged.faults.length > 0 ? 1 : 0;
      }
      const count = await importAll(database, tenant, judged.good);
      console.log(plain(importText, 'en', 'import.done', { count }).replace(':white_check_mark: ', ''));
      return 0;
    }),
};

/** A file as text, whatever it was saved in. Throws one sentence where it cannot be read. */
export async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${error.code}).`);
  });
  if (bytes.length > mostBytes) throw new Error(`${path} is larger than 20 MB: that is no list to import.`);
  return decodeText(bytes);
}

/** In commands of a bounded size; a command that was carried out before changes nothing. */
async function importAll(database: Database, tenant: string, good: readonly CaseDraft[]): Promise<number> {
  const ledger = ledgerOf(database);
  let count = 0;
  for (let at = 0; at < good.length; at += mostAtOnce) {
    const rows = good.slice(at, at + mostAtOnce);
    const outcome = await commit(ledger, tenant, {
      id: derivedId('cmd', tenant, 'cases import', JSON.stringify(rows)),
      cause: { kind: 'cli', id: 'cases import' },
      keys: rows.map((row) => caseKey(row.number)),
      load: async (tx) => {
        const members = await membersById(
          tx,
          tenant,
          rows.flatMap((row) => row.people),
        );
        return {
          actor: undefined,
          leads: false,
          taken: await takenNumbers(
            tx,
            tenant,
            rows.map((row) => row.number),
          ),
          employees: new Set([...members.values()].filter(isEmployee).map((one) => one.id)),
        };
      },
      decide: importCases({ rows, by: null }),
      save: (tx, next) => saveCases(tx, tenant, next),
    });
    if (outcome.kind !== 'refused') count += outcome.events.length;
  }
  return count;
}
