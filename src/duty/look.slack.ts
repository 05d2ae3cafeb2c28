import type { ModalView } from '@slack/types';
import type { Tx } from '../database/connection.ts';
import { searchWords } from '../kernel/search.ts';
import { memberById } from '../people/member.store.ts';
import { holds, isEmployee, type Member } from '../people/member.ts';
import type { Visit } from '../slack/capability.ts';
import { showActions } from './action.slack.ts';
import { agendaOf } from './agenda.job.ts';
import { type AgendaGroup, pageOf } from './agenda.ts';
import { type May, occurrenceView, ruleView } from './detail.view.ts';
import { dutiesById, dutiesOf, dutyById } from './duty.store.ts';
import { type Duty, mayLead } from './duty.ts';
import type { LastTime } from './evidence.view.ts';
import { dutiesCalled, peopleCalled, type Seen } from './find.store.ts';
import { foundView } from './find.view.ts';
import { figuresOf } from './history.store.ts';
import { historyView, type Series } from './history.view.ts';
import { mineView, type Note, pageLength, rulesView, shortPage } from './list.view.ts';
import { showMeetings } from './meeting.slack.ts';
import { figuresAsked } from './meeting.ts';
import { historyOf, occurrenceById, seriesOf, waitingOf } from './occurrence.store.ts';
import { isOpen, type Occurrence } from './occurrence.ts';
import { showOverview } from './overview.slack.ts';
import { mine, type Place } from './place.ts';

const always = { from: '0001-01-01', to: '9999-12-31' };

/** The list that a place names, drawn as it stands now. */
export async function showPlace(visit: Visit, place: Place = mine, note?: Note): Promise<ModalView> {
  switch (place.list) {
    case 'mine':
      return showMine(visit, place, note);
    case 'rules':
      return showRules(visit, place, note);
    case 'history':
      return showHistory(visit, place);
    case 'found':
      return showFound(visit, place);
    case 'actions':
      return showActions(visit, place.actions ?? 'open', place.page);
    case 'meetings':
      return showMeetings(visit);
    case 'overview':
      return (await showOverview(visit, place.lens ?? 'week', place.page)) ?? showMine(visit, mine, note);
  }
}

async function showMine(visit: Visit, place: Place, note?: Note): Promise<ModalView> {
  const { reader, tenant } = visit;
  const now = visit.now();
  const rows = await visit.read((tx) => agendaOf(tx, { tenant, id: reader.id, tz: reader.tz, now }));
  const counts = new Map<AgendaGroup, number>();
  for (const { group } of rows) counts.set(group, (counts.get(group) ?? 0) + 1);
  return mineView(reader, pageOf(rows, place.page, pageLength), { now, counts, note });
}

async function showRules(visit: Visit, place: Place, note?: Note): Promise<ModalView> {
  const { reader, tenant, member } = visit;
  const leads = mayLead(member);
  const all = leads && (place.all ?? false);
  const at = (page: number) =>
    visit.read((tx) =>
      dutiesOf(tx, tenant, {
        ...(all ? {} : { owner: reader.id }),
        page: { limit: shortPage, offset: page * shortPage },
      }),
    );
  let { page } = place;
  let found = await at(page);
  const last = Math.max(0, Math.ceil(found.total / shortPage) - 1);
  if (page > last) {
    page = last;
    found = await at(page);
  }
  return rulesView(reader, { ...place, all }, { page, ...found }, { now: visit.now(), leads, note });
}

async function showHistory(visit: Visit, place: Place): Promise<ModalView> {
  const { reader, tenant } = visit;
  return visit.read(async (tx) => {
    const asked = place.duty ? await dutyById(tx, tenant, place.duty) : undefined;
    const duty = asked && (await mayLook(tx, visit, asked)) ? asked : undefined;
    const person = place.person && (await mayLookAt(tx, visit, place.person)) ? place.person : undefined;
    const which = duty ? { duty: duty.id } : { person: person ?? reader.id };
    const figures = await figuresOf(tx, tenant, which);
    let { page } = place;
    const at = (one: number) =>
      historyOf(tx, tenant, { ...which, ...always, page: { limit: shortPage, offset: one * shortPage } });
    let found = await at(page);
    if (found.rows.length === 0 && page > 0) {
      const { total } = await at(0);
      page = Math.max(0, Math.ceil(total / shortPage) - 1);
      found = await at(page);
    }
    const duties = await dutiesById(
      tx,
      tenant,
      found.rows.map((one) => one.duty),
    );
    const series: Series[] = [];
    if (duty && page === 0)
      for (const ask of figuresAsked(duty))
        series.push({ ask, points: await seriesOf(tx, tenant, duty.id, ask) });
    const here: Place = { list: 'history', page, duty: duty?.id, person };
    return historyView(reader, here, { page, ...found }, { now: visit.now(), duties, duty, series, figures });
  });
}

