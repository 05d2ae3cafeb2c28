import { z } from 'zod';
import { refuse } from '../kernel/decision.ts';
import { freeText } from '../kernel/free-text.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { membersById } from '../people/member.store.ts';
import { isEmployee, userId } from '../people/member.ts';
import { mention } from '../slack/blocks.ts';
import type { Act, ActionHandler, Answer, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors } from '../slack/form.ts';
import {
  answered,
  causeOf,
  forEmployees,
  leads,
  occurrenceWithDuty,
  refusalNote,
  refusedForm,
  submitted,
} from './answer.slack.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { dutyForm, titleOf } from './duty.view.ts';
import type { Answered } from './evidence.ts';
import { askField, evidenceView } from './evidence.view.ts';
import type { Note } from './list.view.ts';
import { lastTime, showOccurrence } from './look.slack.ts';
import { asksOf, expectedAt } from './meeting.ts';
import {
  acceptOccurrence,
  completeOccurrence,
  giveBackOccurrence,
  type OccurrenceAct,
  passOccurrence,
  skipOccurrence,
  undoOccurrence,
} from './occurrence.job.ts';
import { isOpen, type Occurrence, undoMinutes } from './occurrence.ts';
import { passView, sentenceView } from './pass.view.ts';
import { placeFrom, subjectFrom } from './place.ts';
import { dayOf } from './plan.ts';
import { handOverRule } from './rule.job.ts';

async function actOf(visit: Visit, occurrence: string): Promise<OccurrenceAct> {
  return { cause: await causeOf(visit, occurrence), by: visit.reader.id, occurrence };
}

/** What an act left behind, in words. */
function said(
  { reader }: Visit,
  key: keyof typeof dutyText.en & string,
  duty: Duty,
  who?: string | null,
): string {
  return mrkdwn(dutyText, reader.locale, key, {
    title: titleOf(duty, reader.locale),
    who: who ? mention(who) : '',
    checker: duty.checker ? mention(duty.checker) : '',
  });
}

/** Whether it can be acted on by its owner; else the sentence that says why not. */
async function opened(
  visit: Visit,
  id: string,
): Promise<{ occurrence: Occurrence; duty: Duty } | { note: Note }> {
  const found = await occurrenceWithDuty(visit, id);
  if (!found) return { note: await refusalNote(visit, refuse('duty.unknown')) };
  const { occurrence, duty } = found;
  if (occurrence.owner !== visit.reader.id && !leads(visit.member))
    return { note: await refusalNote(visit, refuse('duty.notYours', { owner: occurrence.owner }), duty) };
  if (!isOpen(occurrence))
    return { note: await refusalNote(visit, refuse('duty.already', { how: occurrence.state }), duty) };
  return found;
}

/** Done: at once where nothing is asked, else the form. */
export const onDone: ActionHandler = forEmployees((visit, act) => startDone(visit, act.value, act));

export async function startDone(visit: Visit, id: string, act: Act): Promise<Answer> {
  const found = await opened(visit, id);
  if ('note' in found) return answered(visit, act, found.note, id);
  const { occurrence, duty } = found;
  if (asksOf(duty).length === 0) {
    const outcome = await completeOccurrence(visit, await actOf(visit, id), {}, null);
    const note =
      outcome.kind === 'refused' ? await refusalNote(visit, outcome, duty) : await doneNote(visit, id, duty);
    return answered(visit, act, note, id);
  }
  const [last, members] = await visit.read((tx) =>
    Promise.all([
      lastTime(tx, visit.tenant, occurrence),
      membersById(tx, visit.tenant, expectedAt(duty, occurrence)),
    ]),
  );
  const expected = expectedAt(duty, occurrence).filter((who) => isEmployee(members.get(who)));
  const now = visit.now();
  const view = evidenceView(visit.reader, duty, occurrence, {
    ...{ last, expected, now, today: dayOf(now, visit.reader.tz) },
    place: placeFrom(act.view?.privateMetadata),
  });
  return { kind: act.view ? 'replace' : 'open', view };
}

