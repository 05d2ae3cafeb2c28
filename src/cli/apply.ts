import { applyRules } from '../duty/rule-file.job.ts';
import { ruleFileText } from '../duty/rule-file.text.ts';
import { refusalWords } from '../duty/rule-file.view.ts';
import { plain } from '../kernel/message.ts';
import { commit } from '../ledger/commit.ts';
import type { CliCommand } from './command.ts';
import { sayPlan } from './duty-file.ts';
import { ledgerOf, onDatabase } from './settings.ts';

/** Carries out what `plan` says: the good rows, through the same rules as in Slack. A second time changes nothing. */
export const applyCommand: CliCommand = {
  words: 'apply',
  takes: '<file> [--yes] [--retire] [--zh]',
  says: 'does what plan says: --yes carries out the good rows; --retire also ends the duties that are not in the file',
  options: { yes: { type: 'boolean' }, retire: { type: 'boolean' }, zh: { type: 'boolean' } },
  run: (typed) =>
    onDatabase(async (database) => {
      const { judged, tenant, path, retire, reader } = await sayPlan(database, typed);
      const { locale } = reader;
      const failed = judged.faults.length > 0 ? 1 : 0;
      if (judged.changes.length === 0 || !typed.flags.yes) {
        const key = judged.changes.length > 0 ? 'apply.not' : 'apply.none';
        console.log(plain(ruleFileText, locale, key, { file: path, retire: retire ? 'yes' : 'no' }));
        return failed;
      }
      const ledger = ledgerOf(database);
      const doors = {
        tenant,
        now: ledger.now,
        commit: ((command) => commit(ledger, tenant, command)) as Parameters<typeof applyRules>[0]['commit'],
      };
      const { refused, ...counts } = await applyRules(doors, judged.changes);
      for (const { change, key } of refused) {
        const { titleEn, titleZh } = change.what === 'add' ? change.next : change.before;
        console.log(`  ${locale === 'zh' ? `${titleZh}：` : `${titleEn}: `}${refusalWords(key, locale)}`);
      }
      console.log(plain(ruleFileText, locale, 'apply.done', counts));
      return refused.length > 0 ? 1 : failed;
    }),
};
