import type { ModalView } from '@slack/types';
import { IANAZone } from 'luxon';
import type { Tx } from '../database/connection.ts';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { type Company, holidaysFor } from '../people/company.ts';
import { memberById, readerFrom } from '../people/member.store.ts';
import { holds, isEmployee, type Member } from '../people/member.ts';
import { partUnknownAt } from '../people/place.ts';
import { noPreferences, type Preferences, preferencesInput, setPreferences } from '../people/preference.ts';
import { preferencesOf, savePreferences } from '../people/schedule.store.ts';
import type {
  ActionHandler,
  CommandHandler,
  OptionsHandler,
  SubmissionHandler,
  Visit,
} from '../slack/capability.ts';
import { fieldErrors, refusalErrors } from '../slack/form.ts';
import { takeWord } from '../slack/routes.ts';
import { openAnnounced } from './announced.slack.ts';
import { openCompany } from './company.slack.ts';
import { byZone, placeChoices } from './place.view.ts';
import { settingsText } from './settings.text.ts';
import { type SettingsState, settingsView } from './settings.view.ts';

/** `/shoumi settings`; an admin's `/shoumi settings company` leads to the company's, `/shoumi settings holidays` to the public holidays. */
export const runSettings: CommandHandler = async (visit, text) => {
  const { word } = takeWord(text);
  if ((word === 'company' || word === '公司') && holds(visit.member, 'admin')) return openCompany(visit);
  if (/^(?:holidays?|节假日|放假安排)$/u.test(word)) return openAnnounced(visit);
  return open(visit);
};

async function open(visit: Visit) {
  if (!isEmployee(visit.member))
    return {
      kind: 'say',
      text: plain(settingsText, visit.reader.locale, 'people.settingsEmployees'),
    } as const;
  return { kind: 'open', view: await settings(visit) } as const;
}

/** Anew from a card or Home, or in place of what the modal showed. */
export const onSettings: ActionHandler = async (visit, { view }) => {
  const answer = await open(visit);
  return view && answer.kind === 'open' ? { kind: 'replace', view: answer.view } : answer;
};

/** The form as things stand, in the language that counts from now on. */
export async function settings(visit: Visit, note?: Parameters<typeof plain<Key>>[2]): Promise<ModalView> {
  const { tenant, now } = visit;
  const [member, company, preferences] = await visit.read((tx) =>
    Promise.all([
      memberById(tx, tenant, visit.reader.id),
      companyOf(tx, tenant),
      preferencesOf(tx, tenant, visit.reader.id),
    ]),
  );
  const reader = readerFrom(visit.reader.id, member);
  return settingsView(
    reader,
    {
      member: member ?? visit.member,
      preferences,
      company,
      zone: zoneOf(member, company),
      admin: holds(member, 'admin'),
      officer: holds(member, 'privacy_officer'),
      drawn: now().toISOString(),
    },
    note && plain(settingsText, reader.locale, note),
  );
}
type Key = keyof typeof settingsText.en & string;

/** The zone that counts for a person, and whether it is their own. */
function zoneOf(member: Member | undefined, company: Company): SettingsState['zone'] {
  return member && IANAZone.isValidZone(member.tz)
    ? { tz: member.tz, own: true }
    : { tz: company.tz, own: false };
}

export const onSettingsSubmitted: SubmissionHandler = async (visit, view) => {
  const { locale } = visit.reader;
  const { language, from, to, days, place, quietDays, digestAt, quietFrom, quietTo } = view.values;
  if (!from !== !to)
    return {
      kind: 'errors',
      errors: { [from ? 'to' : 'from']: plain(settingsText, locale, 'people.hoursHalf') },
    };
  if (!quietFrom !== !quietTo)
    return {
      kind: 'errors',
      errors: { [quietFrom ? 'quietTo' : 'quietFrom']: plain(settingsText, locale, 'people.quietHalf') },
    };
  const parsed = preferencesInput.safeParse({
    language: language === 'slack' ? null : language,
    hours: from ? { from, to } : null,
    days: days ?? null,
    holidays: place === byZone || !place ? null : place,
    quietDays: quietDays ?? [],
    digestAt: digestAt || null,
    quiet: quietFrom ? { from: quietFrom, to: quietTo } : null,
  });
  if (!parsed.success) {
    const errors = fieldErrors(settingsText, locale, parsed.error);
    const { hours, holidays, quiet, ...others } = errors;
    return {
      kind: 'errors',
      errors: {
        ...others,
        ...(hours ? { to: hours } : {}),
        ...(holidays ? { place: holidays } : {}),
        ...(quiet ? { quietTo: quiet } : {}),
      },
    };
  }
  const outcome = await save(visit, parsed.data, view.privateMetadata);
  if (outcome.kind === 'refused')
    return { kind: 'errors', errors: refusalErrors(settingsText, locale, outcome, 'language') };
  return { kind: 'close' };
};

/** Whose public holidays one's own are, by part of the name. */
export const placeOptions: OptionsHandler = async (visit, typed) => {
  const [member, company] = await visit.read((tx) =>
    Promise.all([memberById(tx, visit.tenant, visit.reader.id), companyOf(tx, visit.tenant)]),
  );
  const { tz } = zoneOf(member, company);
  return placeChoices(holidaysFor(company, tz), typed, visit.reader.locale, partUnknownAt(tz));
};

/** Back to what Slack and the company say. */
export const onSettingsReset: ActionHandler = async (visit, { value }) => {
  const outcome = await save(visit, noPreferences, value);
  if (outcome.kind === 'refused')
    return { kind: 'say', text: plain(settingsText, visit.reader.locale, 'people.settingsEmployees') };
  return { kind: 'replace', view: await settings(visit, 'settings.resetDone') };
};

/** One modal can be drawn and handed in several times: `drawn` tells the drawings apart. */
export function save(visit: Visit, preferences: Preferences, drawn: string) {
  const { tenant } = visit;
  const by = visit.reader.id;
  return visit.commit({
    id: derivedId('cmd', tenant, visit.cause.id, drawn),
    cause: visit.cause,
    keys: [`preferences:${by}`],
    load: (tx) => loadPreferences(tx, tenant, by),
    decide: setPreferences({ by, preferences }),
    save: (tx, next) => savePreferences(tx, tenant, by, next),
  });
}

export async function loadPreferences(tx: Tx, tenant: string, by: string) {
  const [member, before, company] = await Promise.all([
    memberById(tx, tenant, by),
    preferencesOf(tx, tenant, by),
    companyOf(tx, tenant),
  ]);
  return { member, before, company: company.hours };
}
