import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prefixed } from '../slack/manifest.prefix.ts';
import type { CliCommand } from './command.ts';

const original = fileURLToPath(new URL('../../manifest.yml', import.meta.url));

/** The app's manifest with other command names, for a workspace where another app owns ours. */
export const manifestCommand: CliCommand = {
  words: 'manifest',
  takes: '[--prefix <name>] [--out <file>]',
  says: 'the app’s manifest; with --prefix acme the commands are /acme and /acme-access',
  options: { prefix: { type: 'string' }, out: { type: 'string' } },
  run: async ({ flags }) => {
    const { prefix, out } = flags;
    const text = await readFile(original, 'utf8');
    const written = typeof prefix === 'string' ? await prefixed(text, prefix) : text;
    if (typeof out !== 'string') {
      process.stdout.write(written);
      return undefined;
    }
    await writeFile(out, written);
    console.log(
      `Written to ${out}: paste it on https://api.slack.com/apps → Create New App → From a manifest.`,
    );
    if (typeof prefix === 'string')
      console.log(
        `Start the bot with SHOUMI_COMMAND_PREFIX=${prefix}, so that it names its commands that way.`,
      );
    return undefined;
  },
};
