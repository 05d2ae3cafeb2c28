import type { TextObject } from '../text/rendered.tsx';
import type { Interactive } from './state.ts';

/** Slack's option object. */
export type Option = { text: TextObject; value?: string; description?: TextObject; url?: string };

export type OptionGroup = { label?: TextObject; options: Option[] };

/** The element's own options, those of its groups included. */
export function optionsOf(element: Interactive): Option[] {
  return groupsOf(element).flatMap((group) => group.options);
}

/** Of an element, or of an answer to a suggestion. */
export function groupsOf(from: object): OptionGroup[] {
  const { options, option_groups } = from as { options?: Option[]; option_groups?: OptionGroup[] };
  return option_groups ?? [{ options: options ?? [] }];
}
