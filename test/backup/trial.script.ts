/** A program that tries something on a throw-away database and does not come to its end. */
import { onThrowAway } from '../../src/backup/archive.trial.ts';

await onThrowAway(async (url) => {
  process.stdout.write(`${url}\n`);
  setInterval(() => {}, 60_000);
  return new Promise(() => {});
});
