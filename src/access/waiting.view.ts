import { catalogText } from '../catalog/data-set.text.ts';
import type { Tx } from '../database/connection.ts';
import { formatHours, formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { userGroupsById } from '../people/member.store.ts';
import { actions, button, clip, context, mention, mentionGroup, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import { act } from './button.view.ts';
import { classAndKind, type File, factsOf } from './card.view.ts';
import { decisionText } from './decision.text.ts';
import { conversation } from './question.view.ts';
import type { Request } from './request.ts';
import { shorterThan } from './shorten.ts';
import { habitOf } from './unusual.store.ts';
import { type Unusual, unusual } from './unusual.ts';
import { written } from './written.view.ts';

/** How much of the reason a card shows. */
const reasonLength = 140;

/**
 * What an approver reads before deciding, short enough for a phone: who, what, how long, which case; the rules; why; what was asked and
 * answered; and what is unusual. `whole` leaves nothing out.
 */
export function askBlocks(file: File, odd: readonly Unusual[], reader: Reader, whole = false): Blocks {
  const { request, dataSet } = file;
  const { locale } = reader;
  const rules = `${classAndKind(dataSet, reader)} · ${plain(catalogText, locale, `purpose.${request.purpose}`)}`;
  const reason = written(request.reason, locale);
  const shown = whole ? reason : clip(reason.replaceAll(/\s*\n\s*/gu, ' '), reasonLength);
  const quoted = mrkdwn(decisionText, locale, 'ask.reason', { reason: shown });
  const said = conversation(request, file.questions, reader, whole);
  const why = [...(reason === '' ? [] : [quoted]), ...said].join('\n');
  const more =
    whole || shown === reason
      ? undefined
      : button({ id: act.open, text: plain(decisionText, locale, 'button.more'), value: request.id });
  return [
    section(`${firstLine(file, reader)}\n${rules}`),
    // Where no sentence is asked for there may be none.
    ...(why === '' ? [] : [section(why, more)]),
    section(unusualLine(odd, reader)),
  ];
}

/** Who, what, how long, which case: the same words as on the lock screen. */
export function firstLine(file: File, reader: Reader): string {
  const { data, span: length, case: number } = factsOf(file, reader);
  return mrkdwn(decisionText, reader.locale, 'ask.first', {
    who: mention(file.request.requester),
    data,
    length,
    case: number,
  });
}

/** What is unusual about the request, asked of the rows now. */
export async function oddities(tx: Tx, tenant: string, request: Request, now: Date): Promise<Unusual[]> {
  // What ends by the calendar names no hours to compare.
  const hours = ['day', 'week', 'until'].includes(request.length.kind) ? 0 : request.hours;
  return unusual({ hours }, await habitOf(tx, tenant, request, now));
}

/** `first time for this data · holds 3 others now`, or that nothing is unusual. */
export function unusualLine(odd: readonly Unusual[], { locale }: Reader): string {
  if (odd.length === 0) return plain(decisionText, locale, 'unusual.none');
  const words = odd.map((one) => {
    if (one.what === 'longer')
      return plain(decisionText, locale, 'unusual.longer', { usual: formatHours(one.usual, locale) });
    if (one.what === 'holdsOthers')
      return plain(decisionText, locale, 'unusual.holdsOthers', { others: one.others });
    return plain(decisionText, locale, `unusual.${one.what}`);
  });
  return plain(decisionText, locale, 'unusual.some', { what: words.join(locale === 'zh' ? '；' : ' · ') });
}

/** Approve, approve for less, ask, deny. */
export function decideButtons(request: Request, { locale }: Reader): Blocks[number] {
  const { id: value } = request;
  return actions(
    `decide.${value}`,
    button({ id: act.approve, text: plain(accessText, locale, 'button.approve'), value, style: 'primary' }),
    ...(shorterThan(request.hours).length > 0
      ? [button({ id: act.shorten, text: plain(decisionText, locale, 'button.shorten'), value })]
      : []),
    ...(request.state === 'pending'
      ? [button({ id: act.inquire, text: plain(decisionText, locale, 'button.inquire'), value })]
      : []),
    button({ id: act.deny, text: plain(accessText, locale, 'button.deny'), value, style: 'danger' }),
  );
}

/** What happens if nobody does anything, and why this person is asked. */
export async function askFoot(
  tx: Tx,
  tenant: string,
  file: File,
  reader: Reader,
  now: Date,
): Promise<Blocks[number]> {
  const { request } = file;
  const when = formatMoment(request.lapsesAt, reader, now);
  const nothing =
    request.state === 'asked'
      ? mrkdwn(decisionText, reader.locale, 'ask.nothingAsked', { who: mention(request.requester), when })
      : plain(decisionText, reader.locale, 'ask.nothing', { when });
  const why =
    request.road === 'privacy_officer'
      ? plain(accessText, reader.locale, 'ask.whyYouOfficer')
      : await whyYou(tx, tenant, file, reader);
  return context(nothing, why);
}

async function whyYou(tx: Tx, tenant: string, { dataSet, instead }: File, reader: Reader): Promise<string> {
  const absent = instead.get(reader.id);
  if (absent) return mrkdwn(accessText, reader.locale, 'ask.whyYouInstead', { who: mention(absent) });
  if (dataSet.approvers.includes(reader.id)) return plain(accessText, reader.locale, 'ask.whyYouNamed');
  const groups = await userGroupsById(tx, tenant, dataSet.approverGroups);
  const mine = [...groups.values()].find((group) => group.members.includes(reader.id));
  return mine
    ? mrkdwn(accessText, reader.locale, 'ask.whyYouGroup', { group: mentionGroup(mine.id) })
    : plain(accessText, reader.locale, 'ask.whyYouNamed');
}
