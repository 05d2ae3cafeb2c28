import type { NewEvent } from './event.ts';
import type { Sentence, Values } from './message.ts';

/** An expected "no": a sentence key that says what to do next, and the field it belongs under when a form was refused. */
export type Refusal<K extends string = string> = { readonly refused: Sentence<K>; readonly field?: string };

/** What a decider answers: the next state with the events that led there, or a refusal. Never both, never a throw. */
export type Decision<N, K extends string = string> =
  | { readonly next: N; readonly events: readonly NewEvent[] }
  | Refusal<K>;

/** A decider's "no". */
export function refuse<const K extends string>(key: K, values?: Values, field?: string): Refusal<K> {
  return { refused: values ? { key, values } : { key }, ...(field ? { field } : {}) };
}

/** Tells the two kinds of decision apart. */
export function isRefusal<N, K extends string>(decision: Decision<N, K>): decision is Refusal<K> {
  return 'refused' in decision;
}
