import type { Tx } from '../database/connection.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { button, mention } from '../slack/blocks.ts';
import type { Owed, OwedKind, OwedLine } from '../slack/capability.ts';
import { attentionText } from './attention.text.ts';
import { attentionAct } from './attention.view.ts';
import { digestById, itemsOf } from './digest.store.ts';
import { byUrgency } from './digest.ts';
import { type Kinds, named } from './kind.ts';
import { latestDigest } from './latest.store.ts';
import type { OwedState } from './owed.ts';
import { putOffOf } from './put-off.store.ts';
import { isPutOff, isStopped, type PutOff } from './put-off.ts';
import { standingFor } from './waiting.store.ts';

/** Something owed as its person sees it now. */
export type Entry = {
  readonly owed: OwedState;
  readonly kind: OwedKind;
  readonly line: OwedLine;
  readonly putOff: PutOff | undefined;
  /** `stands`: to be done now. */
  readonly how: 'stands' | 'putOff' | 'stopped';
};

/** What of these is not settled, in the same order; all of one kind worded at once. */
export async function entriesOf(
  tx: Tx,
  tenant: string,
  kinds: Kinds,
  items: readonly OwedState[],
  reader: Reader,
  now: Date,
): Promise<Entry[]> {
  const open = items.filter(({ state }) => state !== 'done' && state !== 'dropped');
  const groups = Map.groupBy(open, ({ kind }) => kind);
  const [putOffs, ...worded] = await Promise.all([
    putOffOf(
      tx,
      tenant,
      open.map(({ id }) => id),
    ),
    ...[...groups].map(([name, some]) => {
      const kind = kinds.get(name);
      return kind
        ? linesOf(
            tx,
            tenant,
            kind,
            some.map((one) => named(tenant, one)),
            reader,
            now,
          )
        : new Map<string, OwedLine>();
    }),
  ]);
  const lines = new Map(worded.flatMap((some) => [...some]));
  return open.flatMap((owed): Entry[] => {
    const kind = kinds.get(owed.kind);
    const line = lines.get(owed.id);
    if (!kind || !line) return [];
    const putOff = putOffs.get(owed.id);
    const how = isStopped(owed, putOff) ? 'stopped' : isPutOff(owed, putOff, now) ? 'putOff' : 'stands';
    return [{ owed, kind, line, putOff, how }];
  });
}

/** Everything that waits for somebody or rests until it does, the most urgent first. */
export async function waitingEntries(
  tx: Tx,
  tenant: string,
  kinds: Kinds,
  reader: Reader,
  now: Date,
): Promise<Entry[]> {
  const latest = await latestDigest(tx, tenant, reader.id);
  const [digest, standing] = await Promise.all([
    latest === undefined ? undefined : digestById(tx, tenant, latest),
    standingFor(tx, tenant, reader.id),
  ]);
  // What is told once stands in the digest that told it.
  const items = digest ? await itemsOf(tx, tenant, digest) : [];
  // In the digest's own order as far as urgency leaves one.
  const all = new Map([...items, ...standing].map((owed) => [owed.id, owed]));
  const sorted = [...all.values()].sort(byUrgency((kind) => kinds.get(kind)));
  return entriesOf(tx, tenant, kinds, sorted, reader, now);
}

/** As the kind words its lines; one that only words messages has the first words of the message, and a button that shows it. */
async function linesOf(
  tx: Tx,
  tenant: string,
  kind: OwedKind,
  owed: readonly Owed[],
  reader: Reader,
  now: Date,
): Promise<ReadonlyMap<string, OwedLine>> {
  if (kind.lines) return kind.lines(tx, tenant, owed, reader, now);
  const found = new Map<string, OwedLine>();
  for (const one of owed) {
    const face = (await kind.stillOwed(tx, one, now)) ? await kind.render?.(tx, one, reader, now) : null;
    if (!face) continue;
    const show = button({
      id: attentionAct.show,
      text: plain(attentionText, reader.locale, 'button.show'),
      value: one.id,
    });
    found.set(one.id, { text: face.text, button: show, shows: face.shows });
  }
  return found;
}

/** The line as it is read: with who else has been told. */
export function lineText({ line, owed }: Pick<Entry, 'line' | 'owed'>, { locale }: Reader): string {
  if (!owed.risenTo) return line.text;
  return `${line.text}\n_${mrkdwn(attentionText, locale, 'row.told', { who: mention(owed.risenTo) })}_`;
}

/** The same of what was put off or stopped. */
export function restingText({ line, how, putOff }: Entry, reader: Reader, now: Date): string {
  const text = { markup: line.text };
  if (how === 'stopped') return mrkdwn(attentionText, reader.locale, 'row.stopped', { text });
  const when = formatMoment(putOff?.until ?? now, reader, now);
  return mrkdwn(attentionText, reader.locale, 'row.putOff', { text, when });
}
