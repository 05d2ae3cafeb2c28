import { mintSecret } from './chance.ts';
import type { Store } from './store.ts';

/** What the app signs in with and checks Slack by. Made once per store; a reset keeps them, so that a running app stays signed in. */
export type Secrets = {
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** The old verification token that every payload still carries. */
  verificationToken: string;
};

export function openSecrets(store: Store): Secrets {
  const kept = store.get<Secrets>('setting', 'secrets');
  if (kept !== undefined) return kept;
  const made: Secrets = {
    botToken: `xoxb-${digits()}-${digits()}-${mintSecret(24)}`,
    appToken: `xapp-1-A01SHOUMI00-${digits()}-${mintSecret(64)}`,
    signingSecret: Buffer.from(mintSecret(16)).toString('hex'),
    verificationToken: mintSecret(24),
  };
  store.put('setting', 'secrets', made);
  return made;
}

const digits = () => String(Date.now());
