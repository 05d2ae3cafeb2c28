import { z } from 'zod';
import type { ControlAnswer } from './control.contract.ts';
import type { Platform } from './platform.ts';

export type Hooks = {
  onClock: (now: Date) => Promise<void>;
  onReset: () => Promise<void>;
};

/** One call of the control API: a row of a table. */
export type ControlCall = { run(platform: Platform & Hooks, input: unknown): Promise<ControlAnswer> };

export function controlCall<Schema extends z.ZodType>(row: {
  args: Schema;
  run(platform: Platform & Hooks, input: z.output<Schema>): ControlAnswer | Promise<ControlAnswer>;
}): ControlCall {
  return {
    run: async (platform, input) => {
      const parsed = row.args.safeParse(input);
      if (!parsed.success) throw denial('invalid_arguments', z.prettifyError(parsed.error));
      return row.run(platform, parsed.data);
    },
  };
}

export type Denial = Error & { denied: string; status: 400 | 403 | 404 | 409 };

/** Thrown where a control call asks for what a person in Slack could not do. */
export function denial(error: string, sentence: string, status: Denial['status'] = 400): Denial {
  return Object.assign(new Error(sentence), { denied: error, status });
}

export const isDenial = (error: unknown): error is Denial => error instanceof Error && 'denied' in error;
