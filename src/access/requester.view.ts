import { catalogText } from '../catalog/data-set.text.ts';
import type { DataSet } from '../catalog/data-set.ts';
import type { Tx } from '../database/connection.ts';
import { formatHours, formatMoment, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, context, fields, listed, mention, section } from '../slack/blocks.ts';
import type { Blocks, CardFace, CardKind } from '../slack/capability.ts';
import { accessText } from './access.text.ts';
import {
  answerButton,
  askAgainButton,
  giveBackButton,
  giveUpButton,
  pressButton,
  withdrawButton,
} from './button.view.ts';
import { classAndKind, type File, factsOf, fileOf, showsOf, stateLines } from './card.view.ts';
import { decisionText } from './decision.text.ts';
import { grantById } from './grant.store.ts';
import { inForce, isToStart } from './grant.ts';
import { meanwhile } from './meanwhile.view.ts';
import { denialWords, isTakenBack } from './outcome.view.ts';
import type { Question } from './question.ts';
import { conversation, openQuestion, questionNotice } from './question.view.ts';
import { type Request, undecided } from './request.ts';
import { neverRan, startNotice } from './start.view.ts';
import { written } from './written.view.ts';

/** What the requester sees, from the wish to the end of the access. */
export const requesterFace: CardKind['render'] = async (tx, { tenant, reader, occasion, now }) => {
  const file = await fileOf(tx, tenant, occasion);
  if (!file) return null;
  const { request, grant, dataSet } = file;
  const { locale } = reader;
  const facts = factsOf(file, reader);
  const pending = undecided(request) && now < request.lapsesAt;
  const question = pending ? openQuestion(request, file.questions) : undefined;
  const running = grant !== undefined && inForce(grant, now);
  const when = grant ? formatMoment(grant.endsAt, reader, now) : '';
  const status = question
    ? questionLines(question, request, reader, now)
    : pending
      ? waitingLine(file, reader, now)
      : stateLines(file, reader, now).join('\n');
  const said = conversation(request, file.questions, reader);
  const blocks: Blocks = [
    section(mrkdwn(accessText, locale, 'mine.title', { data: facts.data })),
    fields([
      [plain(accessText, locale, 'label.class'), classAndKind(dataSet, reader)],
      [plain(accessText, locale, 'label.case'), facts.case],
      [plain(accessText, locale, 'label.purpose'), plain(catalogText, locale, `purpose.${request.purpose}`)],
      [plain(accessText, locale, 'label.length'), facts.span],
    ]),
    ...(said.length > 0 ? [section(said.join('\n'))] : []),
    section(status),
    ...(pending && !question ? await meanwhile(tx, tenant, file, reader, now) : []),
  ];
  const toStart = grant !== undefined && isToStart(grant, now);
  if (toStart)
    blocks.push(
      actions(
        `mine.${request.id}`,
        ...(grant.state === 'ready' ? [pressButton(grant, reader)] : []),
        giveUpButton(grant, reader),
      ),
    );
  else if (running)
    blocks.push(
      context(handlingLine(dataSet, reader)),
      actions(`mine.${request.id}`, giveBackButton(grant, reader)),
    );
  else if (pending)
    blocks.push(
      actions(
        `mine.${request.id}`,
        ...(question ? [answerButton(question, reader)] : []),
        withdrawButton(request, reader),
      ),
    );
  else blocks.push(actions(`mine.${request.id}`, askAgainButton(request, reader)));
  const phase = (grant && neverRan(grant, now)) ?? phaseOf(request.state, pending, running);
  const from = grant ? formatMoment(grant.startsAt, reader, now) : '';
  const notice = noticeOf(file, reader, now, when);
  const facing = { data: facts.data, case: facts.case, when, from };
  return {
    text: question
      ? mrkdwn(decisionText, locale, 'question.lockScreen', { by: mention(question.by), ...facts })
      : mrkdwn(accessText, locale, `mine.lockScreen.${phase}`, facing),
    blocks,
    shows: showsOf(file),
    open: pending || running || toStart,
    ...(notice ? { notice } : {}),
  };
};

/** Who asks, and that the clock stands still until the answer. */
function questionLines(question: Question, request: Request, reader: Reader, now: Date): string {
  const { locale } = reader;
  return [
    mrkdwn(decisionText, locale, 'question.mine', { by: mention(question.by) }),
    plain(decisionText, locale, 'question.until', { when: formatMoment(request.lapsesAt, reader, now) }),
  ].join('\n');
}

/** For whom and until when a request waits; the approvers can all have gone since it was made. */
function waitingLine({ request, approvers }: File, reader: Reader, now: Date): string {
  const { locale } = reader;
  const deciders = approvers.filter((id) => id !== request.requester).map(mention);
  const when = formatMoment(request.lapsesAt, reader, now);
  if (deciders.length === 0) return mrkdwn(accessText, locale, 'mine.waitingNobody', { when });
  const most = 10;
  const more = deciders.length - most;
  const named: Markup[] = deciders.slice(0, most);
  if (more > 0) named.push({ markup: plain(accessText, locale, 'mine.waitingOthers', { more }) });
  return mrkdwn(accessText, locale, 'mine.waiting', { whom: listed(named, locale, 'disjunction'), when });
}

