import { derivedId } from '../kernel/id.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import { nextWorking } from '../people/working-time.ts';
import type { Capability, CardKind, House, Owed, OwedKind } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { owedBy, owedById, saveOwed } from './owed.store.ts';
import { type OwedState, settle } from './owed.ts';

/**
 * The smallest form of the room that speaks to people in time: what a capability owes is told once, when it falls due and only if it
 * is still worth saying. A told thing is a card like any other: edited when what it is about changes, never posted twice.
 */
export function attentionCapability(capabilities: readonly Capability[]): Capability {
  const kinds = new Map<string, OwedKind>(capabilities.flatMap((one) => Object.entries(one.owes ?? {})));
  const told: CardKind = {
    kind: 'attention.told',
    about: ['attention'],
    audience: async (tx, tenant, subject) => {
      const owed = await owedById(tx, tenant, subject);
      return owed && (owed.alone > 0 || owed.state === 'told')
        ? [{ reader: owed.person, occasion: owed.id }]
        : [];
    },
    render: async (tx, { tenant, reader, occasion, now }) => {
      const owed = await owedById(tx, tenant, occasion);
      const face = owed && (await kinds.get(owed.kind)?.render?.(tx, named(tenant, owed), reader, now));
      return face ? { ...face, shows: [occasion, ...face.shows] } : null;
    },
  };
  return { name: 'attention', texts: [], cards: [told], due: (house) => tell(house, kinds) };
}

function tell(house: House, kinds: ReadonlyMap<string, OwedKind>): Promise<void> {
  return settleDue(
    house,
    (limit) => house.read((tx) => owedBy(tx, house.tenant, house.now(), limit)),
    (id) =>
      house.commit({
        // Put off, it is settled again: by its time then.
        id: derivedId('cmd', house.tenant, 'attention.settle', id, house.now().toISOString()),
        cause: { kind: 'tick', id: 'attention' },
        keys: [id],
        load: async (tx) => {
          const owed = await owedById(tx, house.tenant, id);
          const kind = owed && kinds.get(owed.kind);
          const stillOwed =
            owed && kind ? await kind.stillOwed(tx, named(house.tenant, owed), house.now()) : false;
          const waits = owed && stillOwed && kind?.manner !== 'atOnce';
          const notBefore = waits
            ? nextWorking(await scheduleOf(tx, house.tenant, owed.person), house.now())
            : null;
          return { owed, stillOwed, notBefore };
        },
        decide: settle,
        save: (tx, next) => saveOwed(tx, house.tenant, next),
      }),
  );
}

function named(tenant: string, { id, kind, person, subject, dueAt, deadline, times }: OwedState): Owed {
  return { id, tenant, kind, person, subject, dueAt, deadline, times };
}
