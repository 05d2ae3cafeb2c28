import type { ActionsBlock } from '@slack/types';
import type { Tx } from '../database/connection.ts';
import { formatDay, inZone, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, clip, context, divider, section } from '../slack/blocks.ts';
import {
  type Blocks,
  type Capability,
  type CardFace,
  type Priority,
  priorities,
} from '../slack/capability.ts';
import { cardByKey } from '../slack/card.store.ts';
import { attentionText } from './attention.text.ts';
import { attentionAct, digestKind, settingsAct } from './attention.view.ts';
import { digestById, itemsOf } from './digest.store.ts';
import type { Digest } from './digest.ts';
import { type Entry, entriesOf, lineText, restingText } from './entry.view.ts';
import { type Kinds, standingOf } from './kind.ts';
import { laterSelect, takeBackButton } from './later.view.ts';
import { successionOf } from './latest.store.ts';
import type { OwedState } from './owed.ts';
import { standingFor } from './waiting.store.ts';

/** The engine's words and the words of those who know about a leave. */
export type Speakers = {
  readonly kinds: Kinds;
  readonly capabilities: readonly Pick<Capability, 'leaving' | 'missed'>[];
};

/** Lines of a digest; what is over is in the list. */
const mostLines = 10;
/** So few have their whole row of buttons; of more, a screen of a phone holds only the act itself. */
const mostRoomy = 3;
const mostResting = 3;
/** A lock screen shows about so much. */
const mostFirst = 120;

/**
 * The day's digest: what waits for its person, the most urgent first. It stays true until a later one stands in Slack, and then is taken away:
 * nobody wants a column of old mornings.
 */
export async function digestFace(
  tx: Tx,
  { kinds, capabilities }: Speakers,
  { tenant, reader, occasion, now }: { tenant: string; reader: Reader; occasion: string; now: Date },
): Promise<CardFace | null> {
  const digest = await digestById(tx, tenant, occasion);
  if (!digest) return null;
  const [{ later, earlier }, card] = await Promise.all([
    successionOf(tx, tenant, digest),
    cardByKey(tx, tenant, { kind: digestKind, reader: reader.id, occasion }),
  ]);
  if (later === 'stands')
    return card.ts || card.begunAt
      ? { ...closed(plain(attentionText, reader.locale, 'digest.newer'), []), gone: true }
      : null;
  // What was never posted is not worth a message any more, nor one that says it is over.
  const over = (face: CardFace) => (card.ts ? face : null);
  if (later === 'made' && !card.ts) return null;
  const items = await itemsOf(tx, tenant, digest);
  const entries = await entriesOf(tx, tenant, kinds, items, reader, now);
  const older = await olderThan(tx, tenant, kinds, digest, now);
  const standing = entries.filter(({ how }) => how === 'stands');
  const resting = entries.filter(({ how }) => how !== 'stands');
  const about = { tenant, reader, now, from: digest.from ?? now, until: digest.until ?? now };
  const leaving = digest.occasion === 'leave' && digest.from && now < digest.from;
  const [missed, leave] = await Promise.all([
    digest.occasion === 'return' ? Promise.all(capabilities.map((one) => one.missed?.(tx, about))) : [],
    leaving ? Promise.all(capabilities.map((one) => one.leaving?.(tx, about))) : [],
  ]);
  const shows = [
    digest.id,
    ...items.map(({ id }) => id),
    ...entries.flatMap(({ line }) => line.shows),
    ...leave.flatMap((one) => one?.shows ?? []),
    ...older.flatMap(({ id, subject }) => [id, subject]),
  ];
  const settled = items.length - entries.length;
  const done = standing.length === 0 && resting.length === 0;
  if (digest.occasion === 'morning' && done && items.length > 0)
    return over({
      ...closed(plain(attentionText, reader.locale, 'digest.allDoneText'), shows),
      replaces: earlier,
      blocks: [
        section(plain(attentionText, reader.locale, 'digest.allDone')),
        ...foot({ standing, resting, settled: 0, older }, reader, now),
      ],
    });
  const whatMissed = missed.flatMap((lines) => lines ?? []);
  return {
    text: lockScreen(digest, { standing, older }, reader, now),
    blocks: [
      section(title(digest, { standing, older }, reader, now)),
      ...(whatMissed.length > 0 ? [missedSection(whatMissed, reader)] : []),
      ...leave.flatMap((one) => one?.blocks ?? []),
      ...lines(standing, reader),
      ...foot({ standing, resting, settled, older }, reader, now),
    ],
    shows,
    // Of what stands the later one speaks.
    open: standing.length > 0 && later === 'none',
    replaces: earlier,
  };
}

function closed(text: string, shows: readonly string[]): CardFace {
  return { text, blocks: [section(text)], shows, open: false };
}

/** What stands and was said before, of which this digest is silent: the rhythm of its repeating is not there yet. */
async function olderThan(
  tx: Tx,
  tenant: string,
  kinds: Kinds,
  digest: Digest,
  now: Date,
): Promise<OwedState[]> {
  const named = new Set(digest.items);
  const listed = await standingFor(tx, tenant, digest.person);
  const older = listed.filter(({ id, state, times }) => state === 'listed' && times > 0 && !named.has(id));
  const stands = await standingOf(tx, tenant, kinds, older, now);
  return older.filter(({ id }) => stands.has(id));
}

/** What is said of a digest as a whole. */
type Said = { readonly standing: readonly Entry[]; readonly older: readonly OwedState[] };

