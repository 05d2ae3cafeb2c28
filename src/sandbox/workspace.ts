import type { Changes } from './changes.ts';
import type { Clock } from './clock.ts';
import type { Manifest } from './manifest.ts';
import type { Store } from './store.ts';

/** One company's workspace with one app installed: what its people, channels and messages are kept in. */
export type Workspace = { store: Store; clock: Clock; changes: Changes; manifest: Manifest };

/** Fixed, so that links and demo data keep their meaning from one start to the next. */
export const TEAM = {
  id: 'T01LANHE000',
  name: 'Lanhe Corporate Services 岚和企业服务',
  domain: 'lanhe',
} as const;
export const APP = { id: 'A01SHOUMI00', bot_id: 'B01SHOUMI00', bot_user: 'U00SHOUMI00' } as const;
/** Slack's own bot: in users.list like anybody, with `is_bot: false`; it says what the system has to say. */
export const SLACKBOT = 'USLACKBOT';
