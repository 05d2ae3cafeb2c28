import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { companyOf } from '../people/company.store.ts';
import { scheduleOf } from '../people/schedule.store.ts';
import { actions, section } from '../slack/blocks.ts';
import type { Capability, CardFace, CardKind, House, Owed, OwedKind } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { attentionFaces } from './attention.slack.ts';
import { toldKind, toldOccasion } from './attention.view.ts';
import { climbDue } from './climb.job.ts';
import { dayOf, daysLater, startOfDay } from './day.ts';
import { digestsDue } from './digest.job.ts';
import { saidOn } from './digest.ts';
import { type Kinds, kindsOf, named } from './kind.ts';
import { lateKind, lateOwed } from './late.job.ts';
import { owedBy, owedById, saveOwed } from './owed.store.ts';
import { type OwedState, type SettleState, settle } from './owed.ts';
import { putOffOf } from './put-off.store.ts';
import { forgetOld } from './retention.job.ts';
import { framed, settledFace, withoutActs } from './told.view.ts';
import { onCalendarChanged } from './turn.job.ts';
import { nudge, reachesOf, turnOf } from './turn.store.ts';
import { reachable, sayAgain } from './turn.ts';

/**
 * The room that speaks to people in time. Capabilities say what they owe whom and when; here it is decided how it is said: at once, alone
 * within the day's budget, or as a line of the day's digest. Whatever was told is a card like any other: edited when what it is about
 * changes, never posted twice.
 */
export function attentionCapability(capabilities: readonly Capability[]): Capability {
  const kinds: Kinds = new Map([
    ...capabilities.flatMap((one) => Object.entries(one.owes ?? {})),
    [lateKind, lateOwed],
  ]);
  const faces = attentionFaces({ kinds, capabilities });
  return {
    name: 'attention',
    ...faces,
    cards: [toldCard(kinds), ...(faces.cards ?? [])],
    due: async (house) => {
      await climbDue(house, kinds);
      await tell(house, kinds);
      await digestsDue(house, kinds);
      await forgetOld(house, kinds);
    },
    on: onCalendarChanged,
  };
}

/** A message of its own. Said again, it is a new occasion: an edited message rings no phone. */
function toldCard(kinds: Kinds): CardKind {
  return {
    kind: toldKind,
    about: ['attention'],
    audience: async (tx, tenant, subject) => {
      const owed = await owedById(tx, tenant, subject);
      // What was told before tellings were counted has none.
      const alone = owed && (owed.alone > 0 || (owed.state === 'told' && owed.times === 0));
      return alone ? [{ reader: owed.person, occasion: occasionOf(owed) }] : [];
    },
    render: async (tx, { tenant, reader, occasion, now }) => {
      const [id = ''] = occasion.split('.');
      const owed = await owedById(tx, tenant, id);
      const face = owed && (await faceOf(tx, kinds.get(owed.kind), named(tenant, owed), reader, now));
      if (!face) return null;
      const shows = [id, ...face.shows];
      if (occasion !== occasionOf(owed)) return { ...withoutActs(face), shows };
      const putOff = (await putOffOf(tx, tenant, [id])).get(id);
      return { ...framed(face, { owed, kind: kinds.get(owed.kind), putOff }, reader, now), shows };
    },
  };
}

function occasionOf({ id, alone }: OwedState): string {
  return toldOccasion(id, alone);
}

/** As its kind words it alone, else as it words it in a digest. */
async function faceOf(
  tx: Tx,
  kind: OwedKind | undefined,
  owed: Owed,
  reader: Reader,
  now: Date,
): Promise<CardFace | null> {
  if (kind?.render) return kind.render(tx, owed, reader, now);
  const line = (await kind?.lines?.(tx, owed.tenant, [owed], reader, now))?.get(owed.id);
  if (!line) return kind?.lines ? settledFace(reader) : null;
  const blocks = [section(line.text), ...(line.button ? [actions('told', line.button)] : [])];
  return { text: line.text, blocks, shows: line.shows, open: line.button !== undefined };
}

/** Tells what has fallen due and is no line of a digest. */
function tell(house: House, kinds: Kinds): Promise<void> {
  const { tenant } = house;
  const lines = kindsOf(kinds, 'digest');
  return settleDue(
    house,
    (limit) => house.read((tx) => owedBy(tx, tenant, house.now(), limit, lines)),
    (id) =>
      house.commit({
        // Put off, it is settled again: by its time then.
        id: derivedId('cmd', tenant, 'attention.settle', id, house.now().toISOString()),
        cause: { kind: 'tick', id: 'attention' },
        keys: [id],
        load: (tx) => settleState(tx, tenant, kinds, id, house.now()),
        // How much a person has heard today is counted by one at a time.
        guards: ({ owed }) => (owed ? [`attention:${owed.person}`] : []),
        decide: settle,
        save: async (tx, next, { owed, day, said }) => {
          await saveOwed(tx, tenant, next);
          if (day !== undefined && next.alone !== owed?.alone)
            await nudge(tx, tenant, next.person, { at: null, told: { day, said: said + 1 } });
        },
      }),
  );
}

/** Of somebody we know nothing of, or who is here no more and may still hear an answer: the company's hours. */
const noReach = { dnd: null, quiet: null, digestAt: null };

/** `day`: of the budget that a telling is counted to; undefined where it is not. */
type Settling = SettleState & { day: string | undefined; said: number };

async function settleState(tx: Tx, tenant: string, kinds: Kinds, id: string, now: Date): Promise<Settling> {
  const owed = await owedById(tx, tenant, id);
  const kind = owed && kinds.get(owed.kind);
  const stillOwed = owed && kind ? await kind.stillOwed(tx, named(tenant, owed), now) : false;
  const state = { owed, stillOwed, notBefore: null, day: undefined, said: 0 };
  if (!owed || !kind || !stillOwed) return state;
  const found = (await reachesOf(tx, tenant, [owed.person], now)).get(owed.person);
  const reach = found?.reach ?? { ...noReach, schedule: await scheduleOf(tx, tenant, owed.person) };
  const { schedule } = reach;
  const today = dayOf(now, schedule.tz);
  const again =
    kind.repeats && kind.lines
      ? { again: sayAgain(reach, today, owed.times + 1, owed.plannedAt ?? owed.deadline) }
      : {};
  // The person asked for this moment, or for what it answers.
  if (owed.asked || kind.manner === 'atOnce') return { ...state, ...again };
  const [turn, { messagesPerDay }] = await Promise.all([
    turnOf(tx, tenant, owed.person),
    companyOf(tx, tenant),
  ]);
  const said = saidOn(turn, today);
  // The day's digest has its place in the budget.
  const left = messagesPerDay - said - (turn.digestDay === today ? 0 : 1);
  const tomorrow = startOfDay(daysLater(today, 1), schedule.tz);
  return {
    ...state,
    ...again,
    ...{ day: today, said, notBefore: reachable(reach, now) },
    ...(left > 0 ? {} : { over: { line: kind.lines !== undefined, until: reachable(reach, tomorrow) } }),
  };
}
