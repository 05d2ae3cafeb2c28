import type { ModalView } from '@slack/types';
import type { Locale, Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { type Company, type OwnDay, stillNeeded } from '../people/company.ts';
import { coversYear } from '../people/holiday.ts';
import { field, modal, section } from '../slack/blocks.ts';
import { announcedText } from './announced.text.ts';
import { type DayFault, ownDayLines } from './days.parse.ts';
import { type Notice, noticeDays } from './notice.parse.ts';
import { noticeLines } from './notice.view.ts';
import { settingsText } from './settings.text.ts';

export const announcedForm = 'settings.announced';

/** Where the public holidays of a year are brought in. `year`: the one that runs now. */
export function announcedView(
  { locale }: Reader,
  company: Company,
  of: { year: number; drawn: string; saved?: boolean; notice?: Notice },
): ModalView {
  const say = (key: keyof typeof announcedText.en & string, values?: Record<string, string | number>) =>
    plain(announcedText, locale, key, values);
  const { days, years } = stillNeeded(company.announced);
  const lines = ownDayLines(of.notice ? withNotice(days, of.notice) : days, {
    off: plain(settingsText, locale, 'company.day.off'),
    working: plain(settingsText, locale, 'company.day.working'),
  });
  const shown = [...new Set([of.year, of.year + 1, ...years])].sort((a, b) => a - b);
  const standing = shown.map((year) => {
    if (coversYear('china', year)) return say('announced.year.known', { year: String(year) });
    if (!years.includes(year)) return say('announced.year.missing', { year: String(year) });
    const own = days.filter(({ date }) => date.startsWith(`${year}-`));
    const worked = own.filter(({ working }) => working).length;
    return say('announced.year.broughtIn', { year: String(year), off: own.length - worked, worked });
  });
  return modal({
    callbackId: announcedForm,
    title: say('announced.title'),
    submit: say('announced.save'),
    close: say('announced.cancel'),
    metadata: of.drawn,
    blocks: [
      ...(of.saved ? [section(say('announced.saved'))] : []),
      ...(of.notice ? noticeLines(of.notice, locale).map((text) => section(text)) : []),
      section(say('announced.intro')),
      section(standing.join('\n')),
      field({
        name: 'days',
        label: say('announced.days'),
        hint: say('announced.daysHint'),
        optional: true,
        element: {
          type: 'plain_text_input',
          action_id: `value.${of.drawn}`,
          multiline: true,
          max_length: 3_000,
          ...(lines ? { initial_value: lines } : {}),
        },
      }),
    ],
  });
}

/** What was brought in of other years stays. */
function withNotice(days: readonly OwnDay[], notice: Notice): OwnDay[] {
  const read = noticeDays(notice);
  const [first = '', last = ''] = [
    read
      .map(({ date }) => date)
      .sort()
      .at(0),
    `${notice.year}-12-31`,
  ];
  return [...days.filter(({ date }) => date < first || date > last), ...read];
}

/** As many lines are named one by one. */
const named = 5;

/** What is wrong, line by line. */
export function dayFaultWords(faults: readonly DayFault[], locale: Locale): string {
  const lines = faults
    .slice(0, named)
    .map(({ line, fault }) => plain(announcedText, locale, `days.${fault}`, { line }));
  const more = faults.length - named;
  return [...lines, ...(more > 0 ? [plain(announcedText, locale, 'days.more', { count: more })] : [])].join(
    '\n',
  );
}
