import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { dataSetById, nameOf } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, type Markup } from '../kernel/message.ts';
import { eventById } from '../ledger/event.store.ts';
import { latestCheckpoint } from '../ledger/log.store.ts';
import { memberById } from '../people/member.store.ts';
import { mention } from '../slack/blocks.ts';
import type { Visit } from '../slack/capability.ts';
import type { auditText } from './audit.text.ts';
import { pageLength, timelineView } from './audit.view.ts';
import { look } from './check.ts';
import { subjectIn } from './subject.parse.ts';
import { changedWith, provableEvents, subjectOfEvent, timelinePage } from './timeline.store.ts';

type Key = keyof typeof auditText.en & string;

/** Words an event by whichever capability it belongs to. */
export type Describe = (event: DomainEvent, reader: Reader) => string | undefined;

/** The timeline of what was typed, with the look at it recorded once for each click; or why there is none. */
export async function lookUp(
  visit: Visit,
  typed: string,
  describe: Describe,
): Promise<{ view: ModalView } | { refused: Key }> {
  const { tenant, cause } = visit;
  const named = subjectIn(typed);
  if (!named) return { refused: 'audit.subjectForm' };
  const { subject, total, known } = await visit.read(async (tx) => {
    const of = named.startsWith('evt_') ? await subjectOfEvent(tx, tenant, named) : named;
    const page = of ? await timelinePage(tx, tenant, of, { limit: 0, offset: 0 }) : undefined;
    return { subject: of ?? named, total: page?.total ?? 0, known: await isKnown(tx, tenant, named) };
  });
  if (total === 0) return { refused: known ? 'audit.nothingYet' : 'audit.unknown' };
  const outcome = await record(
    visit,
    subject,
    'timeline',
    derivedId('cmd', tenant, cause.id, 'look', subject),
  );
  if (outcome.kind === 'refused') return { refused: outcome.refused.key };
  return { view: await timeline(visit, subject, 0, describe) };
}

async function isKnown(tx: Tx, tenant: string, id: string): Promise<boolean> {
  return Boolean((await memberById(tx, tenant, id)) ?? (await dataSetById(tx, tenant, id)));
}

function record(visit: Visit, subject: string, at: 'timeline' | 'proofs', id: string) {
  const { tenant, reader, cause } = visit;
  return visit.commit({
    id,
    cause,
    // The second of two quick clicks waits for the first, and then finds it done.
    keys: [id],
    load: (tx) => memberById(tx, tenant, reader.id),
    decide: look({ by: reader.id, subject, at }),
    save: async () => {},
  });
}

export async function provable(visit: Visit, subject: string): Promise<boolean> {
  return visit.read(async (tx) => {
    const checkpoint = await latestCheckpoint(tx);
    const found = checkpoint ? await provableEvents(tx, visit.tenant, subject, checkpoint.size) : [];
    return found.length > 0;
  });
}

export async function askProofs(visit: Visit, subject: string): Promise<Key> {
  const outcome = await record(visit, subject, 'proofs', derivedId('cmd', visit.tenant, visit.cause.id));
  return outcome.kind === 'refused' ? outcome.refused.key : 'timeline.proofsSent';
}

export async function timeline(
  visit: Visit,
  subject: string,
  page: number,
  describe: Describe,
  note?: string,
): Promise<ModalView> {
  const { tenant, reader } = visit;
  const at = Math.max(0, Math.min(Math.trunc(page), 1_000_000));
  return visit.read(async (tx) => {
    const [{ rows, total }, checkpoint, together, name] = await Promise.all([
      timelinePage(tx, tenant, subject, { limit: pageLength, offset: at * pageLength }),
      latestCheckpoint(tx),
      changedWith(tx, tenant, subject),
      nameIn(tx, tenant, subject, reader),
    ]);
    const events = await Promise.all(rows.map(({ id }) => eventById(tx, tenant, id)));
    const entries = events.flatMap((event, place) => {
      const leaf = rows[place]?.leaf ?? null;
      if (!event) return [];
      const proved = leaf !== null && checkpoint && leaf < checkpoint.size ? leaf : undefined;
      return [{ id: event.id, at: event.at, words: describe(event, reader) ?? event.type, proved }];
    });
    return timelineView(reader, visit.now(), { subject, name, page: at, total, entries, together }, note);
  });
}

/** What a subject is called where it has a name. */
async function nameIn(tx: Tx, tenant: string, subject: string, { locale }: Reader): Promise<Markup> {
  if (/^[UW][A-Z0-9]+$/.test(subject)) return mention(subject);
  const set = await dataSetById(tx, tenant, subject);
  const code = `\`${subject}\``;
  return { markup: set ? `${escapeMrkdwn(nameOf(set, locale))} ${code}` : code };
}

const place = z.object({
  subject: z.string().max(100).catch(''),
  page: z.int().min(0).max(1_000_000).catch(0),
});

/** What the modal carries. What cannot be read came from outside, and leads to an empty timeline. */
export function carried(metadata: string | undefined): z.infer<typeof place> {
  try {
    return place.parse(JSON.parse(metadata ?? ''));
  } catch {
    return { subject: '', page: 0 };
  }
}
