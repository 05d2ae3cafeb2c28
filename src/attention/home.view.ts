import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { button, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { attentionText } from './attention.text.ts';
import { attentionAct } from './attention.view.ts';
import { waitingEntries } from './entry.view.ts';
import type { Kinds } from './kind.ts';

/** How many waits for its person, and the most urgent of it; nothing while nothing does. */
export async function waitingHome(
  tx: Tx,
  kinds: Kinds,
  { tenant, reader, now }: { tenant: string; reader: Reader; now: Date },
): Promise<Blocks> {
  const entries = await waitingEntries(tx, tenant, kinds, reader, now);
  const standing = entries.filter(({ how }) => how === 'stands');
  const [first] = standing;
  if (!first) return [];
  const { locale } = reader;
  return [
    section(
      mrkdwn(attentionText, locale, 'home.waiting', {
        count: standing.length,
        first: { markup: first.line.text },
      }),
      button({
        id: attentionAct.list,
        text: plain(attentionText, locale, 'digest.all', { total: standing.length }),
        value: 'all',
      }),
    ),
  ];
}
