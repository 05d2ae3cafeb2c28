import type { Tx } from '../database/connection.ts';
import type { Owed, OwedKind } from '../slack/capability.ts';
import type { OwedState } from './owed.ts';

/** The kinds of everything that can be owed, by name: the engine's own among them. */
export type Kinds = ReadonlyMap<string, OwedKind>;

/** Names of the kinds of a manner. */
export function kindsOf(kinds: Kinds, manner: OwedKind['manner']): string[] {
  return [...kinds].filter(([, kind]) => kind.manner === manner).map(([name]) => name);
}

/** What is owed, as its capability sees it. */
export function named(
  tenant: string,
  { id, kind, person, subject, dueAt, deadline, times }: OwedState,
): Owed {
  return { id, tenant, kind, person, subject, dueAt, deadline, times };
}

/** Ids of what of these is still worth saying; asked kind by kind, of many at once where the kind can. */
export async function standingOf(
  tx: Tx,
  tenant: string,
  kinds: Kinds,
  owed: readonly OwedState[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const stands = new Set<string>();
  for (const [name, some] of Map.groupBy(owed, ({ kind }) => kind)) {
    const kind = kinds.get(name);
    const all = some.map((one) => named(tenant, one));
    if (kind?.stillOwedOf) {
      for (const id of await kind.stillOwedOf(tx, tenant, all, now)) stands.add(id);
    } else if (kind) {
      for (const one of all) if (await kind.stillOwed(tx, one, now)) stands.add(one.id);
    }
  }
  return stands;
}
