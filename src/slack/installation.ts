import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { derivedId } from '../kernel/id.ts';
import { requireLogKey } from '../ledger/log-key.ts';
import type { Log } from '../log.ts';
import { requireKeks } from '../vault/key.store.ts';
import type { HouseKeys } from '../vault/keys.ts';
import { type Arrival, type Identity, identify, NotAccepted } from './app.ts';
import type { House } from './capability.ts';
import { makeClients } from './clients.ts';
import { installedTenants, keepInstallation, tokenOf } from './installation.store.ts';

type Admission = {
  readonly slack: {
    readonly token?: string | undefined;
    readonly apiUrl?: string | undefined;
    readonly arrival: Arrival;
  };
  readonly keys: HouseKeys;
  readonly log: Log;
};

/** Who we are to Slack. Before it hears of us it is certain that everything sealed can be opened. */
export async function admitted(
  { slack, keys, log }: Admission,
  database: Database,
  logKeys: Parameters<typeof requireLogKey>[1],
) {
  await read(database, '', async (tx) => {
    await requireKeks(tx, keys);
    await requireLogKey(tx, logKeys);
  });
  const token = slack.token ?? (await keptToken(database, slack.arrival));
  const clients = makeClients({ token, apiUrl: slack.apiUrl, log });
  return { token, clients, identity: await identify(clients) };
}

/** The bot token of the one workspace that let us in before. Throws one sentence where there is none, or more than one. */
export async function keptToken(database: Database, arrival: Arrival): Promise<string> {
  const [tenant, ...more] = await read(database, '', installedTenants);
  if (tenant && more.length > 0)
    throw new NotAccepted(
      `SLACK_BOT_TOKEN is missing and those of ${[tenant, ...more].join(', ')} are kept: set the one that is meant.`,
    );
  const token = tenant && (await read(database, tenant, (tx) => tokenOf(tx, tenant)));
  if (token) return token;
  const set = arrival.mode === 'socket' ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET';
  throw new NotAccepted(
    `SLACK_BOT_TOKEN is missing while ${set} is set, and none is kept from before: set it too, or neither for the sandbox.`,
  );
}

/** Keeps, sealed, the token that Slack has just accepted, unless it is the one that is kept. */
export async function keepToken(house: House, identity: Identity, token: string): Promise<void> {
  const { tenant } = house;
  const at = house.now();
  await house.commit({
    id: derivedId('cmd', tenant, 'installation', at.toISOString()),
    cause: { kind: 'start', id: 'installation' },
    keys: ['installation'],
    load: (tx) => tokenOf(tx, tenant),
    decide: () => ({ next: token, events: [] }),
    save: async (tx, next, kept) => {
      if (next !== kept) await keepInstallation(tx, identity, next, at);
    },
  });
}
