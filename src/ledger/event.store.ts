import type { Tx } from '../database/connection.ts';
import type { Cause, DomainEvent } from '../kernel/event.ts';
import { openRows } from '../vault/sealed.ts';
import { privateSealed } from './event.table.ts';

type Row = {
  id: string;
  tenant: string;
  subject: string;
  type: string;
  version: number;
  command_id: string;
  cause: string;
  at: Date;
  effective_at: Date;
  data: string;
  personal: Record<string, string> | null;
};

const select = `select e.id, e.tenant, e.subject, e.type, e.version, e.command_id, e.cause, e.at, e.effective_at, e.data,
  (select jsonb_object_agg(p.field, p.value) from event_private p where p.event_id = e.id) as personal from event e`;

/** What a command recorded when it was carried out; empty when it never was. */
export async function recordedOf(tx: Tx, tenant: string, commandId: string): Promise<DomainEvent[]> {
  const rows = await tx.sql.unsafe<Row[]>(
    `${select} where e.tenant = $1 and e.command_id = $2 order by e.ordinal`,
    [tenant, commandId],
    { prepare: true },
  );
  return opened(tx, tenant, rows);
}

/** One event by its id. */
export async function eventById(tx: Tx, tenant: string, id: string): Promise<DomainEvent | undefined> {
  const [row] = await tx.sql.unsafe<Row[]>(`${select} where e.tenant = $1 and e.id = $2`, [tenant, id], {
    prepare: true,
  });
  return row && (await opened(tx, tenant, [row]))[0];
}

/** The timeline of a subject, oldest first. */
export async function eventsOf(tx: Tx, tenant: string, subject: string): Promise<DomainEvent[]> {
  const rows = await tx.sql.unsafe<Row[]>(
    `${select} where e.tenant = $1 and e.subject = $2 order by e.at, e.command_id, e.ordinal`,
    [tenant, subject],
    { prepare: true },
  );
  return opened(tx, tenant, rows);
}

/** Every workspace of which anything is recorded. */
export async function tenantsWithEvents(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ tenant: string }[]>`select distinct tenant from event order by tenant`;
  return rows.map((row) => row.tenant);
}

/** Events with their private parts unsealed; what was erased, or sealed with a key that was shredded, is left out. */
async function opened(tx: Tx, tenant: string, rows: readonly Row[]): Promise<DomainEvent[]> {
  const parts = await openRows(
    tx,
    tenant,
    privateSealed,
    rows.flatMap(({ id, personal }) =>
      Object.entries(personal ?? {}).map(([field, value]) => ({ event_id: id, field, value })),
    ),
  );
  const personalOf = new Map<string, Record<string, string>>();
  for (const { event_id, field, value } of parts) {
    if (typeof value !== 'string') continue;
    personalOf.set(event_id, { ...personalOf.get(event_id), [field]: value });
  }
  return rows.map((row) => eventOf(row, personalOf.get(row.id) ?? {}));
}

function eventOf(row: Row, personal: DomainEvent['personal']): DomainEvent {
  return {
    id: row.id,
    tenant: row.tenant,
    subject: row.subject,
    type: row.type,
    version: row.version,
    commandId: row.command_id,
    cause: JSON.parse(row.cause) as Cause,
    at: row.at,
    effectiveAt: row.effective_at,
    data: JSON.parse(row.data),
    personal,
  };
}
