import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../database/connection.ts';
import type { OpenVault } from '../database/sealing.ts';
import { type Jobs, type QueueSpec, reasonOf } from '../jobs/jobs.ts';
import type { NewEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Route } from '../ledger/dispatch.ts';
import { tenantsWithEvents } from '../ledger/event.store.ts';
import type { Verifier } from '../ledger/note.ts';
import { verifyLog } from '../ledger/verify.ts';
import type { House } from '../slack/capability.ts';
import { checkBackup, checkedData } from './archive.check.ts';
import { backupsIn, placeFor } from './archive.file.ts';
import { identityOf, recipientOf } from './archive.key.ts';
import { makeBackup } from './archive.make.ts';
import { onThrowAway } from './archive.trial.ts';
import { backupStanding, backupsMade, type Standing } from './backup.store.ts';
import { daily, dueAgain, outdated, weekly } from './backup.ts';

/** Makes and tries backups: one at a time in the whole house, for hours if it must. */
export const backupQueue: QueueSpec = {
  name: 'backup',
  keyed: true,
  concurrency: 1,
  longestSeconds: 6 * 3600,
};
const key = 'backup';

export const backupRoute: Route = ({ tenant, type, eventId }) =>
  type === 'backup.asked'
    ? [{ queue: backupQueue.name, data: { tenant, work: 'make', asked: eventId }, key }]
    : [];

/** Where backups are kept. `tried`: one is restored on trial every week, which takes an embedded database. */
export type BackupSettings = { readonly folder: string; readonly tried: boolean };

/** What making and trying backups needs beside the house. */
export type Backing = {
  /** Absent: the house makes none by itself. */
  readonly settings: BackupSettings | undefined;
  readonly house: (tenant: string) => House;
  readonly ownerUrl: string;
  /** What opens backups, the current one first; empty where a KMS stands in for the key. */
  readonly secrets: readonly Uint8Array[];
  readonly vault: OpenVault;
  readonly verifiers: readonly Verifier[];
  readonly prepare: (ownerUrl: string) => Promise<void>;
  readonly jobs: () => Jobs;
  /** The house stops: what runs may end without having said anything. */
  readonly stopping: AbortSignal;
};

type Work = 'make' | 'check';

/** At every tick: a job for what is due and not under way. */
export async function backupsDue(house: House, backing: Backing): Promise<void> {
  const { settings, jobs } = backing;
  if (!settings) return;
  const standing = await house.read((tx) => backupStanding(tx, house.tenant));
  const work = dueNow(settings, standing, house.now());
  if (!work || (await jobs().pending(backupQueue.name, key))) return;
  await house.commit({
    id: `backup ${work}`,
    cause: { kind: 'tick', id: 'backup' },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: work, events: [] }),
    save: (tx) => jobs().add(tx, [{ queue: backupQueue.name, data: { tenant: house.tenant, work }, key }]),
  });
  jobs().ring(backupQueue.name);
}

function dueNow({ tried }: BackupSettings, standing: Standing, now: Date): Work | undefined {
  const { since, made, failed, firstMade, checkedWell, checkedBadly } = standing;
  if (dueAgain({ since, done: made?.at, failed: failed?.at }, daily, now)) return 'make';
  const check = { since: firstMade, done: checkedWell?.at, failed: checkedBadly?.at };
  return tried && dueAgain(check, weekly, now) ? 'check' : undefined;
}

/**
 * Handler of the backup queue. Looks again whether it is due: two replicas may have asked. A failure is an event, and what is due comes
 * back by itself, so the work never fails for the queue.
 */
export async function runBackup(
  backing: Backing,
  { tenant = '', work = '', asked = '' }: Record<string, string>,
): Promise<void> {
  const { settings } = backing;
  if (!settings) return;
  const house = backing.house(tenant);
  const now = house.now();
  const standing = await house.read((tx) => backupStanding(tx, tenant));
  if (!asked && dueNow(settings, standing, now) !== work) return;
  const cause = asked || `${work} ${now.toISOString()}`;
  try {
    if (work === 'check') await check(backing, house, settings, cause);
    else await make(backing, house, settings, now, cause);
  } catch (error) {
    if (backing.stopping.aborted) throw error;
    house.log.error({ err: error, work }, 'backup: it failed; it is tried again later');
    const reason = reasonOf(error);
    if (work === 'check') await record(backing, house, cause, 'backup.checked', { ok: false, reason });
    else await record(backing, house, cause, 'backup.failed', { reason });
  }
}

async function make(
  backing: Backing,
  house: House,
  { folder }: BackupSettings,
  now: Date,
  cause: string,
): Promise<void> {
  const { ownerUrl, secrets } = backing;
  const [secret] = secrets;
  if (!secret) throw Object.assign(new Error('SHOUMI_KEY is missing'), { code: 'no_key' });
  const recipient = await recipientOf(identityOf(secret));
  // A folder that is not there yet could pass for a file by its name.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = await placeFor(folder, now);
  const { name, bytes, sha256, rows, header } = await makeBackup({ ownerUrl, path, recipient, now });
  await record(backing, house, cause, 'backup.made', { name, bytes, sha256, rows, ...header.log });
  const there = new Set(await backupsIn(folder));
  const made = await house.read((tx) => backupsMade(tx, house.tenant));
  for (const old of outdated(made.filter((one) => there.has(one.name))))
    if (old !== name) await rm(join(folder, old), { force: true });
}

async function check(
  backing: Backing,
  house: House,
  { folder }: BackupSettings,
  cause: string,
): Promise<void> {
  const { secrets, prepare, stopping } = backing;
  const name = (await backupsIn(folder)).at(-1);
  if (!name) throw Object.assign(new Error('there is no backup'), { code: 'no_backup' });
  const { restored, fault } = await onThrowAway(
    (ownerUrl) =>
      checkBackup({
        ownerUrl,
        path: join(folder, name),
        identities: secrets.map(identityOf),
        prepare,
        verify: (url) => logFault(backing, url),
      }),
    stopping,
  );
  stopping.throwIfAborted();
  if (fault !== undefined) house.log.error({ name, fault }, 'backup: it cannot be relied on');
  await record(backing, house, cause, 'backup.checked', checkedData(name, { restored, fault }));
}

/** Goes through the whole log of the restored database. */
async function logFault({ vault, verifiers }: Backing, ownerUrl: string): Promise<string | undefined> {
  const database = connect(ownerUrl, { max: 1, vault });
  try {
    const verdict = await verifyLog({ database, verifiers });
    return verdict.kind === 'broken' ? `The log in the backup is broken: ${verdict.fault}.` : undefined;
  } finally {
    await database.stop();
  }
}

/** A backup is of the whole database, so every workspace in it has the event. */
async function record(
  { house }: Backing,
  own: House,
  cause: string,
  type: string,
  data: NewEvent['data'],
): Promise<void> {
  for (const tenant of await own.read(tenantsWithEvents)) {
    await house(tenant).commit({
      id: derivedId('cmd', tenant, type, cause),
      cause: { kind: 'tick', id: cause },
      keys: ['backup'],
      load: async () => undefined,
      decide: () => ({ next: undefined, events: [{ type, version: 1, subject: 'backup', data }] }),
      save: async () => undefined,
    });
  }
}
