import { formatMoment } from '../kernel/locale.ts';
import { mrkdwn } from '../kernel/message.ts';
import type { Capability, OpenItem } from '../slack/capability.ts';
import { ownerless, waitingNow } from './open.store.ts';
import { accessOpenText } from './open.text.ts';

/** What a meeting should speak about: requests that wait, and data that nobody answers for. */
export const openInAccess: NonNullable<Capability['open']> = async (tx, { tenant, reader, now }) => {
  const [waiting, sets] = await Promise.all([waitingNow(tx, tenant, now), ownerless(tx, tenant)]);
  const { locale } = reader;
  const items: OpenItem[] = [];
  if (waiting.since)
    items.push({
      text: mrkdwn(accessOpenText, locale, 'open.waiting', {
        count: waiting.count,
        since: formatMoment(waiting.since, reader, now),
      }),
      priority: 'approval',
      shows: waiting.ids,
    });
  if (sets.length > 0)
    items.push({
      text: mrkdwn(accessOpenText, locale, 'open.unreachable', {
        sets: sets.length,
        names: sets
          .map((set) => (locale === 'zh' ? set.name_zh : set.name_en))
          .join(locale === 'zh' ? '、' : ', '),
      }),
      priority: 'duty',
      shows: sets.map(({ id }) => id),
    });
  return items;
};
