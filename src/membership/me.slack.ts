import type { ModalView } from '@slack/types';
import { absencesOf } from '../people/absence.store.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { preferencesOf } from '../people/schedule.store.ts';
import type { ActionHandler, Capability, CommandHandler, Visit } from '../slack/capability.ts';
import { heldCounts, looksAt } from './me.store.ts';
import { looksLength, meView } from './me.view.ts';

/** `/shoumi me`, and turning its pages: open to whoever is known here, guests too. */
export function aboutMe(capabilities: readonly Capability[]): { run: CommandHandler; onPage: ActionHandler } {
  return {
    run: async (visit) => ({ kind: 'open', view: await page(visit, capabilities, 0) }),
    onPage: async (visit, { value, view }) => ({
      kind: view ? 'replace' : 'open',
      view: await page(visit, capabilities, Math.max(0, Math.trunc(Number(value)) || 0)),
    }),
  };
}

function page(visit: Visit, capabilities: readonly Capability[], at: number): Promise<ModalView> {
  const { tenant, reader } = visit;
  const now = visit.now();
  return visit.read(async (tx) => {
    const member = (await memberById(tx, tenant, reader.id)) ?? visit.member;
    const asked = { tenant, reader, member, now };
    const held = await Promise.all(capabilities.map((one) => one.held?.(tx, asked)));
    const [preferences, absences, counts, officers, found] = await Promise.all([
      preferencesOf(tx, tenant, reader.id),
      absencesOf(tx, tenant, reader.id),
      heldCounts(tx, tenant, reader.id),
      holdersOf(tx, tenant, 'privacy_officer'),
      looksAt(
        tx,
        tenant,
        { person: reader.id, records: held.flatMap((one) => one?.records ?? []) },
        { limit: looksLength, offset: at * looksLength },
      ),
    ]);
    const lines = held.flatMap((one) => one?.lines ?? []);
    return meView(reader, now, {
      ...{ member, preferences, absences, counts, officers, lines, page: at },
      ...found,
    });
  });
}
