import { dndDue } from './attention/dnd.job.ts';
import { type Anchoring, anchorAges, anchorsDue } from './audit/anchor.job.ts';
import type { AnchorSettings } from './audit/anchor.ts';
import type { Checking } from './audit/check.job.ts';
import type { Patient } from './audit/doctor.job.ts';
import { type Backing, type BackupSettings, backupsDue } from './backup/backup.job.ts';
import { connect, type Database } from './database/connection.ts';
import { migrate } from './database/migrate.ts';
import { read } from './database/read.ts';
import { requireAppLogin, roles } from './database/roles.ts';
import { installJobs, type Jobs, startJobs } from './jobs/jobs.ts';
import { oneBehind } from './jobs/one-behind.ts';
import { atRest } from './jobs/rest.ts';
import { commit, type Ledger } from './ledger/commit.ts';
import { type Dispatcher, startDispatcher } from './ledger/dispatch.ts';
import { logKeysOf } from './ledger/log-key.ts';
import { startSequencer } from './ledger/sequencer.ts';
import type { Log } from './log.ts';
import { beginIfNew, guideInstaller } from './setup/setup.job.ts';
import { type Arrival, makeApp } from './slack/app.ts';
import type { Capability, House } from './slack/capability.ts';
import type { Cards } from './slack/card.job.ts';
import { cardsDue, heldDue } from './slack/card.sweep.ts';
import { isMember } from './slack/channel.member.ts';
import { allDue } from './slack/deliver.job.ts';
import { onSlackEvents } from './slack/events.ts';
import { admitted, keepToken } from './slack/installation.ts';
import { makePace } from './slack/pace.ts';
import { type Pages, pagesOf } from './slack/pages.ts';
import { takeOverGroups, takeOverPeople, takeOverPerson } from './slack/roster.ts';
import { knowing } from './vault/key.store.ts';
import type { HouseKeys } from './vault/keys.ts';
import { makeVault } from './vault/vault.ts';
import { handlersOf, queues, routesOf, type Work } from './work.ts';

/** Everything a bot needs from outside: where its rows are, how Slack reaches it, and the only clock and chance. */
export type BotParts = {
  databaseUrl: string;
  ownerUrl: string;
  slack: {
    /** Absent: the one kept from before. */
    token?: string | undefined;
    /** Keeps the token, sealed, once Slack has accepted it. */
    keepToken?: boolean;
    apiUrl?: string | undefined;
    arrival: Arrival;
  };
  capabilities: readonly Capability[];
  keys: HouseKeys;
  now: () => Date;
  /** This machine's clock, where business time can be moved. */
  clock?: () => Date;
  random: (bytes: number) => Uint8Array;
  /** User ids of the first admins; empty: the workspace's owners. */
  admins: readonly string[];
  /** Where signed checkpoints of the log go; absent: nowhere. */
  anchors?: AnchorSettings;
  /** Where backups are kept; absent: none are made. */
  backup?: BackupSettings | undefined;
  url?: string | undefined;
  log: Log;
  /** Slack will never accept us again: the process should end, with the reason. */
  onFatal: (reason: string) => void;
};

export type Bot = {
  readonly house: House;
  readonly database: Database;
  readonly jobs: Jobs;
  /** Does whatever has fallen due by the call. Two that wait for their turn join into one. */
  readonly tick: () => Promise<void>;
  /** Takes people and user groups over from Slack again, since an event can be lost. */
  readonly takeOver: () => Promise<void>;
  /** Resolves when no event waits and no work is ready, in any process; gives up after 20 s. */
  readonly settled: () => Promise<void>;
  readonly connected: () => boolean;
  /** What the house shows outside of Slack; over HTTP it is served already. */
  readonly pages: Pages;
  /** For how long the log has been ahead of each anchor. */
  readonly anchorAges: () => Promise<{ place: string; seconds: number }[]>;
  readonly stop: () => Promise<void>;
};

/** No place at all. */
const nowhere: AnchorSettings = { places: [], everyMs: 3_600_000 };

/** Brings the database up to this code: tables, and the work queues. As the database's owner. */
export async function prepareDatabase(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl);
  await installJobs(ownerUrl, queues);
}

