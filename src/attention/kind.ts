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
