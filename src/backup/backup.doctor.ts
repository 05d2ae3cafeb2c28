import type { Tx } from '../database/connection.ts';
import type { Finding } from '../slack/capability.ts';
import { backupStanding, type Standing } from './backup.store.ts';

const dayMs = 86_400_000;

/** How it stands with backups, as the doctor says it: none kept, none made in two days, none that could be restored in two weeks. */
export function judgeBackups(
  standing: Pick<Standing, 'since' | 'made' | 'checked' | 'checkedWell' | 'firstMade'>,
  kept: boolean,
  now: Date,
): Finding {
  const { since, made, checked, checkedWell, firstMade } = standing;
  const days = (at: Date) => Math.floor((now.getTime() - at.getTime()) / dayMs);
  if (!kept) return { verdict: 'warning', key: 'backup.doctor.off' };
  if (!made)
    return since && days(since) >= 2
      ? { verdict: 'wrong', key: 'backup.doctor.never' }
      : { verdict: 'ok', key: 'backup.doctor.soon' };
  if (days(made.at) >= 2)
    return { verdict: 'wrong', key: 'backup.doctor.old', values: { days: days(made.at) } };
  if (checked && checked.data.ok !== true) return { verdict: 'wrong', key: 'backup.doctor.bad' };
  const lastTried = checkedWell?.at ?? firstMade;
  if (lastTried && days(lastTried) >= 14)
    return { verdict: 'warning', key: 'backup.doctor.untried', values: { days: days(lastTried) } };
  return { verdict: 'ok', key: 'backup.doctor.ok' };
}

export async function examineBackups(
  tx: Tx,
  { tenant, now, backups }: { tenant: string; now: Date; backups: string | undefined },
): Promise<Finding[]> {
  return [judgeBackups(await backupStanding(tx, tenant), backups !== undefined, now)];
}
