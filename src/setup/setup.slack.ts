import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf, saveCompany } from '../people/company.store.ts';
import { companyKey } from '../people/company.ts';
import { allUserGroups, memberById, userGroupsById } from '../people/member.store.ts';
import { holds } from '../people/member.ts';
import { noteView } from '../slack/answer.ts';
import { mention, section } from '../slack/blocks.ts';
import type {
  Act,
  ActionHandler,
  Answer,
  Capability,
  CommandHandler,
  House,
  OptionsHandler,
  Visit,
} from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { guideFace, setupAct } from './guide.view.ts';
import { saveSetup, setupOf, standingOf } from './setup.store.ts';
import { setupText } from './setup.text.ts';
import { type FormStep, finishStep, guide, noteStep, type Step, setupKey, steps, switchOn } from './setup.ts';
import { onStepSubmitted } from './step.slack.ts';
import { stepForm, stepView } from './step.view.ts';

type Key = keyof typeof setupText.en;
const say = ({ reader }: Visit, key: Key): Answer => ({
  kind: 'say',
  text: plain(setupText, reader.locale, key),
});

/** `/shoumi setup`: puts the guide before this admin, again if it was there. */
const runSetup: CommandHandler = async (visit) => {
  const { tenant, reader, cause } = visit;
  const before = await visit.read((tx) => setupOf(tx, tenant));
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [setupKey],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      setup: await setupOf(tx, tenant),
    }),
    decide: guide({ by: reader.id, readers: [reader.id] }),
    save: (tx, next) => saveSetup(tx, tenant, next),
  });
  if (outcome.kind === 'refused') return say(visit, outcome.refused.key);
  // Their card may lie under a week of other messages: the guide is shown where they asked for it.
  return before?.readers.includes(reader.id) ? here(visit) : say(visit, 'guide.again');
};

/** The guide as it stands, for this person alone. */
async function here({ tenant, reader, read }: Visit): Promise<Extract<Answer, { kind: 'say' }>> {
  const text = plain(setupText, reader.locale, 'guide.here');
  const face = await read(async (tx) => {
    const setup = await setupOf(tx, tenant);
    return setup && guideFace(setup, await standingOf(tx, tenant), reader);
  });
  return { kind: 'say', text, ...(face ? { blocks: [section(text), ...face.blocks] } : {}) };
}

/** The card turns by itself; what only one person sees does not, and is shown anew in a window. */
async function after(visit: Visit, { message }: Act): Promise<Answer> {
  if (message && !message.ephemeral) return { kind: 'nothing' };
  const { text, blocks } = await here(visit);
  return { kind: 'replace', view: noteView(visit.reader, text, blocks) };
}

const stepOf = (value: string): Step | undefined => steps.find((step) => step === value);

const formSteps = steps.filter((step): step is FormStep => step !== 'duties');

const onOpen: ActionHandler = async (visit, { value }) => {
  const step = formSteps.find((one) => one === value);
  if (!holds(visit.member, 'admin')) return say(visit, 'setup.notAdmin');
  if (!step) return { kind: 'nothing' };
  const { standing, named } = await visit.read(async (tx) => {
    const now = await standingOf(tx, visit.tenant);
    return { standing: now, named: await userGroupsById(tx, visit.tenant, now.company.pilot?.groups ?? []) };
  });
  const groups = [...named.values()].map(({ id, name }) => ({ value: id, text: name }));
  const drawn = visit.now().toISOString();
  return { kind: 'open', view: stepView(step, standing, visit.reader, { drawn, groups }) };
};

const onSkip: ActionHandler = async (visit, act) => {
  const step = stepOf(act.value);
  if (!step) return { kind: 'nothing' };
  const { tenant, reader, cause } = visit;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [setupKey],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      setup: await setupOf(tx, tenant),
    }),
    decide: finishStep({ by: reader.id, step, how: 'skipped' }),
    save: (tx, next) => saveSetup(tx, tenant, next),
  });
  return outcome.kind === 'refused' ? say(visit, outcome.refused.key) : after(visit, act);
};

