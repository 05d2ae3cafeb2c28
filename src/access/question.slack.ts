import type { z } from 'zod';
import { isRefusal, refuse } from '../kernel/decision.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { derivedId } from '../kernel/id.ts';
import type { ActionHandler, SubmissionHandler } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { person } from '../vault/sealed.ts';
import { accessText } from './access.text.ts';
import { fileAndState } from './decision.slack.ts';
import { loadDecision, waitClock } from './decision.store.ts';
import { answerView, inquireView } from './decision.view.ts';
import { questionsOf, saveAsked } from './question.store.ts';
import { answer, answerable, answerInput, inquire, inquireInput } from './question.ts';
import { refusal } from './refusal.view.ts';
import { requestById } from './request.store.ts';
import { plainClock } from './wait.ts';

/** `req_…:2` */
function named(name: string): { request: string; number: number } {
  const [request = '', number = ''] = name.split(':');
  return { request, number: Number(number) };
}

/** Ask opens the form; whether there is still something to decide is said before anybody types. */
export const onInquire: ActionHandler = async (visit, { value }) => {
  const { reader } = visit;
  const { file, state } = await fileAndState(visit, value);
  const trial = inquire({ by: reader.id, text: '' as FreeText })(
    { ...state, questions: file?.questions ?? [], clock: plainClock },
    visit.now(),
  );
  if (isRefusal(trial)) return refusal(visit, trial);
  return file ? { kind: 'open', view: inquireView(reader, file) } : refusal(visit, refuse('access.unknown'));
};

export const onInquireSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const parsed = inquireInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, reader.locale, parsed.error as z.ZodError) };
  const { request } = named(view.privateMetadata);
  const outcome = await visit.commit({
    // One modal can ask about several requests, and again after an answer.
    id: derivedId('cmd', tenant, visit.cause.id, view.privateMetadata),
    cause: visit.cause,
    keys: [request],
    load: async (tx) => {
      const [state, questions] = await Promise.all([
        loadDecision(tx, tenant, request, reader.id),
        questionsOf(tx, tenant, request),
      ]);
      const clock = await waitClock(tx, tenant, state.request?.requester ?? reader.id);
      return { ...state, questions, clock };
    },
    decide: inquire({ by: reader.id, text: parsed.data.question }),
    save: (tx, next) => saveAsked(tx, tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, reader.locale, outcome, 'question') };
  return { kind: 'close' };
};

/** Answer opens the form, with the question in it. */
export const onAnswer: ActionHandler = async (visit, { value }) => {
  const { reader } = visit;
  const { request, number } = named(value);
  const { file } = await fileAndState(visit, request);
  const stands = { request: file?.request, questions: file?.questions ?? [] };
  const open = answerable({ by: reader.id, number }, stands, visit.now());
  if ('refused' in open) return refusal(visit, open);
  return file
    ? { kind: 'open', view: answerView(reader, file, open.question) }
    : refusal(visit, refuse('access.unknown'));
};

export const onAnswerSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const parsed = answerInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(accessText, reader.locale, parsed.error as z.ZodError) };
  const { request: requestId, number } = named(view.privateMetadata);
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id, view.privateMetadata),
    cause: visit.cause,
    keys: [requestId],
    seals: [person(reader.id)],
    load: async (tx) => {
      const [request, questions, clock] = await Promise.all([
        requestById(tx, tenant, requestId),
        questionsOf(tx, tenant, requestId),
        waitClock(tx, tenant, reader.id),
      ]);
      return { request, questions, clock };
    },
    decide: answer({ by: reader.id, number, text: parsed.data.answer }),
    save: (tx, next) => saveAsked(tx, tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(accessText, reader.locale, outcome, 'answer') };
  return { kind: 'close' };
};
