import type { QueueSpec } from '../jobs/jobs.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import type { Route } from '../ledger/dispatch.ts';
import { eventById, eventsOf } from '../ledger/event.store.ts';
import { memberById, membersById, readerOf } from '../people/member.store.ts';
import type { Capability, House } from '../slack/capability.ts';
import { type FileClient, sendFile } from '../slack/file.send.ts';
import { unescaped } from '../slack/understand.parse.ts';
import { heldAbout } from './me.store.ts';
import { meText } from './me.text.ts';
import { factsOf, lookLine, untilLine } from './me.view.ts';

/** Sends people what is held about them as a file. */
export const copyQueue: QueueSpec = { name: 'membership.copy', keyed: true, concurrency: 1 };

export const copyRoute: Route = ({ tenant, eventId, subject, type }) =>
  type === 'people.copy_asked'
    ? [{ queue: copyQueue.name, data: { tenant, eventId }, key: `${tenant} ${subject}` }]
    : [];

/** More looks and records than anybody has; the file says nothing is left out, so it is far from any real number. */
const most = 10_000;

export type Copying = {
  readonly house: (tenant: string) => House;
  readonly slack: FileClient;
  readonly capabilities: readonly Capability[];
};

/** Handler of the copy queue. The file is for reading: in its reader's language and time, with names in place of ids. */
export async function sendCopy(parts: Copying, job: Record<string, string>): Promise<void> {
  const { tenant = '', eventId = '' } = job;
  const house = parts.house(tenant);
  const made = await house.read(async (tx) => {
    const asked = await eventById(tx, tenant, eventId);
    const member = asked && (await memberById(tx, tenant, asked.subject));
    if (!asked || !member || member.leftAt) return undefined;
    const reader = await readerOf(tx, tenant, member.id);
    const now = house.now();
    const held = await heldAbout(tx, { tenant, reader, member, now }, parts.capabilities, {
      limit: most,
      offset: 0,
    });
    const events: DomainEvent[] = [];
    for (const subject of [member.id, ...held.records.slice(0, most)])
      events.push(...(await eventsOf(tx, tenant, subject)));
    events.sort((a, b) => a.at.getTime() - b.at.getTime());
    const text = textOf(parts.capabilities, reader, now, held, events);
    const ids = [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)>/g)].map(([, id]) => id ?? ''))];
    const names = await membersById(tx, tenant, ids);
    return { asked, reader, text: inWords(text, (id) => names.get(id)?.name ?? id) };
  });
  if (!made) return;
  const { asked, reader, text } = made;
  await sendFile(parts.slack, reader.id, {
    // By the moment of asking: a second file of the same day is one more file.
    name: `shoumi-${reader.id}-${asked.at.toISOString().replaceAll(/[:.]/g, '')}.txt`,
    content: text,
    comment: plain(meText, reader.locale, 'copy.comment'),
    since: asked.at,
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
