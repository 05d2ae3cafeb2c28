import { randomBytes } from 'node:crypto';
import { examine } from '../audit/doctor.job.ts';
import { doctorText } from '../audit/doctor.text.ts';
import { findingInWords } from '../audit/exam.view.ts';
import { capabilities } from '../capabilities.ts';
import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { plain } from '../kernel/message.ts';
import { tenantsWithEvents } from '../ledger/event.store.ts';
import { logKeysOf } from '../ledger/log-key.ts';
import { readKeys } from '../vault/keys.ts';
import type { CliCommand, Typed } from './command.ts';
import { onDatabase, settings } from './settings.ts';
import { slackAtHand } from './slack-at-hand.ts';

const marks = { ok: '✓', warning: '!', wrong: '✗' } as const;

/** Looks whether everything that Shoumi relies on is as it should be. */
export const doctorCommand: CliCommand = {
  words: 'doctor',
  takes: '[--zh]',
  says: 'looks at database, key, log, anchors, Slack, backups, people and data, and says how to mend what is wrong',
  options: { zh: { type: 'boolean' } },
  run: (typed) => {
    const { flags } = typed;
    const config = settings();
    const locale = flags.zh ? 'zh' : 'en';
    return onDatabase(async (database) => {
      const keys = await readKeys(config.keys, (bytes) => randomBytes(bytes));
      if (!keys) throw new Error('There is no key yet: start Shoumi once, it makes one.');
      const client = await slackAtHand(database);
      const clock = () => new Date();
      const findings = await examine({
        database,
        keys,
        verifiers: logKeysOf(keys).verifiers,
        anchoring: { settings: config.anchors, slack: client },
        now: clock,
        tenant: await tenantMeant(database, typed),
        capabilities,
        backups: config.backup?.folder,
        slack: client && {
          client,
          clock,
          apiUrl: config.slack.mode === 'sandbox' ? undefined : config.slack.apiUrl,
          reached:
            config.slack.mode === 'socket'
              ? { by: 'socket', appToken: config.slack.appToken }
              : { by: 'http' },
        },
      });
      const texts = capabilities.flatMap((one) => one.texts);
      for (const finding of findings)
        console.log(`${marks[finding.verdict]} ${findingInWords(finding, locale, texts, 'plain')}`);
      const count = (wanted: string) => findings.filter(({ verdict }) => verdict === wanted).length;
      const summary = { wrong: count('wrong'), warnings: count('warning') };
      console.log(plain(doctorText, locale, 'summary', summary));
      return summary.wrong > 0 ? 1 : 0;
    });
  },
};

/** The workspace that is meant; none where nothing was recorded yet, or where several are and nobody said which. */
async function tenantMeant(database: Database, { flags }: Typed): Promise<string | undefined> {
  if (typeof flags.tenant === 'string') return flags.tenant;
  if (!(await database.reachable())) return undefined;
  const [only, another] = await read(database, '', tenantsWithEvents);
  return another ? undefined : only;
}
