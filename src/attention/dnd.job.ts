import type { WebClient } from '@slack/web-api';
import type { Tx } from '../database/connection.ts';
import { RunAgainAfter } from '../jobs/jobs.ts';
import { derivedId } from '../kernel/id.ts';
import { saveAskedDnd } from '../people/dnd.store.ts';
import type { Span } from '../people/working-time.ts';
import type { House } from '../slack/capability.ts';
import type { Pace } from '../slack/pace.ts';
import { askDnd, mostAsked } from '../slack/roster.dnd.ts';
import { claimUnasked, freshUnasked, someUnasked, unclaim, wake } from './dnd.store.ts';

/**
 * Slack lets through 20 of these questions a minute (tier 2), of 50 people each: 1,000 people a minute, about twice as many as there can be
 * messages. Three in the ten seconds of a tick are 18 a minute, so the 50,000 digests of one zone are asked for in 56 minutes, before the
 * first of them is due. More processes ask faster, until Slack says so; then all keep to the 20.
 */
const callsOfTick = 3;
const aheadMs = 90 * 60_000;
/** Once a day; the digest of the next is asked for anew, though it may come a little earlier. */
const staleMs = 20 * 3_600_000;
/** How long after a turn it matters that somebody does not want to be disturbed: to the end of any working day. */
const dayMs = 12 * 3_600_000;

/**
 * Asks Slack for the do-not-disturb of people whose digest comes soon: its events tell of changes, not of the hours of every day, and one can be
 * lost. Who is due by now is asked for too, before their digest is made: it runs after what the others have found due in the same tick. Of
 * thousands for whom the first thing in days comes due at one moment, only so many can be asked about.
 */
export async function dndDue(house: House, client: Pick<WebClient, 'dnd'>, pace: Pace): Promise<void> {
  const { tenant } = house;
  const now = house.now();
  const unasked = { by: new Date(now.getTime() + aheadMs), since: new Date(now.getTime() - staleMs) };
  const fresh = await house.read((tx) => freshUnasked(tx, tenant, unasked, now, callsOfTick * mostAsked));
  if (fresh.length > 0) await quietly(house, 'wake', (tx) => wake(tx, tenant, fresh, now));
  for (let call = 0; call < callsOfTick; call += 1) {
    if (!(await house.read((tx) => someUnasked(tx, tenant, unasked)))) return;
    let claimed: { person: string; lookAt: Date }[] = [];
    await quietly(house, `claim ${call}`, async (tx) => {
      claimed = await claimUnasked(tx, tenant, unasked, now, mostAsked);
    });
    if (claimed.length === 0) return;
    const people = claimed.map(({ person }) => person);
    try {
      const said = await pace({ method: 'dnd.teamInfo' }, () => askDnd(client, people));
      const spans = new Map(
        claimed.flatMap(({ person, lookAt }): [string, Span | null][] =>
          said.has(person) ? [[person, mattering(said.get(person) ?? null, lookAt)]] : [],
        ),
      );
      await quietly(house, `said ${call}`, (tx) => saveAskedDnd(tx, tenant, spans, now));
    } catch (error) {
      // Their turn comes all the same: what cannot be known holds nobody's digest up.
      if (error instanceof RunAgainAfter)
        await quietly(house, `again ${call}`, (tx) => unclaim(tx, tenant, people));
      else house.log.warn({ err: error }, 'Slack did not say who is not to be disturbed');
      return;
    }
  }
}

/** The hours of a night are over when a digest comes, or begin after the day: most people’s calendar stays the one they share with others. */
function mattering(span: Span | null, lookAt: Date): Span | null {
  return span && span.until > lookAt && span.from.getTime() < lookAt.getTime() + dayMs ? span : null;
}

/** Nothing was decided, only looked up. */
async function quietly(house: House, what: string, save: (tx: Tx) => Promise<void>): Promise<void> {
  await house.commit({
    id: derivedId('cmd', house.tenant, 'attention.dnd', what, house.now().toISOString()),
    cause: { kind: 'tick', id: 'attention.dnd' },
    keys: [],
    load: async () => undefined,
    decide: () => ({ next: undefined, events: [] }),
    save,
  });
}
