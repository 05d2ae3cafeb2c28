import { derivedId } from '../kernel/id.ts';
import { formatMoment } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { preferencesOf, scheduleOf } from '../people/schedule.store.ts';
import { modal, section } from '../slack/blocks.ts';
import type { Act, ActionHandler, Answer, Blocks, Capability, Visit } from '../slack/capability.ts';
import { cardsShowing } from '../slack/card.store.ts';
import { attentionText } from './attention.text.ts';
import { attentionAct, digestKind } from './attention.view.ts';
import { digestById } from './digest.store.ts';
import { digestFace } from './digest.view.ts';
import { describeAttention } from './event.view.ts';
import { waitingHome } from './home.view.ts';
import { type Kinds, named } from './kind.ts';
import { laterOf } from './later.view.ts';
import { lateView, listForm, listView } from './list.view.ts';
import { type OwedState, owedById } from './owed.store.ts';
import { putOffOf, savePutOff } from './put-off.store.ts';
import { delayedUntil, type PutOffState, snooze, stop, takeBack } from './put-off.ts';
import { nudge } from './turn.store.ts';

type Deps = { readonly kinds: Kinds; readonly capabilities: readonly Capability[] };

/** What people can do with what they are owed. */
export function attentionActions(deps: Deps): Readonly<Record<string, ActionHandler>> {
  const acts = new Map(deps.capabilities.flatMap((one) => Object.entries(one.actions ?? {})));
  const drawn = redrawing(deps);
  return {
    [attentionAct.later]: drawn(onLater(deps, acts)),
    [attentionAct.takeBack]: drawn(onTakeBack(deps)),
    [attentionAct.act]: drawn(onAct(acts)),
    [attentionAct.list]: async (visit, { view }) => ({
      kind: view?.callbackId === listForm ? 'replace' : 'open',
      view: await list(deps, visit, 0),
    }),
    [attentionAct.page]: onPage(deps),
    [attentionAct.show]: onShow(deps),
    [attentionAct.late]: async (visit, { value }) => ({
      kind: 'open',
      view: await visit.read((tx) => lateView(tx, look(deps, visit), { person: value, page: 0 })),
    }),
  };
}

function look({ kinds }: Deps, { tenant, reader, now }: Visit) {
  return { tenant, kinds, reader, now: now() };
}

function list(deps: Deps, visit: Visit, page: number, note?: Blocks) {
  return visit.read((tx) => listView(tx, look(deps, visit), { page }, note));
}

/** In the list a row that was acted on is old news: the page is drawn again, with what there is to say above it. */
function redrawing(deps: Deps): (handler: ActionHandler) => ActionHandler {
  return (handler) => async (visit, act) => {
    const answer = await handler(visit, act);
    if (act.view?.callbackId !== listForm || answer.kind === 'open' || answer.kind === 'replace')
      return answer;
    const note = answer.kind === 'say' ? (answer.blocks ?? [section(answer.text)]) : [];
    return { kind: 'replace', view: await list(deps, visit, Number(act.view.privateMetadata) || 0, note) };
  };
}

/** Put off, passed on or stopped. */
function onLater(deps: Deps, acts: ReadonlyMap<string, ActionHandler>): ActionHandler {
  return async (visit, act) => {
    const { owed: id, later } = laterOf(act.value);
    const { reader } = visit;
    if (later === 'pass') return pass(deps, acts, visit, act, id);
    if (later === 'stop')
      return change(deps, visit, id, stop({ by: reader.id }), () =>
        plain(attentionText, reader.locale, 'said.stopped'),
      );
    if (!later) return say(visit, 'attention.unknown');
    const { tenant } = visit;
    const now = visit.now();
    const until = await visit.read(async (tx) => {
      const [schedule, { quiet, digestAt }] = await Promise.all([
        scheduleOf(tx, tenant, reader.id),
        preferencesOf(tx, tenant, reader.id),
      ]);
      return delayedUntil(later, now, { schedule, quiet, digestAt });
    });
    return change(deps, visit, id, snooze({ by: reader.id, until }), ({ dueAt }) =>
      mrkdwn(attentionText, reader.locale, 'said.snoozed', { when: formatMoment(dueAt, reader, now) }),
    );
  };
}

function onTakeBack(deps: Deps): ActionHandler {
  return (visit, { value }) =>
    change(deps, visit, laterOf(value).owed, takeBack({ by: visit.reader.id }), () =>
      plain(attentionText, visit.reader.locale, 'said.takenBack'),
    );
}

/** The capability's own form, for whoever it is owed to and while it stands. */
async function pass(
  deps: Deps,
  acts: ReadonlyMap<string, ActionHandler>,
  visit: Visit,
  act: Act,
  id: string,
): Promise<Answer> {
  const { owed, stillOwed } = await visit.read((tx) => loaded(tx, deps, visit, id));
  if (!owed) return say(visit, 'attention.unknown');
  if (owed.person !== visit.reader.id) return say(visit, 'attention.notYours');
  if (!stillOwed || owed.state === 'done') return say(visit, 'attention.over');
  const form = deps.kinds.get(owed.kind)?.passOn;
  const run = form && acts.get(form);
  return run
    ? run(visit, { ...act, actionId: form, value: owed.subject })
    : say(visit, 'attention.mayNotPass');
}

