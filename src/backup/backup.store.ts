import type { Tx } from '../database/connection.ts';
import type { Kept } from './backup.ts';

/** The last event of a kind about backups. */
export type Last = { readonly at: Date; readonly data: Readonly<Record<string, unknown>> };

/** How it stands with backups, by their events. */
export type Standing = {
  /** When the first event of all was. */
  readonly since: Date | undefined;
  readonly asked: Last | undefined;
  readonly made: Last | undefined;
  readonly failed: Last | undefined;
  /** A restore on trial; `data.ok` says how it went. */
  readonly checked: Last | undefined;
  readonly checkedWell: Last | undefined;
  readonly checkedBadly: Last | undefined;
  readonly firstMade: Date | undefined;
};

/** What the events of a workspace say about its backups. */
export async function backupStanding(tx: Tx, tenant: string): Promise<Standing> {
  const last = async (type: string, ok?: boolean): Promise<Last | undefined> => {
    const [row] = await tx.sql<{ at: Date; data: string }[]>`
      select at, data from event where tenant = ${tenant} and type = ${type}
      ${ok === undefined ? tx.sql`` : tx.sql`and (data_json->>'ok')::boolean = ${ok}`} order by at desc limit 1`;
    return row && { at: row.at, data: JSON.parse(row.data) as Last['data'] };
  };
  const first = async (): Promise<Date | undefined> => {
    const [row] = await tx.sql<{ at: Date }[]>`
      select e.at from log_leaf l join event e on e.id = l.event_id where l.index = 0`;
    return row?.at;
  };
  const firstBackup = async (): Promise<Date | undefined> => {
    const [row] = await tx.sql<{ at: Date }[]>`
      select at from event where tenant = ${tenant} and type = 'backup.made' order by at limit 1`;
    return row?.at;
  };
  const [since, asked, made, failed, checked, checkedWell, checkedBadly, firstMade] = await Promise.all([
    first(),
    last('backup.asked'),
    last('backup.made'),
    last('backup.failed'),
    last('backup.checked'),
    last('backup.checked', true),
    last('backup.checked', false),
    firstBackup(),
  ]);
  return { since, asked, made, failed, checked, checkedWell, checkedBadly, firstMade };
}

/** Every backup that was ever recorded as made, by its name. */
export async function backupsMade(tx: Tx, tenant: string): Promise<Kept[]> {
  const rows = await tx.sql<{ name: string; at: Date }[]>`
    select data_json->>'name' as name, max(at) as at from event
    where tenant = ${tenant} and type = 'backup.made' group by 1`;
  return [...rows];
}

/** Since when it goes wrong: the first failure behind the last time it went well; undefined while it goes well. */
export async function troubleSince(
  tx: Tx,
  tenant: string,
  what: 'backup' | 'check',
): Promise<Date | undefined> {
  const [bad, good] =
    what === 'backup'
      ? [tx.sql`type = 'backup.failed'`, tx.sql`type = 'backup.made'`]
      : [
          tx.sql`type = 'backup.checked' and not (data_json->>'ok')::boolean`,
          tx.sql`type = 'backup.checked' and (data_json->>'ok')::boolean`,
        ];
  const [row] = await tx.sql<{ at: Date | null }[]>`
    select min(at) as at from event where tenant = ${tenant} and ${bad}
    and at > coalesce((select max(at) from event where tenant = ${tenant} and ${good}), '-infinity')`;
  return row?.at ?? undefined;
}