/** Whose duties a person sees: everybody's where they lead or audit, else those in which they have a part. */
export function seenBy({ member, reader }: Visit): Seen {
  return { person: reader.id, all: mayLead(member) || holds(member, 'auditor') };
}

/** What is called so, as it stands now. */
async function showFound(visit: Visit, place: Place): Promise<ModalView> {
  const { reader, tenant } = visit;
  const { history = false } = place;
  const words = searchWords(place.words ?? '');
  return visit.read(async (tx) => {
    const at = (page: number) =>
      dutiesCalled(tx, tenant, {
        ...{ words, seen: seenBy(visit), ended: history },
        ...{ limit: shortPage, offset: page * shortPage },
      });
    let { page } = place;
    let found = await at(page);
    if (found.rows.length === 0 && page > 0) {
      page = 0;
      found = await at(page);
    }
    const people = history ? await peopleCalled(tx, tenant, words, seenBy(visit)) : [];
    return foundView(reader, place, { page, ...found }, page === 0 ? people : [], visit.now());
  });
}

/** One time of a duty whole; undefined where there is none, or where it is not theirs to see. */
export async function showOccurrence(
  visit: Visit,
  id: string,
  place: Place | undefined,
  note?: Note,
): Promise<ModalView | undefined> {
  const { reader, tenant } = visit;
  return visit.read(async (tx) => {
    const occurrence = await occurrenceById(tx, tenant, id);
    const duty = occurrence && (await dutyById(tx, tenant, occurrence.duty));
    if (!occurrence || !duty || !(await mayLook(tx, visit, duty, occurrence))) return undefined;
    const last = await lastTime(tx, tenant, occurrence);
    const may = mayWith(visit.member, duty, occurrence);
    return occurrenceView(reader, duty, occurrence, { now: visit.now(), may, last, place, note });
  });
}

/** A rule whole; undefined as above. */
export async function showRule(
  visit: Visit,
  id: string,
  place: Place | undefined,
  note?: Note,
): Promise<ModalView | undefined> {
  const { reader, tenant } = visit;
  return visit.read(async (tx) => {
    const duty = await dutyById(tx, tenant, id);
    if (!duty || !(await mayLook(tx, visit, duty))) return undefined;
    const open = await waitingOf(tx, tenant, id);
    const may = mayWith(visit.member, duty);
    return ruleView(reader, duty, { now: visit.now(), may, open, place, note });
  });
}

/** Who sees what somebody did: they themselves, their manager, who leads, and auditors. */
export async function mayLookAt(tx: Tx, visit: Visit, person: string): Promise<boolean> {
  if (!isEmployee(visit.member)) return false;
  if (person === visit.member.id || seenBy(visit).all) return true;
  return (await memberById(tx, visit.tenant, person))?.manager === visit.member.id;
}

/** Who sees it: whoever has a part in it, the owner's manager, who leads, and auditors. */
export async function mayLook(tx: Tx, visit: Visit, duty: Duty, occurrence?: Occurrence): Promise<boolean> {
  const { member, tenant } = visit;
  if (!isEmployee(member)) return false;
  if (mayLead(member) || holds(member, 'auditor')) return true;
  const parts = [duty.owner, duty.deputy, duty.checker, duty.addedBy, duty.action?.effectiveBy];
  parts.push(...duty.participants);
  if ([...parts, occurrence?.owner, occurrence?.doneBy].includes(member.id)) return true;
  for (const owner of [duty.owner, occurrence?.owner]) {
    if (owner && (await memberById(tx, tenant, owner))?.manager === member.id) return true;
  }
  return false;
}

function mayWith(member: Member, duty: Duty, occurrence?: Occurrence): May {
  const here = isEmployee(member);
  const leads = mayLead(member);
  return {
    do: here && occurrence !== undefined && isOpen(occurrence) && (occurrence.owner === member.id || leads),
    check:
      here &&
      occurrence !== undefined &&
      (duty.checker === member.id || leads) &&
      occurrence.doneBy !== member.id &&
      occurrence.owner !== member.id,
    change: leads || (here && duty.addedBy === member.id),
    handOver: leads || (here && duty.owner === member.id),
  };
}

/** What was handed in the time before, and of which day. */
export async function lastTime(tx: Tx, tenant: string, of: Occurrence): Promise<LastTime | undefined> {
  const { rows } = await historyOf(tx, tenant, {
    duty: of.duty,
    from: always.from,
    to: of.plannedOn,
    page: { limit: 20, offset: 0 },
  });
  const before = rows.find(
    (one) => one.id !== of.id && (one.state === 'done' || one.state === 'submitted') && one.evidence,
  );
  return before?.evidence
    ? { evidence: before.evidence, on: before.evidenceOn ?? before.plannedOn }
    : undefined;
}
