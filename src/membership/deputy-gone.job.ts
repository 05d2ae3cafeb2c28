import { owe } from '../attention/owed.store.ts';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { absenceById, absencesNaming } from '../people/absence.store.ts';
import type { Absence } from '../people/absence.ts';
import { membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { actions, button, listed, mention, section } from '../slack/blocks.ts';
import type { OwedKind, Subscriber } from '../slack/capability.ts';
import { awayText } from './away.text.ts';
import { awayAct, spanOf } from './away.view.ts';

const kind = 'membership.deputy_gone';

/** Somebody left, or is no employee any more: whoever planned to be stood in for by them alone is asked to name somebody else. */
export const oweWithoutDeputy: Subscriber = async (house, event) => {
  const { tenant } = house;
  await house.commit({
    id: derivedId('cmd', tenant, kind, event.id),
    cause: { kind: 'event', id: event.id },
    keys: [`leaver:${event.subject}`],
    load: (tx) => absencesNaming(tx, tenant, event.subject),
    decide: (found) => ({ next: found, events: [] }),
    save: async (tx, found) => {
      for (const { id, member } of found)
        if (await stands(tx, tenant, await absenceById(tx, tenant, id), house.now()))
          await owe(tx, tenant, { kind, person: member, subject: id, dueAt: house.now() });
    },
  });
};

/** Whether an absence that is not over names deputies of whom nobody is here any more. */
async function stands(tx: Tx, tenant: string, absence: Absence | undefined, now: Date): Promise<boolean> {
  if (!absence || (absence.state !== 'planned' && absence.state !== 'current') || absence.until <= now)
    return false;
  const people = await membersById(tx, tenant, [absence.member, ...absence.deputies]);
  return (
    isEmployee(people.get(absence.member)) &&
    absence.deputies.length > 0 &&
    absence.deputies.every((id) => !isEmployee(people.get(id)))
  );
}

/** What they read; it stays true once somebody else is named, or the absence is over. */
export const deputyGoneOwed: OwedKind = {
  priority: 'approval',
  manner: 'alone',
  stillOwed: async (tx, { tenant, subject }, now) =>
    stands(tx, tenant, await absenceById(tx, tenant, subject), now),
  render: async (tx, { tenant, subject }, reader, now) => {
    const absence = await absenceById(tx, tenant, subject);
    if (!absence) return null;
    const { locale } = reader;
    const people = await membersById(tx, tenant, absence.deputies);
    const gone = absence.deputies.filter((id) => !isEmployee(people.get(id)));
    const shows = [absence.member];
    if (!(await stands(tx, tenant, absence, now))) {
      const text = plain(awayText, locale, 'deputy.goneDone');
      return { text, blocks: [section(text)], shows, open: false };
    }
    const text = mrkdwn(awayText, locale, 'deputy.gone', {
      who: listed(gone.map(mention), locale),
      span: spanOf(absence, reader, now),
    });
    const name = button({
      id: awayAct.change,
      text: plain(awayText, locale, 'deputy.goneName'),
      value: absence.id,
      style: 'primary',
    });
    return { text, blocks: [section(text), actions('deputy.gone', name)], shows, open: true };
  },
};
