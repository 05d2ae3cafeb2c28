import type { Sql, TransactionSql } from 'postgres';

/** Where a sealed value stands: it opens there and nowhere else. `row` is the row's key as text. */
export type Place = { readonly table: string; readonly column: string; readonly row: string };

/**
 * The door to the vault inside of one transaction. Keys are read in that transaction and forgotten with it, so that a key that was
 * shredded by whatever process opens nothing any more.
 */
export type Sealing = {
  /** Sends for the keys of holders whose text will be sealed, without waiting for them. */
  readonly ready: (tenant: string, holders: readonly string[]) => void;
  /** Seals texts with the current key of a holder (`person:U…` or `class:…`), which is made if there is none. */
  readonly seal: (
    tenant: string,
    holder: string,
    values: readonly { place: Place; text: string }[],
  ) => Promise<string[]>;
  /**
   * Opens sealed texts, all with one question for their keys. Null where the key was shredded; a text that was never sealed
   * comes back as it is. Throws where something sealed is not as it was, or not where it was.
   */
  readonly open: (
    tenant: string,
    values: readonly { place: Place; sealed: string }[],
  ) => Promise<(string | null)[]>;
  /** Keyed hashes by which equal texts of a column can be found, under the current key of a holder, made if there is none. */
  readonly index: (
    tenant: string,
    holder: string,
    column: { table: string; column: string },
    texts: readonly string[],
  ) => Promise<string[]>;
  /** The same under every key the holder has had and that was not shredded, to look for what was hashed under any of them. */
  readonly indices: (
    tenant: string,
    holder: string,
    column: { table: string; column: string },
    texts: readonly string[],
  ) => Promise<string[][]>;
};

/** A vault, opened for one transaction. */
export type OpenVault = (sql: Sql | TransactionSql) => Sealing;

/** For connections that have nothing to do with what is sealed. */
export const noVault: OpenVault = () => ({
  ready: () => {},
  seal: async () => {
    throw new Error('this connection to the database has no vault to seal with');
  },
  index: async () => {
    throw new Error('this connection to the database has no vault to hash with');
  },
  indices: async () => {
    throw new Error('this connection to the database has no vault to hash with');
  },
  open: async (_, values) => {
    if (values.length > 0)
      throw new Error('this connection to the database has no vault to open anything with');
    return [];
  },
});
