import type { WebClient } from '@slack/web-api';
import { derivedId } from '../kernel/id.ts';
import { companyOf, saveCompany } from '../people/company.store.ts';
import { companyKey } from '../people/company.ts';
import type { House } from '../slack/capability.ts';
import { primaryOwner } from '../slack/roster.ts';
import { isNewHouse, saveSetup, setupOf } from './setup.store.ts';
import { beginSetup, guide, setupKey } from './setup.ts';

/**
 * A workspace that lets us in for the first time begins switched off: before anybody is known, so that nobody can be written to first. One
 * that was here before there was a guide stays as it is.
 */
export async function beginIfNew(house: House): Promise<void> {
  const { tenant } = house;
  if (!(await house.read((tx) => isNewHouse(tx, tenant)))) return;
  await house.commit({
    id: derivedId('cmd', tenant, 'setup.begin'),
    cause: { kind: 'start', id: 'setup' },
    keys: [setupKey, companyKey],
    load: async (tx) => ({ setup: await setupOf(tx, tenant), company: await companyOf(tx, tenant) }),
    decide: beginSetup,
    save: async (tx, next) => {
      await saveSetup(tx, tenant, next.setup);
      await saveCompany(tx, tenant, next.company);
    },
  });
}

/** Puts the guide before whoever installs: the admins that the settings name, else the workspace's primary owner. Once. */
export async function guideInstaller(
  house: House,
  client: Pick<WebClient, 'users'>,
  admins: readonly string[],
): Promise<void> {
  const { tenant } = house;
  const setup = await house.read((tx) => setupOf(tx, tenant));
  if (!setup || setup.switchedOnAt || setup.readers.length > 0) return;
  const readers = admins.length > 0 ? admins : await primaryOwner(client);
  if (readers.length === 0) {
    house.log.warn('nobody to guide: set SHOUMI_ADMINS to the Slack id of whoever sets Shoumi up');
    return;
  }
  await house.commit({
    id: derivedId('cmd', tenant, 'setup.guide'),
    cause: { kind: 'start', id: 'setup' },
    keys: [setupKey],
    load: async (tx) => ({ actor: undefined, setup: await setupOf(tx, tenant) }),
    decide: guide({ by: null, readers }),
    save: (tx, next) => saveSetup(tx, tenant, next),
  });
}
