import { z } from 'zod';

/**
 * How Slack's slash commands are called here. Other apps own common names, so a workspace may install the app with a prefix: `/acme` in the
 * place of `/shoumi`, `/acme-access` in the place of `/access`. Sentences name the commands by our own names and are put right here.
 */
export const commandPrefix = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,19}$/,
    'must be what the slash commands begin with, as in the installed manifest: a lower-case letter, then at most 19 of a–z, 0–9, - and _',
  );

/** Slack's limit of a command's name with its slash. */
export const longestCommand = 32;

let installed: string | undefined;

/** Told once, when the process begins. */
export function installedPrefix(prefix: string | undefined): void {
  installed = prefix;
}

/** `/shoumi`, `/access`; with a prefix `/acme`, `/acme-access`. */
export function commandName(word = 'shoumi', prefix = installed): string {
  if (prefix === undefined) return `/${word}`;
  return word === 'shoumi' ? `/${prefix}` : `/${prefix}-${word}`;
}

/** A sentence with the commands in it by the names they have here. */
export function withCommandNames(sentence: string): string {
  if (installed === undefined) return sentence;
  return sentence.replaceAll(/(?<![\w./-])\/(shoumi|access)(?![\w/-]|\.\w)/g, (_, word: string) =>
    commandName(word),
  );
}
