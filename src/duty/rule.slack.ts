import { z } from 'zod';
import { refuse } from '../kernel/decision.ts';
import { mrkdwn } from '../kernel/message.ts';
import { isEmployee, userId } from '../people/member.ts';
import { mention } from '../slack/blocks.ts';
import type { ActionHandler, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors } from '../slack/form.ts';
import {
  answered,
  causeOf,
  forEmployees,
  leads,
  refusalNote,
  refusedForm,
  submitted,
} from './answer.slack.ts';
import { dutyById } from './duty.store.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { dutyForm, titleOf } from './duty.view.ts';
import { nextWords } from './list.view.ts';
import { showRule } from './look.slack.ts';
import { handOverView } from './pass.view.ts';
import { placeFrom, subjectFrom } from './place.ts';
import {
  handOverRule,
  pauseRule,
  type RuleAct,
  type RuleOutcome,
  resumeRule,
  retireRule,
} from './rule.job.ts';

/** A rule after something was done to it, in words: what, and when it comes next. */
export function ruleSaid(
  { reader, now }: Visit,
  key: keyof typeof dutyText.en & string,
  duty: Duty,
  who?: string,
): string {
  const { locale } = reader;
  const next = nextWords(duty, reader, now());
  return mrkdwn(dutyText, locale, key, {
    title: titleOf(duty, locale),
    next: locale === 'en' ? `${next.charAt(0).toUpperCase()}${next.slice(1)}.` : next,
    who: who ? mention(who) : '',
  });
}

export function ruleOf({ read, tenant }: Visit, id: string): Promise<Duty | undefined> {
  return read((tx) => dutyById(tx, tenant, id));
}

/** A rule whole. */
export const onRule: ActionHandler = forEmployees(async (visit, act) => {
  const view = await showRule(visit, act.value, placeFrom(act.view?.privateMetadata));
  if (view) return { kind: act.view ? 'replace' : 'open', view };
  const duty = await ruleOf(visit, act.value);
  const no = await refusalNote(visit, refuse(duty ? 'duty.notShown' : 'duty.unknown'), duty);
  return answered(visit, act, no, act.value);
});

type RuleCommit = (visit: Visit, act: RuleAct & { by: string }) => Promise<RuleOutcome>;

/** Acts on a rule that need no form. The button says which duty, and behind it what the list looked like. */
const plainAct =
  (commit: RuleCommit, key: 'said.paused' | 'said.resumed' | 'said.retired'): ActionHandler =>
  async (visit, act) => {
    const [id = ''] = act.value.split(' ');
    const cause = await causeOf(visit, id);
    const outcome = await commit(visit, { cause, by: visit.reader.id, duty: id });
    const duty = await ruleOf(visit, id);
    const note =
      outcome.kind === 'refused'
        ? await refusalNote(visit, outcome, duty)
        : { text: duty ? ruleSaid(visit, key, duty) : '' };
    return answered(visit, act, note, id);
  };

export const onPause = forEmployees(plainAct(pauseRule, 'said.paused'));
export const onResume = forEmployees(plainAct(resumeRule, 'said.resumed'));
export const onRetire = forEmployees(plainAct((visit, act) => retireRule(visit, act), 'said.retired'));

export const onHandOver: ActionHandler = forEmployees(async (visit, act) => {
  const duty = await ruleOf(visit, act.value);
  const mine = duty && isEmployee(visit.member) && duty.owner === visit.reader.id;
  const no = !duty
    ? refuse('duty.unknown')
    : duty.state === 'retired'
      ? refuse('duty.retired')
      : !mine && !leads(visit.member)
        ? refuse('duty.mayNotChange')
        : undefined;
  if (no || !duty)
    return answered(visit, act, await refusalNote(visit, no ?? refuse('duty.unknown'), duty), act.value);
  const view = handOverView(visit.reader, duty, placeFrom(act.view?.privateMetadata));
  return { kind: act.view ? 'replace' : 'open', view };
});

const toInput = z.object({ to: userId });

export const onHandOverSubmitted: SubmissionHandler = async (visit, view) => {
  const id = subjectFrom(view.privateMetadata);
  const parsed = toInput.safeParse(view.values);
  if (!parsed.success)
    return { kind: 'errors', errors: fieldErrors(dutyText, visit.reader.locale, parsed.error) };
  const { to } = parsed.data;
  const before = await ruleOf(visit, id);
  const outcome = await handOverRule(visit, { cause: visit.cause, by: visit.reader.id, duty: id }, to);
  if (outcome.kind === 'refused' || !before)
    return refusedForm(visit, outcome.kind === 'refused' ? outcome : refuse('duty.unknown'), 'to', ['to']);
  const key = before.owner === to ? 'said.kept' : 'said.handedOver';
  return submitted(visit, view.privateMetadata, id, { text: ruleSaid(visit, key, before, to) });
};

export const ruleForms = { [dutyForm.handOver]: onHandOverSubmitted };
