import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { inZone, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import {
  absenceById,
  absencesOf,
  absencesWithin,
  currentAbsences,
  saveAbsence,
  standingAbsences,
} from '../people/absence.store.ts';
import {
  type Absence,
  type Away,
  absencesKey,
  awayInput,
  endAway,
  mayRecord,
  recordAway,
  standIn,
} from '../people/absence.ts';
import { hasReports, memberById, membersById, membersCalled } from '../people/member.store.ts';
import { holds, isEmployee } from '../people/member.ts';
import { mention } from '../slack/blocks.ts';
import type { ActionHandler, Answer, CommandHandler, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { awayIn } from './away.parse.ts';
import { awayText } from './away.text.ts';
import {
  type AwayDraft,
  type AwayList,
  awayFormView,
  awayView,
  deputiesAwayNote,
  spanOf,
} from './away.view.ts';
import { oweDeputies } from './deputy.job.ts';

/** `/shoumi away`: what is recorded, or the form at once while nothing is; days and people behind it fill the form in. */
export const runAway: CommandHandler = async (visit, text) => {
  if (!isEmployee(visit.member)) return employeesOnly(visit);
  if (text.trim() !== '') return { kind: 'open', view: await form(visit, text) };
  const list = await listed(visit);
  const nothing = list.own.length + list.theirs.length + list.others.length === 0;
  return { kind: 'open', view: nothing ? await form(visit, '') : awayView(visit.reader, visit.now(), list) };
};

export const onAwayList: ActionHandler = async (visit, { view }) => {
  if (!isEmployee(visit.member)) return employeesOnly(visit);
  return { kind: view ? 'replace' : 'open', view: await list(visit) };
};

export const onAwayRecord: ActionHandler = async (visit, { view }) => ({
  kind: view ? 'replace' : 'open',
  view: await form(visit, ''),
});

export const onAwayChange: ActionHandler = async (visit, { value, view }) => {
  const { absence, member } = await visit.read(async (tx) => {
    const absence = await absenceById(tx, visit.tenant, value);
    return { absence, member: absence && (await memberById(tx, visit.tenant, absence.member)) };
  });
  if (!absence || !member || !mayRecord(visit.member, member)) return unknown(visit);
  const { id, firstDay, lastDay, deputies } = absence;
  const draft = { id, member: member.id, firstDay, lastDay, deputies, chooses: false };
  return {
    kind: view ? 'replace' : 'open',
    view: awayFormView(visit.reader, { ...draft, drawn: visit.now().toISOString() }),
  };
};

export const onAwayEnd: ActionHandler = async (visit, { value, view }) => {
  const { tenant, reader } = visit;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id),
    cause: visit.cause,
    keys: [value],
    guards: ({ before }) => (before ? [absencesKey(before.member)] : []),
    load: async (tx) => {
      const before = await absenceById(tx, tenant, value);
      const members = await membersById(tx, tenant, [reader.id, ...(before ? [before.member] : [])]);
      return { actor: members.get(reader.id), member: members.get(before?.member ?? ''), before };
    },
    decide: endAway({ by: reader.id }),
    save: (tx, next) => saveAbsence(tx, tenant, next),
  });
  const said =
    outcome.kind === 'refused'
      ? mrkdwn(awayText, reader.locale, outcome.refused.key, outcome.refused.values)
      : outcome.kind === 'done'
        ? endedSentence(outcome.next, reader)
        : plain(awayText, reader.locale, 'away.ended');
  if (!view) return { kind: 'say', text: said };
  return { kind: 'replace', view: await list(visit, said) };
};

function endedSentence({ state, member }: Absence, { id, locale }: Reader): string {
  if (state === 'cancelled') return plain(awayText, locale, 'away.cancelled');
  if (member === id) return plain(awayText, locale, 'away.ended');
  return mrkdwn(awayText, locale, 'away.endedFor', { who: mention(member) });
}

const carried = z.object({
  id: z.string().max(40).nullable(),
  member: z.string().max(40),
  drawn: z.string().max(40),
});

