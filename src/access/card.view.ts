import { dataSetById, decidersOf, namedBy, nameOf } from '../catalog/data-set.store.ts';
import { catalogText } from '../catalog/data-set.text.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { currentAbsences } from '../people/absence.store.ts';
import { mention } from '../slack/blocks.ts';
import { accessText } from './access.text.ts';
import { decisionText } from './decision.text.ts';
import { grantOfRequest } from './grant.store.ts';
import { type Grant, inForce, isToStart } from './grant.ts';
import { denialWords, isTakenBack, lapsedLine, shortenedLine } from './outcome.view.ts';
import { questionsOf } from './question.store.ts';
import type { Question } from './question.ts';
import { requestById } from './request.store.ts';
import type { Request } from './request.ts';
import { askedFor } from './road.store.ts';
import { lengthWords, spanWords } from './span.view.ts';
import { written } from './written.view.ts';

/** A request with everything its cards speak of. */
export type File = {
  request: Request;
  grant: Grant | undefined;
  dataSet: DataSet;
  approvers: readonly string[];
  /** Of those the data set names: who is away now, and who decides in whose stead. */
  away: readonly string[];
  instead: ReadonlyMap<string, string>;
  questions: readonly Question[];
};

export async function fileOf(tx: Tx, tenant: string, requestId: string): Promise<File | undefined> {
  const request = await requestById(tx, tenant, requestId);
  const dataSet = request && (await dataSetById(tx, tenant, request.dataSet));
  if (!request || !dataSet) return undefined;
  const deciders = await decidersOf(tx, tenant, dataSet, request.requester);
  const named = await namedBy(tx, tenant, dataSet);
  return {
    request,
    dataSet,
    grant: await grantOfRequest(tx, tenant, requestId),
    approvers: await askedFor(tx, tenant, dataSet, request),
    away: [...(await currentAbsences(tx, tenant, named)).keys()],
    instead: new Map(deciders.flatMap(({ id, insteadOf }) => (insteadOf ? [[id, insteadOf]] : []))),
    questions: await questionsOf(tx, tenant, requestId),
  };
}

/** What happened, line by line, for everybody who may see the card. */
export function stateLines(
  { request, grant }: Pick<File, 'request' | 'grant'>,
  reader: Reader,
  now: Date,
): string[] {
  const { locale } = reader;
  const at = (date: Date | null) => formatMoment(date ?? now, reader, now);
  const say = (
    key: Parameters<typeof mrkdwn<keyof typeof accessText.en & string>>[2],
    values: Record<string, string | Markup>,
  ) => mrkdwn(accessText, locale, key, values);
  const by = (id: string | null) => (id ? mention(id) : '');
  const who = mention(request.requester);
  switch (request.state) {
    case 'pending':
    case 'asked':
    case 'lapsed':
      return now >= request.lapsesAt ? [lapsedLine(request, at(request.lapsesAt), locale)] : [];
    case 'withdrawn':
      return [
        request.decidedBy
          ? say('state.withdrawn', { who, when: at(request.decidedAt) })
          : say('state.withdrawnLeaver', { who }),
      ];
    case 'denied':
      return [
        say('state.deniedBy', { by: by(request.decidedBy), when: at(request.decidedAt) }),
        say('state.denial', { reason: denialWords(request, locale) }),
      ];
    case 'granted': {
      const lines = [say('state.approvedBy', { by: by(request.decidedBy), when: at(request.decidedAt) })];
      if (!grant) return lines;
      const shorter = shortenedLine(request, locale);
      if (shorter) lines.push(shorter);
      if (grant.state !== 'revoked') return [...lines, grantLine({ request, grant }, reader, now)];
      if (!grant.endedBy) return [...lines, say('state.leaver', { who })];
      const ended = { by: by(grant.endedBy), when: at(grant.endedAt) };
      return [
        ...lines,
        isTakenBack({ request, grant })
          ? mrkdwn(decisionText, locale, 'state.takenBack', ended)
          : say('state.revoked', ended),
        // Nothing need be written when an approval is taken back.
        ...(grant.endReason === ''
          ? []
          : [say('state.revokedReason', { reason: written(grant.endReason, locale) })]),
      ];
    }
  }
}

/** Where access stands, or how it ended other than by being taken. */
function grantLine(
  { request, grant }: { request: Request; grant: Grant },
  reader: Reader,
  now: Date,
): string {
  const at = (date: Date | null) => formatMoment(date ?? now, reader, now);
  const say = (key: Parameters<typeof mrkdwn<keyof typeof accessText.en & string>>[2], when: Date | null) =>
    mrkdwn(accessText, reader.locale, key, {
      ...{ when: at(when), from: at(grant.startsAt), until: at(grant.endsAt) },
      who: mention(request.requester),
    });
  if (inForce(grant, now))
    return say(request.length.kind === 'case' ? 'state.runningCase' : 'state.running', grant.endsAt);
  if (isToStart(grant, now)) {
    if (grant.state === 'scheduled') return say('state.scheduled', grant.startsAt);
    return say(request.requester === reader.id ? 'state.readyMine' : 'state.ready', grant.startsAt);
  }
  switch (grant.state) {
    case 'returned':
      return say('state.returned', grant.endedAt);
    case 'given_up':
      return say('state.givenUp', grant.endedAt);
    case 'unused':
    case 'ready':
      return say('state.unused', grant.startsAt);
    case 'case_closed':
      return say('state.caseClosed', grant.endedAt);
    default:
      return say('state.expired', grant.endsAt);
  }
}

export function factsOf({ request, dataSet }: Pick<File, 'request' | 'dataSet'>, reader: Reader) {
  return {
    data: nameOf(dataSet, reader.locale),
    case: request.caseNumber,
    length: lengthWords(request, reader),
    span: spanWords(request, reader),
  };
}

export function classAndKind(dataSet: DataSet, { locale }: Reader): string {
  const kind =
    dataSet.personal === 'none' ? '' : ` · ${plain(catalogText, locale, `personal.${dataSet.personal}`)}`;
  return `${plain(catalogText, locale, `class.${dataSet.classification}`)}${kind}`;
}

/** Ids whose change makes a card about this request stale. */
export function showsOf({ request, grant, dataSet, away }: File): string[] {
  return [request.id, dataSet.id, ...dataSet.approverGroups, ...away, ...(grant ? [grant.id] : [])];
}
