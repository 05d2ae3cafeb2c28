import { formatMoment, type Locale } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { context, mention, section } from '../slack/blocks.ts';
import type { CardKind } from '../slack/capability.ts';
import { type Unseen, unseenBy } from '../slack/card.store.ts';
import { statusText } from './status.text.ts';

/**
 * To every admin, once for each time somebody cannot be written to: who, what waits for them, what to do. The occasion names the person
 * and since when, so that further messages that do not arrive change the card and ring nobody again.
 */
export const unreachableCard: CardKind = {
  kind: 'status.unreachable',
  // What waits for them is kept, and others are asked meanwhile: no emergency, and by the morning they may be back.
  unasked: true,
  about: ['slack'],
  audience: async (tx, tenant, person) => {
    const [first] = await unseenBy(tx, tenant, person);
    if (!first) return [];
    const admins = await holdersOf(tx, tenant, 'admin');
    const occasion = `${person} ${first.troubleAt.toISOString()}`;
    return admins.filter((id) => id !== person).map((reader) => ({ reader, occasion }));
  },
  render: async (tx, { tenant, reader, occasion, now }) => {
    const [id = '', since = ''] = occasion.split(' ', 2);
    const { locale } = reader;
    const [unseen, member] = await Promise.all([unseenBy(tx, tenant, id), memberById(tx, tenant, id)]);
    const missed = unseen.filter(({ troubleAt }) => troubleAt.toISOString() === since);
    const name = member?.name ?? id;
    const person = mention(id);
    const text = plain(statusText, locale, 'unreachable.text', { name });
    const shows = [id];
    const [first] = missed;
    if (!first) {
      const over = mrkdwn(statusText, locale, 'unreachable.over', { person, name });
      return { text, blocks: [section(over)], shows, open: false };
    }
    const when = formatMoment(first.troubleAt, reader, now);
    const blocks = [
      section(mrkdwn(statusText, locale, 'unreachable.title', { person, name, since: when })),
      section(`${missedInWords(missed, locale)}\n${todo(first, locale)}`),
      context(mrkdwn(statusText, locale, 'unreachable.rest', { person })),
    ];
    return { text, blocks, shows, open: true };
  },
};

function missedInWords(missed: readonly Unseen[], locale: Locale): string {
  const access = missed.filter(({ kind }) => kind.startsWith('access.')).length;
  const others = missed.length - access;
  const both = access > 0 && others > 0 ? 'yes' : 'no';
  return plain(statusText, locale, 'unreachable.missed', { access, others, both });
}

function todo({ trouble }: Unseen, locale: Locale): string {
  const code = trouble ?? '';
  if (['user_disabled', 'user_not_found'].includes(code))
    return plain(statusText, locale, 'unreachable.todo.left');
  if (code === 'messages_tab_disabled') return plain(statusText, locale, 'unreachable.todo.tab');
  return mrkdwn(statusText, locale, 'unreachable.todo.other', { code });
}