/** What was recorded, what is odd about it, and that it can be taken back. */
async function doneNote(visit: Visit, id: string, duty: Duty): Promise<Note> {
  const { locale } = visit.reader;
  const occurrence = (await occurrenceWithDuty(visit, id))?.occurrence;
  const lines = [
    said(visit, occurrence?.state === 'submitted' ? 'said.submitted' : 'said.done', duty),
    ...(occurrence?.flagged ? [plain(dutyText, locale, `said.${occurrence.flagged}`)] : []),
    plain(dutyText, locale, 'said.undoHint', { minutes: undoMinutes }),
  ];
  return { text: lines.join('\n'), ...(occurrence ? { undo: occurrence } : {}) };
}

export const onDoneSubmitted: SubmissionHandler = async (visit, view) => {
  const id = subjectFrom(view.privateMetadata);
  const found = await occurrenceWithDuty(visit, id);
  const fields = Object.keys(view.values);
  const fallback = fields[0] ?? 'evidenceOn';
  if (!found) return refusedForm(visit, refuse('duty.unknown'), fallback, fields);
  const { duty } = found;
  const answers: Record<string, Answered[string]> = {};
  for (const { key } of asksOf(duty)) answers[key] = view.values[askField(key)];
  const on = view.values.evidenceOn;
  const outcome = await completeOccurrence(
    visit,
    await actOf(visit, id),
    answers,
    typeof on === 'string' && on ? on : null,
  );
  if (outcome.kind === 'refused') {
    const asked = asksOf(duty).some(({ key }) => key === outcome.field);
    const field = outcome.field && asked ? askField(outcome.field) : outcome.field;
    return refusedForm(visit, { refused: outcome.refused, ...(field ? { field } : {}) }, fallback, fields);
  }
  return submitted(visit, view.privateMetadata, id, await doneNote(visit, id, duty));
};

/** Acts that need no form. */
const plainAct =
  (commit: typeof acceptOccurrence, key: 'said.accepted' | 'said.undone'): ActionHandler =>
  async (visit, act) => {
    const found = await occurrenceWithDuty(visit, act.value);
    const outcome = await commit(visit, await actOf(visit, act.value));
    const note =
      outcome.kind === 'refused'
        ? await refusalNote(visit, outcome, found?.duty)
        : { text: found ? said(visit, key, found.duty) : '' };
    return answered(visit, act, note, act.value);
  };

export const onUndo = forEmployees(plainAct(undoOccurrence, 'said.undone'));
export const onAccept = forEmployees(plainAct(acceptOccurrence, 'said.accepted'));

export const onReturn: ActionHandler = forEmployees(async (visit, act) => {
  const found = await occurrenceWithDuty(visit, act.value);
  if (!found) return answered(visit, act, await refusalNote(visit, refuse('duty.unknown')), act.value);
  const { duty, occurrence } = found;
  const no =
    duty.checker !== visit.reader.id && !leads(visit.member)
      ? refuse('duty.notChecker')
      : occurrence.state !== 'submitted'
        ? refuse('duty.notSubmitted', { how: occurrence.state })
        : undefined;
  if (no) return answered(visit, act, await refusalNote(visit, no, duty), act.value);
  const view = sentenceView(
    visit.reader,
    'return',
    duty,
    occurrence,
    visit.now(),
    placeFrom(act.view?.privateMetadata),
  );
  return { kind: act.view ? 'replace' : 'open', view };
});

const sentence = z.object({ why: freeText({ max: 300, min: 2 }) });

export const onReturnSubmitted: SubmissionHandler = async (visit, view) => {
  const id = subjectFrom(view.privateMetadata);
  const parsed = sentence.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(dutyText, visit.reader.locale, parsed.error) };
  const found = await occurrenceWithDuty(visit, id);
  const outcome = await giveBackOccurrence(visit, await actOf(visit, id), parsed.data.why);
  if (outcome.kind === 'refused' || !found)
    return refusedForm(visit, outcome.kind === 'refused' ? outcome : refuse('duty.unknown'), 'why', ['why']);
  const { duty, occurrence } = found;
  return submitted(visit, view.privateMetadata, id, {
    text: said(visit, 'said.returned', duty, occurrence.owner),
  });
};

