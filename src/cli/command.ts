import type { ParseArgsOptionsConfig } from 'node:util';

/** What was typed after the command's words. A flag that takes no text is true or absent. */
export type Typed = {
  readonly rest: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
};

/** One thing that can be done from the terminal. Thin: it parses, calls what the bot calls, prints. */
export type CliCommand = {
  /** `timeline` or `db roles`. */
  readonly words: string;
  /** Behind the words: `<id> [--zh]`. */
  readonly takes?: string;
  readonly says: string;
  readonly options?: ParseArgsOptionsConfig;
  /** Prints to stdout; throws one sentence when it cannot. A code other than 0 ends the process with it. */
  readonly run: (typed: Typed) => Promise<number | undefined>;
};
