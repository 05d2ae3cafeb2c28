import { option, optionGroup } from './composition.ts';
import { message } from './message.ts';
import { either, faultsOf, list, object } from './rule.ts';
import { view } from './views.ts';

/**
 * Slack's limits as a strict validator: every answer is what `response_metadata.messages` would hold, and an empty
 * list means that Slack takes it. Input is JSON already parsed; nothing a sender can put there makes these throw.
 */

/**
 * Faults in the arguments of chat.postMessage, chat.postEphemeral and chat.update: blocks, attachments and metadata.
 * The length of `text` (`msg_too_long` past 40,000) and its absence (`no_text`) have errors of their own.
 */
export function messageFaults(payload: unknown): string[] {
  return faultsOf(message, payload);
}

/** Faults in the `view` of views.open, push, update and publish. Pointers begin with `/view`, as on the real API. */
export function viewFaults(candidate: unknown): string[] {
  return faultsOf(view, candidate, '/view');
}

const optionsAnswer = object(
  {},
  { options: list(option, 100, 0), option_groups: list(optionGroup, 100, 0) },
  either('options', 'option_groups'),
);

/** Faults in the answer to a `block_suggestion`: at most 100 options, or at most 100 groups of them. */
export function optionsFaults(answer: unknown): string[] {
  return faultsOf(optionsAnswer, answer);
}
