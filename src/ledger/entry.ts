import type { DomainEvent } from '../kernel/event.ts';
import { canonical } from './canonical.ts';

/**
 * What the log proves of an event: RFC 8785 JSON of everything in its row. Personal values are in it as commitments only
 * (base64url of SHA-256 over salt and value), so that erasing the value and its salt leaves the leaf as it is.
 */
export type Entry = {
  readonly id: string;
  readonly tenant: string;
  readonly subject: string;
  readonly type: string;
  readonly version: number;
  readonly commandId: string;
  readonly ordinal: number;
  readonly cause: DomainEvent['cause'];
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  readonly effectiveAt: string;
  readonly data: DomainEvent['data'];
  readonly commitments: Readonly<Record<string, string>>;
};

/** The bytes a leaf is the hash of. */
export function entryBytes(entry: Entry): Uint8Array {
  return Buffer.from(canonical(entry), 'utf8');
}

/** A row of `event` as it is inserted; `cause`, `data` and `commitments` are RFC 8785 text already. */
export type EventRow = {
  id: string;
  tenant: string;
  subject: string;
  type: string;
  version: number;
  command_id: string;
  ordinal: number;
  cause: string;
  at: Date;
  effective_at: Date;
  data: string;
  commitments: string;
};

/** The same text put together from a row, member by member: what was canonical once is not gone through again. */
export function entryText(row: EventRow): string {
  const { stringify } = JSON;
  return `{"at":"${row.at.toISOString()}","cause":${row.cause},"commandId":${stringify(row.command_id)},"commitments":${row.commitments},"data":${row.data},"effectiveAt":"${row.effective_at.toISOString()}","id":${stringify(row.id)},"ordinal":${row.ordinal},"subject":${stringify(row.subject)},"tenant":${stringify(row.tenant)},"type":${stringify(row.type)},"version":${row.version}}`;
}

/**
 * The same text built by the database from a row of `event` under the alias `e`: the members in the order of RFC 8785, those that are
 * stored as exact text as they stand. PostgreSQL escapes a JSON string as RFC 8785 wants it.
 */
export const entrySql = [
  `'{"at":"' || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  `'","cause":' || e.cause`,
  `',"commandId":' || to_json(e.command_id)::text`,
  `',"commitments":' || e.commitments`,
  `',"data":' || e.data`,
  `',"effectiveAt":"' || to_char(e.effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  `'","id":' || to_json(e.id)::text`,
  `',"ordinal":' || e.ordinal`,
  `',"subject":' || to_json(e.subject)::text`,
  `',"tenant":' || to_json(e.tenant)::text`,
  `',"type":' || to_json(e.type)::text`,
  `',"version":' || e.version || '}'`,
].join(' || ');
