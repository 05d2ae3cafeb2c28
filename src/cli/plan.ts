import { ruleFileText } from '../duty/rule-file.text.ts';
import { plain } from '../kernel/message.ts';
import type { CliCommand } from './command.ts';
import { sayPlan } from './duty-file.ts';
import { onDatabase } from './settings.ts';

/** Says what a file of duties would add, change and end, and row by row what is wrong with it. Changes nothing. */
export const planCommand: CliCommand = {
  words: 'plan',
  takes: '<file> [--retire] [--zh]',
  says: 'reads a CSV or YAML of duties and says what it would add and change, field by field, and what is wrong',
  options: { retire: { type: 'boolean' }, zh: { type: 'boolean' } },
  run: (typed) =>
    onDatabase(async (database) => {
      const { judged, path, retire, reader } = await sayPlan(database, typed);
      const values = { file: path, retire: retire ? 'yes' : 'no' };
      const key = judged.changes.length > 0 ? 'apply.not' : 'apply.none';
      console.log(plain(ruleFileText, reader.locale, key, values));
      return judged.faults.length > 0 ? 1 : 0;
    }),
};