export const onAwaySubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const { id, member, drawn } = carried.parse(JSON.parse(view.privateMetadata));
  const { firstDay, lastDay, deputies } = view.values;
  if (!lastDay)
    return { kind: 'errors', errors: { lastDay: plain(awayText, reader.locale, 'people.awayNoEnd') } };
  const parsed = awayInput.safeParse({
    member: view.values.member ?? member,
    firstDay,
    lastDay,
    deputies: deputies ?? [],
  });
  if (!parsed.success) return { kind: 'errors', errors: fieldErrors(awayText, reader.locale, parsed.error) };
  const away = parsed.data;
  const command = { ...away, id: id ?? derivedId('abs', tenant, view.id, drawn, away.member), by: reader.id };
  const outcome = await commitAway(visit, command, drawn);
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(awayText, reader.locale, outcome, 'lastDay') };
  const note = await visit.read(async (tx) => {
    const kept = await absenceById(tx, tenant, command.id);
    if (!kept) return undefined;
    const gone = await absencesWithin(tx, tenant, kept.deputies, kept);
    const saved = mrkdwn(awayText, reader.locale, 'away.saved', { span: spanOf(kept, reader, visit.now()) });
    return [saved, deputiesAwayNote(gone, kept.deputies, reader)].filter(Boolean).join('\n');
  });
  return { kind: 'replace', view: await list(visit, note) };
};

/** Records an absence or changes one; `drawn` tells apart what is handed in from one place. Its deputies are told. */
export function commitAway(visit: Visit, command: Away & { id: string; by: string }, drawn: string) {
  const { tenant, reader } = visit;
  return visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id, drawn),
    cause: visit.cause,
    keys: [command.id, absencesKey(command.member)],
    load: async (tx) => {
      const [members, before, others] = await Promise.all([
        membersById(tx, tenant, [reader.id, command.member, ...command.deputies]),
        absenceById(tx, tenant, command.id),
        absencesOf(tx, tenant, command.member),
      ]);
      return {
        actor: members.get(reader.id),
        member: members.get(command.member),
        before,
        others: others.filter(({ state }) => state === 'planned' || state === 'current'),
        deputies: command.deputies.map((deputy) => members.get(deputy)),
      };
    },
    decide: recordAway(command),
    save: async (tx, next) => {
      await saveAbsence(tx, tenant, next);
      await oweDeputies(tx, tenant, next, visit.now());
    },
  });
}

async function list(visit: Visit, note?: string): Promise<ModalView> {
  return awayView(visit.reader, visit.now(), await listed(visit), note);
}

function listed(visit: Visit): Promise<AwayList> {
  return visit.read((tx) => awayList(tx, visit));
}

const mostListed = 200;

async function awayList(tx: Tx, { tenant, reader, member }: Visit): Promise<AwayList> {
  const standing = await standingAbsences(tx, tenant, mostListed);
  const [members, deputiesAway] = await Promise.all([
    membersById(
      tx,
      tenant,
      standing.flatMap((one) => [one.member, ...one.deputies]),
    ),
    currentAbsences(
      tx,
      tenant,
      standing.flatMap((one) => one.deputies),
    ),
  ]);
  const there = (id: string) => isEmployee(members.get(id)) && !deputiesAway.has(id);
  const mine = (id: string) => members.get(id)?.manager === reader.id;
  const of = standing.filter((one) => isEmployee(members.get(one.member)) && one.member !== reader.id);
  const theirs = of.filter(
    (one) => one.source === 'recorded' && (mine(one.member) || one.recordedBy === reader.id),
  );
  return {
    own: standing.filter((one) => one.member === member.id),
    theirs: theirs.slice(0, 15),
    others: of
      .filter((one) => one.state === 'current' && !theirs.includes(one))
      .map((absence) => ({ absence, deputy: standIn(absence.deputies, there) ?? null })),
  };
}

async function form(visit: Visit, typed: string): Promise<ModalView> {
  const { tenant, reader, member } = visit;
  const { called, ...read } = awayIn(typed, inZone(visit.now(), reader.tz).startOf('day'));
  const named = await visit.read((tx) => employeesCalled(tx, tenant, called));
  const chooses = holds(member, 'admin') || (await visit.read((tx) => hasReports(tx, tenant, reader.id)));
  const draft: AwayDraft = {
    ...read,
    deputies: [...new Set([...read.deputies, ...named])].filter((id) => id !== reader.id),
    id: null,
    member: reader.id,
    chooses,
    drawn: visit.now().toISOString(),
  };
  return awayFormView(reader, draft);
}

/** Whom these words name; a word that fits nobody, or more than one, names nobody. */
async function employeesCalled(tx: Tx, tenant: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const word of words) {
    const members = [
      ...(await membersById(tx, tenant, await membersCalled(tx, tenant, word.toLowerCase()))).values(),
    ];
    const [only, ...others] = members.filter((one) => isEmployee(one) && !one.leftAt);
    if (only && others.length === 0) found.push(only.id);
  }
  return found;
}

function employeesOnly({ reader }: Visit): Answer {
  return { kind: 'say', text: plain(awayText, reader.locale, 'away.employeesOnly') };
}

function unknown({ reader }: Visit): Answer {
  return { kind: 'say', text: plain(awayText, reader.locale, 'people.awayUnknown') };
}
