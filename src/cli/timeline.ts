import { capabilities } from '../capabilities.ts';
import { read } from '../database/read.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { eventsOf } from '../ledger/event.store.ts';
import { membersById } from '../people/member.store.ts';
import type { CliCommand } from './command.ts';
import { onDatabase, onlyTenant } from './settings.ts';

/** Every event of a subject, oldest first, worded by the capability it belongs to. */
export const timelineCommand: CliCommand = {
  words: 'timeline',
  takes: '<id> [--zh] [--json]',
  says: 'everything that happened to a request, grant, data set or person',
  options: { zh: { type: 'boolean' }, json: { type: 'boolean' } },
  run: (typed) =>
    onDatabase(async (database) => {
      const [id] = typed.rest;
      if (!id) throw new Error('Whose timeline? Give the id of a request, grant, data set or person.');
      const tenant = await onlyTenant(database, typed);
      const reader: Reader = {
        id: '',
        locale: typed.flags.zh ? 'zh' : 'en',
        tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
      };
      const { events, names } = await read(database, tenant, async (tx) => {
        const found = await eventsOf(tx, tenant, id);
        const mentioned = JSON.stringify(found).match(/[UW][A-Z0-9]{5,}/g) ?? [];
        return { events: found, names: await membersById(tx, tenant, mentioned) };
      });
      if (events.length === 0)
        throw new Error(
          `Nothing is recorded of ${id}. Ids look like req_…, grn_…, a data set’s id, or a Slack user id.`,
        );
      // Seen from there every moment is of another year, so the year is told.
      const longAgo = new Date(0);
      for (const event of events) {
        if (typed.flags.json) {
          console.log(JSON.stringify(event));
          continue;
        }
        const worded = capabilities
          .map((one) => one.describe?.(event, reader))
          .find((text) => text !== undefined);
        const said = worded
          ?.replaceAll(/<@(\w+)>/g, (_, user: string) => names.get(user)?.name ?? user)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&');
        const plain = said ?? `${event.type} ${JSON.stringify(event.data)}`;
        console.log(`${formatMoment(event.effectiveAt, reader, longAgo)}  ${event.id}  ${plain}`);
      }
      return 0;
    }),
};
