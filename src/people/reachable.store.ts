import type { Tx } from '../database/connection.ts';
import { nextReachable } from './quiet-time.ts';
import { preferencesOf, scheduleOf } from './schedule.store.ts';

/** Whether something unasked may be sent to a person at this moment: while they work and are not away, outside of their quiet times. */
export async function isReachable(tx: Tx, tenant: string, member: string, at: Date): Promise<boolean> {
  const [schedule, { quiet }] = await Promise.all([
    scheduleOf(tx, tenant, member),
    preferencesOf(tx, tenant, member),
  ]);
  return nextReachable(schedule, quiet, at) <= at;
}
