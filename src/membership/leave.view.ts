import type { Tx } from '../database/connection.ts';
import { inZone } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { absencesOf, absencesWithin } from '../people/absence.store.ts';
import type { Absence } from '../people/absence.ts';
import { memberById, membersById } from '../people/member.store.ts';
import { isEmployee, type Member } from '../people/member.ts';
import { actions, button, clip, listed, mention, section } from '../slack/blocks.ts';
import type { Blocks, Leave } from '../slack/capability.ts';
import { awayText } from './away.text.ts';
import { awayAct } from './away.view.ts';

export const leaveAct = {
  /** Somebody named on the button stands in. */
  name: 'leave.name',
  /** The form, with the days filled in. */
  form: 'leave.form',
} as const;

/** So many colleagues are offered by name. */
const mostOffered = 2;

/** Who stands in for a person on days off that lie before them; where nobody does, who could, with a tap. */
export async function leavingPart(
  tx: Tx,
  leave: Leave,
): Promise<{ blocks: Blocks; shows: readonly string[] }> {
  const { tenant, reader } = leave;
  const { locale } = reader;
  const [member, absences] = await Promise.all([
    memberById(tx, tenant, reader.id),
    absencesOf(tx, tenant, reader.id),
  ]);
  if (!isEmployee(member)) return { blocks: [], shows: [] };
  const own = ownAbsence(absences, leave);
  const shows = [reader.id];
  if (own && own.deputies.length > 0) {
    const said = mrkdwn(awayText, locale, 'leave.standsIn', {
      deputies: listed(own.deputies.map(mention), locale),
      count: own.deputies.length,
    });
    const change = button({
      id: awayAct.change,
      text: plain(awayText, locale, 'leave.change'),
      value: own.id,
    });
    return { blocks: [section(said, change)], shows };
  }
  const days = daysOf(leave, member.tz);
  const offered = await couldStandIn(tx, leave, member, absences);
  const buttons = offered.map(({ id, name }, at) =>
    button({
      id: `${leaveAct.name}#${at}`,
      text: plain(awayText, locale, 'leave.name', { name: clip(name, 40) }),
      value: [days.firstDay, days.lastDay, id].join(' '),
    }),
  );
  const other = button({
    id: leaveAct.form,
    text: plain(awayText, locale, 'leave.else'),
    value: [days.firstDay, days.lastDay].join(' '),
  });
  return {
    blocks: [section(plain(awayText, locale, 'leave.nobody')), actions('leave', ...buttons, other)],
    shows,
  };
}

/** The recorded absence that lies in those days. */
export function ownAbsence(
  absences: readonly Absence[],
  { from, until }: Pick<Leave, 'from' | 'until'>,
): Absence | undefined {
  return absences.find(
    (one) =>
      one.source === 'recorded' &&
      (one.state === 'planned' || one.state === 'current') &&
      one.from < until &&
      from < one.until,
  );
}

/** First and last day of a leave where its person lives. */
function daysOf({ from, until }: Leave, tz: string): { firstDay: string; lastDay: string } {
  const day = (at: Date) => inZone(at, tz).toFormat('yyyy-MM-dd');
  return { firstDay: day(from), lastDay: day(new Date(until.getTime() - 1)) };
}

/** Who was named last, then the manager; of those who are there themselves. */
async function couldStandIn(
  tx: Tx,
  { tenant, from, until }: Leave,
  member: Member,
  absences: readonly Absence[],
): Promise<Member[]> {
  const named = absences.findLast(({ deputies }) => deputies.length > 0)?.deputies ?? [];
  const ids = [...new Set([...named, ...(member.manager ? [member.manager] : [])])];
  const [members, gone] = await Promise.all([
    membersById(tx, tenant, ids),
    absencesWithin(tx, tenant, ids, { from, until }),
  ]);
  return ids
    .flatMap((id) => members.get(id) ?? [])
    .filter((one) => isEmployee(one) && one.id !== member.id && !gone.includes(one.id))
    .slice(0, mostOffered);
}
