import { z } from 'zod';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { userId } from '../people/member.ts';
import type { Blocks, SubmissionHandler, SubmitAnswer, SubmittedView, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { oftens, setForm } from './adopt.form.view.ts';
import { commitAdoption, commitDecline, commitPosts, standing, wantedOf } from './adopt.job.ts';
import { adoptedNote, drawn, said } from './adopt.slack.ts';
import { staffOf } from './adopt.store.ts';
import { adoptText } from './adopt.text.ts';
import { declineInput, postsInput } from './adopt.ts';
import { noteOf, openOf, pageOf, type SetPage } from './adopt.view.ts';
import type { Cadence } from './cadence.ts';
import { dayOf } from './plan.ts';
import { templateOf } from './starting-set.data.ts';
import { dutyFrom, titleOf } from './suggest.ts';
import type { Template } from './template.ts';

const metadata = z.object({
  page: z.string().transform(pageOf),
  revision: z.number(),
  code: z.string().max(60).optional(),
});

const metadataIn = (view: SubmittedView) => metadata.parse(JSON.parse(view.privateMetadata));

const back = async (visit: Visit, page: SetPage, note: Blocks): Promise<SubmitAnswer> => ({
  kind: 'replace',
  view: await drawn(visit, page, note),
});

const onAll: SubmissionHandler = async (visit, view) => {
  const { page, revision } = metadataIn(view);
  const { tenant, cause } = visit;
  const batch = derivedId('cmd', tenant, cause.id, 'all', page, String(revision));
  const some = openOf(await standing(visit), page);
  const wanted = await wantedOf(visit, some, (code) => derivedId('dty', tenant, batch, code));
  const outcome = await commitAdoption(visit, batch, wanted);
  if (outcome.kind === 'refused') return back(visit, page, noteOf(said(visit, outcome.refused)));
  const codes = outcome.events
    .filter(({ type }) => type === 'duty.adopted')
    .map(({ data }) => String(data.code));
  return back(visit, page, adoptedNote(visit, codes, batch));
};

const changeInput = z.object({
  owner: userId,
  deputy: userId.nullish(),
  checker: userId.nullish(),
  participants: z.array(userId).max(50).nullish(),
  often: z.enum(['as', ...oftens]).nullish(),
  from: z.iso.date().nullish(),
});

/** As suggested but from another day, or another rhythm altogether. */
function cadenceOf({ rhythm }: Template, often: z.infer<typeof changeInput>['often'], from: string): Cadence {
  if (rhythm.kind === 'after') return rhythm as Cadence;
  const [, month = 1, day = 1] = from.split('-').map(Number);
  const inYear = (months: readonly number[]): Cadence => ({
    ...{ kind: 'rule', off: 'after', from },
    rule: `FREQ=YEARLY;BYMONTH=${months.join(',')};BYMONTHDAY=${Math.min(day, 28)}`,
  });
  switch (often) {
    case 'month':
      return { kind: 'workday', every: 'month', nth: 3, from };
    case 'quarter':
      return { kind: 'workday', every: 'quarter', nth: 10, from };
    case 'half':
      return inYear([((month - 1) % 6) + 1, ((month - 1) % 6) + 7]);
    case 'year':
      return inYear([month]);
    default:
      return { ...rhythm, from };
  }
}

const onChange: SubmissionHandler = async (visit, view) => {
  const { page, revision, code = '' } = metadataIn(view);
  const { tenant, cause, reader } = visit;
  const template = templateOf(code);
  if (!template) return { kind: 'close' };
  const read = changeInput.safeParse(view.values);
  if (!read.success) return { kind: 'errors', errors: fieldErrors(adoptText, reader.locale, read.error) };
  const { owner, deputy = null, checker = null, often, from } = read.data;
  const participants = (read.data.participants ?? []).filter((one) => one !== owner);
  const office = (await visit.read((tx) => staffOf(tx, tenant))).office;
  const day = from ?? dayOf(visit.now(), office.tz);
  const cadence = cadenceOf(template, often, day);
  const batch = derivedId('cmd', tenant, cause.id, code, String(revision));
  const input = dutyFrom(template, { owner, deputy, checker, participants, office, from: day, cadence });
  const outcome = await commitAdoption(visit, batch, [
    { code, id: derivedId('dty', tenant, batch, code), input },
  ]);
  if (outcome.kind === 'refused') {
    const { refused, field } = outcome;
    return { kind: 'errors', errors: { [field ?? 'owner']: said(visit, refused) } };
  }
  return back(visit, page, adoptedNote(visit, [code], batch));
};

const onDecline: SubmissionHandler = async (visit, view) => {
  const { page, revision, code = '' } = metadataIn(view);
  const { tenant, cause, reader } = visit;
  const template = templateOf(code);
  if (!template) return { kind: 'close' };
  const read = declineInput.safeParse(view.values);
  if (!read.success) return { kind: 'errors', errors: fieldErrors(adoptText, reader.locale, read.error) };
  const batch = derivedId('cmd', tenant, cause.id, code, String(revision));
  const outcome = await commitDecline(visit, batch, code, read.data.reason);
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(adoptText, reader.locale, outcome, 'reason') };
  const { locale } = reader;
  const text = plain(adoptText, locale, 'set.declinedNow', { title: titleOf(template, locale) });
  const undo = { label: plain(adoptText, locale, 'set.undo'), value: batch };
  return back(visit, page, noteOf(text, undo));
};

const onPosts: SubmissionHandler = async (visit, view) => {
  const { page, revision } = metadataIn(view);
  const { tenant, cause, reader } = visit;
  const read = postsInput.safeParse(view.values);
  if (!read.success) return { kind: 'errors', errors: fieldErrors(adoptText, reader.locale, read.error) };
  const named = Object.fromEntries(Object.entries(read.data).filter(([, person]) => person));
  const id = derivedId('cmd', tenant, cause.id, 'posts', String(revision));
  const outcome = await commitPosts(visit, id, named as Record<string, string>);
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(adoptText, reader.locale, outcome, 'officer') };
  return back(visit, page, noteOf(plain(adoptText, reader.locale, 'set.postsSaved')));
};

export const setSubmissions: Readonly<Record<string, SubmissionHandler>> = {
  [setForm.all]: onAll,
  [setForm.change]: onChange,
  [setForm.decline]: onDecline,
  [setForm.posts]: onPosts,
};
