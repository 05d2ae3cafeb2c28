import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { clip, mention } from '../slack/blocks.ts';
import { decisionText } from './decision.text.ts';
import type { Question } from './question.ts';
import type { Request } from './request.ts';
import { written } from './written.view.ts';

/** How much of a question or answer a card shows; Slack folds longer messages on phones. */
const briefLength = 200;

/** Questions and answers about a request, in their order, as both sides read them; whole, or the last two in brief. */
export function conversation(
  { requester }: Pick<Request, 'requester'>,
  questions: readonly Question[],
  { locale }: Reader,
  whole = false,
): string[] {
  const text = (words: string | null) =>
    whole ? written(words, locale) : clip(written(words, locale), briefLength);
  return questions.slice(whole ? 0 : -2).flatMap((one) => [
    mrkdwn(decisionText, locale, 'question.asked', { by: mention(one.by), text: text(one.text) }),
    ...(one.answeredAt
      ? [
          mrkdwn(decisionText, locale, 'question.answered', {
            who: mention(requester),
            text: text(one.answer),
          }),
        ]
      : []),
  ]);
}

/** The question that waits for an answer. */
export function openQuestion(
  { state }: Pick<Request, 'state'>,
  questions: readonly Question[],
): Question | undefined {
  return state === 'asked' ? questions.at(-1) : undefined;
}

/** Names a question in a button or form: `req_…:2`. */
export function questionName({ request, number }: Pick<Question, 'request' | 'number'>): string {
  return `${request}:${number}`;
}

/** The line under the requester's card when a question came. */
export function questionNotice(question: Question, { locale }: Reader): { key: string; text: string } {
  return {
    key: `asked ${question.number}`,
    text: mrkdwn(decisionText, locale, 'question.notice', {
      by: mention(question.by),
      text: written(question.text, locale),
    }),
  };
}

/** The line under an approver's card about what they wait for: an answer, or that a denial was reopened; the later of the two. */
export function approverNotice(
  request: Request,
  questions: readonly Question[],
  { locale }: Reader,
): { key: string; text: string } | undefined {
  if (request.state !== 'pending') return undefined;
  const last = questions.at(-1);
  const { reopenedAt } = request;
  if (reopenedAt && (!last?.answeredAt || last.answeredAt < reopenedAt))
    return {
      key: `reopened ${reopenedAt.getTime()}`,
      text: plain(decisionText, locale, 'ask.notice.reopened'),
    };
  if (!last?.answeredAt) return undefined;
  return {
    key: `answered ${last.number}`,
    text: mrkdwn(decisionText, locale, 'question.answerNotice', {
      who: mention(request.requester),
      text: written(last.answer, locale),
    }),
  };
}
