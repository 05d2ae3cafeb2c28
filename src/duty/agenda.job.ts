import type { Tx } from '../database/connection.ts';
import { type AgendaGroup, agendaGroups, groupOf } from './agenda.ts';
import { dutiesById, dutiesOf } from './duty.store.ts';
import type { AgendaRow } from './list.view.ts';
import { openFor, toCheckBy } from './occurrence.store.ts';
import type { Occurrence } from './occurrence.ts';
import { dayOf } from './plan.ts';

/** More rules than one person has. */
const mostRules = 2_000;

/** Everything that is this person's to do, in the order in which they look at it. */
export async function agendaOf(
  tx: Tx,
  who: { tenant: string; id: string; tz: string; now: Date },
): Promise<AgendaRow[]> {
  const { tenant, id, tz, now } = who;
  const [open, checks, rules] = await Promise.all([
    openFor(tx, tenant, id),
    toCheckBy(tx, tenant, id),
    dutiesOf(tx, tenant, { owner: id, state: 'active', page: { limit: mostRules, offset: 0 } }),
  ]);
  const duties = await dutiesById(
    tx,
    tenant,
    [...open, ...checks].map(({ duty }) => duty),
  );
  const today = dayOf(now, tz);
  const rows: AgendaRow[] = [];
  const add = (group: Exclude<AgendaGroup, 'coming'>, occurrence: Occurrence) => {
    const duty = duties.get(occurrence.duty);
    if (duty) rows.push({ group, duty, occurrence });
  };
  for (const one of checks) add('check', one);
  for (const one of open) add(groupOf(one, today, now), one);
  for (const duty of rules.rows) if (duty.nextOn) rows.push({ group: 'coming', duty, on: duty.nextOn });
  const when = (row: AgendaRow) => (row.group === 'coming' ? row.on : row.occurrence.dueAt.toISOString());
  return rows.sort(
    (a, b) =>
      agendaGroups.indexOf(a.group) - agendaGroups.indexOf(b.group) ||
      (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0),
  );
}