export const onSkip: ActionHandler = forEmployees((visit, act) => startSkip(visit, act.value, act));

export async function startSkip(visit: Visit, id: string, act: Act): Promise<Answer> {
  const found = await opened(visit, id);
  if ('note' in found) return answered(visit, act, found.note, id);
  const { duty, occurrence } = found;
  const view = sentenceView(
    visit.reader,
    'skip',
    duty,
    occurrence,
    visit.now(),
    placeFrom(act.view?.privateMetadata),
  );
  return { kind: act.view ? 'replace' : 'open', view };
}

export const onSkipSubmitted: SubmissionHandler = async (visit, view) => {
  const id = subjectFrom(view.privateMetadata);
  const parsed = sentence.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(dutyText, visit.reader.locale, parsed.error) };
  const found = await occurrenceWithDuty(visit, id);
  const outcome = await skipOccurrence(visit, await actOf(visit, id), parsed.data.why);
  if (outcome.kind === 'refused' || !found)
    return refusedForm(visit, outcome.kind === 'refused' ? outcome : refuse('duty.unknown'), 'why', ['why']);
  return submitted(visit, view.privateMetadata, id, {
    text: said(visit, 'said.skipped', found.duty),
    undo: found.occurrence,
  });
};

export const onPass: ActionHandler = forEmployees((visit, act) => startPass(visit, act.value, act));

export async function startPass(visit: Visit, id: string, act: Act): Promise<Answer> {
  const found = await opened(visit, id);
  if ('note' in found) return answered(visit, act, found.note, id);
  const { duty, occurrence } = found;
  const forGood = duty.owner === visit.reader.id || leads(visit.member);
  const view = passView(visit.reader, duty, occurrence, {
    ...{ now: visit.now(), forGood },
    place: placeFrom(act.view?.privateMetadata),
  });
  return { kind: act.view ? 'replace' : 'open', view };
}

const passInput = z.object({ to: userId, how: z.enum(['once', 'good']).catch('once') });

export const onPassSubmitted: SubmissionHandler = async (visit, view) => {
  const id = subjectFrom(view.privateMetadata);
  const parsed = passInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(dutyText, visit.reader.locale, parsed.error) };
  const { to, how } = parsed.data;
  const found = await occurrenceWithDuty(visit, id);
  if (!found) return refusedForm(visit, refuse('duty.unknown'), 'to', ['to']);
  const { duty } = found;
  // Its owner hands the rule over with what is open; who only had it this once has no rule to give.
  if (how === 'good') {
    const act = { cause: visit.cause, by: visit.reader.id, duty: duty.id };
    const handed = await handOverRule(visit, act, to, id);
    if (handed.kind === 'refused') return refusedForm(visit, handed, 'to', ['to']);
    return submitted(visit, view.privateMetadata, id, { text: said(visit, 'said.handedOver', duty, to) });
  }
  const outcome = await passOccurrence(visit, await actOf(visit, id), to);
  if (outcome.kind === 'refused') return refusedForm(visit, outcome, 'to', ['to']);
  return submitted(visit, view.privateMetadata, id, { text: said(visit, 'said.passed', duty, to) });
};

/** One time of a duty whole. */
export const onShow: ActionHandler = forEmployees(async (visit, act) => {
  const view = await showOccurrence(visit, act.value, placeFrom(act.view?.privateMetadata));
  if (view) return { kind: act.view ? 'replace' : 'open', view };
  const found = await occurrenceWithDuty(visit, act.value);
  const no = await refusalNote(visit, refuse(found ? 'duty.notShown' : 'duty.unknown'), found?.duty);
  return answered(visit, act, no, act.value);
});

export const occurrenceForms = {
  [dutyForm.done]: onDoneSubmitted,
  [dutyForm.pass]: onPassSubmitted,
  [dutyForm.skip]: onSkipSubmitted,
  [dutyForm.return]: onReturnSubmitted,
};