/** Which of the lock-screen texts fits. A wish whose time is over has lapsed, whether or not the tick came by yet. */
function phaseOf(state: Request['state'], pending: boolean, running: boolean) {
  if (pending) return 'pending';
  if (running) return 'granted';
  if (state === 'granted') return 'ended';
  return state === 'pending' || state === 'asked' ? 'lapsed' : state;
}

/** The warning before the end. */
export async function endingFace(
  tx: Tx,
  tenant: string,
  grantId: string,
  reader: Reader,
  now: Date,
): Promise<CardFace | null> {
  const grant = await grantById(tx, tenant, grantId);
  const file = grant && (await fileOf(tx, tenant, grant.request));
  if (!file?.grant) return null;
  const { locale } = reader;
  const facts = factsOf(file, reader);
  const when = formatMoment(file.grant.endsAt, reader, now);
  const running = inForce(file.grant, now);
  const said = { data: facts.data, case: facts.case, when };
  const buttons = [
    askAgainButton(file.request, reader, running ? 'button.longer' : 'button.askAgain'),
    ...(running ? [giveBackButton(file.grant, reader)] : []),
  ];
  return {
    text: mrkdwn(accessText, locale, running ? 'ending.lockScreen' : 'mine.lockScreen.ended', said),
    blocks: [
      section(mrkdwn(accessText, locale, running ? 'ending.text' : 'mine.lockScreen.ended', said)),
      ...(running ? [] : [context(stateLines(file, reader, now).join('\n'))]),
      ...(running ? [context(plain(accessText, locale, 'ending.help'))] : []),
      actions(`ending.${grantId}`, ...buttons),
    ],
    shows: showsOf(file),
    open: running,
  };
}

/** The one line under the requester's card: what they wait for, since an edited message rings no phone. */
function noticeOf(
  { request, grant, questions }: File,
  reader: Reader,
  now: Date,
  when: string,
): CardFace['notice'] {
  const { locale } = reader;
  const by = request.decidedBy ? mention(request.decidedBy) : '';
  const again = request.reopenedAt ? ` ${request.reopenedAt.getTime()}` : '';
  const question = openQuestion(request, questions);
  if (question) return questionNotice(question, reader);
  if (request.state === 'pending' && again !== '')
    return { key: `reopened${again}`, text: plain(decisionText, locale, 'mine.notice.reopened') };
  if (request.state === 'denied') {
    return {
      key: `denied${again}`,
      text: mrkdwn(accessText, locale, 'mine.notice.denied', {
        by,
        reason: denialWords(request, locale),
      }),
    };
  }
  if (request.state === 'lapsed')
    return {
      key: `lapsed${again}`,
      text:
        request.waitLeft === null
          ? plain(accessText, locale, 'mine.notice.lapsed')
          : plain(decisionText, locale, 'mine.notice.unanswered'),
    };
  if (!grant) return undefined;
  const early = startNotice({ request, grant }, by, reader, now);
  if (early) return early.notice;
  if (inForce(grant, now))
    return {
      key: 'granted',
      text:
        request.approvedHours !== null
          ? mrkdwn(decisionText, locale, 'mine.notice.shortened', {
              ...{ by, when },
              length: formatHours(request.approvedHours, locale),
            })
          : mrkdwn(accessText, locale, 'mine.notice.granted', { by, when }),
    };
  if (grant.state === 'unused')
    return { key: 'unused', text: plain(accessText, locale, 'mine.notice.unused') };
  if (grant.state === 'case_closed')
    return { key: 'case_closed', text: plain(accessText, locale, 'mine.notice.caseClosed') };
  if (grant.state === 'expired')
    return { key: 'expired', text: plain(accessText, locale, 'mine.notice.expired') };
  if (isTakenBack({ request, grant })) {
    const reason = written(grant.endReason, locale);
    return {
      key: 'revoked',
      text: mrkdwn(
        decisionText,
        locale,
        reason === '' ? 'mine.notice.takenBack' : 'mine.notice.takenBackReason',
        { by, reason },
      ),
    };
  }
  if (grant.state === 'revoked' && grant.endedBy) {
    return {
      key: 'revoked',
      text: mrkdwn(accessText, locale, 'mine.notice.revoked', {
        by: mention(grant.endedBy),
        reason: written(grant.endReason, locale),
      }),
    };
  }
  return undefined;
}

/** What may be done with copies, in one line. */
function handlingLine({ handling }: DataSet, { locale }: Reader): string {
  const words = (['send', 'wechat', 'print', 'carry'] as const).map(
    (what) =>
      `${plain(catalogText, locale, `handling.${what}`)}: ${plain(catalogText, locale, `handling.${handling[what]}`)}`,
  );
  words.push(
    `${plain(catalogText, locale, 'handling.destroy')}: ${plain(catalogText, locale, `destroy.${handling.destroy}`)}`,
  );
  return locale === 'zh' ? words.join('；').replaceAll(': ', '：') : words.join(' · ');
}
