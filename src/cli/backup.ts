import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkBackup, checkedData } from '../backup/archive.check.ts';
import { backupsIn, placeFor } from '../backup/archive.file.ts';
import { identityOf, recipientOf } from '../backup/archive.key.ts';
import { makeBackup } from '../backup/archive.make.ts';
import { onThrowAway } from '../backup/archive.trial.ts';
import { connect } from '../database/connection.ts';
import { verifyLog } from '../ledger/verify.ts';
import { readKeys } from '../vault/keys.ts';
import { recordBackup } from './backup.record.ts';
import type { CliCommand } from './command.ts';
import { logKeys } from './log-keys.ts';
import { houseKeysOf, random, settings, vaultOf, withUrls } from './settings.ts';

/** The identities that open backups of this house, the current one first. Throws one sentence where there is no key. */
export async function identities(): Promise<[string, ...string[]]> {
  const { keys } = settings();
  const known = await readKeys({ ...keys, mayMake: false }, random);
  const [first, ...older] = (known?.backupSecrets ?? []).map(identityOf);
  if (!first)
    throw new Error(
      'A backup is sealed with a key of SHOUMI_KEY, and there is none beside SHOUMI_KMS: set it as well.',
    );
  return [first, ...older];
}

export const backupCommand: CliCommand = {
  words: 'backup',
  takes: '[--to <file|folder>] | --check [file] [--into <url>] | --identity',
  says: 'writes everything into one encrypted file; --check restores one on trial and verifies it; --identity prints what opens it with age',
  options: {
    to: { type: 'string' },
    check: { type: 'boolean' },
    into: { type: 'string' },
    identity: { type: 'boolean' },
  },
  run: async ({ rest, flags }) => {
    if (flags.identity) {
      for (const identity of await identities()) console.log(identity);
      return 0;
    }
    const { home, backup } = settings();
    const folder = backup?.folder ?? join(home, 'backups');
    return flags.check
      ? check(rest[0] ?? (await latestIn(folder)), flags.into)
      : make(typeof flags.to === 'string' ? flags.to : folder);
  },
};

async function make(wanted: string): Promise<number> {
  return withUrls(async ({ url, ownerUrl }) => {
    const recipient = await recipientOf((await identities())[0]);
    const now = new Date();
    const made = await makeBackup({
      ownerUrl,
      path: await placeFor(wanted, now),
      recipient,
      now,
    });
    const { name, bytes, sha256, rows, header } = made;
    await recordBackup(url, 'backup.made', { name, bytes, sha256, rows, ...header.log });
    console.log(made.path);
    console.log(
      `${rows} rows of ${header.tables.length} tables in ${bytes} bytes, a log of ${header.log.size} entries under ${header.log.root}. SHA-256 ${sha256}`,
    );
    return 0;
  });
}

async function latestIn(folder: string): Promise<string> {
  const name = (await backupsIn(folder)).at(-1);
  if (!name) throw new Error(`There is no backup in ${folder} yet: "npm run shoumi -- backup" makes one.`);
  return join(folder, name);
}

async function check(path: string, into: string | boolean | undefined): Promise<number> {
  const keys = await identities();
  const { prepareDatabase } = await import('../bot.ts');
  const trial = (ownerUrl: string) =>
    checkBackup({ ownerUrl, path, identities: keys, prepare: prepareDatabase, verify: logFault });
  await access(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${cause.code}).`, { cause });
  });
  const { restored, fault } = typeof into === 'string' ? await trial(into) : await onThrowAway(trial);
  const name = basename(path);
  await withUrls(({ url }) => recordBackup(url, 'backup.checked', checkedData(name, { restored, fault })));
  if (fault !== undefined) {
    console.error(fault);
    return 1;
  }
  console.log(
    `${name} is whole: ${restored?.rows} rows were restored, and the log there has ${restored?.header.log.size} entries under ${restored?.header.log.root}, as when it was backed up.`,
  );
  return 0;
}

/** Goes through the whole log of the restored database. */
async function logFault(ownerUrl: string): Promise<string | undefined> {
  const { verifiers } = await logKeys();
  const keys = await houseKeysOf(settings());
  const database = connect(ownerUrl, { max: 1, ...(keys ? { vault: vaultOf(keys) } : {}) });
  try {
    const verdict = await verifyLog({ database, verifiers });
    return verdict.kind === 'broken' ? `The log in the backup is broken: ${verdict.fault}.` : undefined;
  } finally {
    await database.stop();
  }
}
