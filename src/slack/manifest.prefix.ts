import { commandName, commandPrefix, longestCommand } from '../kernel/command-name.ts';

/** The manifest with command names that begin with `prefix`; comments and order stay. Throws one sentence for a prefix that makes no command names. */
export async function prefixed(text: string, prefix: string): Promise<string> {
  const read = commandPrefix.safeParse(prefix);
  if (!read.success) throw new Error(`A prefix ${read.error.issues[0]?.message}.`);
  const { isMap, isSeq, parseDocument } = await import('yaml');
  const manifest = parseDocument(text);
  const commands = manifest.getIn(['features', 'slash_commands']);
  if (!isSeq(commands)) throw new Error('manifest.yml has no slash commands.');
  for (const item of commands.items) {
    if (!isMap(item)) continue;
    const name = commandName(String(item.get('command')).slice(1), prefix);
    if (name.length > longestCommand)
      throw new Error(
        `The prefix makes ${name}, and Slack takes at most ${longestCommand} characters: choose a shorter one.`,
      );
    item.set('command', name);
  }
  return manifest.toString({ lineWidth: 120 });
}
