/** `npm run bench`: one JSON object a line. Ratios are to a floor measured in the same run; a line with no floor is for reading. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../../src/bot.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { approveFigure } from './approve.ts';
import { clickFigures } from './click.ts';
import { commandFigure } from './command.ts';
import { print } from './figure.ts';
import { sealFigure } from './seal.ts';

print(await commandFigure());

const home = await mkdtemp(join(tmpdir(), 'shoumi-bench-'));
// mkdtemp lets only its owner in; run by root, PostgreSQL is somebody else.
await chmod(home, 0o755);
const postgres = await startEmbedded({ home, log: { info: () => {} } });
try {
  await prepareDatabase(postgres.ownerUrl);
  // Before the thousands of events of the next figure, which no dispatcher takes up.
  const clicks = await clickFigures(postgres.url, postgres.ownerUrl);
  print(await approveFigure(postgres.url));
  print(await sealFigure(postgres.url));
  for (const figure of clicks) print(figure);
} finally {
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
  if (!postgres.folder.startsWith(home)) await rm(postgres.folder, { recursive: true, force: true });
}
