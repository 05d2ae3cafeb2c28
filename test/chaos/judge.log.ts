import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { quickStart } from '../support/quick-start.ts';
import type { World } from './world.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** Every event has its one leaf, and nothing waits. */
export async function judgeLeaves(world: World): Promise<string[]> {
  const rows = await world.ask<{ what: string }>(`
    select e.id || ' has ' || count(l.event_id) || ' leaves' as what from event e left join log_leaf l on l.event_id = e.id
      group by e.id having count(l.event_id) <> 1
    union all select 'a leaf of no event: ' || l.event_id from log_leaf l where not exists (select from event e where e.id = l.event_id)
    union all select 'waits for a leaf: ' || event_id from log_pending`);
  return rows.slice(0, 10).map(({ what }) => what);
}

/** `shoumi verify`, as somebody at a terminal runs it: exits 0 and says that the log is whole. */
export async function verifyLog(world: World): Promise<string[]> {
  const env = { ...world.env, ...quickStart, PATH: process.env.PATH };
  const { code, said } = await promisify(execFile)(process.execPath, [cli, 'verify'], { env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: `${error.stdout}${error.stderr}`,
    }),
  );
  return code === 0 && said.includes('The log is whole') ? [] : [`shoumi verify exits ${code}: ${said}`];
}
