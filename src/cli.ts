import { parseArgs } from 'node:util';
import type { CliCommand } from './cli/command.ts';
import { dbRolesCommand } from './cli/db-roles.ts';
import { keysNewCommand } from './cli/keys-new.ts';
import { migrateCommand } from './cli/migrate.ts';
import { timelineCommand } from './cli/timeline.ts';

const commands: readonly CliCommand[] = [migrateCommand, timelineCommand, dbRolesCommand, keysNewCommand];

const usage = (): string => {
  const lines = [
    ...commands.map(({ words, takes, says }) => [[words, takes].filter(Boolean).join(' '), says]),
    ['help', 'this text'],
  ];
  return `shoumi: what can be done from the terminal

${lines.map(([call = '', says = '']) => (call.length < 38 ? `  shoumi ${call.padEnd(38)}  ${says}` : `  shoumi ${call}\n${' '.repeat(49)}${says}`)).join('\n')}

It uses the same settings as the bot (DATABASE_URL, DATABASE_OWNER_URL, SHOUMI_HOME, SHOUMI_KEY) and may run beside it. Where there is
more than one workspace, --tenant names the one that is meant.`;
};

try {
  process.exitCode = (await run(process.argv.slice(2))) ?? 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function run(words: readonly string[]): Promise<number | undefined> {
  const asked = words.filter((word) => word !== '--');
  const [first = 'help'] = asked;
  if (first === 'help' || first === '--help') {
    console.log(usage());
    return 0;
  }
  const command = commands.find((one) => {
    const own = one.words.split(' ');
    return own.every((word, at) => asked[at] === word);
  });
  if (!command) throw new Error(`${usage()}\n\nUnknown command: ${asked.join(' ')}`);
  const { values, positionals } = parseArgs({
    args: asked.slice(command.words.split(' ').length),
    allowPositionals: true,
    options: { tenant: { type: 'string' }, ...command.options },
  });
  return command.run({ rest: positionals, flags: values as Record<string, string | boolean> });
}
