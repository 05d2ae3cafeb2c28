import type { Capability } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { cadenceText } from './cadence.text.ts';
import { calendarPage } from './calendar.job.ts';
import { calendarActions, runCalendar } from './calendar.slack.ts';
import { calendarText } from './calendar.text.ts';
import { checkOwed, dutyDue, dutyHears, openOwed, orphanOwed } from './duty.job.ts';
import { looksLikeDuty } from './duty.parse.ts';
import { dutyById } from './duty.store.ts';
import { dutyText } from './duty.text.ts';
import { dutyAct } from './duty.view.ts';
import { dutyEventText } from './event.text.ts';
import { describeDuty } from './event.view.ts';
import { returnedFace } from './face.view.ts';
import { runHistory, searchDuties } from './find.slack.ts';
import { findText } from './find.text.ts';
import { formForms, onAdd, onEdit, onFormChanged, onFormMore, openAdd } from './form.slack.ts';
import { formText } from './form.text.ts';
import { governance } from './governance.slack.ts';
import { examineHolidays, heldOwed } from './held.job.ts';
import { heldText } from './held.text.ts';
import { heldByDuties } from './held.view.ts';
import { peopleConcerned } from './history.store.ts';
import { dutyHome } from './home.view.ts';
import { leftText } from './left.text.ts';
import { dutiesLeft } from './left.view.ts';
import {
  onBack,
  onHistory,
  onHistoryAll,
  onList,
  onPage,
  onRules,
  onRulesAll,
  runDone,
  runDuty,
  runPass,
  runSkip,
} from './list.slack.ts';
import type { Others } from './meeting.job.ts';
import { missedByOwner } from './missed.view.ts';
import {
  occurrenceForms,
  onAccept,
  onDone,
  onPass,
  onReturn,
  onShow,
  onSkip,
  onUndo,
} from './occurrence.slack.ts';
import { occurrenceById } from './occurrence.store.ts';
import { makeDutyFile } from './overview.job.ts';
import { overviewActions, runCsv, runOverview } from './overview.slack.ts';
import { overviewText } from './overview.text.ts';
import { checkSaid, openSaid, orphanSaid } from './owed.view.ts';
import { onHandOver, onPause, onResume, onRetire, onRule, ruleForms } from './rule.slack.ts';

/** Duties: what recurs, who has it, and what shows that it was done. `others`: all capabilities, for agendas and for what stands in for them. */
export function dutyCapability(others: Others): Capability {
  const more = governance(others);
  return {
    ...more,
    name: 'duty',
    texts: [
      dutyText,
      formText,
      cadenceText,
      dutyEventText,
      findText,
      calendarText,
      heldText,
      leftText,
      overviewText,
      ...more.texts,
    ],
    commands: [
      { word: words.duty, hint: { key: 'hint.duty' }, run: runDuty, search: searchDuties },
      { word: words.add, of: words.duty, hint: { key: 'hint.add' }, run: openAdd, fits: looksLikeDuty },
      { word: words.done, of: words.duty, hint: { key: 'hint.done' }, run: runDone },
      { word: words.pass, of: words.duty, hint: { key: 'hint.pass' }, run: runPass },
      { word: words.skip, of: words.duty, hint: { key: 'hint.skip' }, run: runSkip },
      { word: words.history, of: words.duty, hint: { key: 'hint.history' }, run: runHistory },
      { word: words.calendar, of: words.duty, hint: { key: 'calendar.hint' }, run: runCalendar },
      { word: words.overview, of: words.duty, hint: { key: 'overview.hint' }, run: runOverview },
      { word: words.csv, of: words.duty, hint: { key: 'csv.hint' }, run: runCsv },
      ...more.commands,
    ],
    actions: {
      [dutyAct.done]: onDone,
      [dutyAct.pass]: onPass,
      [dutyAct.skip]: onSkip,
      [dutyAct.undo]: onUndo,
      [dutyAct.accept]: onAccept,
      [dutyAct.return]: onReturn,
      [dutyAct.show]: onShow,
      [dutyAct.rule]: onRule,
      [dutyAct.add]: onAdd,
      [dutyAct.edit]: onEdit,
      [dutyAct.pause]: onPause,
      [dutyAct.resume]: onResume,
      [dutyAct.retire]: onRetire,
      [dutyAct.handOver]: onHandOver,
      [dutyAct.list]: onList,
      [dutyAct.rules]: onRules,
      [`${dutyAct.rules}.all`]: onRulesAll,
      [dutyAct.history]: onHistory,
      [`${dutyAct.history}.all`]: onHistoryAll,
      [`${dutyAct.page}.next`]: onPage,
      [`${dutyAct.page}.previous`]: onPage,
      [dutyAct.back]: onBack,
      [dutyAct.form]: onFormChanged,
      [dutyAct.more]: onFormMore,
      ...calendarActions,
      ...overviewActions,
      ...more.actions,
    },
    submissions: { ...more.submissions, ...formForms, ...occurrenceForms, ...ruleForms },
    cards: [
      {
        // Returned: an answer to what its owner handed in. A second return is a message of its own.
        kind: 'duty.returned',
        about: ['duty'],
        audience: async (tx, tenant, subject) => {
          const one = await occurrenceById(tx, tenant, subject);
          if (one?.state !== 'returned' || !one.checkedAt) return [];
          return [{ reader: one.owner, occasion: `${one.id} ${one.checkedAt.toISOString()}` }];
        },
        render: async (tx, { tenant, reader, occasion, now }) => {
          const [id = ''] = occasion.split(' ');
          const one = await occurrenceById(tx, tenant, id);
          const duty = one && (await dutyById(tx, tenant, one.duty));
          return one && duty ? returnedFace(duty, one, reader, now) : null;
        },
      },
    ],
    home: dutyHome,
    files: { 'duty.file_asked': makeDutyFile },
    pages: { calendar: calendarPage },
    concerns: peopleConcerned,
    due: async (house) => {
      await dutyDue(house);
      await more.due(house);
    },
    on: { ...dutyHears, ...more.on },
    examine: examineHolidays,
    owes: {
      'duty.open': { ...openOwed, ...openSaid, passOn: dutyAct.pass },
      'duty.check': { ...checkOwed, ...checkSaid },
      'duty.orphan': { ...orphanOwed, ...orphanSaid },
      'duty.held': heldOwed,
      ...more.owes,
    },
    held: heldByDuties,
    leaves: dutiesLeft,
    missed: missedByOwner,
    describe: (event, reader) => more.describe(event, reader) ?? describeDuty(event, reader),
  };
}
