import type { DomainEvent } from '../kernel/event.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { eventsOf } from '../ledger/event.store.ts';
import { memberById, membersById, readerOf } from '../people/member.store.ts';
import type { Capability, FileMaker } from '../slack/capability.ts';
import { unescaped } from '../slack/understand.parse.ts';
import { describeMembership } from './event.view.ts';
import { heldAbout } from './me.store.ts';
import { meText } from './me.text.ts';
import { factsOf, lookLine, untilLine } from './me.view.ts';

/** More looks and records than anybody has; the file says nothing is left out, so it is far from any real number. */
const most = 10_000;

/** Makes the file: for reading, in its reader's language and time, with names in place of ids. `others`: who else holds something. */
export function makeCopy(others: readonly Capability[]): FileMaker {
  return (house, asked) =>
    house.read(async (tx) => {
      const { tenant } = house;
      const member = await memberById(tx, tenant, asked.subject);
      if (!member || member.leftAt) return undefined;
      const reader = await readerOf(tx, tenant, member.id);
      const now = house.now();
      const all = { limit: most, offset: 0 };
      const held = await heldAbout(tx, { tenant, reader, member, now }, others, all);
      const events: DomainEvent[] = [];
      for (const subject of [member.id, ...held.records.slice(0, most)])
        events.push(...(await eventsOf(tx, tenant, subject)));
      events.sort((a, b) => a.at.getTime() - b.at.getTime());
      const text = textOf(others, reader, now, held, events);
      const ids = [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].map(([, id]) => id ?? ''))];
      const names = await membersById(tx, tenant, ids);
      return {
        to: reader.id,
        // By the moment of asking: a second file of the same day is one more file.
        filename: `shoumi-${reader.id}-${asked.at.toISOString().replaceAll(/[:.]/g, '')}.txt`,
        content: inWords(text, (id) => names.get(id)?.name ?? id),
        comment: plain(meText, reader.locale, 'copy.comment'),
      };
    });
}

function textOf(
  capabilities: readonly Capability[],
  reader: Reader,
  now: Date,
  held: Awaited<ReturnType<typeof heldAbout>>,
  events: readonly DomainEvent[],
): string {
  const { locale } = reader;
  const looks = held.looks.map((look) => lookLine(look, reader, now));
  const record = events.map((event) =>
    plain(meText, locale, 'copy.entry', {
      when: formatMoment(event.at, reader, now),
      subject: event.subject,
      what: described(capabilities, event, reader),
    }),
  );
  return [
    plain(meText, locale, 'copy.title', { when: formatMoment(now, reader, now) }),
    factsOf(reader, now, held).join('\n'),
    [
      plain(meText, locale, 'me.looks'),
      ...(looks.length > 0 ? looks : [plain(meText, locale, 'me.noLooks')]),
    ].join('\n'),
    [plain(meText, locale, 'copy.record'), ...record].join('\n'),
    untilLine(reader, held.officers),
  ].join('\n\n');
}

function described(capabilities: readonly Capability[], event: DomainEvent, reader: Reader): string {
  const own = describeMembership(event, reader);
  if (own !== undefined) return own;
  for (const capability of capabilities) {
    const words = capability.describe?.(event, reader);
    if (words !== undefined) return words;
  }
  return event.type;
}

/** Slack's marks out of a text: names for mentions, and no stars or backticks. */
function inWords(text: string, nameOf: (id: string) => string): string {
  return unescaped(
    text.replaceAll(/<@([UW][A-Z0-9]+)>/g, (_, id: string) => nameOf(id)).replaceAll(/[*`]/g, ''),
  );
}
