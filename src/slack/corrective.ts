import type { Button } from '@slack/types';
import type { NewEvent } from '../kernel/event.ts';
import type { FreeText } from '../kernel/free-text.ts';
import { button } from './blocks.ts';

/**
 * The door to the one list of corrective actions: findings, incidents, reviews, complaints and assessments all end there. A capability
 * puts the button under what it found, or has its decider say `correctiveAsked`; what becomes of it is the list's business.
 */
export const correctiveAct = 'duty.action.new';

/** Opens the form of a corrective action about a subject. */
export function correctiveButton(text: string, found: string): Button {
  return button({ id: correctiveAct, text, value: found });
}

export const correctiveAskedType = 'action.asked';

/**
 * Asks for a corrective action without a form. `owner`: who is to do it; where they cannot, a privacy officer has it. `due`: a day,
 * `yyyy-MM-dd`. `effectiveBy`: who looks later whether it helped, somebody else; null where nobody needs to.
 */
export function correctiveAsked(asked: {
  found: string;
  title: { en: FreeText; zh: FreeText };
  cause: FreeText;
  owner: string;
  due: string;
  effectiveBy: string | null;
  effectiveAfterDays: number;
}): NewEvent {
  const { found, title, cause, ...rest } = asked;
  return {
    ...{ type: correctiveAskedType, version: 1, subject: found },
    data: { found, ...rest },
    personal: { titleEn: title.en, titleZh: title.zh, cause },
  };
}
