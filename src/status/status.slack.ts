import type { ModalView } from '@slack/types';
import {
  dropPiece,
  type Piece,
  queueFigures,
  runPieceAgain,
  troubledOf,
  troubledPiece,
  troubledPieces,
  troubledQueues,
} from '../jobs/piece.store.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { maskPersonalNumbers } from '../kernel/free-text.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn } from '../kernel/message.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { holds } from '../people/member.ts';
import { clip, listed, mention } from '../slack/blocks.ts';
import type { ActionHandler, Answer, Capability, CommandHandler, Visit } from '../slack/capability.ts';
import { unreachablePeople } from '../slack/card.store.ts';
import { heldBack } from '../slack/pace.store.ts';
import { takeWord } from '../slack/routes.ts';
import { words as wordTable } from '../slack/words.ts';
import { drop, rerun, rerunAll } from './piece.ts';
import { unloggedEvents } from './standing.store.ts';
import { statusText } from './status.text.ts';
import { jobsView, pageLength, standingAnswer, statusAct } from './status.view.ts';
import { unreachableCard } from './unreachable.view.ts';

/** `/shoumi status` for everybody, `/shoumi status jobs` for admins. */
const runStatus: CommandHandler = async (visit, words) => {
  const { word } = takeWord(words);
  if (word === '') return standing(visit);
  if (word === 'jobs' || word === '任务') return openJobs(visit);
  const typed = clip(maskPersonalNumbers(word, visit.reader.locale), 40);
  return { kind: 'say', text: mrkdwn(statusText, visit.reader.locale, 'status.unknown', { word: typed }) };
};

async function standing(visit: Visit): Promise<Answer> {
  const { tenant, reader } = visit;
  const asked = performance.now();
  await visit.read(async () => undefined);
  const databaseMs = performance.now() - asked;
  const found = await visit.read(async (tx) => {
    const [queues, paused, unreachable, unlogged, troubled] = await Promise.all([
      queueFigures(tx, tenant),
      heldBack(tx, tenant),
      unreachablePeople(tx, tenant),
      unloggedEvents(tx),
      troubledPieces(tx, tenant, { limit: 0, offset: 0 }),
    ]);
    const dead = queues.reduce((sum, one) => sum + one.dead, 0);
    return {
      ...{ queues, paused, unreachable, unlogged },
      troubled: { dead, stuck: Math.max(0, troubled.total - dead) },
    };
  });
  return { kind: 'say', ...standingAnswer(reader, { ...found, databaseMs }) };
}

const openJobs = async (visit: Visit): Promise<Answer> =>
  holds(visit.member, 'admin') ? { kind: 'open', view: await list(visit, 0) } : notAdmin(visit);

async function notAdmin({ tenant, reader, read }: Visit): Promise<Answer> {
  const admins = await read(async (tx) => (await holdersOf(tx, tenant, 'admin')).slice(0, 10));
  const text = mrkdwn(statusText, reader.locale, 'status.notAdmin', {
    count: admins.length,
    admins: listed(admins.map(mention), reader.locale, 'disjunction'),
  });
  return { kind: 'say', text };
}

async function list(visit: Visit, page: number, note?: string): Promise<ModalView> {
  const { tenant, reader } = visit;
  const found = await visit.read(async (tx) => {
    const [queues, kinds, pieces] = await Promise.all([
      queueFigures(tx, tenant),
      troubledQueues(tx, tenant),
      troubledPieces(tx, tenant, { limit: pageLength, offset: page * pageLength }),
    ]);
    return { queues, kinds, ...pieces };
  });
  const last = Math.max(0, Math.ceil(found.total / pageLength) - 1);
  return page > last ? list(visit, last, note) : jobsView(reader, page, found, note);
}

/** For admins only, at every click: a list that was opened before somebody lost the role leads nowhere. */
function asAdmin(handler: ActionHandler): ActionHandler {
  return async (visit, act) => (holds(visit.member, 'admin') ? handler(visit, act) : notAdmin(visit));
}

