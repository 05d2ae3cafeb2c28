import type { Capability } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { calendarPage } from './calendar.job.ts';
import { calendarActions, runCalendar } from './calendar.slack.ts';
import { calendarText } from './calendar.text.ts';
import { checkOwed, dutyDue, dutyHears, openOwed, orphanOwed } from './duty.job.ts';
import { examineHolidays, heldOwed } from './held.job.ts';
import { heldText } from './held.text.ts';

/** Duties: what recurs, who has it, and what shows that it was done. */
export const dutyCapability: Capability = {
  name: 'duty',
  texts: [calendarText, heldText],
  commands: [{ word: words.calendar, hint: { key: 'calendar.hint' }, run: runCalendar }],
  actions: calendarActions,
  pages: { calendar: calendarPage },
  due: dutyDue,
  on: dutyHears,
  examine: examineHolidays,
  owes: { 'duty.open': openOwed, 'duty.check': checkOwed, 'duty.orphan': orphanOwed, 'duty.held': heldOwed },
};
