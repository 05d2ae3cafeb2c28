import { DateTime } from 'luxon';
import type { Tx } from '../database/connection.ts';
import { inZone, type Locale, type Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { membersById, readerOf } from '../people/member.store.ts';
import { type DayState, drawYear, type YearDay } from '../report/year.picture.ts';
import type { FileMaker } from '../slack/capability.ts';
import type { MadeFile } from '../slack/made-file.ts';
import { plusDays } from './cadence.ts';
import { dutiesById, dutiesOf } from './duty.store.ts';
import type { Duty } from './duty.ts';
import { asksOf } from './meeting.ts';
import { historyOf } from './occurrence.store.ts';
import type { Occurrence } from './occurrence.ts';
import { overseenBy } from './overseer.store.ts';
import { daysOfYear, type Whose } from './overview.store.ts';
import { overviewText } from './overview.text.ts';
import { officeSchedule, planAfter } from './plan.ts';
import { rowOf, ruleColumns } from './rule-file.parse.ts';
import { sheet } from './sheet.ts';

const mostRules = 5_000;
const mostRows = 20_000;
const pageRows = 1_000;

/** The file somebody asked for, of the duties they oversee now. */
export const makeDutyFile: FileMaker = (house, { data }) =>
  house.read(async (tx) => {
    const { tenant } = house;
    const by = typeof data.by === 'string' ? data.by : '';
    const whose = await overseenBy(tx, tenant, by);
    if (whose === undefined) return undefined;
    const reader = await readerOf(tx, tenant, by);
    const asked = { tx, tenant, whose, reader, now: house.now() };
    if (data.what === 'rules') return rulesFile(asked);
    return data.what === 'history' ? historyFile(asked) : yearFile(asked);
  });

type Asked = { tx: Tx; tenant: string; whose: Whose; reader: Reader; now: Date };

async function rulesFile(asked: Asked): Promise<MadeFile> {
  const { reader } = asked;
  const duties = await rulesOf(asked);
  return {
    to: reader.id,
    filename: `duties-${dayIn(asked)}.csv`,
    content: sheet(ruleColumns, duties.map(rowOf)),
    comment: plain(overviewText, reader.locale, 'rules.comment', { count: duties.length }),
  };
}

async function rulesOf({ tx, tenant, whose }: Asked): Promise<Duty[]> {
  const { rows } = await dutiesOf(tx, tenant, { page: { limit: mostRules, offset: 0 } });
  return rows.filter(({ owner }) => whose === null || (owner !== null && whose.includes(owner)));
}

const historyColumns = [
  ...['planned', 'due', 'title', 'controls', 'owner', 'state', 'done', 'done_by', 'late_minutes'],
  ...['evidence_date', 'evidence', 'checked', 'checked_by', 'note', 'flag'],
];

async function historyFile(asked: Asked): Promise<MadeFile> {
  const { tx, tenant, whose, reader } = asked;
  const today = dayIn(asked);
  const some: Occurrence[] = [];
  for (let offset = 0; offset < mostRows; offset += pageRows) {
    const page = { limit: pageRows, offset };
    const { rows } = await historyOf(tx, tenant, { from: plusDays(today, -365), to: today, page });
    some.push(...rows.filter(({ owner }) => whose === null || whose.includes(owner)));
    if (rows.length < pageRows) break;
  }
  const duties = await dutiesById(
    tx,
    tenant,
    some.map(({ duty }) => duty),
  );
  const ids = some.flatMap(({ owner, doneBy, checkedBy }) => [owner, doneBy ?? [], checkedBy ?? []].flat());
  const people = await membersById(tx, tenant, ids);
  const nameOf = (id: string | null) => (id === null ? '' : (people.get(id)?.name ?? id));
  const moment = (at: Date | null) => (at ? inZone(at, reader.tz).toFormat('yyyy-MM-dd HH:mm') : '');
  const rows = some.map((one) => {
    const duty = duties.get(one.duty);
    return {
      planned: one.plannedOn,
      due: moment(one.dueAt),
      title: titleIn(duty, reader.locale),
      controls: duty?.why.controls.join(' ') ?? '',
      owner: nameOf(one.owner),
      state: one.state,
      done: moment(one.doneAt),
      done_by: nameOf(one.doneBy),
      late_minutes: Math.round(one.lateMinutes),
      evidence_date: one.evidenceOn ?? '',
      evidence: evidenceIn(duty, one, reader.locale),
      checked: moment(one.checkedAt),
      checked_by: nameOf(one.checkedBy),
      note: one.note ?? '',
      flag: one.flagged ?? '',
    };
  });
  return {
    to: reader.id,
    filename: `duty-history-${today}.csv`,
    content: sheet(historyColumns, rows),
    comment: plain(overviewText, reader.locale, 'history.comment', { count: rows.length }),
  };
}

function titleIn(duty: Duty | undefined, locale: Locale): string {
  return (locale === 'zh' ? duty?.titleZh : duty?.titleEn) ?? '';
}

/** `Minutes to restore: 42 min; …` */
function evidenceIn(duty: Duty | undefined, { evidence }: Occurrence, locale: Locale): string {
  return (duty ? asksOf(duty) : [])
    .flatMap((ask) => {
      const value = evidence?.[ask.key];
      if (value === undefined || value === null) return [];
      const said = Array.isArray(value) ? value.join(', ') : String(value);
      return `${ask[locale]}: ${said}${ask.unit ? ` ${ask.unit}` : ''}`;
    })
    .join('; ');
}

async function yearFile(asked: Asked): Promise<MadeFile> {
  const { tx, tenant, whose, reader, now } = asked;
  const { locale } = reader;
  const today = dayIn(asked);
  const year = Number(today.slice(0, 4));
  const [known, company, duties] = await Promise.all([
    daysOfYear(tx, tenant, { whose, year, now }),
    companyOf(tx, tenant),
    rulesOf(asked),
  ]);
  const days = new Map<string, YearDay>(
    known.map(({ day, count, ...counts }) => [day, { count, state: stateOf(counts) }]),
  );
  let ahead = known.reduce((sum, { open }) => sum + open, 0);
  // What is planned until the end of the year and has not opened yet.
  for (const duty of duties.filter(({ state }) => state === 'active')) {
    const schedule = officeSchedule(company, duty.office);
    for (let day = duty.nextOn, n = 0; day !== null && day <= `${year}-12-31` && n < 366; n += 1) {
      const before = days.get(day);
      days.set(day, { state: before?.state ?? 'ahead', count: (before?.count ?? 0) + 1 });
      ahead += 1;
      day = planAfter(duty, day, schedule).nextOn;
    }
  }
  const late = known.reduce((sum, one) => sum + one.late, 0);
  const doneLate = known.reduce((sum, one) => sum + one.doneLate, 0);
  const fell = known.reduce((sum, one) => sum + one.count - one.open, 0);
  const say = (key: keyof typeof overviewText.en, values: Record<string, string | number> = {}) =>
    plain(overviewText, locale, key, { year, ...values });
  const month = worstMonth(known, locale);
  return {
    to: reader.id,
    filename: `duties-${year}.png`,
    content: await drawYear({
      year,
      title: say('year.title'),
      subtitle: say('year.subtitle'),
      days,
      today,
      words: {
        late: say('year.late'),
        doneLate: say('year.doneLate'),
        done: say('year.done'),
        ahead: say('year.ahead'),
        today: say('year.today'),
      },
      ...monthsAndWeekdays(locale),
    }),
    comment: say('year.comment', { count: fell, late, doneLate }),
    alt: say('year.alt', {
      count: fell + ahead,
      inTime: fell - late - doneLate,
      ...{ doneLate, late, ahead },
      worst: month ? say('year.worst', { month }) : '',
    }),
  };
}

/** A day is as its worst. */
function stateOf({ late, doneLate, open }: { late: number; doneLate: number; open: number }): DayState {
  if (late > 0) return 'late';
  if (doneLate > 0) return 'doneLate';
  return open > 0 ? 'ahead' : 'done';
}

function worstMonth(days: readonly { day: string; late: number }[], locale: Locale): string | undefined {
  const months = new Map<number, number>();
  for (const { day, late } of days) {
    const month = Number(day.slice(5, 7));
    if (late > 0) months.set(month, (months.get(month) ?? 0) + late);
  }
  const [worst] = [...months].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return worst && monthsAndWeekdays(locale).months[worst[0] - 1];
}

function monthsAndWeekdays(locale: Locale): { months: string[]; weekdays: string[] } {
  const tag = locale === 'zh' ? 'zh-CN' : 'en-GB';
  const name = (day: DateTime, form: Intl.DateTimeFormatOptions) => day.setLocale(tag).toLocaleString(form);
  const monday = DateTime.fromISO('2024-01-01', { zone: 'utc' });
  return {
    months: Array.from({ length: 12 }, (_, at) => name(monday.plus({ months: at }), { month: 'long' })),
    weekdays: Array.from({ length: 7 }, (_, at) => name(monday.plus({ days: at }), { weekday: 'narrow' })),
  };
}

const dayIn = ({ reader, now }: Pick<Asked, 'reader' | 'now'>): string =>
  inZone(now, reader.tz).toFormat('yyyy-MM-dd');
