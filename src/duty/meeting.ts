import type { Duty } from './duty.ts';
import type { Ask } from './evidence.ts';

/** Who was there: part of the evidence of a meeting that names who comes. */
const attended: Ask = {
  ...{ key: 'attended', kind: 'people', needed: true },
  en: 'Who was there',
  zh: '出席人员',
};

/** What a duty asks for when it is done: its own questions, and of a meeting with participants who was there. */
export function asksOf({
  kind,
  participants,
  asks,
}: Pick<Duty, 'kind' | 'participants' | 'asks'>): readonly Ask[] {
  return kind === 'meeting' && participants.length > 0 ? [attended, ...asks] : asks;
}

/** Who is expected at one meeting: whoever holds it, and its participants. */
export function expectedAt({ participants }: Duty, { owner }: { owner: string }): string[] {
  return [...new Set([owner, ...participants])];
}
