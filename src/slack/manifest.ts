import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const manifest = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
});

/** What the app must be allowed and told, as the manifest of this version asks for it. */
export type Asked = { readonly scopes: readonly string[]; readonly events: readonly string[] };

export async function readManifest(): Promise<Asked> {
  const { parse } = await import('yaml');
  const text = await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8');
  const { oauth_config, settings } = manifest.parse(parse(text));
  return { scopes: oauth_config.scopes.bot, events: settings.event_subscriptions.bot_events };
}