const onPage = asAdmin(async (visit, { value }) => {
  const page = Number(value);
  return { kind: 'replace', view: await list(visit, Number.isSafeInteger(page) && page > 0 ? page : 0) };
});

/** What a button of a piece does: decided and done in one transaction, then the list as it is now. */
function onPiece(
  decide: typeof rerun<Piece> | typeof drop<Piece>,
  save: typeof runPieceAgain | typeof dropPiece,
  done: 'jobs.rerunDone' | 'jobs.dropDone',
): ActionHandler {
  return asAdmin(async (visit, { value }) => {
    const { tenant, reader, cause } = visit;
    const [id = ''] = value.split(' ', 1);
    const known = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);
    const outcome = await visit.commit({
      id: derivedId('cmd', tenant, cause.id),
      cause,
      keys: [id],
      load: async (tx) => ({
        actor: await memberById(tx, tenant, reader.id),
        piece: known ? await troubledPiece(tx, tenant, id) : undefined,
      }),
      decide: decide({ by: reader.id }),
      save: (tx, next) => save(tx, next),
    });
    if (outcome.kind === 'refused' && outcome.refused.key === 'status.notAdmin') return notAdmin(visit);
    const note = mrkdwn(statusText, reader.locale, outcome.kind === 'refused' ? outcome.refused.key : done);
    return { kind: 'replace', view: await list(visit, 0, note) };
  });
}

/** Of a kind at most so many at once: Slack waits three seconds for the answer. */
const mostAtOnce = 200;

const onKind = asAdmin(async (visit, { value }) => {
  const { tenant, reader, cause } = visit;
  const [queue = '', shown = ''] = value.split(' ');
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [`jobs:${queue}`],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      pieces: await troubledOf(tx, tenant, queue, mostAtOnce),
    }),
    decide: rerunAll<Piece>({ by: reader.id }),
    save: async (tx, pieces: readonly Piece[]) => {
      for (const piece of pieces) await runPieceAgain(tx, piece);
    },
  });
  if (outcome.kind === 'refused' && outcome.refused.key === 'status.notAdmin') return notAdmin(visit);
  const note =
    outcome.kind === 'refused'
      ? mrkdwn(statusText, reader.locale, outcome.refused.key)
      : mrkdwn(statusText, reader.locale, 'jobs.rerunAllDone', {
          count: outcome.events.length,
          left: Math.max(0, (Number(shown) || 0) - mostAtOnce),
        });
  return { kind: 'replace', view: await list(visit, 0, note) };
});

/** How Shoumi itself fares: its queues, what is stuck in them, who cannot be reached. */
export const statusCapability: Capability = {
  name: 'status',
  texts: [statusText],
  commands: [{ word: wordTable.status, hint: { key: 'hint.status' }, run: runStatus }],
  actions: {
    [statusAct.rerun]: onPiece(rerun, runPieceAgain, 'jobs.rerunDone'),
    [statusAct.rerunAll]: onKind,
    [statusAct.drop]: onPiece(drop, dropPiece, 'jobs.dropDone'),
    [statusAct.reload]: onPage,
    [statusAct.next]: onPage,
    [statusAct.previous]: onPage,
  },
  cards: [unreachableCard],
  describe: describeStatus,
};

/** An event about work, or about who could not be written to, in one sentence. */
function describeStatus(event: DomainEvent, { locale }: Reader): string | undefined {
  const { type, data, subject } = event;
  if (type === 'slack.unreachable' || type === 'slack.reached') {
    const values = { person: mention(subject), code: String(data.code) };
    return mrkdwn(
      statusText,
      locale,
      type === 'slack.reached' ? 'event.reached' : 'event.unreachable',
      values,
    );
  }
  if (type !== 'jobs.rerun' && type !== 'jobs.dropped') return undefined;
  return mrkdwn(statusText, locale, type === 'jobs.rerun' ? 'event.rerun' : 'event.dropped', {
    by: typeof data.by === 'string' ? mention(data.by) : '—',
    queue: String(data.queue),
    tried: Number(data.tried),
  });
}
