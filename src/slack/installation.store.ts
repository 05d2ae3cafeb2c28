import type { Tx } from '../database/connection.ts';
import { openRows, sealRow } from '../vault/sealed.ts';
import type { Identity } from './app.ts';
import { installationSealed, installations } from './installation.table.ts';

type Row = { tenant: string; team: string; bot_id: string; bot_user: string; token: string | null };

/** A workspace's bot token as Slack accepted it last; undefined where there is none, or its key was shredded. */
export async function tokenOf(tx: Tx, tenant: string): Promise<string | undefined> {
  const rows = await tx.sql<Row[]>`
    select tenant, team, bot_id, bot_user, token from slack_installation where tenant = ${tenant}`;
  const [row] = await openRows(tx, tenant, installationSealed, rows);
  return row?.token ?? undefined;
}

/** Keeps the token of a workspace, sealed; the last one replaces what was there. */
export async function keepInstallation(
  tx: Tx,
  { tenant, team, botId, botUser }: Identity,
  token: string,
  at: Date,
): Promise<void> {
  const row = await sealRow(tx, tenant, installationSealed, installations, {
    tenant,
    team,
    bot_id: botId,
    bot_user: botUser,
    token,
    at,
  });
  await tx.sql`
    insert into slack_installation ${tx.sql(row)} on conflict (tenant) do update
    set team = excluded.team, bot_id = excluded.bot_id, bot_user = excluded.bot_user, token = excluded.token, at = excluded.at`;
}

/** Every workspace whose token is kept. */
export async function installedTenants(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ tenant: string }[]>`select tenant from slack_installation order by tenant`;
  return rows.map((row) => row.tenant);
}
