import { workingClock } from '../../src/access/wait.ts';
import { companySchedule } from '../../src/people/company.ts';
import { alwaysAtWork } from './flow.ts';

/**
 * Access as one person with a notebook would keep it: one act after the other, in maps. What the real house does with acts at
 * the same moment must be what the notebook says for some order of them.
 */

export type Person = { here: boolean; standing: 'member' | 'guest'; officer: boolean };
export type Wish = {
  by: string;
  set: string;
  caseNumber: string;
  state: 'pending' | 'asked' | 'granted' | 'denied' | 'withdrawn' | 'lapsed';
  lapsesAt: number;
  /** Minutes of waiting that are left while a question is open. */
  left: number;
  questions: number;
  decidedBy: string | null;
  decidedAt: number;
  grant?: { state: 'running' | 'expired' | 'returned' | 'revoked'; endsAt: number };
};
export type Notebook = {
  now: number;
  people: Map<string, Person>;
  group: Set<string>;
  /** By request id. */
  wishes: Map<string, Wish>;
  /** Ids of commands that were carried out. */
  done: Set<string>;
};

/** One thing somebody does. `command` repeats when the same click is sent twice. */
export type Act = AccessAct | { kind: 'leave' | 'return' | 'join' | 'quit'; command: string; by: string };
export type AccessAct =
  | {
      kind: 'ask';
      command: string;
      by: string;
      request: string;
      view: string;
      set: string;
      caseNumber: string;
    }
  | {
      kind:
        | ('approve' | 'shorten' | 'deny' | 'inquire' | 'answer' | 'withdraw')
        | ('giveBack' | 'revoke' | 'takeBack' | 'reopen');
      command: string;
      by: string;
      request: string;
      click: number;
      /** The question that is asked or answered, or when the denial was that is reopened. */
      which: number;
    };

export type Said = 'done' | 'repeated' | 'refused';

export type Rules = Readonly<
  Record<
    string,
    { owner: string; approvers: readonly string[]; group: boolean; longest: number; pending: number }
  >
>;

const hour = 3_600_000;

const undecided = ({ state }: Wish): boolean => state === 'pending' || state === 'asked';

/** A company that works round the clock, and somebody in London. */
const company = companySchedule(alwaysAtWork);
const clock = workingClock(company, { ...company, tz: 'Europe/London' });

export function copyOf(book: Notebook): Notebook {
  return structuredClone(book);
}

function employee(book: Notebook, id: string): boolean {
  const { here, standing: kind } = book.people.get(id) ?? { here: false, standing: 'guest' };
  return here && kind === 'member';
}

export function eligible(book: Notebook, rules: Rules, set: string, id: string): boolean {
  const rule = rules[set];
  return (
    rule !== undefined &&
    employee(book, id) &&
    (rule.approvers.includes(id) || (rule.group && book.group.has(id)))
  );
}

/** May decide on a wish of `by`: who is eligible; a privacy officer where nobody else is. */
export function decides(
  book: Notebook,
  rules: Rules,
  wish: { set: string; by: string },
  id: string,
): boolean {
  if (id === wish.by) return false;
  if (eligible(book, rules, wish.set, id)) return true;
  const others = [...book.people.keys()].filter((one) => one !== wish.by);
  if (others.some((one) => eligible(book, rules, wish.set, one))) return false;
  return employee(book, id) && (book.people.get(id)?.officer ?? false);
}

/** Carries one act out on the notebook; answers what the person is told. */
export function carryOut(book: Notebook, rules: Rules, act: Act): Said {
  if (!('request' in act)) {
    if (act.kind === 'join') book.group.add(act.by);
    if (act.kind === 'quit') book.group.delete(act.by);
    if (act.kind === 'join' || act.kind === 'quit') return 'done';
    const person = book.people.get(act.by);
    if (!person || person.here === (act.kind === 'return')) return 'done';
    person.here = act.kind === 'return';
    // Who left has lost every role, and coming back does not bring it back.
    if (!person.here) person.officer = false;
    return 'done';
  }
  if (book.done.has(act.command)) return 'repeated';
  if (!changed(book, rules, act)) return 'refused';
  book.done.add(act.command);
  return 'done';
}

