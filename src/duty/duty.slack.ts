import type { Capability } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { calendarPage } from './calendar.job.ts';
import { calendarActions, runCalendar } from './calendar.slack.ts';
import { calendarText } from './calendar.text.ts';
import { checkOwed, dutyDue, dutyHears, openOwed, orphanOwed } from './duty.job.ts';
import { governance } from './governance.slack.ts';
import { examineHolidays, heldOwed } from './held.job.ts';
import { heldText } from './held.text.ts';
import type { Others } from './meeting.job.ts';

/** Duties: what recurs, who has it, and what shows that it was done. `others`: all capabilities, for agendas and for what stands in for them. */
export function dutyCapability(others: Others): Capability {
  const more = governance(others);
  return {
    ...more,
    name: 'duty',
    texts: [calendarText, heldText, ...more.texts],
    commands: [{ word: words.calendar, hint: { key: 'calendar.hint' }, run: runCalendar }, ...more.commands],
    actions: { ...calendarActions, ...more.actions },
    pages: { calendar: calendarPage },
    due: async (house) => {
      await dutyDue(house);
      await more.due(house);
    },
    on: { ...dutyHears, ...more.on },
    examine: examineHolidays,
    owes: {
      'duty.open': openOwed,
      'duty.check': checkOwed,
      'duty.orphan': orphanOwed,
      'duty.held': heldOwed,
      ...more.owes,
    },
  };
}
