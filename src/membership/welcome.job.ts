import { owe } from '../attention/owed.store.ts';
import { derivedId } from '../kernel/id.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { isEmployee } from '../people/member.ts';
import { preferencesOf } from '../people/schedule.store.ts';
import { saveWelcome, unwelcomed, welcomeState } from '../people/welcome.store.ts';
import { welcome } from '../people/welcome.ts';
import { actions, button, context, listed, mention, section } from '../slack/blocks.ts';
import type { ActionHandler, House, OwedKind } from '../slack/capability.ts';
import { settleDue } from '../slack/due.ts';
import { save } from './settings.slack.ts';
import { settingsAct } from './settings.view.ts';
import { welcomeText } from './welcome.text.ts';

const kind = 'membership.welcome';
export const welcomeAct = { language: 'welcome.language' } as const;
/** The button that opens the request form: of the capability that has it, by its name in the routes. */
const askAct = 'access.ask';

/** Has everybody greeted who takes part and never was: once, at their next working moment. */
export async function welcomeDue(house: House): Promise<void> {
  const { tenant } = house;
  await settleDue(
    house,
    (limit) => house.read((tx) => unwelcomed(tx, tenant, limit)),
    (id) =>
      house.commit({
        id: derivedId('cmd', tenant, 'welcome', id),
        cause: { kind: 'tick', id: 'welcome' },
        keys: [`person:${id}`],
        load: (tx) => welcomeState(tx, tenant, id),
        decide: welcome({ id }),
        save: async (tx, at) => {
          await saveWelcome(tx, tenant, id, at);
          await owe(tx, tenant, { kind, person: id, subject: id, dueAt: at });
        },
      }),
  );
}

/** The first message somebody gets. */
export const welcomeOwed: OwedKind = {
  priority: 'practice',
  manner: 'alone',
  stillOwed: async (tx, { tenant, person }) => isEmployee(await memberById(tx, tenant, person)),
  render: async (tx, { tenant, person }, reader) => {
    const { locale } = reader;
    const officers = (await holdersOf(tx, tenant, 'privacy_officer')).filter((id) => id !== person);
    const who: Markup = listed(officers.slice(0, 5).map(mention), locale, 'disjunction');
    const say = (key: keyof typeof welcomeText.en & string, values = {}) =>
      mrkdwn(welcomeText, locale, key, { officers: officers.length, who, ...values });
    const word = (key: keyof typeof welcomeText.en & string) => plain(welcomeText, locale, key);
    return {
      text: word('welcome.lockScreen'),
      blocks: [
        section(say('welcome.hello', { who: mention(person) })),
        section([say('welcome.ask'), say('welcome.report'), say('welcome.rule')].join('\n')),
        section(say('welcome.more')),
        actions(
          'welcome',
          button({ id: askAct, text: word('welcome.ask.button') }),
          button({ id: welcomeAct.language, text: word('welcome.language.button') }),
          button({ id: settingsAct.open, text: word('welcome.settings.button') }),
        ),
        context(say('welcome.officer')),
      ],
      shows: [person],
      open: false,
    };
  },
};

/** The other language, at once; the card turns with it. */
export const onWelcomeLanguage: ActionHandler = async (visit) => {
  const { reader, tenant } = visit;
  const language = reader.locale === 'zh' ? 'en' : 'zh';
  const before = await visit.read((tx) => preferencesOf(tx, tenant, reader.id));
  // Back and forth on one message: each change is one of its own.
  await save(visit, { ...before, language }, `language ${language} ${visit.now().toISOString()}`);
  return { kind: 'nothing' };
};
