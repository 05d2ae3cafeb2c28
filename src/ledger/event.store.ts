import type { Tx } from '../database/connection.ts';
import type { Cause, DomainEvent } from '../kernel/event.ts';

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
  return rows.map(eventOf);
}

/** One event by its id. */
export async function eventById(tx: Tx, tenant: string, id: string): Promise<DomainEvent | undefined> {
  const [row] = await tx.sql.unsafe<Row[]>(`${select} where e.tenant = $1 and e.id = $2`, [tenant, id], {
    prepare: true,
  });
  return row && eventOf(row);
}

/** The timeline of a subject, oldest first. */
export async function eventsOf(tx: Tx, tenant: string, subject: string): Promise<DomainEvent[]> {
  const rows = await tx.sql.unsafe<Row[]>(
    `${select} where e.tenant = $1 and e.subject = $2 order by e.at, e.command_id, e.ordinal`,
    [tenant, subject],
    { prepare: true },
  );
  return rows.map(eventOf);
}

/** Every workspace of which anything is recorded. */
export async function tenantsWithEvents(tx: Tx): Promise<string[]> {
  const rows = await tx.sql<{ tenant: string }[]>`select distinct tenant from event order by tenant`;
  return rows.map((row) => row.tenant);
}

function eventOf(row: Row): DomainEvent {
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
    personal: row.personal ?? {},
  };
}
