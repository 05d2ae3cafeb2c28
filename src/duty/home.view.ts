import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { actions, button, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { agendaOf } from './agenda.job.ts';
import { dutyText } from './duty.text.ts';
import { checkerButtons, dutyAct, occurrenceLine, ownerButtons } from './duty.view.ts';
import { partsOfPerson } from './history.store.ts';

/** So many are shown in Home; the others are behind a button. */
const mostShown = 5;

/** What is late and due this week of this person's duties, and what they are to check. Nothing for who has none. */
export async function dutyHome(
  tx: Tx,
  { tenant, reader, member, now }: { tenant: string; reader: Reader; member: Member; now: Date },
): Promise<Blocks> {
  if (!isEmployee(member)) return [];
  const { locale } = reader;
  const rows = await agendaOf(tx, { tenant, id: reader.id, tz: reader.tz, now });
  if (rows.length === 0) {
    const { counts } = await partsOfPerson(tx, tenant, reader.id);
    if (counts.owner === 0) return [];
  }
  const pressing = rows.flatMap((row) => (row.group === 'coming' || row.group === 'later' ? [] : [row]));
  const all = button({
    id: dutyAct.list,
    text: plain(dutyText, locale, 'button.all', { count: rows.length }),
    value: 'mine',
  });
  const title = plain(dutyText, locale, 'home.title');
  if (pressing.length === 0)
    return [
      section(`${title}\n${plain(dutyText, locale, 'home.nothing')}`, rows.length > 0 ? all : undefined),
    ];
  return [
    section(title),
    ...pressing.slice(0, mostShown).flatMap(({ group, duty, occurrence }): Blocks => {
      const buttons =
        group === 'check'
          ? checkerButtons(occurrence, reader)
          : ownerButtons(occurrence, reader, { skip: false });
      return [
        section(occurrenceLine(duty, occurrence, reader, now)),
        actions(`duty.home.${occurrence.id}`, ...buttons),
      ];
    }),
    ...(rows.length > Math.min(pressing.length, mostShown) ? [actions('duty.home.all', all)] : []),
  ];
}
