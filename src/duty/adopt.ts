import { z } from 'zod';
import { type Decision, refuse } from '../kernel/decision.ts';
import type { NewEvent } from '../kernel/event.ts';
import { type FreeText, freeText } from '../kernel/free-text.ts';
import { isEmployee, type Member, userId } from '../people/member.ts';
import type { Schedule } from '../people/working-time.ts';
import { addDuty } from './change.ts';
import { type Duty, type DutyInput, type DutyRefusal, mayLead } from './duty.ts';
import { retireDuty } from './pause.ts';
import type { Posts } from './suggest.ts';
import { type Post, posts } from './template.ts';

/** What was decided about a suggestion of the starting set. One about which nothing was decided has none. */
export type Choice = {
  code: string;
  how: 'adopted' | 'declined';
  /** The duty that was made of it. */
  duty: string | null;
  /** Why it is not for us; free text, null once erased. */
  reason: string | null;
  by: string;
  at: Date;
  /** What was decided together is undone together. */
  batch: string;
};

/** The starting set in this house: who holds which post, and which suggestions the officers were told of, time by time. */
export type StartingSet = {
  posts: Posts;
  offers: readonly (readonly string[])[];
  /** Grows with every decision: the same button pressed again after it is another act. */
  revision: number;
};

export const untouchedSet: StartingSet = { posts: {}, offers: [], revision: 0 };

/** The subject of everything about the starting set, and its lock. */
export const setKey = 'duty.set';

export const declineInput = z.object({ reason: freeText({ max: 300 }) });
export const postsInput = z.partialRecord(z.enum(posts), userId.nullish());

export type AdoptRefusal =
  | DutyRefusal
  | 'set.mayNot'
  | 'set.nothing'
  | 'set.isAdopted'
  | 'set.isOpen'
  | 'set.lived'
  | 'set.notEmployee';

export type SetState = {
  actor: Member | undefined;
  set: StartingSet;
  choices: ReadonlyMap<string, Choice>;
  /** By id: those that were made of the suggestions in question. */
  duties: ReadonlyMap<string, Duty>;
};

const event = (type: string, data: NewEvent['data']): NewEvent => ({
  type,
  version: 1,
  subject: setKey,
  data,
});

/** What a decision changes: choices that stand now, codes about which nothing is decided any more, and duties. */
export type SetChange = {
  set: StartingSet;
  choices: readonly Choice[];
  reopened: readonly string[];
  duties: readonly Duty[];
};

const decided = (set: StartingSet): StartingSet => ({ ...set, revision: set.revision + 1 });

/**
 * Adopts suggestions, many at once: each becomes a duty. What was adopted meanwhile is left alone; what was declined can be adopted after
 * all. Refused: to others than officers and admins; when nothing is left to adopt; where one of the duties cannot be (then none is).
 */
export function adopt(command: {
  by: string;
  batch: string;
  wanted: readonly { code: string; id: string; input: DutyInput }[];
}) {
  return (
    state: SetState & { people: ReadonlyMap<string, Member>; schedule: Schedule },
    now: Date,
  ): Decision<SetChange, AdoptRefusal> => {
    const { by, batch, wanted } = command;
    if (!mayLead(state.actor)) return refuse('set.mayNot');
    const choices: Choice[] = [];
    const duties: Duty[] = [];
    const events: NewEvent[] = [];
    for (const { code, id, input } of wanted) {
      if (state.choices.get(code)?.how === 'adopted') continue;
      const added = addDuty({ ...input, id, by })({ ...state, before: undefined }, now);
      if ('refused' in added) return added;
      choices.push({ code, how: 'adopted', duty: id, reason: null, by, at: now, batch });
      duties.push(added.next);
      events.push(...added.events, event('duty.adopted', { by, code, duty: id }));
    }
    if (choices.length === 0) return refuse('set.nothing');
    return { next: { set: decided(state.set), choices, reopened: [], duties }, events };
  };
}

/** Says that a suggestion is not for us, and why. Refused for one that was adopted: that is undone first. */
export function decline(command: { by: string; batch: string; code: string; reason: FreeText }) {
  return (state: SetState, now: Date): Decision<SetChange, AdoptRefusal> => {
    const { by, batch, code, reason } = command;
    if (!mayLead(state.actor)) return refuse('set.mayNot');
    if (state.choices.get(code)?.how === 'adopted') return refuse('set.isAdopted');
    const choice: Choice = { code, how: 'declined', duty: null, reason, by, at: now, batch };
    return {
      next: { set: decided(state.set), choices: [choice], reopened: [], duties: [] },
      events: [{ ...event('duty.declined', { by, code }), personal: { reason }, whose: by }],
    };
  };
}

/**
 * Takes decisions back: what was made of them is retired, and the suggestions are open again. A duty that somebody has done by now stays
 * (`lived`): it is no longer a suggestion. Refused when nothing can be taken back.
 */
export function reopen(command: { by: string; codes: readonly string[] }) {
  return (state: SetState & { lived: ReadonlySet<string> }): Decision<SetChange, AdoptRefusal> => {
    const { by, codes } = command;
    if (!mayLead(state.actor)) return refuse('set.mayNot');
    const taken = codes.flatMap((code) => state.choices.get(code) ?? []);
    if (taken.length === 0) return refuse('set.isOpen');
    const free = taken.filter(({ duty }) => duty === null || !state.lived.has(duty));
    if (free.length === 0) return refuse('set.lived');
    const duties: Duty[] = [];
    const events: NewEvent[] = [];
    for (const { code, duty } of free) {
      const before = duty === null ? undefined : state.duties.get(duty);
      const retired = retireDuty({ by })({ actor: state.actor, before });
      if (!('refused' in retired)) {
        duties.push(retired.next);
        events.push(...retired.events);
      }
      events.push(event('duty.choice_undone', { by, code }));
    }
    const reopened = free.map(({ code }) => code);
    return { next: { set: decided(state.set), choices: [], reopened, duties }, events };
  };
}

/** Names who holds which post. It is where suggestions go that are adopted from now on; duties that stand stay where they are. */
export function namePosts(command: { by: string; posts: Posts }) {
  return (state: {
    actor: Member | undefined;
    set: StartingSet;
    people: ReadonlyMap<string, Member>;
  }): Decision<StartingSet, AdoptRefusal> => {
    if (!mayLead(state.actor)) return refuse('set.mayNot');
    const before = state.set;
    for (const [post, person] of Object.entries(command.posts) as [Post, string][])
      if (person !== before.posts[post] && !isEmployee(state.people.get(person)))
        return refuse('set.notEmployee', undefined, post);
    return {
      next: { ...decided(before), posts: command.posts },
      events: [event('duty.posts_named', { by: command.by, posts: { ...command.posts } })],
    };
  };
}

/** Notes that the officers are told of suggestions they do not know yet; later ones come as an offer too and are never adopted by themselves. */
export function offer(command: { codes: readonly string[] }) {
  return ({ set }: { set: StartingSet }): Decision<StartingSet, 'set.nothing'> => {
    const known = set.offers.flat();
    const fresh = command.codes.filter((code) => !known.includes(code));
    if (fresh.length === 0) return refuse('set.nothing');
    return {
      next: { ...set, offers: [...set.offers, fresh] },
      events: [event('duty.set_offered', { codes: fresh })],
    };
  };
}
