import { randomBytes } from 'node:crypto';
import { examine } from '../audit/doctor.job.ts';
import { doctorText } from '../audit/doctor.text.ts';
import { plain } from '../kernel/message.ts';
import { logKeysOf } from '../ledger/log-key.ts';
import { readKeys } from '../vault/keys.ts';
import type { CliCommand } from './command.ts';
import { onDatabase, settings } from './settings.ts';
import { slackAtHand } from './slack-at-hand.ts';

const marks = { ok: '✓', warning: '!', wrong: '✗' } as const;

/** Looks whether everything that Shoumi relies on is as it should be. */
export const doctorCommand: CliCommand = {
  words: 'doctor',
  takes: '[--zh]',
  says: 'looks at database, rights, key, clock, log and anchors, and says how to mend what is wrong',
  options: { zh: { type: 'boolean' } },
  run: ({ flags }) => {
    const config = settings();
    const locale = flags.zh ? 'zh' : 'en';
    return onDatabase(async (database) => {
      const keys = await readKeys(config.keys, (bytes) => randomBytes(bytes));
      if (!keys) throw new Error('There is no key yet: start Shoumi once, it makes one.');
      const findings = await examine({
        database,
        keys,
        verifiers: logKeysOf(keys).verifiers,
        anchoring: { settings: config.anchors, slack: await slackAtHand(database) },
        now: () => new Date(),
      });
      for (const { verdict, key, values } of findings)
        console.log(`${marks[verdict]} ${plain(doctorText, locale, key, values)}`);
      const count = (wanted: string) => findings.filter(({ verdict }) => verdict === wanted).length;
      const summary = { wrong: count('wrong'), warnings: count('warning') };
      console.log(plain(doctorText, locale, 'summary', summary));
      return summary.wrong > 0 ? 1 : 0;
    });
  },
};
