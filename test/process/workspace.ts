import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { People } from '../support/control.ts';
import type { FreshDatabase } from '../support/database.ts';
import { demoFirm, manifest } from '../support/demo-firm.ts';
import { testKeyText } from '../support/keys.ts';
import { newHome, type Program, peopleAt, removeHome, startProgram } from './program.ts';

/** Loaded before a program, it sets its clock wrong by CHAOS_CLOCK_MS, and ends it where it is told to. */
export const clockHook = fileURLToPath(new URL('../chaos/kill-at.hook.ts', import.meta.url));

/** How far the next 10:00 in Shanghai is ahead of the machine's clock: no day turns within what begins then. */
export function toMorning(): number {
  const now = DateTime.now().setZone('Asia/Shanghai');
  const ten = now.set({ hour: 10, minute: 0, second: 0, millisecond: 0 });
  return (ten < now ? ten.plus({ days: 1 }) : ten).diff(now).toMillis();
}

/** A Slack and a database that live longer than any of the programs that use them. */
export type Workspace = {
  readonly sandbox: Sandbox;
  readonly fresh: FreshDatabase;
  readonly slack: People;
  /**
   * Starts programs side by side, at the same moment: all migrate, all take people over. `mortal`: one that may die before it is ready
   * is not waited for.
   */
  readonly start: (
    settings: readonly Record<string, string>[],
    how?: { imports?: readonly string[]; mortal?: boolean },
  ) => Promise<Program[]>;
  /** A folder of its own, gone with it. */
  readonly folder: string;
  /** What a query `select count(*) …` counts. */
  readonly count: (statement: string) => Promise<number>;
  readonly stop: () => Promise<void>;
};

export async function openWorkspace(): Promise<Workspace> {
  const folder = await newHome();
  const fresh = await demoFirm(folder, 'today');
  const sandbox = await startSandbox({ folder, port: 0, manifest, retryWaitsMs: [50, 200, 400] });
  const { botToken, apiUrl } = sandbox;
  return {
    sandbox,
    fresh,
    slack: peopleAt(sandbox.url),
    folder,
    start: async (settings, how) => {
      const programs = settings.map((more) =>
        startProgram(
          {
            SLACK_BOT_TOKEN: botToken,
            SLACK_API_URL: apiUrl,
            DATABASE_URL: fresh.url,
            SHOUMI_KEY: testKeyText,
            ...more,
          },
          how,
        ),
      );
      if (!how?.mortal) await Promise.all(programs.map((program) => program.ready));
      return programs;
    },
    count: async (statement) => {
      const [row] = (await fresh.database.sql.unsafe(`select (${statement})::int as count`)) as {
        count: number;
      }[];
      return row?.count ?? -1;
    },
    stop: async () => {
      await sandbox.stop();
      await fresh.drop();
      await removeHome(folder);
    },
  };
}
