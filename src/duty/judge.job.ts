import { owe, oweNoMore } from '../attention/owed.store.ts';
import { derivedId } from '../kernel/id.ts';
import { chainAbove, holdersOf, membersById } from '../people/member.store.ts';
import type { House } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { effectKind, effectLadder } from './action.job.ts';
import { effectOf, saveEffect } from './action.store.ts';
import { dutyById } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import { judgedByLeavers } from './judge.store.ts';
import { replaceJudge } from './judge.ts';

/** Sees to done actions whose judge left: when that is heard of, and at every tick, since somebody who can judge may have come only then. */
export async function replaceJudgesNow(house: House): Promise<void> {
  await settleDue(
    house,
    (limit) => house.read((tx) => judgedByLeavers(tx, house.tenant, limit)),
    (id) => replaceOf(house, id),
  );
}

function replaceOf(house: House, id: string) {
  const { tenant } = house;
  return house.commit({
    id: derivedId('cmd', tenant, 'action.judge_left', id, house.now().toISOString()),
    cause: { kind: 'tick', id: 'action.judge_left' },
    keys: [id],
    seals: [dutyHolder],
    load: async (tx) => {
      const [duty, effect, officers, admins] = await Promise.all([
        dutyById(tx, tenant, id),
        effectOf(tx, tenant, id),
        holdersOf(tx, tenant, 'privacy_officer'),
        holdersOf(tx, tenant, 'admin'),
      ]);
      const above = effect ? await chainAbove(tx, tenant, effect.by) : [];
      const leaders = [...new Set([...officers, ...admins])];
      const named = [...leaders, ...above, ...(effect ? [effect.by] : [])];
      return { duty, effect, above, leaders, people: await membersById(tx, tenant, named) };
    },
    decide: replaceJudge,
    save: async (tx, next) => {
      await saveEffect(tx, tenant, next);
      const owed = { kind: effectKind, subject: id };
      await oweNoMore(tx, tenant, owed);
      const { by: person, dueAt } = next;
      await owe(tx, tenant, { ...owed, person, dueAt, deadline: dueAt, ladder: effectLadder });
    },
  });
}
