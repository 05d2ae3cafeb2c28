import { anchoredCheckpoints } from '../audit/anchor.job.ts';
import type { Held } from '../ledger/verify.ts';
import { verifyLog } from '../ledger/verify.ts';
import type { CliCommand } from './command.ts';
import { logKeys, textOf } from './log-keys.ts';
import { onDatabase, settings } from './settings.ts';
import { slackAtHand } from './slack-at-hand.ts';

/** Exits 0 and prints tree size and root when the log is whole; anything else exits 1 and names the first bad entry. */
export const verifyCommand: CliCommand = {
  words: 'verify',
  takes: '[--checkpoint <file>] [--no-anchors]',
  says: 'checks the whole log, also against its anchors and a checkpoint that somebody kept, and names the first bad entry',
  options: { checkpoint: { type: 'string' }, 'no-anchors': { type: 'boolean' } },
  run: async ({ flags }) => {
    const { verifiers } = await logKeys();
    const config = settings();
    const kept: Held[] =
      typeof flags.checkpoint === 'string'
        ? [{ place: flags.checkpoint, note: await textOf(flags.checkpoint) }]
        : [];
    return onDatabase(async (database) => {
      const slack = flags['no-anchors'] ? undefined : await slackAtHand(database);
      async function* held(): AsyncIterable<Held> {
        yield* kept;
        if (!flags['no-anchors']) yield* anchoredCheckpoints({ settings: config.anchors, slack });
      }
      const verdict = await verifyLog({ database, verifiers, held: held(), onProgress: showProgress });
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      if (verdict.kind === 'broken') {
        console.error(`The log is broken: ${verdict.fault}.`);
        return 1;
      }
      console.log(`size ${verdict.size}\nroot ${Buffer.from(verdict.root).toString('hex')}`);
      console.log(
        `The log is whole: ${verdict.size} leaves under ${verdict.checkpoints} checkpoints, ${verdict.waiting} events wait for their leaf, ${verdict.held} checkpoints from outside agree.`,
      );
      return 0;
    });
  },
};

const barWidth = 30;

/** On a terminal alone; a log file wants no bars. */
function showProgress(done: number, of: number): void {
  if (!process.stderr.isTTY) return;
  const share = of === 0 ? 1 : done / of;
  const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
  process.stderr.write(`\r${bar} ${Math.floor(share * 100)} %  ${done} of ${of} leaves`);
}
