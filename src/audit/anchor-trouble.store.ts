import type { Tx } from '../database/connection.ts';
import type { AnchorTrouble } from './anchor-trouble.ts';

export async function troubleOf(tx: Tx, tenant: string, place: string): Promise<AnchorTrouble | undefined> {
  const [row] = await tx.sql<AnchorTrouble[]>`
    select place, fault, since from anchor_trouble where tenant = ${tenant} and place = ${place}`;
  return row;
}

export async function allTroubles(tx: Tx, tenant: string): Promise<AnchorTrouble[]> {
  return tx.sql<AnchorTrouble[]>`
    select place, fault, since from anchor_trouble where tenant = ${tenant} order by since, place`;
}

export async function saveTrouble(tx: Tx, tenant: string, trouble: AnchorTrouble): Promise<void> {
  const { place, fault, since } = trouble;
  await tx.sql`
    insert into anchor_trouble (tenant, place, fault, since) values (${tenant}, ${place}, ${fault}, ${since})
    on conflict (tenant, place) do update set fault = excluded.fault, since = excluded.since`;
}

export async function dropTrouble(tx: Tx, tenant: string, place: string): Promise<void> {
  await tx.sql`delete from anchor_trouble where tenant = ${tenant} and place = ${place}`;
}
