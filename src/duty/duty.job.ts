import type { DomainEvent } from '../kernel/event.ts';
import type { House, OwedKind, Subscriber } from '../slack/capability.ts';
import { triggers } from './cadence.ts';
import { holidaysDue } from './held.job.ts';
import { replaceJudgesNow } from './judge.job.ts';
import { replaceLeaversNow, someoneLeft } from './leaver.job.ts';
import { companyChanged, endDue, openDue, replanDuty, somethingHappened } from './opening.job.ts';
import { inOneStatement, waitsForChecker, waitsForDecision, waitsForOwner } from './owed.store.ts';

/** What has fallen due of the duties: people who left, holidays that are known by now, days that open. */
export async function dutyDue(house: House): Promise<void> {
  await replaceLeaversNow(house);
  await replaceJudgesNow(house);
  for (const { id } of await holidaysDue(house)) await replanDuty(house, id, house.now().toISOString());
  await openDue(house);
  await endDue(house);
}

const leaving = ['people.left', 'people.standing_changed'];

/** What duties hear of. Who left first hands over what they had; then opens what is due because they left. */
export const dutyHears: Readonly<Record<string, Subscriber>> = {
  ...Object.fromEntries(
    triggers.map((type) => [
      type,
      async (house: House, event: DomainEvent) => {
        if (leaving.includes(type)) {
          await someoneLeft(house, event);
          await replaceJudgesNow(house);
        }
        await somethingHappened(house, event);
      },
    ]),
  ),
  'people.company_changed': companyChanged,
};

const inDigest = { priority: 'duty', manner: 'digest', repeats: true } as const;

/** Something to do, of its owner. */
export const openOwed: OwedKind = { ...inDigest, ...inOneStatement(waitsForOwner) };

/** Something handed in, of its checker. */
export const checkOwed: OwedKind = { ...inDigest, ...inOneStatement(waitsForChecker) };

/** A duty whose owner left, of whoever stands in, or of the privacy officers where nobody does. */
export const orphanOwed: OwedKind = { ...inDigest, ...inOneStatement(waitsForDecision) };
