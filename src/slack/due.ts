import type { House } from './capability.ts';

const batch = 200;

/**
 * Settles what has fallen due, a batch at a time in the order `find` gives. One that fails is logged and waits for the next tick; the
 * others have their turn.
 */
export async function settleDue(
  house: House,
  find: (limit: number) => Promise<readonly string[]>,
  settle: (id: string) => Promise<unknown>,
): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const found = await find(batch);
    const fresh = found.filter((id) => !tried.has(id));
    for (const id of fresh) {
      tried.add(id);
      await settle(id).catch((error: unknown) =>
        house.log.error({ err: error, id }, 'what has fallen due could not be settled'),
      );
    }
    if (fresh.length === 0 || found.length < batch) return;
  }
}
