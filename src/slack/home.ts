import { plain } from '../kernel/message.ts';
import { companyKey } from '../people/company.ts';
import { memberById } from '../people/member.store.ts';
import { takesPart } from '../people/pilot.store.ts';
import { context, divider, header, section } from './blocks.ts';
import type { Blocks, Capability, CardKind } from './capability.ts';
import { slackText } from './slack.text.ts';

/** Slack shows 100 blocks of a Home and refuses more. */
const mostBlocks = 100;

/** A person's Home: every capability's part, one below the other. A card like any other, published instead of posted. */
export function homeKind(all: readonly Capability[]): CardKind {
  const capabilities = [...all.filter((one) => one.headsHome), ...all.filter((one) => !one.headsHome)];
  return {
    kind: 'home',
    about: [],
    audience: async () => [],
    render: async (tx, { tenant, reader, now }) => {
      const member = await memberById(tx, tenant, reader.id);
      if (!member) return null;
      const taking = await takesPart(tx, tenant, member);
      const parts: Blocks = taking ? [] : [section(plain(slackText, reader.locale, 'pilot.outside'))];
      for (const capability of taking ? capabilities : []) {
        const part = (await capability.home?.(tx, { tenant, reader, member, now })) ?? [];
        if (part.length > 0) parts.push(...(parts.length > 0 ? [divider] : []), ...part);
      }
      const title = plain(slackText, reader.locale, 'home.title');
      const body = parts.length > 0 ? parts : [section(plain(slackText, reader.locale, 'home.empty'))];
      const foot = context(plain(slackText, reader.locale, 'help.title'));
      return {
        text: title,
        blocks: [header(title), ...body.slice(0, mostBlocks - 2), foot],
        // Whose it is: so a Home has its row before it is drawn, and a change in between finds it.
        shows: [reader.id, companyKey],
        open: false,
      };
    },
  };
}
