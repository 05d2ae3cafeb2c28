import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { derivedId } from '../kernel/id.ts';
import { commit, type Ledger } from '../ledger/commit.ts';
import { sealed } from '../sealed.ts';
import { strangersTo } from '../vault/key.store.ts';
import type { HouseKeys } from '../vault/keys.ts';
import {
  beginRotation,
  keysOf,
  progressOf,
  renewKeys,
  resealRows,
  rewrapKeys,
  saveProgress,
  sealedTenants,
} from '../vault/rotation.store.ts';
import { finish, type Progress } from '../vault/rotation.ts';
import type { SealedColumns } from '../vault/sealed.ts';
import type { CliCommand } from './command.ts';
import { signerText } from './log-key.ts';
import { houseKeysOf, ledgerOf, onDatabase, random, settings } from './settings.ts';

const batch = 200;
const cause = { kind: 'cli', id: 'keys rotate' } as const;

/**
 * Seals everything anew: data keys wrapped by the current key of the house, a new data key for each holder, every sealed value under
 * it. In small steps that each commit their progress: ended in the middle, the next call goes on. A bot may run beside it.
 */
export const keysRotateCommand: CliCommand = {
  words: 'keys rotate',
  says: 'seals everything anew under the current key and new data keys, beside a running bot; goes on where it was ended',
  run: () =>
    onDatabase(async (database) => {
      const keys = await houseKeysOf(settings());
      const [current] = keys?.keks ?? [];
      if (!keys || !current) throw new Error('Nothing has been sealed yet.');
      if (await read(database, '', (tx) => strangersTo(tx, current.id))) {
        throw new Error(
          `A Shoumi that runs on this database does not know the current key ${current.id} yet and could read nothing afterwards: start it anew with the same SHOUMI_KEY, then rotate.`,
        );
      }
      for (const tenant of await read(database, '', sealedTenants))
        await rotate(database, ledgerOf(database), tenant, keys);
      for (const line of lastWords(keys)) console.log(line);
      return 0;
    }),
};

async function rotate(
  database: Database,
  ledger: Ledger,
  tenant: string,
  { keks }: HouseKeys,
): Promise<void> {
  const parts = { keks, now: ledger.now, random };
  const progress = () => read(database, tenant, (tx) => progressOf(tx, tenant));
  const step = <S>(
    id: string,
    load: (tx: Parameters<typeof progressOf>[0]) => Promise<S>,
    save: (tx: Parameters<typeof progressOf>[0], state: S) => Promise<unknown>,
  ) =>
    commit(ledger, tenant, {
      id: derivedId('cmd', tenant, 'vault.rotate', id, ledger.now().toISOString()),
      cause,
      keys: ['vault:rotation'],
      load,
      decide: () => ({ next: '', events: [] }),
      save: (tx, _, state) => save(tx, state),
    });

  const left = await progress();
  if (left.some((one) => !one.finished)) console.log(`${tenant}  goes on with what was begun before`);
  else {
    await step(
      'begin',
      (tx) => keysOf(tx, tenant),
      async (tx, keys) => {
        await rewrapKeys(tx, parts, keys);
        await renewKeys(tx, parts, keys, ledger.now());
        await beginRotation(tx, tenant, sealed.map(targetOf), ledger.now());
      },
    );
  }
  for (const columns of sealed) {
    const target = targetOf(columns);
    const at = async () => (await progress()).find((one) => one.target === target);
    for (let from = await at(); from && !from.finished; from = await at()) {
      await step<Progress | undefined>(
        `${target} ${from.cursor}`,
        async (tx) => (await progressOf(tx, tenant)).find((one) => one.target === target),
        async (tx, now) => {
          if (!now || now.finished) return;
          await saveProgress(tx, tenant, await resealRows(tx, tenant, columns, now, batch), ledger.now());
        },
      );
    }
    console.log(`${tenant}  ${target}  ${(await at())?.done ?? 0} values sealed anew`);
  }
  // Keys that a bot made meanwhile with an older key in front.
  await step(
    'end',
    (tx) => keysOf(tx, tenant),
    (tx, keys) => rewrapKeys(tx, parts, keys),
  );
  const [first] = await progress();
  const holders = new Set((await read(database, tenant, (tx) => keysOf(tx, tenant))).map((key) => key.holder))
    .size;
  await commit(ledger, tenant, {
    id: derivedId('cmd', tenant, 'vault.rotated', first?.startedAt.toISOString() ?? ''),
    cause,
    keys: ['vault:rotation'],
    load: (tx) => progressOf(tx, tenant),
    decide: finish(keks[0]?.id ?? '', holders),
    save: async () => {},
  });
}

function targetOf({ table, columns }: SealedColumns): string {
  return `${table}.${columns.join('+')}`;
}

/** What the older keys are still good for. */
function lastWords({ keks, logKey }: HouseKeys): string[] {
  if (keks.length === 1) return ['Everything is sealed with the one key of SHOUMI_KEY.'];
  const older = keks.slice(1).map(({ id }) => id);
  const words = [
    `Nothing in this database needs ${older.join(', ')} any more; backups made before still do.`,
  ];
  if (!('seed' in logKey)) return words;
  return [
    ...words,
    'The key that signs the log was derived from the oldest key. Before you remove that one, set this, and keep it secret:',
    `SHOUMI_LOG_KEY=${signerText(logKey.seed)}`,
  ];
}
