import { mrkdwn, plain } from '../kernel/message.ts';
import { button, mention } from '../slack/blocks.ts';
import type { Owed, OwedKind, OwedLine } from '../slack/capability.ts';
import { attentionText } from './attention.text.ts';
import { attentionAct } from './attention.view.ts';
import { latePairs } from './climb.store.ts';

/** Owed to whoever is next on the ladder, about a person (the subject) whose things are late. */
export const lateKind = 'attention.late';

const pair = ({ person, subject }: Owed) => `${person} ${subject}`;

/** How many of somebody's things are late: one line, however many they are. */
export const lateOwed: OwedKind = {
  priority: 'clock',
  manner: 'digest',
  repeats: true,
  stillOwed: async (tx, owed) => (await latePairs(tx, owed.tenant, [owed.person])).has(pair(owed)),
  stillOwedOf: async (tx, tenant, owed) => {
    const late = await latePairs(tx, tenant, [...new Set(owed.map(({ person }) => person))]);
    return new Set(owed.filter((one) => late.has(pair(one))).map(({ id }) => id));
  },
  lines: async (tx, tenant, owed, { locale }) => {
    const late = await latePairs(tx, tenant, [...new Set(owed.map(({ person }) => person))]);
    return new Map(
      owed.flatMap((one): [string, OwedLine][] => {
        const found = late.get(pair(one));
        if (!found) return [];
        const text = mrkdwn(attentionText, locale, 'late.line', {
          who: mention(one.subject),
          count: found.count,
        });
        const look = button({
          id: attentionAct.late,
          text: plain(attentionText, locale, 'button.look'),
          value: one.subject,
        });
        return [[one.id, { text, button: look, shows: found.subjects }]];
      }),
    );
  },
};
