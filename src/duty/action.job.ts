import { owe, oweNoMore } from '../attention/owed.store.ts';
import { derivedId } from '../kernel/id.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { holdersOf, memberById, membersById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { button } from '../slack/blocks.ts';
import type { House, OwedKind, OwedLine, Subscriber, Visit } from '../slack/capability.ts';
import { dropEffectOf, effectOf, effectsOf, saveEffect } from './action.store.ts';
import { actionText } from './action.text.ts';
import {
  type ActionInput,
  type ActionWords,
  actionDuty,
  actionInput,
  dropEffect,
  judgeEffect,
  planEffect,
} from './action.ts';
import { actionAct, formatDayOf } from './action.view.ts';
import { dutiesById, dutyById, saveDuty } from './duty.store.ts';
import { dutyHolder } from './duty.table.ts';
import { titleOf } from './duty.view.ts';
import { occurrenceById } from './occurrence.store.ts';
import type { Office } from './office.ts';
import { inOneStatement, waitsForJudgement } from './owed.store.ts';
import { officeSchedule } from './plan.ts';
import { addRule } from './rule.job.ts';

export const actionWords: ActionWords = {
  done: { en: actionText.en['ask.done'], zh: actionText.zh['ask.done'] },
  where: { en: actionText.en['ask.where'], zh: actionText.zh['ask.where'] },
};

/** The subject of what is owed about an effect: the duty's own id is of the duty itself. */
export const effectKind = 'duty.effect';

/** Whom it comes to where nobody says whether an action helped. */
export const effectLadder = [{ to: 'officer', afterWorkingHours: 40 }] as const;

async function officeOf(house: House): Promise<Office> {
  const { tz, holidays } = await house.read((tx) => companyOf(tx, house.tenant));
  return { tz, holidays };
}

/** Puts an action on the list for somebody who filled in its form. */
export async function addAction(visit: Visit, input: ActionInput) {
  const { tenant, cause, reader } = visit;
  const duty = derivedId('dty', tenant, 'action', cause.id);
  return addRule(
    visit,
    { cause, by: reader.id, duty },
    actionDuty(input, await officeOf(visit), actionWords),
  );
}

/** Hears that another capability asks for an action. Whoever cannot have it is replaced by a privacy officer. */
export const onActionAsked: Subscriber = async (house, event) => {
  const { tenant, log } = house;
  const { titleEn, titleZh, cause } = event.personal;
  const read = actionInput
    .extend({ titleZh: actionInput.shape.title })
    .safeParse({ ...event.data, title: titleEn, titleZh, cause });
  if (!read.success) {
    log.error(
      { event: event.id, issues: read.error.issues.map(({ path }) => path) },
      'an action was asked for that cannot be',
    );
    return;
  }
  const input = read.data;
  const { owner, judge } = await house.read(async (tx) => {
    const [members, officers] = await Promise.all([
      membersById(
        tx,
        tenant,
        [input.owner, input.effectiveBy].flatMap((id) => id ?? []),
      ),
      holdersOf(tx, tenant, 'privacy_officer'),
    ]);
    const fit = isEmployee(members.get(input.owner)) ? input.owner : (officers[0] ?? input.owner);
    const by = input.effectiveBy;
    const there = by !== null && isEmployee(members.get(by)) && by !== fit;
    return {
      owner: fit,
      judge: there ? by : by === null ? null : (officers.find((id) => id !== fit) ?? null),
    };
  });
  const outcome = await addRule(
    house,
    { cause: { kind: 'event', id: event.id }, by: null, duty: derivedId('dty', tenant, 'action', event.id) },
    actionDuty({ ...input, owner, effectiveBy: judge }, await officeOf(house), actionWords),
  );
  if (outcome.kind === 'refused')
    log.error({ event: event.id, refused: outcome.refused.key }, 'an action was asked for and refused');
};

