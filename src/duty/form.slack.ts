import { z } from 'zod';
import { refuse } from '../kernel/decision.ts';
import { companyOf } from '../people/company.store.ts';
import type { Company } from '../people/company.ts';
import { isEmployee } from '../people/member.ts';
import { holidaysAt } from '../people/place.ts';
import type {
  ActionHandler,
  Answer,
  SubmissionHandler,
  SubmitAnswer,
  SubmittedView,
  Visit,
} from '../slack/capability.ts';
import {
  answered,
  employeesOnly,
  forEmployees,
  leads,
  refusalNote,
  refusedForm,
  submitted,
} from './answer.slack.ts';
import { writeAsks } from './asks.parse.ts';
import { type Values, valuesOf } from './cadence.form.ts';
import { inputFrom, leadDaysFor } from './duty.form.ts';
import type { Duty } from './duty.ts';
import { dutyForm } from './duty.view.ts';
import { dutyFormView, type FormState, officeValue } from './form.view.ts';
import { hearDuty } from './heard.slack.ts';
import { usualLadder } from './ladder.view.ts';
import { ownAsks } from './meeting.ts';
import type { Office } from './office.ts';
import { type Place, placeFrom } from './place.ts';
import { dayOf, officeSchedule } from './plan.ts';
import { previewWords } from './preview.view.ts';
import { addRule, changeRule, dutyId } from './rule.job.ts';
import { ruleOf, ruleSaid } from './rule.slack.ts';

/** `/duty add …`: the form, filled in with what could be read. */
export async function openAdd(visit: Visit, words: string): Promise<Answer> {
  if (!isEmployee(visit.member)) return employeesOnly(visit);
  const { tenant, reader } = visit;
  const view = await visit.read(async (tx) => {
    const company = await companyOf(tx, tenant);
    const today = dayOf(visit.now(), company.tz);
    const heard = words.trim() === '' ? undefined : await hearDuty(tx, visit, words, today);
    // What was said and not understood is chosen by its author, not by a default that looks as if it had been.
    const usual = heard ? {} : { nth: '1' };
    const begun = { how: 'workday', every: 'month', ...usual, from: today, owner: reader.id };
    const state = { id: null, revision: null, more: heard?.more ?? false, drawn: '0' };
    return draw(
      visit,
      company,
      state,
      { ...begun, ...heard?.values },
      heard?.notes ?? [],
      undefined,
      undefined,
    );
  });
  return { kind: 'open', view };
}

export const onAdd: ActionHandler = forEmployees(async (visit, { view }) => {
  const answer = await openAdd(visit, '');
  // Out of a list the form takes its place, and leads back to it.
  const place = placeFrom(view?.privateMetadata);
  if (answer.kind !== 'open' || !view) return answer;
  const { private_metadata } = answer.view;
  const held = z.record(z.string(), z.unknown()).parse(JSON.parse(private_metadata || '{}'));
  return {
    kind: 'replace',
    view: { ...answer.view, private_metadata: JSON.stringify({ ...held, ...(place ? { place } : {}) }) },
  };
});

export const onEdit: ActionHandler = forEmployees(async (visit, act) => {
  const duty = await ruleOf(visit, act.value);
  const may = duty && (leads(visit.member) || duty.addedBy === visit.reader.id);
  const no = !duty
    ? refuse('duty.unknown')
    : duty.state === 'retired'
      ? refuse('duty.retired')
      : may
        ? undefined
        : refuse('duty.mayNotChange');
  if (no || !duty)
    return answered(visit, act, await refusalNote(visit, no ?? refuse('duty.unknown'), duty), act.value);
  const company = await visit.read((tx) => companyOf(tx, visit.tenant));
  const state = { id: duty.id, revision: duty.revision, more: true, drawn: String(duty.revision) };
  const values = fieldsOf(duty, visit.reader.locale);
  const view = draw(visit, company, state, values, [], duty, placeFrom(act.view?.privateMetadata));
  return { kind: act.view ? 'replace' : 'open', view };
});

/** A duty as what stands in the form. */
function fieldsOf(duty: Duty, locale: 'en' | 'zh'): Values {
  return {
    ...valuesOf(duty.cadence),
    titleEn: duty.titleEn,
    titleZh: duty.titleZh === duty.titleEn ? '' : duty.titleZh,
    ...(duty.titleEn === duty.titleZh && locale === 'zh' ? { titleZh: duty.titleZh, titleEn: '' } : {}),
    owner: duty.owner ?? '',
    deputy: duty.deputy ?? '',
    checker: duty.checker ?? '',
    participants: duty.participants,
    asks: writeAsks(ownAsks(duty), locale),
    leadDays: String(duty.leadDays),
    toleranceDays: String(duty.toleranceDays),
    ladder: duty.ladder.map(({ to }) => to),
    controls: duty.why.controls,
    law: duty.why.law ?? '',
    office: officeValue(duty.office),
  };
}

