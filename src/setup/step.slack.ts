import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { companyOf, saveCompany } from '../people/company.store.ts';
import { type Company, companyInput, companyKey, setCompany } from '../people/company.ts';
import { memberById } from '../people/member.store.ts';
import { holds } from '../people/member.ts';
import type { SubmissionHandler, SubmitAnswer, SubmittedView, Visit } from '../slack/capability.ts';
import { addSets, changePolicies } from './data.slack.ts';
import { setPeople } from './people.slack.ts';
import { saveSetup, setupOf } from './setup.store.ts';
import { setupText } from './setup.text.ts';
import { type FormStep, finishStep, setupKey } from './setup.ts';
import type { Faults } from './step.view.ts';

type Take = (visit: Visit, view: SubmittedView) => Promise<Faults>;

const takes: Readonly<Record<FormStep, Take>> = {
  people: setPeople,
  data: addSets,
  policies: changePolicies,
  pilot: async (visit, { values }) => {
    const change = companyInput
      .pick({ pilot: true })
      .safeParse({ pilot: { members: values.members ?? [], groups: values.pilotGroups ?? [] } });
    const { locale } = visit.reader;
    if (!change.success) return { members: plain(setupText, locale, 'pilot.empty') };
    const open = (await visit.read((tx) => companyOf(tx, visit.tenant))).pilot === null;
    if (open) return { members: plain(setupText, locale, 'pilot.isOn') };
    const { pilot } = change.data;
    if (!pilot || pilot.members.length + pilot.groups.length === 0)
      return { members: plain(setupText, locale, 'pilot.empty') };
    return changeCompany(visit, change.data, 'members');
  },
  hours: async (visit, { values }) => {
    const change = companyInput.pick({ hours: true, tz: true, holidays: true }).safeParse({
      hours: { days: values.days ?? [], from: values.from, to: values.to },
      tz: values.tz,
      holidays: values.holidays,
    });
    return change.success
      ? changeCompany(visit, change.data, 'to')
      : { to: plain(setupText, visit.reader.locale, 'hours.wrong') };
  },
  language: async (visit, { values }) => {
    const change = companyInput.pick({ language: true }).safeParse(values);
    return change.success ? changeCompany(visit, change.data, 'language') : undefined;
  },
};

/** What is typed into a step's form takes effect, and then the step counts as taken. A second try after a fault does no harm. */
export function onStepSubmitted(step: FormStep): SubmissionHandler {
  return async (visit, view): Promise<SubmitAnswer> => {
    const [first = 'template'] = Object.keys(view.values);
    if (!holds(visit.member, 'admin'))
      return { kind: 'errors', errors: { [first]: plain(setupText, visit.reader.locale, 'setup.notAdmin') } };
    const faults = await takes[step](visit, view);
    if (faults) return { kind: 'errors', errors: faults };
    const { tenant, reader, cause } = visit;
    await visit.commit({
      id: derivedId('cmd', tenant, cause.id, 'setup.step'),
      cause,
      keys: [setupKey],
      load: async (tx) => ({
        actor: await memberById(tx, tenant, reader.id),
        setup: await setupOf(tx, tenant),
      }),
      decide: finishStep({ by: reader.id, step, how: 'done' }),
      save: (tx, next) => saveSetup(tx, tenant, next),
    });
    return { kind: 'close' };
  };
}

async function changeCompany(visit: Visit, change: Partial<Company>, under: string): Promise<Faults> {
  const { tenant, reader, cause } = visit;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id, JSON.stringify(change)),
    cause,
    keys: [companyKey],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      company: await companyOf(tx, tenant),
    }),
    decide: setCompany({ by: reader.id, change }),
    save: (tx, next) => saveCompany(tx, tenant, next),
  });
  return outcome.kind === 'refused'
    ? { [under]: plain(setupText, reader.locale, 'setup.notAdmin') }
    : undefined;
}