function changed(book: Notebook, rules: Rules, act: AccessAct): boolean {
  const { now } = book;
  const wish = book.wishes.get(act.request);
  if (act.kind === 'ask') {
    const rule = rules[act.set];
    const waits = [...book.wishes.values()].some(
      (one) =>
        one.by === act.by && one.set === act.set && one.caseNumber === act.caseNumber && undecided(one),
    );
    const somebody = [...book.people.keys()].some((id) => decides(book, rules, act, id));
    if (!rule || !employee(book, act.by) || waits || !somebody) return false;
    book.wishes.set(act.request, {
      by: act.by,
      set: act.set,
      caseNumber: act.caseNumber,
      state: 'pending',
      lapsesAt: now + rule.pending * hour,
      left: 0,
      questions: 0,
      decidedBy: null,
      decidedAt: 0,
    });
    return true;
  }
  if (!wish) return false;
  const waits = undecided(wish) && now < wish.lapsesAt;
  const runs = wish.grant?.state === 'running' && now < wish.grant.endsAt;
  const mayDecide = waits && decides(book, rules, wish, act.by);
  switch (act.kind) {
    case 'approve':
    case 'shorten': {
      if (!mayDecide || !employee(book, wish.by)) return false;
      Object.assign(wish, { state: 'granted', decidedBy: act.by, decidedAt: now });
      const hours = act.kind === 'shorten' ? 1 : (rules[wish.set]?.longest ?? 0);
      wish.grant = { state: 'running', endsAt: now + hours * hour };
      return true;
    }
    case 'deny':
      if (!mayDecide) return false;
      Object.assign(wish, { state: 'denied', decidedBy: act.by, decidedAt: now });
      return true;
    case 'inquire':
      if (!mayDecide || wish.state === 'asked') return false;
      wish.left = clock.left(new Date(now), new Date(wish.lapsesAt));
      wish.questions += 1;
      Object.assign(wish, { state: 'asked', lapsesAt: clock.days(new Date(now), 3).getTime() });
      return true;
    case 'answer':
      // Of the earlier questions all have their answers.
      if (!waits || wish.state !== 'asked' || wish.by !== act.by || act.which !== wish.questions)
        return false;
      Object.assign(wish, { state: 'pending', lapsesAt: clock.until(new Date(now), wish.left).getTime() });
      return true;
    case 'reopen': {
      const again = [...book.wishes.values()].some(
        (one) =>
          undecided(one) && one.by === wish.by && one.set === wish.set && one.caseNumber === wish.caseNumber,
      );
      const may =
        wish.state === 'denied' && wish.decidedBy === act.by && eligible(book, rules, wish.set, act.by);
      if (!may || again || now >= wish.decidedAt + 24 * hour || !employee(book, wish.by)) return false;
      const lapsesAt = clock.until(new Date(now), (rules[wish.set]?.pending ?? 0) * 60).getTime();
      Object.assign(wish, { state: 'pending', decidedBy: null, lapsesAt });
      return true;
    }
    case 'takeBack':
      if (!runs || !wish.grant || wish.decidedBy !== act.by) return false;
      wish.grant.state = 'revoked';
      return true;
    case 'withdraw':
      if (!waits || wish.by !== act.by) return false;
      Object.assign(wish, { state: 'withdrawn', decidedBy: act.by });
      return true;
    case 'giveBack':
      if (!runs || !wish.grant || wish.by !== act.by) return false;
      wish.grant.state = 'returned';
      return true;
    case 'revoke': {
      const may =
        employee(book, act.by) && (book.people.get(act.by)?.officer || rules[wish.set]?.owner === act.by);
      if (!runs || !wish.grant || !may) return false;
      wish.grant.state = 'revoked';
      return true;
    }
  }
}

/** What a tick settles: access whose time is over, wishes that waited too long, and all that leavers have. */
export function tick(book: Notebook): void {
  for (const wish of book.wishes.values()) {
    const { grant } = wish;
    if (grant?.state === 'running' && book.now >= grant.endsAt) grant.state = 'expired';
    if (grant?.state === 'running' && !employee(book, wish.by)) grant.state = 'revoked';
    if (undecided(wish) && book.now >= wish.lapsesAt) wish.state = 'lapsed';
    if (undecided(wish) && !employee(book, wish.by)) wish.state = 'withdrawn';
  }
}

/** What stands in the rows, in words that can be compared. */
export function standing(book: Notebook): string[] {
  return [...book.wishes]
    .map(
      ([id, { state, decidedBy, grant }]) => `${id} ${state} by ${decidedBy} ${grant?.state ?? 'no grant'}`,
    )
    .sort();
}

/** Every order of some things. */
export function* orders<T>(some: readonly T[]): Generator<T[]> {
  if (some.length <= 1) yield [...some];
  for (const [at, first] of some.entries()) {
    if (some.length <= 1) return;
    for (const rest of orders([...some.slice(0, at), ...some.slice(at + 1)])) yield [first, ...rest];
  }
}
