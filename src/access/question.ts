import { z } from 'zod';
import { type Decision, type Refusal, refuse } from '../kernel/decision.ts';
import { type FreeText, freeText } from '../kernel/free-text.ts';
import {
  type DecideRefusal,
  type DecideState,
  decidable,
  event,
  type Request,
  undecided,
} from './request.ts';
import type { WaitClock } from './wait.ts';

/** What an approver wanted to know before deciding, and the answer. */
export type Question = {
  request: string;
  /** The first question about a request is 1. */
  number: number;
  by: string;
  /** Free text; null once erased. */
  text: string | null;
  askedAt: Date;
  /** Free text; null while it is owed, and once erased. */
  answer: string | null;
  answeredAt: Date | null;
};

/** A question with its request: what both decisions here change. */
export type Asked = { request: Request; question: Question };

/** How long an answer is waited for, in working days. */
export const answerDays = 3;

/** What the form of a question hands in. */
export const inquireInput = z.object({ question: freeText({ max: 300, min: 2 }) });
/** What the form of an answer hands in. */
export const answerInput = z.object({ answer: freeText({ max: 500 }) });

export type InquireState = DecideState & { questions: readonly Question[]; clock: WaitClock };

/**
 * Asks the requester something before deciding. It stops the clock of the wait; the answer has `answerDays` working days. Refused as
 * every decision, and while another question is open.
 */
export function inquire(command: { by: string; text: FreeText }) {
  return (state: InquireState, now: Date): Decision<Asked, DecideRefusal | 'access.questionOpen'> => {
    const pending = decidable(command.by, state, now);
    if (!('request' in pending)) return pending;
    const { request, who } = pending;
    if (request.state === 'asked') return refuse('access.questionOpen', undefined, 'question');
    const { clock } = state;
    const question: Question = {
      request: request.id,
      number: state.questions.length + 1,
      by: command.by,
      text: command.text,
      askedAt: now,
      answer: null,
      answeredAt: null,
    };
    const next: Request = {
      ...request,
      state: 'asked',
      waitLeft: clock.left(now, request.lapsesAt),
      lapsesAt: clock.days(now, answerDays),
    };
    const { requester, dataSet } = request;
    const { number } = question;
    const answerBy = next.lapsesAt.toISOString();
    return {
      next: { request: next, question },
      events: [
        event(
          'access.asked',
          request,
          { ...who, requester, dataSet, number, answerBy },
          { personal: { question: command.text }, whose: requester },
        ),
      ],
    };
  };
}

export type AnswerRefusal =
  | 'access.unknown'
  | 'access.notAsked'
  | 'access.answered'
  | 'access.answerTooLate'
  | 'access.withdrawn'
  | 'access.lapsed';

export type AnswerState = {
  request: Request | undefined;
  questions: readonly Question[];
  clock: WaitClock;
};

/** Whether a question can still be answered by this person; the refusal says why not. */
export function answerable(
  { by, number }: { by: string; number: number },
  { request, questions }: Pick<AnswerState, 'request' | 'questions'>,
  now: Date,
): Asked | Refusal<AnswerRefusal> {
  const question = questions.find((one) => one.number === number);
  if (!request || !question) return refuse('access.unknown');
  if (request.requester !== by) return refuse('access.notAsked');
  if (question.answeredAt) return refuse('access.answered');
  if (request.state === 'withdrawn') return refuse('access.withdrawn');
  if (request.state === 'lapsed' || (undecided(request) && now >= request.lapsesAt))
    return refuse('access.lapsed');
  // One that nobody answered before the request was denied and reopened is not the one that is open now.
  if (request.state !== 'asked' || question !== questions.at(-1))
    return refuse('access.answerTooLate', { how: request.state });
  return { request, question };
}

/** Answers a question: the wait goes on where it stopped. Only the requester may, once, and while nobody has decided. */
export function answer(command: { by: string; number: number; text: FreeText }) {
  return (state: AnswerState, now: Date): Decision<Asked, AnswerRefusal> => {
    const open = answerable(command, state, now);
    if ('refused' in open) return open;
    const { request, question } = open;
    const next: Request = {
      ...request,
      state: 'pending',
      lapsesAt: state.clock.until(now, request.waitLeft ?? 0),
      waitLeft: null,
    };
    const { by, text } = command;
    const lapsesAt = next.lapsesAt.toISOString();
    return {
      next: { request: next, question: { ...question, answer: text, answeredAt: now } },
      events: [
        event(
          'access.answered',
          request,
          { by, asker: question.by, number: question.number, lapsesAt },
          { personal: { answer: text }, whose: request.requester },
        ),
      ],
    };
  };
}
