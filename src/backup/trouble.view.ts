import { formatMoment } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { holdersOf } from '../people/member.store.ts';
import { context, section } from '../slack/blocks.ts';
import type { Capability, CardKind, OpenItem } from '../slack/capability.ts';
import { backupStanding, troubleSince } from './backup.store.ts';
import { backupText } from './backup.text.ts';
import { reasonInWords } from './backup.view.ts';

const kinds = ['backup', 'check'] as const;
type What = (typeof kinds)[number];

/**
 * To every admin, once for each time it begins to go wrong: further failures change the card and ring nobody, and the first success
 * closes it. The occasion names what went wrong, and since when.
 */
export const backupTroubleCard: CardKind = {
  kind: 'backup.trouble',
  // A late backup loses nothing yet, and is tried again every hour.
  unasked: true,
  about: ['backup'],
  audience: async (tx, tenant) => {
    const occasions: string[] = [];
    for (const what of kinds) {
      const since = await troubleSince(tx, tenant, what);
      if (since) occasions.push(`${what} ${since.toISOString()}`);
    }
    const admins = occasions.length > 0 ? await holdersOf(tx, tenant, 'admin') : [];
    return admins.flatMap((reader) => occasions.map((occasion) => ({ reader, occasion })));
  },
  render: async (tx, { tenant, reader, occasion, now }) => {
    const [named = '', since = ''] = occasion.split(' ', 2);
    const what: What = named === 'check' ? 'check' : 'backup';
    const { locale } = reader;
    const [standing, still] = await Promise.all([backupStanding(tx, tenant), troubleSince(tx, tenant, what)]);
    const text = plain(backupText, locale, `trouble.${what}.text`);
    const good = what === 'check' ? standing.checkedWell : standing.made;
    const shows = ['backup'];
    if (still?.toISOString() !== since) {
      const when = good ? formatMoment(good.at, reader, now) : '—';
      const over = mrkdwn(backupText, locale, `trouble.${what}.over`, { when });
      return { text, blocks: [section(over)], shows, open: false };
    }
    const bad = what === 'check' ? standing.checkedBadly : standing.failed;
    const reason = bad?.data.reason === undefined ? '' : reasonInWords(bad.data.reason, locale);
    const title = mrkdwn(backupText, locale, `trouble.${what}.title`, {
      since: formatMoment(still, reader, now),
      reason: { markup: reason },
    });
    const rest = plain(backupText, locale, `trouble.${what}.rest`);
    return { text, blocks: [section(title.trim()), context(rest)], shows, open: true };
  },
};

/** What a meeting should speak about: that backups fail, or that one could not be restored on trial. */
export const openInBackup: NonNullable<Capability['open']> = async (tx, { tenant, reader, now }) => {
  const items: OpenItem[] = [];
  for (const what of kinds) {
    const since = await troubleSince(tx, tenant, what);
    if (!since) continue;
    const values = { since: formatMoment(since, reader, now), reason: '' };
    const text = mrkdwn(backupText, reader.locale, `trouble.${what}.title`, values).trim();
    items.push({ text, priority: 'clock', shows: ['backup'] });
  }
  return items;
};
