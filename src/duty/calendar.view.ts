import type { ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, modal, section } from '../slack/blocks.ts';
import { calendarText } from './calendar.text.ts';

export const calendarAct = { open: 'duty.calendar', renew: 'duty.calendar_renew', off: 'duty.calendar_off' };

/** One's own link and how to use it, or the way to one. `url` undefined: there is none. */
export function calendarView({ locale }: Reader, url: string | undefined): ModalView {
  const say = (key: keyof typeof calendarText.en) => plain(calendarText, locale, key);
  const ask = (what: 'renew' | 'off') => ({
    title: say(`calendar.${what}Title`),
    text: say(`calendar.${what}Text`),
    yes: say('calendar.yes'),
    no: say('calendar.no'),
    danger: what === 'off',
  });
  const shared = { callbackId: calendarAct.open, title: say('calendar.title'), close: say('calendar.close') };
  const about = section(say('calendar.about'));
  if (url === undefined) {
    const make = button({ id: calendarAct.renew, text: say('calendar.make'), style: 'primary' });
    return modal({
      ...shared,
      blocks: [about, actions('calendar', make), context(say('calendar.secret'))],
    });
  }
  return modal({
    ...shared,
    blocks: [
      about,
      section(mrkdwn(calendarText, locale, 'calendar.link', { url })),
      section(say('calendar.how')),
      context(say('calendar.secret')),
      actions(
        'calendar',
        button({ id: calendarAct.renew, text: say('calendar.renew'), confirm: ask('renew') }),
        button({ id: calendarAct.off, text: say('calendar.off'), confirm: ask('off') }),
      ),
    ],
  });
}
