import { writeFile } from 'node:fs/promises';
import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import { openCheckpoint } from '../ledger/checkpoint.ts';
import { latestCheckpoint } from '../ledger/log.store.ts';
import { growthFile, proofFile } from '../ledger/proof-file.ts';
import type { CliCommand, Typed } from './command.ts';
import { logKeys, textOf } from './log-keys.ts';
import { onDatabase } from './settings.ts';

/** Writes what an outsider can check without us. */
export const proveCommand: CliCommand = {
  words: 'prove',
  takes: '<event-id> … | --from <checkpoint> [--out <file>]',
  says: 'writes the proof that events are in the log, or that the log has only grown since a checkpoint',
  options: { from: { type: 'string' }, out: { type: 'string' } },
  run: (typed) =>
    onDatabase(async (database) => {
      const { from, out } = typed.flags;
      const text =
        typeof from === 'string' ? await growth(database, from) : await inclusions(database, typed);
      if (typeof out !== 'string') process.stdout.write(text);
      else await writeFile(out, text);
      return 0;
    }),
};

function inclusions(database: Database, { rest }: Typed): Promise<string> {
  if (rest.length === 0)
    throw new Error('Which events? Give their ids (evt_…), which "timeline" shows; or --from a checkpoint.');
  return read(database, '', async (tx) => {
    const checkpoint = await latestCheckpoint(tx);
    const proofs: string[] = [];
    for (const id of rest) {
      const proof = checkpoint && (await proofFile(tx, id, checkpoint));
      if (!proof)
        throw new Error(
          `There is no leaf for ${id}: no such event, or it waits for its leaf; try again in a second.`,
        );
      proofs.push(proof);
    }
    return proofs.join('\n');
  });
}

async function growth(database: Database, file: string): Promise<string> {
  const older = openCheckpoint(await textOf(file), (await logKeys()).verifiers);
  if (typeof older === 'string') throw new Error(`${file} holds no checkpoint signed by this log’s key.`);
  return read(database, '', async (tx) => {
    const checkpoint = await latestCheckpoint(tx);
    if (!checkpoint || checkpoint.size < older.size)
      throw new Error(
        `${file} is a checkpoint of ${older.size} leaves and the log has ${checkpoint?.size ?? 0}: its end was cut off, run "verify --checkpoint ${file}".`,
      );
    return growthFile(tx, older.size, checkpoint);
  });
}