const onSwitchOn: ActionHandler = async (visit, act) => {
  const { tenant, reader, cause } = visit;
  const outcome = await visit.commit({
    // Switched on again after somebody chose a pilot anew is another time.
    id: derivedId('cmd', tenant, cause.id, visit.now().toISOString()),
    cause,
    keys: [setupKey, companyKey],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      setup: await setupOf(tx, tenant),
      company: await companyOf(tx, tenant),
    }),
    decide: switchOn({ by: reader.id }),
    save: async (tx, next) => {
      await saveSetup(tx, tenant, next.setup);
      await saveCompany(tx, tenant, next.company);
    },
  });
  return outcome.kind === 'refused' ? say(visit, outcome.refused.key) : after(visit, act);
};

const mostGroups = 100;

const groupOptions: OptionsHandler = async (visit, typed) => {
  if (!holds(visit.member, 'admin')) return [];
  const wanted = typed.normalize('NFKC').trim().toLowerCase();
  const groups = await visit.read((tx) => allUserGroups(tx, visit.tenant));
  return groups
    .filter(({ disabled, name, handle }) => !disabled && `${name} ${handle}`.toLowerCase().includes(wanted))
    .slice(0, mostGroups)
    .map(({ id, name }) => ({ value: id, text: name }));
};

/** Somebody began to go through the suggested duties: that step counts as taken. */
async function onDutiesTaken(house: House): Promise<void> {
  const { tenant } = house;
  await house.commit({
    id: derivedId('cmd', tenant, 'setup.duties'),
    cause: { kind: 'event', id: 'duty.set' },
    keys: [setupKey],
    load: async (tx) => ({ setup: await setupOf(tx, tenant) }),
    decide: noteStep({ step: 'duties' }),
    save: (tx, next) => saveSetup(tx, tenant, next),
  });
}

/** Installing: the guide for whoever lets Shoumi into a workspace, from the first message to the switch. */
export const setupCapability: Capability = {
  name: 'setup',
  texts: [setupText],
  commands: [{ word: words.setup, hint: { key: 'hint.setup' }, run: runSetup }],
  actions: { [setupAct.open]: onOpen, [setupAct.skip]: onSkip, [setupAct.on]: onSwitchOn },
  submissions: Object.fromEntries(formSteps.map((step) => [stepForm(step), onStepSubmitted(step)])),
  options: { pilotGroups: groupOptions },
  cards: [
    {
      kind: 'setup.guide',
      // It shows who holds which role, and how many data sets there are.
      about: ['setup', 'people', 'catalog'],
      audience: async (tx, tenant) => {
        const setup = await setupOf(tx, tenant);
        return (setup?.readers ?? []).map((reader) => ({ reader, occasion: 'guide' }));
      },
      render: async (tx, { tenant, reader }) => {
        const setup = await setupOf(tx, tenant);
        return setup ? guideFace(setup, await standingOf(tx, tenant), reader) : null;
      },
    },
  ],
  on: { 'duty.adopted': onDutiesTaken, 'duty.declined': onDutiesTaken },
  describe: describeSetup,
};

function describeSetup({ type, data }: DomainEvent, { locale }: Reader): string | undefined {
  const by = typeof data.by === 'string' ? mention(data.by) : '—';
  const step = stepOf(String(data.step));
  switch (type) {
    case 'setup.begun':
      return plain(setupText, locale, 'event.begun');
    case 'setup.guided':
      return plain(setupText, locale, 'event.guided');
    case 'setup.step':
      return mrkdwn(setupText, locale, data.how === 'done' ? 'event.done' : 'event.skipped', {
        by,
        step: step ? plain(setupText, locale, `step.${step}`) : '—',
      });
    case 'setup.switched_on':
      return mrkdwn(setupText, locale, 'event.on', { by });
    default:
      return undefined;
  }
}