function spanOf({ from, until, madeAt }: Digest, { locale, tz }: Reader): string {
  const day = (at: Date) => formatDay(inZone(at, tz).toFormat('yyyy-MM-dd'), locale, madeAt);
  const first = day(from ?? madeAt);
  const last = day(new Date((until ?? madeAt).getTime() - 1));
  return first === last ? first : plain(attentionText, locale, 'digest.span', { first, last });
}

function title(digest: Digest, said: Said, reader: Reader, now: Date): string {
  const { locale } = reader;
  const [count, older] = [said.standing.length, said.older.length];
  if (digest.occasion === 'return') return mrkdwn(attentionText, locale, 'digest.back', { count, older });
  if (digest.occasion === 'leave')
    return mrkdwn(attentionText, locale, 'digest.leave', { count, span: spanOf(digest, reader) });
  if (digest.items.length === 0) return plain(attentionText, locale, 'digest.empty');
  if (count === 0) return plain(attentionText, locale, older > 0 ? 'digest.nothingNew' : 'digest.onlyPutOff');
  return mrkdwn(attentionText, locale, 'digest.title', { count, day: formatDay(digest.day, locale, now) });
}

/** How many, and the most urgent: what a locked phone shows. */
function lockScreen(digest: Digest, said: Said, reader: Reader, now: Date): string {
  const { standing } = said;
  const [first] = standing;
  const { locale } = reader;
  if (digest.occasion === 'leave' && first)
    return mrkdwn(attentionText, locale, 'digest.leaveLockScreen', {
      count: standing.length,
      span: spanOf(digest, reader),
    });
  // A locked phone shows no bold, and Chinese needs no space that was only there for it.
  if (!first || digest.occasion !== 'morning')
    return title(digest, said, reader, now).replaceAll(/(?<=。)\* |\*/g, '');
  return mrkdwn(attentionText, locale, 'digest.lockScreen', {
    count: standing.length,
    first: { markup: clip(first.line.text, mostFirst) },
  });
}

function missedSection(missed: readonly string[], { locale }: Reader) {
  const all = missed.slice(0, mostLines).map((line) => `• ${line}`);
  return section([plain(attentionText, locale, 'digest.missed'), ...all].join('\n'));
}

/** The lines in their groups; with one group alone no heading is needed. */
function lines(standing: readonly Entry[], reader: Reader): Blocks {
  const shown = standing.slice(0, mostLines);
  const groups = priorities.flatMap((priority): [Priority, Entry[]][] => {
    const some = shown.filter(({ kind }) => kind.priority === priority);
    return some.length > 0 ? [[priority, some]] : [];
  });
  const roomy = standing.length <= mostRoomy;
  return groups.flatMap(([priority, some]) => [
    ...(groups.length > 1 ? [context(`*${plain(attentionText, reader.locale, `group.${priority}`)}*`)] : []),
    ...some.flatMap((entry) => (roomy ? row(entry, reader) : [line(entry, reader)])),
  ]);
}

function line(entry: Entry, reader: Reader) {
  return section(`• ${lineText(entry, reader)}`, entry.line.button);
}

/** One thing with everything that can be done about it. */
export function row(entry: Entry, reader: Reader, act = entry.line.button): Blocks {
  const { owed, kind, putOff } = entry;
  const elements: ActionsBlock['elements'] = [
    ...(act ? [act] : []),
    laterSelect({ owed: owed.id, kind, putOff }, reader),
  ];
  return [
    section(lineText(entry, reader)),
    { type: 'actions', block_id: `owed.${owed.id}.${putOff?.revision ?? 0}`, elements },
  ];
}

/** Something put off or stopped, and the way to undo that. */
export function resting(entry: Entry, reader: Reader, now: Date) {
  const { owed, putOff } = entry;
  return section(restingText(entry, reader, now), takeBackButton({ owed: owed.id, putOff }, reader));
}

function foot(
  all: Said & { readonly resting: readonly Entry[]; readonly settled: number },
  reader: Reader,
  now: Date,
): Blocks {
  const { locale } = reader;
  const { standing, settled } = all;
  const [total, older] = [standing.length, all.older.length];
  const list = (text: string) => button({ id: attentionAct.list, text, value: 'all' });
  const said = [
    ...(total > mostLines ? [plain(attentionText, locale, 'digest.more', { count: total - mostLines })] : []),
    ...(settled > 0 ? [plain(attentionText, locale, 'digest.settled', { count: settled })] : []),
  ];
  const more = all.resting.length > mostResting;
  return [
    ...(all.resting.length > 0 && total > 0 ? [divider] : []),
    ...all.resting.slice(0, mostResting).map((entry) => resting(entry, reader, now)),
    ...(said.length > 0 ? [context(said.join(locale === 'zh' ? '，' : '; '))] : []),
    ...(older > 0 ? [context(plain(attentionText, locale, 'digest.older', { count: older }))] : []),
    ...(total + all.resting.length + older > 0
      ? [
          actions(
            'attention.foot',
            ...(older > 0
              ? [list(plain(attentionText, locale, 'digest.showAll'))]
              : total > mostLines || more
                ? [list(plain(attentionText, locale, 'digest.all', { total: total + all.resting.length }))]
                : total > mostRoomy
                  ? [list(plain(attentionText, locale, 'digest.sort'))]
                  : []),
            button({ id: settingsAct, text: plain(attentionText, locale, 'digest.settings') }),
          ),
        ]
      : []),
  ];
}
