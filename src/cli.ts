import { parseArgs } from 'node:util';
import type { CliCommand } from './cli/command.ts';

/** By their words. Each is loaded when it is wanted: checking a proof needs neither the bot nor a database. */
const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  migrate: () => import('./cli/migrate.ts').then((file) => file.migrateCommand),
  manifest: () => import('./cli/manifest.ts').then((file) => file.manifestCommand),
  timeline: () => import('./cli/timeline.ts').then((file) => file.timelineCommand),
  doctor: () => import('./cli/doctor.ts').then((file) => file.doctorCommand),
  verify: () => import('./cli/verify.ts').then((file) => file.verifyCommand),
  prove: () => import('./cli/prove.ts').then((file) => file.proveCommand),
  'verify-proof': () => import('./cli/verify-proof.ts').then((file) => file.verifyProofCommand),
  checkpoint: () => import('./cli/checkpoint.ts').then((file) => file.checkpointCommand),
  backup: () => import('./cli/backup.ts').then((file) => file.backupCommand),
  restore: () => import('./cli/restore.ts').then((file) => file.restoreCommand),
  'keys new': () => import('./cli/keys-new.ts').then((file) => file.keysNewCommand),
  'keys list': () => import('./cli/keys-list.ts').then((file) => file.keysListCommand),
  'keys rotate': () => import('./cli/keys-rotate.ts').then((file) => file.keysRotateCommand),
  'keys shred': () => import('./cli/keys-shred.ts').then((file) => file.keysShredCommand),
  'cases import': () => import('./cli/cases-import.ts').then((file) => file.casesImportCommand),
  'cases names': () => import('./cli/cases-names.ts').then((file) => file.casesNamesCommand),
  plan: () => import('./cli/plan.ts').then((file) => file.planCommand),
  apply: () => import('./cli/apply.ts').then((file) => file.applyCommand),
  'db sql': () => import('./cli/db-sql.ts').then((file) => file.dbSqlCommand),
  'db roles': () => import('./cli/db-roles.ts').then((file) => file.dbRolesCommand),
};

async function usage(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = [
    ...all.map(({ words, takes, says }) => [[words, takes].filter(Boolean).join(' '), says]),
    ['help', 'this text'],
  ];
  return `shoumi: what can be done from the terminal

${lines.map(([call = '', says = '']) => (call.length < 38 ? `  shoumi ${call.padEnd(38)}  ${says}` : `  shoumi ${call}\n${' '.repeat(49)}${says}`)).join('\n')}

It uses the same settings as the bot (DATABASE_URL, DATABASE_OWNER_URL, SHOUMI_HOME, SHOUMI_KEY) and may run beside it. Where there is
more than one workspace, --tenant names the one that is meant.`;
}

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
    console.log(await usage());
    return 0;
  }
  const found = [asked.slice(0, 2).join(' '), first].find((words) => Object.hasOwn(commands, words));
  const command = found && (await commands[found]?.());
  if (!command) throw new Error(`${await usage()}\n\nUnknown command: ${asked.join(' ')}`);
  const { values, positionals } = parseArgs({
    args: asked.slice(command.words.split(' ').length),
    allowPositionals: true,
    options: { tenant: { type: 'string' }, ...command.options },
  });
  return command.run({ rest: positionals, flags: values as Record<string, string | boolean> });
}
