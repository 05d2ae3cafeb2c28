import { owe } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import { mrkdwn } from '../kernel/message.ts';
import { absenceById } from '../people/absence.store.ts';
import type { Absence } from '../people/absence.ts';
import { memberById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { listed, mention, section } from '../slack/blocks.ts';
import type { OwedKind } from '../slack/capability.ts';
import { awayText } from './away.text.ts';
import { spanOf } from './away.view.ts';

const kind = 'membership.deputy';

/** Every deputy is told once, when they next work, that they are to stand in. Call it in the `save` of a commit. */
export async function oweDeputies(tx: Tx, tenant: string, absence: Absence, now: Date): Promise<void> {
  for (const person of absence.deputies)
    await owe(tx, tenant, { kind, person, subject: absence.id, dueAt: now });
}

/** What a deputy reads; it stays true when the absence is changed, cancelled or over. */
export const deputyOwed: OwedKind = {
  priority: 'approval',
  manner: 'alone',
  stillOwed: async (tx, { tenant, person, subject }, now) => {
    const [absence, deputy] = await Promise.all([
      absenceById(tx, tenant, subject),
      memberById(tx, tenant, person),
    ]);
    return Boolean(
      absence &&
        isEmployee(deputy) &&
        absence.deputies.includes(person) &&
        (absence.state === 'planned' || absence.state === 'current') &&
        absence.until > now,
    );
  },
  render: async (tx, { tenant, person, subject }, reader, now) => {
    const absence = await absenceById(tx, tenant, subject);
    if (!absence) return null;
    const { locale } = reader;
    const who = mention(absence.member);
    const span = spanOf(absence, reader, now);
    const key = !absence.deputies.includes(person)
      ? 'deputy.dropped'
      : absence.state === 'cancelled'
        ? 'deputy.cancelled'
        : absence.state === 'over'
          ? 'deputy.over'
          : undefined;
    const say = (of: keyof typeof awayText.en & string) => mrkdwn(awayText, locale, of, { who, span });
    const shows = [absence.member];
    if (key) return { text: say(key), blocks: [section(say(key))], shows, open: false };
    const before = absence.deputies.slice(0, absence.deputies.indexOf(person));
    const lines = [
      say('deputy.text'),
      ...(before.length > 0
        ? [mrkdwn(awayText, locale, 'deputy.second', { before: listed(before.map(mention), locale) })]
        : []),
      say('deputy.how'),
    ];
    return { text: say('deputy.lockScreen'), blocks: [section(lines.join('\n'))], shows, open: true };
  },
};
