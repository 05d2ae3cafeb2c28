import { createHmac, hkdfSync } from 'node:crypto';
import type { DataKey } from './seal.ts';

/**
 * Stands beside a sealed text so that equal texts of one column can be found: HMAC-SHA-256 under a key derived from a class's data
 * key, bound to table, column and tenant. Whoever reads the database sees which rows are equal, nothing else; whoever has the
 * data key can try texts, so nothing of few possible values belongs in one.
 *
 * Texts are compared in NFKC, without case and outer spaces. A rotation gives the class another key: look for the index under each
 * of its versions until the column is indexed anew.
 */
export function blindIndex(
  key: DataKey,
  tenant: string,
  column: { table: string; column: string },
  text: string,
): string {
  return indexer(key, tenant, column)(text);
}

/** The same for many texts of one column. */
export function indexer(
  key: DataKey,
  tenant: string,
  { table, column }: { table: string; column: string },
): (text: string) => string {
  const derived = new Uint8Array(hkdfSync('sha256', key.bytes, new Uint8Array(), 'shoumi blind index', 32));
  return (text) => {
    const plain = text.normalize('NFKC').trim().toLowerCase();
    return createHmac('sha256', derived)
      .update(JSON.stringify(['shoumi blind index 1', tenant, table, column, plain]))
      .digest('base64url');
  };
}