/** A corrective action was done, or is not any more: whether it helped is looked at later, or not yet. */
export const onActionDone: Subscriber = async (house, event) => {
  const { tenant } = house;
  const id = typeof event.data.duty === 'string' ? event.data.duty : '';
  const duty = await house.read((tx) => dutyById(tx, tenant, id));
  if (duty?.kind !== 'action' || !duty.action?.effectiveBy) return;
  const load = async (tx: Parameters<typeof dutyById>[0]) => {
    const [now, done, before, company, officers, admins] = await Promise.all([
      dutyById(tx, tenant, id),
      occurrenceById(tx, tenant, event.subject),
      effectOf(tx, tenant, id),
      companyOf(tx, tenant),
      holdersOf(tx, tenant, 'privacy_officer'),
      holdersOf(tx, tenant, 'admin'),
    ]);
    const by = now?.action?.effectiveBy;
    const named = by ? await memberById(tx, tenant, by) : undefined;
    const schedule = officeSchedule(company, now?.office ?? company);
    return { duty: now, done, before, named, fallback: [...officers, ...admins], schedule };
  };
  const command = { cause: { kind: 'event' as const, id: event.id }, keys: [id], seals: [dutyHolder], load };
  await house.commit({
    ...{ id: derivedId('cmd', tenant, 'action.effect', event.id), ...command },
    decide: planEffect,
    save: async (tx, next) => {
      await saveEffect(tx, tenant, next);
      await owe(tx, tenant, {
        kind: effectKind,
        person: next.by,
        subject: id,
        dueAt: next.dueAt,
        deadline: next.dueAt,
        ladder: effectLadder,
      });
    },
  });
  await house.commit({
    ...{ id: derivedId('cmd', tenant, 'action.effect_off', event.id), ...command },
    decide: dropEffect,
    save: async (tx) => {
      await dropEffectOf(tx, tenant, id);
      await oweNoMore(tx, tenant, { kind: effectKind, subject: id });
    },
  });
};

/** Judges an action; `next` is the form of what follows where it did not help. */
export async function commitJudgement(
  visit: Visit,
  of: {
    duty: string;
    effective: boolean;
    note: Parameters<typeof judgeEffect>[0]['note'];
    next: ActionInput | null;
  },
) {
  const { tenant, cause, reader } = visit;
  const office = await officeOf(visit);
  const id = derivedId('dty', tenant, 'action', 'after', of.duty);
  const next = of.next && { id, input: actionDuty(of.next, office, actionWords) };
  const people = [reader.id, of.next?.owner, of.next?.effectiveBy].flatMap((one) => one ?? []);
  return visit.commit({
    id: derivedId('cmd', tenant, 'action.judge', cause.id, of.duty),
    cause,
    keys: [of.duty],
    seals: [dutyHolder],
    load: async (tx) => {
      const [duty, effect, members, company] = await Promise.all([
        dutyById(tx, tenant, of.duty),
        effectOf(tx, tenant, of.duty),
        membersById(tx, tenant, people),
        companyOf(tx, tenant),
      ]);
      return {
        actor: members.get(reader.id),
        duty,
        effect,
        people: members,
        schedule: officeSchedule(company, office),
      };
    },
    decide: judgeEffect({ by: reader.id, effective: of.effective, note: of.note, next }),
    save: async (tx, { effect, follow }) => {
      if (follow) await saveDuty(tx, tenant, follow);
      await saveEffect(tx, tenant, effect);
      await oweNoMore(tx, tenant, { kind: effectKind, subject: of.duty });
    },
  });
}

/** Whether an action helped: asked of whoever was named, from its day on. */
export const effectOwed: OwedKind = {
  priority: 'duty',
  manner: 'digest',
  repeats: true,
  ...inOneStatement(waitsForJudgement),
  lines: async (tx, tenant, owed, reader, now) => {
    const ids = owed.map(({ subject }) => subject);
    const [duties, effects] = await Promise.all([dutiesById(tx, tenant, ids), effectsOf(tx, tenant, ids)]);
    const lines = new Map<string, OwedLine>();
    for (const { id, subject } of owed) {
      const [duty, effect] = [duties.get(subject), effects.get(subject)];
      if (!duty || effect?.state !== 'waiting') continue;
      const at = formatDayOf(effect.doneAt, reader, now);
      lines.set(id, {
        text: mrkdwn(actionText, reader.locale, 'effect.line', { title: titleOf(duty, reader.locale), at }),
        button: button({
          id: `${actionAct.list}#digest`,
          text: plain(actionText, reader.locale, 'effect.open'),
          value: 'check 0',
        }),
        shows: [subject],
      });
    }
    return lines;
  },
};
