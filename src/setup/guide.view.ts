import { catalogText } from '../catalog/data-set.text.ts';
import { classifications } from '../catalog/data-set.ts';
import { formatHours, type Locale, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { companyKey } from '../people/company.ts';
import { actions, button, context, listed, mention, mentionGroup, section } from '../slack/blocks.ts';
import type { Blocks, CardFace } from '../slack/capability.ts';
import type { Standing } from './setup.store.ts';
import { setupText } from './setup.text.ts';
import { nextStep, type Setup, type Step, setupKey, steps } from './setup.ts';

export const setupAct = { open: 'setup.open', skip: 'setup.skip', on: 'setup.on' } as const;

/** Opens the suggested duties, which have a capability of their own. */
const dutiesAct = 'duty.set.open';

/** The whole guide as one message: every step with how it stands and a button, what comes next first. */
export function guideFace(setup: Setup, standing: Standing, reader: Reader): CardFace {
  const { locale } = reader;
  const say = (key: keyof typeof setupText.en) => plain(setupText, locale, key);
  const on = standing.company.pilot === null;
  const next = nextStep(setup);
  const taken = steps.filter((step) => setup.steps[step]).length;
  const lines = steps.map((step) => stepLine(step, setup, standing, reader, on ? undefined : next));
  const progress = plain(setupText, locale, 'guide.progress', { done: taken, of: steps.length });
  return {
    text: lockScreen(locale, on, steps.length - taken),
    blocks: [
      section(`${say('guide.title')}\n${say(on ? 'guide.on' : welcomeKey(standing))}`),
      ...lines,
      ...(on ? [] : [actions('setup.next', ...buttons(setup, standing, reader, next))]),
      context(on ? say('guide.foot') : `${progress} · ${say('guide.foot')}`),
    ],
    shows: [setupKey, companyKey],
    open: !on,
  };
}

/** Only the installer knows of it until there is a pilot, or another admin. */
function welcomeKey({ roles, company: { pilot } }: Standing) {
  const others = (pilot?.members.length ?? 0) + (pilot?.groups.length ?? 0);
  return others > 0 || roles.admin.length > 1 ? 'guide.welcomePilot' : 'guide.welcome';
}

function lockScreen(locale: Locale, on: boolean, left: number): string {
  if (on) return plain(setupText, locale, 'guide.lockOn');
  return left > 0
    ? plain(setupText, locale, 'guide.lock', { count: left })
    : plain(setupText, locale, 'guide.lockReady');
}

function stepLine(
  step: Step,
  { steps: taken }: Setup,
  standing: Standing,
  reader: Reader,
  next: Step | undefined,
): Blocks[number] {
  const { locale } = reader;
  const how = taken[step];
  // In a house that is on there is nothing left to tick off.
  const on = standing.company.pilot === null;
  const mark = on ? '' : `${plain(setupText, locale, `mark.${how ?? 'open'}`)} `;
  const note = !on && how === 'skipped' ? ` · ${plain(setupText, locale, 'mark.skippedNote')}` : '';
  const title = `${mark}*${plain(setupText, locale, `step.${step}`)}*${note}`;
  // Choosing a pilot would shut the others out again.
  if (on && step === 'pilot') return section(`${title}\n${howItStands(step, standing, reader)}`);
  const text = plain(setupText, locale, on || how === 'done' ? 'button.change' : 'button.open');
  const style = step === next ? { style: 'primary' as const } : {};
  return section(
    `${title}\n${howItStands(step, standing, reader)}`,
    step === 'duties'
      ? button({ id: `${dutiesAct}#guide`, text, value: 'all', ...style })
      : button({ id: `${setupAct.open}#${step}`, text, value: step, ...style }),
  );
}

function howItStands(step: Step, { roles, sets, company, outside }: Standing, { locale }: Reader): string {
  const nobody: Markup = { markup: plain(setupText, locale, 'now.nobody') };
  const people = (ids: readonly string[]): Markup =>
    ids.length === 0 ? nobody : listed(ids.slice(0, 8).map(mention), locale);
  switch (step) {
    case 'people':
      return mrkdwn(setupText, locale, 'now.people', {
        admins: people(roles.admin),
        officers: people(roles.privacy_officer),
        auditors: people(roles.auditor),
      });
    case 'data':
      return plain(setupText, locale, 'now.data', { count: sets.length });
    case 'policies': {
      const lengths = classifications.flatMap((one) => {
        const longest = Math.max(
          0,
          ...sets.filter((set) => set.classification === one).map((set) => set.longestHours),
        );
        const named = plain(catalogText, locale, `class.${one}`);
        const length = formatHours(longest, locale);
        return longest > 0 ? [plain(setupText, locale, 'now.classLength', { class: named, length })] : [];
      });
      return lengths.length > 0
        ? plain(setupText, locale, 'now.policies', { lengths: lengths.join(locale === 'zh' ? '、' : ', ') })
        : plain(setupText, locale, 'now.policiesNone');
    }
    case 'duties':
      return plain(setupText, locale, 'now.duties');
    case 'pilot': {
      if (!company.pilot) return plain(setupText, locale, 'now.pilotOff');
      const { members, groups } = company.pilot;
      const who = [...members.map(mention), ...groups.map(mentionGroup)];
      if (who.length === 0) return plain(setupText, locale, 'now.pilotNone');
      const inside = mrkdwn(setupText, locale, 'now.pilot', { who: listed(who.slice(0, 20), locale) });
      if (outside.length === 0) return inside;
      return `${inside}\n${mrkdwn(setupText, locale, 'now.pilotOutside', { who: people(outside) })}`;
    }
    case 'hours': {
      const { hours, tz, holidays } = company;
      const days = daysInWords(hours.days, locale);
      return plain(setupText, locale, 'now.hours', { days, from: hours.from, to: hours.to, tz, holidays });
    }
    case 'language':
      return plain(setupText, locale, 'now.language', { language: company.language });
  }
}

/** `Mon–Fri`, or one by one where there are gaps. */
function daysInWords(days: readonly number[], locale: Locale): string {
  const named = days.map((day) => plain(setupText, locale, `day.${day}` as 'day.1'));
  const [first, last] = [named[0] ?? '', named.at(-1) ?? ''];
  const inARow = days.every((day, at) => day === (days[0] ?? 0) + at);
  if (inARow && days.length > 2) return plain(setupText, locale, 'now.days', { first, last });
  return named.join(locale === 'zh' ? '、' : ', ');
}

function buttons(setup: Setup, { roles, sets }: Standing, { locale }: Reader, next: Step | undefined) {
  const missing = [
    ...(roles.privacy_officer.length === 0 ? [plain(setupText, locale, 'on.textOfficer')] : []),
    ...(sets.length === 0 ? [plain(setupText, locale, 'on.textData')] : []),
  ];
  const confirm = {
    title: plain(setupText, locale, 'on.title'),
    text: [plain(setupText, locale, 'on.text'), ...missing].join(locale === 'zh' ? '' : ' '),
    yes: plain(setupText, locale, 'on.yes'),
    no: plain(setupText, locale, 'on.no'),
  };
  const skip =
    next &&
    button({
      id: setupAct.skip,
      text: plain(setupText, locale, 'button.skip', { step: plain(setupText, locale, `step.${next}`) }),
      value: next,
    });
  return [
    ...(skip ? [skip] : []),
    button({
      id: setupAct.on,
      text: plain(setupText, locale, 'button.on'),
      value: setup.begunAt.toISOString(),
      confirm,
      ...(next ? {} : { style: 'primary' as const }),
    }),
  ];
}
