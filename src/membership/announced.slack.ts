import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { derivedId } from '../kernel/id.ts';
import { inZone } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { announcedInput, bringYearsIn } from '../people/announced.ts';
import { companyOf, saveCompany } from '../people/company.store.ts';
import { companyKey } from '../people/company.ts';
import { memberById } from '../people/member.store.ts';
import { holds, type Member } from '../people/member.ts';
import type { ActionHandler, Answer, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { announcedText } from './announced.text.ts';
import { announcedView, dayFaultWords } from './announced.view.ts';
import { dayLinesIn } from './days.parse.ts';
import { type Notice, noticeDays, noticeIn } from './notice.parse.ts';
import { noticeFaultWords } from './notice.view.ts';

export function mayBringYearsIn(member: Member | undefined): boolean {
  return holds(member, 'admin') || holds(member, 'privacy_officer');
}

/** `/shoumi settings holidays`. */
export async function openAnnounced(visit: Visit): Promise<Answer> {
  if (!mayBringYearsIn(visit.member))
    return { kind: 'say', text: plain(announcedText, visit.reader.locale, 'announced.notYours') };
  return { kind: 'open', view: await form(visit) };
}

/** On top of the company's form, in which something may be typed already. */
export const onAnnounced: ActionHandler = (visit) => openAnnounced(visit);

async function form(visit: Visit, more: { saved?: boolean; notice?: Notice } = {}): Promise<ModalView> {
  const company = await visit.read((tx) => companyOf(tx, visit.tenant));
  const now = visit.now();
  const { year } = inZone(now, company.tz);
  // Drawn in place of a form whose field holds the notice: Slack keeps what stands under the same id.
  const drawn = more.notice ? `${now.toISOString()}.${visit.cause.id}` : now.toISOString();
  return announcedView(visit.reader, company, { year, drawn: drawn.slice(0, 150), ...more });
}

export const onAnnouncedSubmitted: SubmissionHandler = async (visit, view) => {
  const { tenant, reader } = visit;
  const { locale, id: by } = reader;
  const typed = String(view.values.days ?? '');
  // The notice itself is shown as it was understood first: nothing is saved before somebody has looked at it.
  const notice = noticeIn(typed);
  if (notice && notice.faults.length > 0)
    return { kind: 'errors', errors: { days: noticeFaultWords(notice.faults, locale) } };
  if (notice) {
    const refused = await visit.read(async (tx) =>
      bringYearsIn({ by, days: noticeDays(notice) })({
        actor: await memberById(tx, tenant, by),
        company: await companyOf(tx, tenant),
      }),
    );
    if ('refused' in refused)
      return { kind: 'errors', errors: refusalErrors(announcedText, locale, refused, 'days') };
    return { kind: 'replace', view: await form(visit, { notice }) };
  }
  const { days, faults } = dayLinesIn(typed);
  if (faults.length > 0) return { kind: 'errors', errors: { days: dayFaultWords(faults, locale) } };
  const parsed = z.object({ days: announcedInput }).safeParse({ days });
  if (!parsed.success) return { kind: 'errors', errors: fieldErrors(announcedText, locale, parsed.error) };
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id, view.privateMetadata, 'announced'),
    cause: visit.cause,
    keys: [companyKey],
    load: async (tx) => ({ actor: await memberById(tx, tenant, by), company: await companyOf(tx, tenant) }),
    decide: bringYearsIn({ by, days: parsed.data.days }),
    save: (tx, next) => saveCompany(tx, tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(announcedText, locale, outcome, 'days') };
  return { kind: 'replace', view: await form(visit, { saved: true }) };
};