/** An act of a capability's that stands in the list. */
function onAct(acts: ReadonlyMap<string, ActionHandler>): ActionHandler {
  return async (visit, act) => {
    const [actionId = '', ...rest] = act.value.split(' ');
    const run = acts.get(actionId);
    return run ? run(visit, { ...act, actionId, value: rest.join(' ') }) : say(visit, 'attention.unknown');
  };
}

/** A reminder whose kind words messages only, whole. */
function onShow(deps: Deps): ActionHandler {
  return async (visit, { value }) => {
    const { reader } = visit;
    const face = await visit.read(async (tx) => {
      const owed = await owedById(tx, visit.tenant, value);
      if (owed?.person !== reader.id) return undefined;
      return deps.kinds.get(owed.kind)?.render?.(tx, named(visit.tenant, owed), reader, visit.now());
    });
    if (!face) return say(visit, 'attention.unknown');
    return {
      kind: 'open',
      view: modal({
        callbackId: attentionAct.show,
        title: plain(attentionText, reader.locale, 'list.title'),
        close: plain(attentionText, reader.locale, 'list.close'),
        blocks: face.blocks.length > 0 ? face.blocks : [section(face.text)],
      }),
    };
  };
}

function onPage(deps: Deps): ActionHandler {
  return async (visit, { value }) => {
    const [of, ...rest] = value.split(' ');
    const page = Math.max(0, Math.trunc(Number(rest.at(-1))) || 0);
    if (of !== 'late') return { kind: 'replace', view: await list(deps, visit, page) };
    const [person = ''] = rest;
    const view = await visit.read((tx) => lateView(tx, look(deps, visit), { person, page }));
    return { kind: 'replace', view };
  };
}

type Decide = ReturnType<typeof takeBack>;

async function change(
  deps: Deps,
  visit: Visit,
  id: string,
  decide: Decide,
  said: (owed: OwedState) => string,
): Promise<Answer> {
  const { tenant } = visit;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id),
    cause: visit.cause,
    keys: [id],
    load: (tx) => loaded(tx, deps, visit, id),
    decide,
    save: async (tx, next) => {
      await savePutOff(tx, tenant, next);
      // What is back among the listed has its turn by its own time.
      if (next.owed.state === 'listed') await nudge(tx, tenant, next.owed.person, { at: next.owed.dueAt });
    },
  });
  if (outcome.kind === 'refused') return say(visit, outcome.refused.key);
  const owed =
    outcome.kind === 'done' ? outcome.next.owed : await visit.read((tx) => owedById(tx, tenant, id));
  return owed ? { kind: 'say', text: said(owed) } : { kind: 'nothing' };
}

async function loaded(
  tx: Parameters<typeof owedById>[0],
  { kinds }: Deps,
  { tenant, now }: Visit,
  id: string,
): Promise<PutOffState> {
  const [owed, putOffs] = await Promise.all([owedById(tx, tenant, id), putOffOf(tx, tenant, [id])]);
  const kind = owed && kinds.get(owed.kind);
  const stillOwed = owed && kind ? await kind.stillOwed(tx, named(tenant, owed), now()) : false;
  return { owed, stillOwed, mayStop: kind?.mayStop ?? false, before: putOffs.get(id) };
}

function say({ reader }: Visit, key: keyof typeof attentionText.en & string): Answer {
  return { kind: 'say', text: plain(attentionText, reader.locale, key) };
}

/** What people see of the engine: the day's digest as a card, what they can do about it, and the head of their Home. */
export function attentionFaces(
  deps: Deps,
): Pick<Capability, 'texts' | 'cards' | 'actions' | 'home' | 'headsHome' | 'concerns' | 'describe'> {
  return {
    texts: [attentionText],
    actions: attentionActions(deps),
    cards: [
      {
        kind: digestKind,
        about: ['attention'],
        audience: async (tx, tenant, subject) => {
          const digest = subject.startsWith('dig_') ? await digestById(tx, tenant, subject) : undefined;
          return digest ? [{ reader: digest.person, occasion: digest.id }] : [];
        },
        render: (tx, card) => digestFace(tx, deps, card),
      },
    ],
    headsHome: true,
    home: (tx, { tenant, reader, now }) => waitingHome(tx, deps.kinds, { tenant, reader, now }),
    concerns: async (tx, tenant, subject) => {
      const digest = subject.startsWith('dig_') ? await digestById(tx, tenant, subject) : undefined;
      // Home says what their digest says.
      const cards = await cardsShowing(tx, tenant, subject);
      const readers = cards.filter(({ kind }) => kind === digestKind).map(({ reader }) => reader);
      return [...new Set([...readers, ...(digest ? [digest.person] : [])])];
    },
    describe: describeAttention,
  };
}
