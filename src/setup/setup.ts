import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { type Company, setCompany } from '../people/company.ts';
import { holds, type Member } from '../people/member.ts';

/** What a new house is asked, in this order; each can be skipped, changed and come back to. */
export const steps = ['people', 'data', 'policies', 'duties', 'pilot', 'hours', 'language'] as const;
export type Step = (typeof steps)[number];
/** Steps with a form here. The suggested duties are gone through where they are at home. */
export type FormStep = Exclude<Step, 'duties'>;

/** How far a house is set up. A house from before there was a guide has none, and is switched on. */
export type Setup = {
  /** Who has the guide before them. */
  readonly readers: readonly string[];
  readonly steps: Partial<Record<Step, 'done' | 'skipped'>>;
  readonly begunAt: Date;
  readonly switchedOnAt: Date | null;
};

/** The subject of everything about setting up, and its lock. */
export const setupKey = 'setup';

const event = (type: string, data: NewEvent['data']): NewEvent => ({
  type,
  version: 1,
  subject: setupKey,
  data,
});

/** Begins to set a new house up: nobody takes part but admins. Done once; again it changes nothing. */
export function beginSetup(
  state: { setup: Setup | undefined; company: Company },
  now: Date,
): Decision<{ setup: Setup; company: Company }> {
  if (state.setup) return { next: { setup: state.setup, company: state.company }, events: [] };
  const closed = setCompany({ by: null, change: { pilot: { members: [], groups: [] } } })({
    actor: undefined,
    company: state.company,
  });
  if ('refused' in closed) throw new Error('the house itself may set things up');
  const setup: Setup = { readers: [], steps: {}, begunAt: now, switchedOnAt: null };
  return { next: { setup, company: closed.next }, events: [...closed.events, event('setup.begun', {})] };
}

/** Puts the guide before those who install. `by`: null where nobody asked, at the first start. */
export function guide(command: { by: string | null; readers: readonly string[] }) {
  return (
    state: { actor: Member | undefined; setup: Setup | undefined },
    now: Date,
  ): Decision<Setup, 'setup.notAdmin'> => {
    if (command.by !== null && !holds(state.actor, 'admin')) return refuse('setup.notAdmin');
    // A house from before there was a guide gets one that is switched on already.
    const before = state.setup ?? { readers: [], steps: {}, begunAt: now, switchedOnAt: now };
    const readers = [...new Set([...before.readers, ...command.readers])];
    return {
      next: { ...before, readers },
      events: [event('setup.guided', { by: command.by, readers: [...command.readers] })],
    };
  };
}

export type StepRefusal = 'setup.notAdmin' | 'setup.none';

/** A step is done, or passed over for now; both can be changed later. Skipping what is done leaves it done. */
export function finishStep(command: { by: string; step: Step; how: 'done' | 'skipped' }) {
  return (state: { actor: Member | undefined; setup: Setup | undefined }): Decision<Setup, StepRefusal> => {
    const { setup } = state;
    if (!holds(state.actor, 'admin')) return refuse('setup.notAdmin');
    if (!setup) return refuse('setup.none');
    const { by, step, how } = command;
    if (how === 'skipped' && setup.steps[step]) return { next: setup, events: [] };
    return {
      next: { ...setup, steps: { ...setup.steps, [step]: how } },
      events: [event('setup.step', { by, step, how })],
    };
  };
}

/** A step was taken elsewhere: by whoever may there, admin or not. Once; a step that is done stays as it is. */
export function noteStep(command: { step: Step }) {
  return ({ setup }: { setup: Setup | undefined }): Decision<Setup, 'setup.none'> => {
    if (!setup) return refuse('setup.none');
    const { step } = command;
    if (setup.steps[step] === 'done') return { next: setup, events: [] };
    return {
      next: { ...setup, steps: { ...setup.steps, [step]: 'done' } },
      events: [event('setup.step', { by: null, step, how: 'done' })],
    };
  };
}

export type SwitchRefusal = 'setup.notAdmin' | 'setup.none' | 'setup.isOn';

/** Switches the house on for everybody: from now on there is no pilot, and what waited for others goes out if it is still true. */
export function switchOn(command: { by: string }) {
  return (
    state: { actor: Member | undefined; setup: Setup | undefined; company: Company },
    now: Date,
  ): Decision<{ setup: Setup; company: Company }, SwitchRefusal> => {
    const { actor, setup, company } = state;
    if (!holds(actor, 'admin')) return refuse('setup.notAdmin');
    if (!setup) return refuse('setup.none');
    if (setup.switchedOnAt && company.pilot === null) return refuse('setup.isOn');
    const opened = setCompany({ by: command.by, change: { pilot: null } })({ actor, company });
    if ('refused' in opened) return refuse('setup.notAdmin');
    return {
      next: { setup: { ...setup, switchedOnAt: now }, company: opened.next },
      events: [...opened.events, event('setup.switched_on', { by: command.by })],
    };
  };
}

/** The step that comes next: the first that is neither done nor skipped. */
export function nextStep({ steps: taken }: Pick<Setup, 'steps'>): Step | undefined {
  return steps.find((step) => !taken[step]);
}
