import { mrkdwn, plain } from '../kernel/message.ts';
import { holdersOf } from '../people/member.store.ts';
import { listed, mention, section } from '../slack/blocks.ts';
import type { CommandHandler } from '../slack/capability.ts';
import { welcomeText } from './welcome.text.ts';

/** `/shoumi incident`, or `泄密了` in the direct message: whom to tell at once, and what to say. Anybody may ask; nothing is recorded. */
export const runIncident: CommandHandler = async ({ reader, tenant, read }) => {
  const { locale } = reader;
  const officers = await read((tx) => holdersOf(tx, tenant, 'privacy_officer'));
  const who = listed(officers.map(mention), locale, 'disjunction');
  const text = mrkdwn(welcomeText, locale, 'incident.who', { officers: officers.length, who });
  return {
    kind: 'say',
    text,
    blocks: [section(text), section(plain(welcomeText, locale, 'incident.what'))],
  };
};
