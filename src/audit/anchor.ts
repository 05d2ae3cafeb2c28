import { isAbsolute } from 'node:path';

/**
 * A place outside of the operator's hands where signed checkpoints are kept. `name` is what stands in the settings and in
 * the rows: `slack:C0123…`, `file:/path/to/folder` or `s3:https://host/bucket/prefix`.
 */
export type AnchorPlace =
  | { readonly kind: 'slack'; readonly name: string; readonly channel: string }
  | { readonly kind: 'file'; readonly name: string; readonly folder: string }
  | { readonly kind: 's3'; readonly name: string; readonly address: string };

/** The login to object stores that speak S3. */
export type S3Login = { readonly keyId: string; readonly secret: string; readonly region: string };

/** Where checkpoints go, and how long a place goes without a new one at least. */
export type AnchorSettings = {
  readonly places: readonly AnchorPlace[];
  readonly everyMs: number;
  readonly s3?: S3Login;
};

/** A checkpoint as it is handed over: the tree's size, the signed note, and when it was made. */
export type Anchored = { readonly size: number; readonly note: string; readonly at?: Date };

/** Reads one place as the settings write it; undefined when it is none. */
export function placeFrom(text: string): AnchorPlace | undefined {
  const [, kind = '', rest = ''] = /^(slack|file|s3):(.+)$/s.exec(text.trim()) ?? [];
  switch (kind) {
    case 'slack':
      // Channels and private groups; a conversation with one person is no place that others hold.
      return /^[CG][A-Z0-9]{2,30}$/.test(rest) ? { kind, name: `slack:${rest}`, channel: rest } : undefined;
    case 'file':
      return isAbsolute(rest) && !rest.includes('\0')
        ? { kind, name: `file:${rest}`, folder: rest }
        : undefined;
    case 's3': {
      const address = rest.replace(/\/+$/, '');
      const url = URL.canParse(address) ? new URL(address) : undefined;
      const fits = url && /^https?:$/.test(url.protocol) && url.pathname.length > 1;
      // A password in the address would stand in rows and logs.
      return fits && !url.username && !url.search && !url.hash
        ? { kind, name: `s3:${address}`, address }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** What a checkpoint is called in a folder or bucket: names sort as sizes do. */
export function anchorName(size: number): string {
  return `${String(size).padStart(16, '0')}.checkpoint`;
}

/** The size behind a name of ours; undefined for files of others. */
export function sizeFromName(name: string): number | undefined {
  const [, digits] = /^(\d{16})\.checkpoint$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a place wants the newest checkpoint: the log has grown, and the place's last one is old enough. */
export function anchorDue(state: {
  newest: { readonly size: number } | undefined;
  last: { readonly size: number; readonly at: Date } | undefined;
  now: Date;
  everyMs: number;
}): boolean {
  const { newest, last, now, everyMs } = state;
  if (!newest || newest.size === 0) return false;
  if (!last) return true;
  return newest.size > last.size && now.getTime() - last.at.getTime() >= everyMs;
}

/** Why a place takes nothing until somebody mends it; worded in anchor.text.ts. */
export type AnchorFault =
  | 'shared'
  | 'not_a_member'
  | 'not_found'
  | 'archived'
  | 'missing_scope'
  | 'other_content'
  | 'no_login'
  | 'denied';

/** Thrown where trying again helps nothing until somebody mends the place. */
export class AnchorRefused extends Error {
  readonly fault: AnchorFault;
  constructor(place: AnchorPlace, fault: AnchorFault) {
    super(`${place.name} takes no checkpoint: ${fault}`);
    this.fault = fault;
  }
}

/** What can be done at a place. */
export type Anchorage = {
  readonly place: AnchorPlace;
  /** Puts the checkpoint there unless it lies there already; answers its reference: a message's ts, a file's or object's name. */
  readonly put: (checkpoint: Anchored) => Promise<string>;
  /** The signed note that lies under a reference; undefined when it is gone. */
  readonly get: (reference: string) => Promise<string | undefined>;
  /** Every signed note that lies there. */
  readonly all: () => AsyncIterable<string>;
};
