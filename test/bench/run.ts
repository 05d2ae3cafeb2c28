/**
 * `npm run bench`: one JSON object a line, with its target and whether it was reached where there is one; exit code 1 where one was not.
 * Ratios are to a floor measured in the same run.
 * `npm run bench -- log seal` runs the named parts alone; `large` and `duties`, which take minutes and gigabytes, run only when named.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../../src/bot.ts';
import { connect } from '../../src/database/connection.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/database/embedded.ts';
import { approveFigure } from './approve.ts';
import { backupFigures } from './backup.ts';
import { clickFigures } from './click.ts';
import { commandFigure } from './command.ts';
import { digestFigures } from './digests.ts';
import { dutyFigures } from './duties.ts';
import { type Figure, print, reached } from './figure.ts';
import { largeFigures } from './large.ts';
import { logFigures } from './log.ts';
import { overFigures } from './over.ts';
import { sealFigure } from './seal.ts';

/** Each on a database of its own. */
const parts: Readonly<
  Record<string, (ownerUrl: string, another: () => Promise<string>) => Promise<Figure[]>>
> = {
  click: (url) => clickFigures(url, url),
  approve: async (url) => [await approveFigure(url)],
  seal: async (url) => [await sealFigure(url)],
  log: logFigures,
  backup: backupFigures,
  digests: digestFigures,
  over: overFigures,
  duties: dutyFigures,
  large: async (url, another) => largeFigures(await another(), url),
};

const onlyNamed = ['large', 'duties'];
const named = process.argv.slice(2);
const wanted = (part: string): boolean =>
  named.length > 0 ? named.includes(part) : !onlyNamed.includes(part);

if (wanted('command')) show(await commandFigure());

/** A target that is missed is exit code 1. */
function show(figure: Figure): void {
  print(figure);
  if (!reached(figure)) process.exitCode = 1;
}

const home = await mkdtemp(join(tmpdir(), 'shoumi-bench-'));
// mkdtemp lets only its owner in; run by root, PostgreSQL is somebody else.
await chmod(home, 0o755);
const postgres = await startEmbedded({ home, log: { info: () => {} } });
try {
  for (const [part, measure] of Object.entries(parts)) {
    if (!wanted(part)) continue;
    for (const figure of await measure(await databaseFor(postgres, part), () =>
      databaseFor(postgres, `${part}_2`),
    ))
      show(figure);
  }
} finally {
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
  if (!postgres.folder.startsWith(home)) await rm(postgres.folder, { recursive: true, force: true });
}

/** Empty and migrated; answers the owner's login. */
async function databaseFor({ superuserUrl, ownerUrl }: EmbeddedPostgres, part: string): Promise<string> {
  const server = connect(superuserUrl, { max: 1 });
  await server.sql.unsafe(`create database bench_${part} owner shoumi`);
  await server.sql.unsafe('grant pg_checkpoint to shoumi');
  await server.stop();
  const url = new URL(ownerUrl);
  url.pathname = `bench_${part}`;
  await prepareDatabase(url.href);
  return url.href;
}
