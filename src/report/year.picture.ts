import type { EChartsOption } from 'echarts';
import { DateTime } from 'luxon';
import { drawPicture } from './picture.ts';

/** How a day went: the worst of what was due on it. `ahead`: nothing of it is late yet. */
export const dayStates = ['late', 'doneLate', 'done', 'ahead'] as const;
export type DayState = (typeof dayStates)[number];

export type YearDay = { readonly state: DayState; readonly count: number };

/** A year of days as a picture: what was due on each, and how it went. All words come with it. */
export type YearPicture = {
  readonly year: number;
  readonly title: string;
  readonly subtitle: string;
  /** By `yyyy-MM-dd`; other years are left out. */
  readonly days: ReadonlyMap<string, YearDay>;
  readonly today: string;
  readonly words: Readonly<Record<DayState | 'today', string>>;
  /** Twelve of them. */
  readonly months: readonly string[];
  /** Monday first, a letter or two each. */
  readonly weekdays: readonly string[];
};

/** Told apart by those who do not tell red from green, too: they differ in lightness, and only what is late is dark. */
const colours: Readonly<Record<DayState, string>> = {
  late: '#b3261e',
  doneLate: '#f0b44c',
  done: '#7cc29a',
  ahead: '#a9c7ea',
};
const ink: Readonly<Record<DayState, string>> = {
  late: '#ffffff',
  doneLate: '#3d2c05',
  done: '#0d3320',
  ahead: '#14304f',
};
const empty = '#f1f1ef';

const cell = 34;
const across = 3;
const margin = 40;
const head = 150;
const month = { width: 7 * cell + 44, height: 6 * cell + 92 };
const size = { width: 2 * margin + across * month.width - 44, height: head + 4 * month.height + 10 };

/** Twelve months in four rows, upright, so that a phone shows it whole: PNG. */
export function drawYear(picture: YearPicture): Promise<Buffer> {
  return drawPicture(optionOf(picture), size);
}

function optionOf(picture: YearPicture): EChartsOption {
  const { year, words, today } = picture;
  const months = Array.from({ length: 12 }, (_, at) => ({
    name: picture.months[at] ?? String(at + 1),
    range: `${year}-${String(at + 1).padStart(2, '0')}`,
    left: margin + (at % across) * month.width,
    top: head + Math.floor(at / across) * month.height + 60,
  }));
  return {
    title: {
      text: picture.title,
      subtext: picture.subtitle,
      left: margin,
      top: 28,
      padding: 0,
      itemGap: 8,
      textStyle: { fontSize: 26, color: '#1f2a26', fontWeight: 'normal' },
      subtextStyle: { fontSize: 16, color: '#55605b' },
    },
    graphic: [
      ...legend(words),
      ...months.map(({ name, left, top }) => ({
        type: 'text' as const,
        left,
        top: top - 52,
        style: { text: name, fontSize: 18, fill: '#1f2a26' },
      })),
    ],
    calendar: months.map(({ range, left, top }) => ({
      range,
      left,
      top,
      orient: 'vertical' as const,
      cellSize: [cell, cell],
      yearLabel: { show: false },
      monthLabel: { show: false },
      dayLabel: { firstDay: 1, nameMap: sundayFirst(picture.weekdays), color: '#7a837f', fontSize: 13 },
      splitLine: { show: false },
      itemStyle: { color: '#ffffff', borderWidth: 0 },
    })),
    visualMap: {
      show: false,
      type: 'piecewise' as const,
      dimension: 1,
      pieces: [
        ...dayStates.map((state, value) => ({ value, color: colours[state] })),
        { value: dayStates.length, color: empty },
      ],
    },
    series: months.map(({ range }, at) => ({
      type: 'heatmap' as const,
      coordinateSystem: 'calendar' as const,
      calendarIndex: at,
      silent: true,
      data: todayLast(daysOf(range), today).map((date) => {
        const day = picture.days.get(date);
        return {
          value: [date, day ? dayStates.indexOf(day.state) : dayStates.length],
          itemStyle: {
            borderColor: date === today ? '#1f2a26' : '#ffffff',
            borderWidth: 3,
            borderRadius: 6,
          },
          label: {
            show: day !== undefined,
            formatter: day ? (day.count > 99 ? '99+' : String(day.count)) : '',
            color: day ? ink[day.state] : '#000',
            fontSize: 15,
          },
        };
      }),
    })),
  };
}

function legend(words: YearPicture['words']): Extract<EChartsOption['graphic'], unknown[]> {
  let left = margin;
  return [...dayStates, 'today' as const].flatMap((key) => {
    const at = left;
    left += 34 + widthOf(words[key], 15) + 22;
    return [
      {
        type: 'rect' as const,
        shape: { x: at, y: 112, width: 20, height: 20, r: 4 },
        style:
          key === 'today' ? { fill: '#ffffff', stroke: '#1f2a26', lineWidth: 2.5 } : { fill: colours[key] },
      },
      {
        type: 'text' as const,
        left: at + 28,
        top: 114,
        style: { text: words[key], fontSize: 15, fill: '#3a4540' },
      },
    ];
  });
}

/** A Chinese character is as wide as its font is high, other letters about half of it. */
function widthOf(text: string, fontSize: number): number {
  return [...text].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e7f ? fontSize : fontSize * 0.56), 0);
}

const sundayFirst = (mondayFirst: readonly string[]): string[] => [
  ...mondayFirst.slice(6),
  ...mondayFirst.slice(0, 6),
];

/** Drawn last, so that no neighbour covers its border. */
const todayLast = (days: readonly string[], today: string): string[] =>
  days.toSorted((a, b) => Number(a === today) - Number(b === today));

function daysOf(yearMonth: string): string[] {
  const first = DateTime.fromISO(yearMonth, { zone: 'utc' });
  return Array.from(
    { length: first.daysInMonth ?? 0 },
    (_, at) => first.plus({ days: at }).toISODate() ?? '',
  );
}
