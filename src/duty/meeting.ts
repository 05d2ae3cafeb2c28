import type { Duty } from './duty.ts';
import type { Ask, Evidence } from './evidence.ts';

/** Who was there: part of the evidence of every meeting. */
const attended: Ask = {
  ...{ key: 'attended', kind: 'people', needed: true },
  en: 'Who was there',
  zh: '出席人员',
};

/** How many were there: what meetings were asked for before they had a list of who was. */
export const heads: Ask = {
  ...{ key: 'present', kind: 'number', min: 0, needed: true },
  en: 'People present',
  zh: '出席人数',
};

type Asking = Pick<Duty, 'kind' | 'participants' | 'asks'>;

const isHeads = ({ key, kind }: Ask) => key === heads.key && kind === heads.kind;

/** A meeting from before that names nobody who comes goes on asking how many came. */
const countsHeads = ({ participants, asks }: Asking) => participants.length === 0 && asks.some(isHeads);

/** What a duty asks for beside what its kind asks: of a meeting the list of who was there says how many. */
export function ownAsks(duty: Asking): readonly Ask[] {
  return duty.kind === 'meeting' && !countsHeads(duty) ? duty.asks.filter((ask) => !isHeads(ask)) : duty.asks;
}

/** What a duty asks for when it is done: its own questions, and of a meeting who was there. */
export function asksOf(duty: Asking): readonly Ask[] {
  return duty.kind === 'meeting' && !countsHeads(duty) ? [attended, ...ownAsks(duty)] : duty.asks;
}

/** What was answered: its questions as they are now, and what meetings were asked for before. */
export function answeredOf(duty: Asking, evidence: Evidence): readonly Ask[] {
  const asks =
    duty.kind === 'meeting' ? [attended, heads, ...duty.asks.filter((ask) => !isHeads(ask))] : duty.asks;
  return asks.filter(({ key }) => evidence[key] !== undefined && evidence[key] !== null);
}

/** The answer to one ask as a number; of how many were there the list says it, too. */
export function figureOf({ key }: Ask, evidence: Evidence): number | undefined {
  const value = evidence[key];
  if (typeof value === 'number') return value;
  const list = key === heads.key ? evidence[attended.key] : undefined;
  return Array.isArray(list) ? list.length : undefined;
}

/** What makes a series of figures: every ask for a number, and of a meeting how many were there. */
export function figuresAsked(duty: Asking): readonly Ask[] {
  const numbers = duty.asks.filter(
    (ask) => ask.kind === 'number' && !(duty.kind === 'meeting' && isHeads(ask)),
  );
  return duty.kind === 'meeting' ? [heads, ...numbers] : numbers;
}

/** Who is expected at one meeting: whoever holds it, and its participants. */
export function expectedAt({ participants }: Duty, { owner }: { owner: string }): string[] {
  return [...new Set([owner, ...participants])];
}
