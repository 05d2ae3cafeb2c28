import { derivedId } from '../kernel/id.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import type { House } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { climbingBy, holdersFor } from './climb.store.ts';
import { climb } from './climb.ts';
import { type Kinds, named } from './kind.ts';
import { lateKind } from './late.job.ts';
import { owe, owedById, saveOwed } from './owed.store.ts';

/** Takes what is late up its ladder. Whoever it comes to has one line of their digest for each person, not one for each thing. */
export async function climbDue(house: House, kinds: Kinds): Promise<void> {
  const { tenant } = house;
  await settleDue(
    house,
    (limit) => house.read((tx) => climbingBy(tx, tenant, house.now(), limit)),
    (id) =>
      house.commit({
        // It climbs once from where it stands at a moment.
        id: derivedId('cmd', tenant, 'attention.climb', id, house.now().toISOString()),
        cause: { kind: 'tick', id: 'attention' },
        keys: [id],
        load: async (tx) => {
          const owed = await owedById(tx, tenant, id);
          const kind = owed && kinds.get(owed.kind);
          const stands = owed && kind ? await kind.stillOwed(tx, named(tenant, owed), house.now()) : false;
          const schedule = await scheduleOf(tx, tenant, owed?.person ?? '');
          const holders = owed ? await holdersFor(tx, tenant, owed) : [];
          return { owed, stands, schedule: { ...schedule, away: [] }, holders };
        },
        decide: climb,
        save: async (tx, next, before) => {
          await saveOwed(tx, tenant, next);
          const { risenTo: person, person: subject } = next;
          if (person && person !== before.owed?.risenTo)
            await owe(tx, tenant, { kind: lateKind, person, subject, dueAt: house.now() });
        },
      }),
  );
}
