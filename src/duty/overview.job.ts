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
import { answerWords } from './evidence.view.ts';
import { answeredOf } from './meeting.ts';
import { historyOf } from './occurrence.store.ts';
import { isLate, isWithinTolerance, type Occurrence } from './occurrence.ts';
import { overseenBy } from './overseer.store.ts';
import { type DayCount, daysOfYear, type Whose } from './overview.store.ts';
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
  ...[
    'planned',
    'due',
    'inTimeUntil',
    'title',
    'controls',
    'owner',
    'state',
    'done',
    'doneBy',
    'lateMinutes',
  ],
  ...['evidenceDate', 'evidence', 'checked', 'checkedBy', 'note', 'flag'],
] as const;

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
  // A meeting's evidence names people.
  const named = ({ evidence }: Occurrence) =>
    Object.values(evidence ?? {}).flatMap((value) => (Array.isArray(value) ? value.map(String) : []));
  const ids = some.flatMap((one) => [one.owner, one.doneBy ?? [], one.checkedBy ?? [], named(one)].flat());
  const people = await membersById(tx, tenant, ids);
  const nameOf = (id: string | null) => (id === null ? '' : (people.get(id)?.name ?? id));
  const moment = (at: Date | null) => (at ? inZone(at, reader.tz).toFormat('yyyy-MM-dd HH:mm') : '');
  const say = (key: keyof typeof overviewText.en) => plain(overviewText, reader.locale, key);
  const headed = (row: Record<(typeof historyColumns)[number], string | number>) =>
    Object.fromEntries(historyColumns.map((name) => [say(`col.${name}`), row[name]]));
  const rows = some.map((one) => {
    const duty = duties.get(one.duty);
    return headed({
      planned: one.plannedOn,
      due: moment(one.dueAt),
      inTimeUntil: moment(one.lateAt),
      title: titleIn(duty, reader.locale),
      controls: duty?.why.controls.join(' ') ?? '',
      owner: nameOf(one.owner),
      state: say(`state.${stateWord(one, asked.now)}`),
      // The moment at which something was given up is nobody's doing.
      done: one.state === 'missed' ? '' : moment(one.doneAt),
      doneBy: nameOf(one.doneBy),
      lateMinutes: Math.round(one.lateMinutes),
      evidenceDate: one.evidenceOn ?? '',
      evidence: duty ? evidenceIn(duty, one, reader.locale, nameOf) : '',
      checked: moment(one.checkedAt),
      checkedBy: nameOf(one.checkedBy),
      note: one.note ?? '',
      flag: one.flagged ? say(`flag.${one.flagged}`) : '',
    });
  });
  return {
    to: reader.id,
    filename: `duty-history-${today}.csv`,
    content: sheet(
      historyColumns.map((name) => say(`col.${name}`)),
      rows,
    ),
    comment: plain(overviewText, reader.locale, 'history.comment', { count: rows.length }),
  };
}

function titleIn(duty: Duty | undefined, locale: Locale): string {
  return (locale === 'zh' ? duty?.titleZh : duty?.titleEn) ?? '';
}

/** How it stands: what waits is told apart by its time, as everywhere else. */
function stateWord(one: Occurrence, now: Date) {
  if (one.state === 'done' && one.lateMinutes > 0) return 'doneLate';
  if (one.state !== 'open') return one.state;
  return isLate(one, now) ? 'late' : isWithinTolerance(one, now) ? 'within' : 'open';
}

/** `Minutes to restore: 42 min; …` */
function evidenceIn(
  duty: Duty,
  { evidence }: Occurrence,
  locale: Locale,
  nameOf: (id: string) => string,
): string {
  const [colon, stop, comma] = locale === 'zh' ? ['：', '；', '、'] : [': ', '; ', ', '];
  return answeredOf(duty, evidence ?? {})
    .map((ask) => {
      const value = evidence?.[ask.key];
      const people = ask.kind === 'people' && Array.isArray(value);
      const said = people ? value.map(nameOf).join(comma) : answerWords(ask, value, locale);
      return `${ask[locale] || ask.en}${colon}${said}`;
    })
    .join(stop);
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
  const summed = (what: 'count' | 'late' | 'doneLate' | 'within' | 'ahead') =>
    known.reduce((sum, one) => sum + one[what], 0);
  let ahead = summed('ahead');
  const fell = summed('count') - ahead;
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
  const [late, doneLate, within] = [summed('late'), summed('doneLate'), summed('within')];
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
    comment: say('year.comment', { count: fell, late, doneLate, within }),
    alt: say('year.alt', {
      count: fell + ahead,
      inTime: fell - late - doneLate - within,
      ...{ doneLate, late, within, ahead },
      worst: month ? say('year.worst', { month }) : '',
    }),
  };
}

/** A day is as its worst. */
function stateOf({ late, doneLate, within, ahead }: Omit<DayCount, 'day' | 'count'>): DayState {
  if (late > 0) return 'late';
  if (doneLate > 0) return 'doneLate';
  return within + ahead > 0 ? 'ahead' : 'done';
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
