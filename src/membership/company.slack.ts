import type { ModalView } from '@slack/types';
import { derivedId } from '../kernel/id.ts';
import { inZone } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { companyOf, saveCompany } from '../people/company.store.ts';
import { companyInput, companyKey, missingYears, setCompany } from '../people/company.ts';
import { memberById } from '../people/member.store.ts';
import { holds } from '../people/member.ts';
import type { ActionHandler, Answer, OptionsHandler, SubmissionHandler, Visit } from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { dayFaultWords } from './announced.view.ts';
import { companyView } from './company.view.ts';
import { dayLinesIn } from './days.parse.ts';
import { settingsText } from './settings.text.ts';

export async function openCompany(visit: Visit): Promise<Answer> {
  return { kind: 'open', view: await form(visit) };
}

/** For admins only, at every click. */
export const onCompany: ActionHandler = async (visit, { view }) => {
  if (!holds(visit.member, 'admin'))
    return { kind: 'say', text: plain(settingsText, visit.reader.locale, 'people.companyNotAdmin') };
  return { kind: view ? 'replace' : 'open', view: await form(visit) };
};

async function form(visit: Visit): Promise<ModalView> {
  const company = await visit.read((tx) => companyOf(tx, visit.tenant));
  const now = visit.now();
  return companyView(visit.reader, company, {
    missing: missingYears(company, inZone(now, company.tz).year),
    drawn: now.toISOString(),
  });
}

const separators = /[\s,;，；、]+/u;

export const onCompanySubmitted: SubmissionHandler = async (visit, view) => {
  const { locale, id: by } = visit.reader;
  const { values } = view;
  const typedDays = dayLinesIn(String(values.daysOff ?? ''));
  if (typedDays.faults.length > 0)
    return { kind: 'errors', errors: { daysOff: dayFaultWords(typedDays.faults, locale) } };
  const parsed = companyInput.omit({ pilot: true }).safeParse({
    hours: { days: values.days ?? [], from: values.from, to: values.to },
    tz: values.tz,
    holidays: values.holidays,
    daysOff: typedDays.days,
    language: values.language,
    caseForm:
      String(values.caseForm ?? '')
        .normalize('NFKC')
        .trim() || null,
    mailDomains: String(values.mailDomains ?? '')
      .split(separators)
      .filter(Boolean),
    messagesPerDay: values.messagesPerDay,
    guardDms: values.guard?.includes('dm') ?? false,
    guardedChannels: values.guardedChannels ?? [],
  });
  if (!parsed.success) {
    const errors = fieldErrors(settingsText, locale, parsed.error);
    const { hours, ...others } = errors;
    const part = parsed.error.issues.find((issue) => issue.path[0] === 'hours')?.path[1];
    return { kind: 'errors', errors: hours ? { ...others, [String(part ?? 'to')]: hours } : others };
  }
  const outcome = await visit.commit({
    id: derivedId('cmd', visit.tenant, visit.cause.id, view.privateMetadata, 'company'),
    cause: visit.cause,
    keys: [companyKey],
    load: async (tx) => ({
      actor: await memberById(tx, visit.tenant, by),
      company: await companyOf(tx, visit.tenant),
    }),
    decide: setCompany({ by, change: parsed.data }),
    save: (tx, next) => saveCompany(tx, visit.tenant, next),
  });
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(settingsText, locale, outcome, 'days') };
  return { kind: 'close' };
};

/** Zones by part of their name; the commonest first while nothing is typed. */
export const zoneOptions: OptionsHandler = async (_visit, typed) => {
  const wanted = typed.normalize('NFKC').trim().toLowerCase().replaceAll(' ', '_');
  const zones = Intl.supportedValuesOf('timeZone');
  const common = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Singapore', 'Europe/London', 'America/New_York'];
  const found = [...common, ...zones.filter((name) => !common.includes(name))].filter((name) =>
    name.toLowerCase().includes(wanted),
  );
  return found.slice(0, 100).map((name) => ({ value: name, text: name }));
};
