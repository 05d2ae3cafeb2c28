import { parseArgs } from 'node:util';
import { capabilities } from './capabilities.ts';
import { readConfig } from './config.ts';
import { connect, type Database } from './database/connection.ts';
import { read } from './database/read.ts';
import { formatMoment, type Reader } from './kernel/locale.ts';
import { eventsOf, tenantsWithEvents } from './ledger/event.store.ts';
import { logger } from './log.ts';
import { membersById } from './people/member.store.ts';

const usage = `shoumi: what can be done from the terminal

  shoumi migrate                          brings the database up to this version, as its owner
  shoumi timeline <id> [--zh] [--json]    everything that happened to a request, grant, data set or person
  shoumi help                             this text

It uses the same settings as the bot (DATABASE_URL, DATABASE_OWNER_URL, SHOUMI_HOME) and may run beside it.`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { zh: { type: 'boolean' }, json: { type: 'boolean' }, tenant: { type: 'string' } },
});
const [command = 'help', subject] = positionals;

try {
  await run();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  if (command === 'help') return console.log(usage);
  if (command === 'migrate') {
    const { prepareDatabase } = await import('./bot.ts');
    return withUrls(async ({ ownerUrl }) => {
      await prepareDatabase(ownerUrl);
      console.log('The database is up to date.');
    });
  }
  if (command === 'timeline' && subject)
    return withUrls(({ url }) => onDatabase(url, (database) => timeline(database, subject)));
  throw new Error(`${usage}\n\nUnknown command: ${positionals.join(' ')}`);
}

/** Every event of a subject, oldest first, worded by the capability it belongs to. */
async function timeline(database: Database, id: string): Promise<void> {
  const tenant = await onlyTenant(database);
  const reader: Reader = {
    id: '',
    locale: flags.zh ? 'zh' : 'en',
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  const { events, names } = await read(database, tenant, async (tx) => {
    const found = await eventsOf(tx, tenant, id);
    const mentioned = JSON.stringify(found).match(/[UW][A-Z0-9]{5,}/g) ?? [];
    return { events: found, names: await membersById(tx, tenant, mentioned) };
  });
  if (events.length === 0)
    throw new Error(
      `Nothing is recorded of ${id}. Ids look like req_…, grn_…, a data set’s id, or a Slack user id.`,
    );
  // Seen from there every moment is of another year, so the year is told.
  const longAgo = new Date(0);
  for (const event of events) {
    if (flags.json) {
      console.log(JSON.stringify(event));
      continue;
    }
    const worded = capabilities
      .map((one) => one.describe?.(event, reader))
      .find((text) => text !== undefined);
    const said = worded
      ?.replaceAll(/<@(\w+)>/g, (_, user: string) => names.get(user)?.name ?? user)
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    const plain = said ?? `${event.type} ${JSON.stringify(event.data)}`;
    console.log(`${formatMoment(event.effectiveAt, reader, longAgo)}  ${event.id}  ${plain}`);
  }
}

async function onlyTenant(database: Database): Promise<string> {
  if (typeof flags.tenant === 'string') return flags.tenant;
  const tenants = await tenantsWithEvents(database);
  const [first, second] = tenants;
  if (!first) throw new Error('Nothing has been recorded yet.');
  if (second)
    throw new Error(`There is more than one workspace; add --tenant with one of ${tenants.join(', ')}.`);
  return first;
}

async function onDatabase(url: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = connect(url, { max: 2 });
  try {
    await work(database);
  } finally {
    await database.stop();
  }
}

/** The database of the settings; the embedded one is started for the occasion unless a bot runs on it. */
async function withUrls(work: (urls: { url: string; ownerUrl: string }) => Promise<void>): Promise<void> {
  const config = readConfig();
  if ('fault' in config) throw new Error(config.fault);
  if (config.database) return work(config.database);
  const { runningEmbedded, startEmbedded } = await import('./database/embedded.ts');
  const { holdHome } = await import('./database/hold.ts');
  const hold = await holdHome(config.home).catch(() => undefined);
  if (!hold) {
    const url = await runningEmbedded(config.home);
    if (!url)
      throw new Error(`A Shoumi is just starting or stopping on ${config.home}; try again in a moment.`);
    return work({ url, ownerUrl: url });
  }
  const postgres = await startEmbedded({ home: config.home, log: logger({ level: 'silent' }) });
  try {
    await work(postgres);
  } finally {
    await postgres.stop();
    hold.release();
  }
}
