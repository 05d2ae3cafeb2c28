/**
 * What can be wrong with a backup. `foreign`: no backup of Shoumi at all. `key`: none of our keys opens it. `newer`: made by a Shoumi
 * that knows more. `cut`: it ends too early. `damaged`: bytes are not those that were written. `wrong`: it opens, and its counts or
 * sums do not fit.
 */
export type FaultKind = 'foreign' | 'key' | 'newer' | 'cut' | 'damaged' | 'wrong';

/** Where: bytes of the file (`file`) or of the stream within it, and the table that was being read. */
export type FaultPlace = {
  table?: string | undefined;
  from?: number;
  to?: number;
  file?: boolean;
};

/** A backup that cannot be used, in one sentence. Nothing of it was kept. */
export class ArchiveFault extends Error {
  readonly kind: FaultKind;
  readonly place: FaultPlace;
  constructor(kind: FaultKind, place: FaultPlace, cause?: unknown) {
    super('', { cause });
    this.kind = kind;
    this.place = place;
    Object.defineProperty(this, 'message', { get: () => sentence(kind, place) });
  }
}

function sentence(kind: FaultKind, { table, from, to, file }: FaultPlace): string {
  const where = file ? 'of the file' : 'of what is in it';
  const bytes =
    to === undefined ? `at byte ${from} ${where}` : `between byte ${from} and byte ${to} ${where}`;
  const inTable = table ? `, in table ${table}` : '';
  switch (kind) {
    case 'foreign':
      return 'This is no backup of Shoumi.';
    case 'key':
      return 'None of the keys in SHOUMI_KEY opens this backup: it was made with another key, so set the one of that time.';
    case 'newer':
      return 'A newer Shoumi made this backup: restore it with that version.';
    case 'cut':
      return `The backup is cut short${from === undefined ? '' : `: it ends ${bytes}`}${inTable}.`;
    case 'damaged':
      return `The backup is damaged${from === undefined ? '' : ` ${bytes}`}${inTable}.`;
    case 'wrong':
      return `The backup is not what was written${inTable}${from === undefined ? '' : `: its counts or sums do not fit ${bytes}`}.`;
  }
}
