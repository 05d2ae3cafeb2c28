import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Hold = {
  /** Adds where the holder answers, for the sentence that a second start gets. */
  tell(what: { url: string }): void;
  release(): void;
};

type Holder = { pid: number; since: string; url?: string };

/** SQLite's result code for a file that another process has locked. */
const SQLITE_BUSY = 5;

/**
 * Holds `home` for this process alone, until release or the end of the process however it comes: the lock is the operating
 * system's, on a file kept open. Throws one sentence that says who holds it when somebody does.
 */
export async function holdHome(home: string): Promise<Hold> {
  mkdirSync(home, { recursive: true });
  const holderFile = join(home, 'hold.json');
  // SQLite is used for nothing but its lock, which is the same on Linux, macOS and Windows.
  const lock = new DatabaseSync(join(home, 'hold.db'));
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (cause) {
    lock.close();
    if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY) throw cause;
    throw new Error(
      `Shoumi already runs on ${home}${describe(holderFile)}: stop that one first, or set SHOUMI_HOME to another folder.`,
      { cause },
    );
  }
  const holder: Holder = { pid: process.pid, since: new Date(performance.timeOrigin).toISOString() };
  write(holderFile, holder);
  return {
    tell({ url }) {
      write(holderFile, { ...holder, url });
    },
    release() {
      if (!lock.isOpen) return;
      rmSync(holderFile, { force: true });
      lock.close();
    },
  };
}

function write(file: string, holder: Holder): void {
  writeFileSync(`${file}.new`, JSON.stringify(holder));
  renameSync(`${file}.new`, file);
}

/** ` (process 4711, http://localhost:3000, since …)`, or nothing while the holder has not said. */
function describe(file: string): string {
  if (!existsSync(file)) return '';
  try {
    const { pid, url, since } = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return ` (${[`process ${pid}`, url, `since ${since}`].filter(Boolean).join(', ')})`;
  } catch {
    return '';
  }
}