/** Assembles one bot and connects it. Throws one sentence when the database or Slack does not take it. */
export async function startBot(parts: BotParts): Promise<Bot> {
  const { capabilities, log, now } = parts;
  const logKeys = logKeysOf(parts.keys);
  await prepareDatabase(parts.ownerUrl);
  await requireAppLogin(parts.databaseUrl);
  const vault = makeVault({ keks: parts.keys.keks, now, random: parts.random });
  const database = connect(parts.databaseUrl, {
    role: roles.app,
    vault,
    name: knowing(parts.keys.keks),
    log,
  });
  const admission = admitted(parts, database, logKeys);
  const { token, clients, identity } = await admission.catch(async (error: unknown) => {
    await database.stop();
    throw error;
  });

  let dispatcher: Dispatcher | undefined;
  const sequencing = connect(parts.databaseUrl, { role: roles.sequencer, max: 1, log });
  const sequencer = startSequencer({
    database: sequencing,
    signer: logKeys.signer,
    now,
    onError: (error) => log.warn({ err: error }, 'events could not be given their leaves; trying again'),
  });
  const ring = (): void => {
    dispatcher?.ring();
    sequencer.ring();
  };
  const ledger: Ledger = { database, now, random: parts.random, ring };
  const house = (tenant: string): House => ({
    tenant,
    now,
    log,
    read: (work) => read(database, tenant, work),
    commit: (command) => commit(ledger, tenant, command),
    isMember: (channel) => isMember(clients.interactive, channel),
    ...(parts.backup && { backups: parts.backup.folder }),
    ...(parts.url && { url: parts.url }),
  });
  const own = house(identity.tenant);
  if (parts.slack.keepToken) {
    await beginIfNew(own);
    await keepToken(own, identity, token);
  }

  let jobs: Jobs | undefined;
  const working = (): Jobs => {
    if (!jobs) throw new Error('the work queue has not started');
    return jobs;
  };
  const anchoring: Anchoring = { settings: parts.anchors ?? nowhere, slack: clients.bulk };
  const { verifiers } = logKeys;
  const checking: Checking = { house, database, verifiers, anchoring, jobs: working };
  const stopping = new AbortController();
  const backing: Backing = {
    settings: parts.backup,
    house,
    ownerUrl: parts.ownerUrl,
    secrets: parts.keys.backupSecrets,
    vault,
    verifiers,
    prepare: prepareDatabase,
    jobs: working,
    stopping: stopping.signal,
  };
  const patientOf = (tenant: string): Patient => ({
    ...{ database, verifiers, anchoring, now, tenant, capabilities },
    keys: parts.keys,
    clock: parts.clock ?? now,
    backups: parts.backup?.folder,
    slack: {
      client: clients.bulk,
      apiUrl: parts.slack.apiUrl,
      clock: parts.clock ?? now,
      reached:
        parts.slack.arrival.mode === 'http' ? { by: 'http' } : { by: 'socket', connected: app.connected() },
    },
  });
  const pace = (tenant: string) => makePace(database, tenant);
  const cards: Cards = { house, pace, clients, capabilities, jobs: working };
  const work: Work = { house, capabilities, clients, cards, anchoring, checking, backing, patientOf };
  jobs = await startJobs({ url: parts.databaseUrl, log, queues, handlers: handlersOf(work) });
  dispatcher = startDispatcher({
    database,
    jobs,
    routes: routesOf(capabilities),
    onError: (error) => log.warn({ err: error }, 'events could not be handed on; trying again'),
  });

  let installed = true;
  const pages = pagesOf(own, capabilities, parts.clock ?? now);
  const app = makeApp({
    pages,
    arrival: parts.slack.arrival,
    apiUrl: parts.slack.apiUrl,
    token,
    identity,
    log,
    onFatal: parts.onFatal,
    router: {
      house: own,
      clients,
      capabilities,
      meet: (at, user) => takeOverPerson(clients.interactive, at, user),
      onEvent: onSlackEvents({
        house: own,
        clients,
        database,
        capabilities,
        jobs: working,
        botUser: identity.botUser,
        onUninstalled: () => {
          installed = false;
        },
      }),
    },
  });

  const firstAdmins = parts.admins.length > 0 ? parts.admins : 'workspace_owners';
  const takeOver = async (): Promise<void> => {
    await takeOverPeople(clients.bulk, own, firstAdmins);
    await takeOverGroups(clients.bulk, own);
    await guideInstaller(own, clients.bulk, parts.admins);
  };

  const ticks = oneBehind(async () => {
    await allDue(capabilities, own, { attention: () => dndDue(own, clients.bulk, pace(identity.tenant)) });
    await anchorsDue(own, anchoring, working());
    await backupsDue(own, backing);
    await cardsDue(own, working());
    await heldDue(own, working());
  });

  const stop = async (): Promise<void> => {
    stopping.abort();
    // All doors at once: whatever is let in while another one closes would only have less time.
    const parted = app
      .stop()
      .catch((error: unknown) => log.warn({ err: error }, 'Slack was not left in order'));
    const ticked = Promise.race([ticks.last()?.catch(() => {}), pause(longestTickMs)]);
    await Promise.all([parted, ticked, dispatcher?.stop(), jobs?.stop()]);
    await sequencer.stop();
    await sequencing.stop();
    await database.stop();
  };

  try {
    await takeOver();
    await app.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    house: own,
    database,
    jobs,
    tick: ticks.run,
    takeOver,
    settled: () => atRest(database, [dispatcher, sequencer], working()),
    connected: () => installed && app.connected(),
    pages,
    anchorAges: () => anchorAges(own, anchoring.settings.places),
    stop,
  };
}

/** Longest a stop waits for what is falling due: the rest is still due at the next start. */
const longestTickMs = 5_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
