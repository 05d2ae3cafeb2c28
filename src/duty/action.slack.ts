import { z } from 'zod';
import type { Tx } from '../database/connection.ts';
import { formatDay } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { holds } from '../people/member.ts';
import { noteView } from '../slack/answer.ts';
import { mention } from '../slack/blocks.ts';
import type {
  ActionHandler,
  Answer,
  CommandHandler,
  SubmissionHandler,
  SubmitAnswer,
  Visit,
} from '../slack/capability.ts';
import { fieldErrors } from '../slack/form.ts';
import { actionForm, actionView, judgeView } from './action.form.view.ts';
import { addAction, commitJudgement } from './action.job.ts';
import { type ActionList, actionLists, actionsOf, effectOf } from './action.store.ts';
import { actionText } from './action.text.ts';
import { type ActionRefusal, actionInput } from './action.ts';
import { actionAct, actionsPage, actionsView, fromNothing } from './action.view.ts';
import { plusDays } from './cadence.ts';
import { dutiesById, dutyById } from './duty.store.ts';
import { mayLead } from './duty.ts';
import { titleOf } from './duty.view.ts';
import { occurrenceById } from './occurrence.store.ts';
import type { Occurrence } from './occurrence.ts';
import { dayOf } from './plan.ts';

async function occurrencesById(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, Occurrence>> {
  const found = await Promise.all([...new Set(ids)].map((id) => occurrenceById(tx, tenant, id)));
  return new Map(found.flatMap((one) => (one ? [[one.id, one] as const] : [])));
}

const seesAll = ({ member }: Visit) => mayLead(member) || holds(member, 'auditor');

/** The corrective actions of one list, as it stands now. */
export async function showActions(visit: Visit, list: ActionList, page: number, note?: string) {
  const { tenant, reader } = visit;
  const own = !seesAll(visit);
  const shown = await visit.read(async (tx) => {
    const found = await actionsOf(tx, tenant, {
      ...{ list, now: visit.now(), limit: actionsPage, offset: page * actionsPage },
      ...(own ? { person: reader.id } : {}),
    });
    const from = found.rows.flatMap(({ duty }) => duty.action?.found ?? []);
    const meetings = await occurrencesById(
      tx,
      tenant,
      from.filter((id) => id.startsWith('occ_')),
    );
    const before = await dutiesById(tx, tenant, [
      ...from.filter((id) => id.startsWith('dty_')),
      ...[...meetings.values()].map(({ duty }) => duty),
    ]);
    const sources = new Map(
      from.flatMap((id) => {
        const meeting = meetings.get(id);
        const duty = before.get(meeting?.duty ?? id);
        if (!duty) return id === '' ? [] : [[id, id] as const];
        const on = meeting ? ` ${formatDay(meeting.plannedOn, reader.locale, visit.now())}` : '';
        return [[id, `“${titleOf(duty, reader.locale)}”${on}`] as const];
      }),
    );
    return { ...found, sources };
  });
  return actionsView({ ...shown, list, page, own, leads: mayLead(visit.member) }, reader, visit.now(), note);
}

/** `/duty actions`: what is open first. */
export const runActions: CommandHandler = async (visit) => ({
  kind: 'open',
  view: await showActions(visit, 'open', 0),
});

function placeOf(value: string): { list: ActionList; page: number } {
  const [list = '', page = '0'] = value.split(' ');
  return { list: actionLists.find((one) => one === list) ?? 'open', page: Math.max(0, Number(page) || 0) };
}

const onList: ActionHandler = async (visit, { value }) => {
  const { list, page } = placeOf(value);
  return { kind: 'replace', view: await showActions(visit, list, page) };
};

async function todayHere(visit: Visit): Promise<string> {
  const { tz } = await visit.read((tx) => companyOf(tx, visit.tenant));
  return dayOf(visit.now(), tz);
}

/** The form, from the list or from under anything else: the button's value says what it is about. */
const onAdd: ActionHandler = async (visit, { value, view }) => {
  const { reader } = visit;
  const today = await todayHere(visit);
  const meeting = value.startsWith('occ_')
    ? await visit.read(async (tx) => {
        const occurrence = (await occurrencesById(tx, visit.tenant, [value])).get(value);
        const duty = occurrence && (await dutyById(tx, visit.tenant, occurrence.duty));
        return duty?.kind === 'meeting'
          ? { title: titleOf(duty, reader.locale), on: occurrence?.plannedOn ?? today }
          : undefined;
      })
    : undefined;
  const decided = meeting && { title: meeting.title, on: formatDay(meeting.on, reader.locale, visit.now()) };
  const drawn = actionView(
    {
      found: value === fromNothing ? '' : value,
      due: plusDays(today, 14),
      in: view?.callbackId === 'duty.actions' ? 'list' : 'alone',
      ...(decided ? { decided } : {}),
    },
    reader,
  );
  return view?.callbackId === 'duty.actions'
    ? { kind: 'replace', view: drawn }
    : { kind: 'open', view: drawn };
};

const refusedUnder: Partial<Record<ActionRefusal, keyof typeof actionText.en>> = {
  'duty.past': 'action.past',
  'duty.never': 'action.past',
  'duty.ownEffect': 'action.sameJudge',
  'duty.mayNotLead': 'action.mayNotAsk',
  'duty.ownerNotEmployee': 'action.notEmployee',
  'duty.effectiveNotEmployee': 'action.notEmployee',
};

function refused(visit: Visit, key: ActionRefusal): string {
  const own = Object.hasOwn(actionText.en, key) ? (key as keyof typeof actionText.en) : undefined;
  return plain(actionText, visit.reader.locale, own ?? refusedUnder[key] ?? 'action.refused');
}

const fieldOf: Readonly<Record<string, string>> = { cadence: 'due' };

const onAdded: SubmissionHandler = async (visit, view) => {
  const { reader } = visit;
  const { found, in: where } = z
    .object({ found: z.string(), in: z.enum(['list', 'alone']) })
    .parse(JSON.parse(view.privateMetadata));
  const read = actionInput.safeParse({ ...view.values, found });
  if (!read.success) return { kind: 'errors', errors: fieldErrors(actionText, reader.locale, read.error) };
  const outcome = await addAction(visit, read.data);
  if (outcome.kind === 'refused') {
    const under = outcome.field ?? 'title';
    return { kind: 'errors', errors: { [fieldOf[under] ?? under]: refused(visit, outcome.refused.key) } };
  }
  const { title, owner } = read.data;
  const note = mrkdwn(actionText, reader.locale, 'form.added', { title, owner: mention(owner) });
  return {
    kind: 'replace',
    view: where === 'list' ? await showActions(visit, 'open', 0, note) : noteView(reader, note),
  };
};

const toJudge =
  (effective: boolean): ActionHandler =>
  async (visit, { value, view }): Promise<Answer> => {
    const { tenant, reader } = visit;
    const [duty, effect] = await visit.read((tx) =>
      Promise.all([dutyById(tx, tenant, value), effectOf(tx, tenant, value)]),
    );
    if (!duty || !effect) return { kind: 'say', text: plain(actionText, reader.locale, 'action.none') };
    const due = plusDays(await todayHere(visit), 14);
    const drawn = judgeView({ duty, effect, effective, due }, reader, visit.now());
    return view ? { kind: 'replace', view: drawn } : { kind: 'open', view: drawn };
  };

/** Whoever judges is the reader, and no field of this form. */
const judgeFieldOf: Readonly<Record<string, string>> = { ...fieldOf, effectiveBy: 'owner' };

const onJudged: SubmissionHandler = async (visit, view): Promise<SubmitAnswer> => {
  const { tenant, reader } = visit;
  const about = z
    .object({ duty: z.string(), effective: z.boolean() })
    .parse(JSON.parse(view.privateMetadata));
  const duty = await visit.read((tx) => dutyById(tx, tenant, about.duty));
  const note = actionInput.shape.cause.nullable().safeParse(view.values.note || null);
  if (!note.success)
    return {
      kind: 'errors',
      errors: {
        note:
          Object.values(
            fieldErrors(
              actionText,
              reader.locale,
              new z.ZodError(note.error.issues.map((issue) => ({ ...issue, path: ['note'] }))),
            ),
          )[0] ?? '',
      },
    };
  const next = about.effective
    ? null
    : actionInput.safeParse({
        ...view.values,
        cause: note.data ?? '…',
        effectiveBy: reader.id,
        found: about.duty,
      });
  if (next && !next.success)
    return { kind: 'errors', errors: fieldErrors(actionText, reader.locale, next.error) };
  const outcome = await commitJudgement(visit, { ...about, note: note.data, next: next?.data ?? null });
  if (outcome.kind === 'refused') {
    const under = outcome.field ?? 'note';
    return {
      kind: 'errors',
      errors: { [judgeFieldOf[under] ?? under]: refused(visit, outcome.refused.key) },
    };
  }
  const said = next
    ? mrkdwn(actionText, reader.locale, 'judge.doneNot', {
        title: next.data.title,
        owner: mention(next.data.owner),
      })
    : mrkdwn(actionText, reader.locale, 'judge.doneHelped', {
        title: duty ? titleOf(duty, reader.locale) : '',
      });
  return { kind: 'replace', view: await showActions(visit, next ? 'open' : 'check', 0, said) };
};

export const actionActions: Readonly<Record<string, ActionHandler>> = {
  [actionAct.add]: onAdd,
  [actionAct.list]: onList,
  [actionAct.helped]: toJudge(true),
  [actionAct.not]: toJudge(false),
};

export const actionSubmissions: Readonly<Record<string, SubmissionHandler>> = {
  [actionForm.add]: onAdded,
  [actionForm.judge]: onJudged,
};