function draw(
  visit: Visit,
  company: Company,
  state: FormState,
  values: Values,
  notes: readonly string[],
  duty: Duty | undefined,
  place: Place | undefined,
) {
  const offices = officesFor(visit, company, duty);
  const office = offices.find((one) => officeValue(one) === values.office) ?? offices[0];
  const schedule = officeSchedule(company, office ?? company);
  const preview = previewWords(values, schedule, visit.reader.locale, visit.now());
  const ladder = duty?.ladder ?? usualLadder;
  const filled: Values = {
    ...{ weeks: '1', months: '1', every: 'month', from: dayOf(visit.now(), company.tz) },
    ...{ off: values.how === 'daily' ? 'stay' : 'before' },
    leadDays: String(leadDaysFor(values)),
    toleranceDays: '0',
    ladder: usualLadder.map(({ to }) => to),
    ...values,
  };
  return dutyFormView(visit.reader, state, filled, {
    preview,
    notes,
    ladder,
    offices,
    calls: leads(visit.member) || duty?.kind === 'meeting',
    place,
  });
}

/** Calendars to choose from: the duty's own, the company's, and those of the reader's zone where it is another. */
function officesFor({ reader }: Visit, { tz, holidays }: Company, duty: Duty | undefined): Office[] {
  const country = holidaysAt(reader.tz);
  const all: Office[] = [
    ...(duty ? [duty.office] : []),
    { tz, holidays },
    ...(reader.tz === tz || !country ? [] : [{ tz: reader.tz, holidays: country }]),
    ...(reader.tz === tz ? [] : [{ tz: reader.tz, holidays: 'none' as const }]),
  ];
  return all.filter((one, at) => all.findIndex((other) => officeValue(other) === officeValue(one)) === at);
}

const carried = z.object({
  form: z.object({
    id: z.string().nullable(),
    revision: z.number().nullable(),
    more: z.boolean(),
    drawn: z.string(),
  }),
});

function stateFrom(metadata: string): FormState {
  return carried.parse(JSON.parse(metadata)).form;
}

/** Something about how often was chosen, or more is wanted: drawn again with the next dates; what was typed stays. */
const redraw =
  (change: (state: FormState) => FormState): ActionHandler =>
  async (visit, { view }) => {
    if (!view) return { kind: 'nothing' };
    return { kind: 'replace', view: await redrawn(visit, view, change(stateFrom(view.privateMetadata))) };
  };

async function redrawn(visit: Visit, view: SubmittedView, state: FormState) {
  const duty = state.id ? await ruleOf(visit, state.id) : undefined;
  const company = await visit.read((tx) => companyOf(tx, visit.tenant));
  return draw(visit, company, state, given(view.values), [], duty, placeFrom(view.privateMetadata));
}

/** What stands in the fields; what was left empty is not there. */
function given(values: SubmittedView['values']): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

export const onFormChanged = redraw((state) => state);
export const onFormMore = redraw((state) => ({ ...state, more: true }));

export const onFormSubmitted: SubmissionHandler = async (visit, view): Promise<SubmitAnswer> => {
  const { tenant, reader } = visit;
  const state = stateFrom(view.privateMetadata);
  const fields = Object.keys(view.values);
  const first = reader.locale === 'zh' ? 'titleZh' : 'titleEn';
  if (!isEmployee(visit.member)) return refusedForm(visit, refuse('duty.employeesOnly'), first, fields);
  const duty = state.id ? await ruleOf(visit, state.id) : undefined;
  if (state.id && !duty) return refusedForm(visit, refuse('duty.unknown'), first, fields);
  const company = await visit.read((tx) => companyOf(tx, tenant));
  const offices = officesFor(visit, company, duty);
  const today = dayOf(visit.now(), company.tz);
  const read = inputFrom(view.values, { today, offices, duty, locale: reader.locale, more: state.more });
  if ('errors' in read) return { kind: 'errors', errors: read.errors };
  const id = state.id ?? dutyId(tenant, view.id, state.drawn);
  const act = { cause: visit.cause, by: reader.id, duty: id };
  const outcome =
    state.id && state.revision !== null
      ? await changeRule(visit, act, read.input, state.revision)
      : await addRule(visit, act, read.input);
  if (outcome.kind === 'refused') {
    const field = outcome.field === 'cadence' ? read.mainField : outcome.field;
    return refusedForm(visit, { refused: outcome.refused, ...(field ? { field } : {}) }, first, fields);
  }
  const saved = await ruleOf(visit, id);
  const text = saved ? ruleSaid(visit, state.id ? 'said.changed' : 'said.added', saved) : '';
  return submitted(visit, view.privateMetadata, id, { text });
};

export const formForms = { [dutyForm.add]: onFormSubmitted };
