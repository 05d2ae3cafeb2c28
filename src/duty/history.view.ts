import type { ModalView } from '@slack/types';
import { formatDay, type Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, mention, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { dutyAct, standing, titleOf } from './duty.view.ts';
import type { Ask } from './evidence.ts';
import { answerWords } from './evidence.view.ts';
import { findText } from './find.text.ts';
import { listModal, type Shown, shortPage, turning } from './list.view.ts';
import { answeredOf } from './meeting.ts';
import type { Occurrence } from './occurrence.ts';
import type { Place } from './place.ts';

/** The answers to one ask for a number, the earliest first. */
export type Series = { readonly ask: Ask; readonly points: readonly { plannedOn: string; value: number }[] };

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** Characters that fit a line of a phone. */
const mostBars = 24;

/** A series as a row of bars: the lowest value is the lowest bar, all alike are in the middle. */
export function sparkline(values: readonly number[]): string {
  const shown = values.slice(-mostBars);
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  return shown
    .map((value) => bars[high === low ? 3 : Math.round(((value - low) / (high - low)) * (bars.length - 1))])
    .join('');
}

/** What was done, by whom and when: of one duty with its figures, or of everything that was the reader's. */
export function historyView(
  reader: Reader,
  place: Place,
  shown: Shown<Occurrence>,
  more: {
    now: Date;
    duties: ReadonlyMap<string, Duty>;
    duty: Duty | undefined;
    series: readonly Series[];
    figures: { done: number; late: number; skipped: number; missed: number };
  },
): ModalView {
  const { locale } = reader;
  const { duty, now, figures, duties } = more;
  const lines = shown.rows.flatMap((one): Blocks => {
    const of = duties.get(one.duty);
    if (!of) return [];
    const words = [historyLine(of, one, reader, now, duty === undefined)];
    const open = button({ id: dutyAct.show, text: plain(dutyText, locale, 'button.open'), value: one.id });
    return [section(words.join('\n'), open)];
  });
  const head: Blocks = duty
    ? [section(mrkdwn(dutyText, locale, 'line.title', { title: titleOf(duty, locale) }))]
    : place.person
      ? [section(mrkdwn(findText, locale, 'history.of', { who: mention(place.person) }))]
      : [];
  return listModal(reader, plain(dutyText, locale, 'history.title'), { ...place, page: shown.page }, [
    ...head,
    ...(shown.total > 0 ? [context(plain(dutyText, locale, 'history.figures', figures))] : []),
    ...more.series.flatMap((series) => seriesBlock(series, reader, now)),
    ...(lines.length > 0 ? lines : [section(noneWords(place, locale))]),
    ...turning(reader, shown, shortPage),
    actions(
      'duty.foot',
      button({ id: dutyAct.back, text: plain(dutyText, locale, 'button.backToMine') }),
      ...(duty
        ? [button({ id: dutyAct.rule, text: plain(dutyText, locale, 'button.rule'), value: duty.id })]
        : []),
      ...(duty || place.person
        ? [button({ id: `${dutyAct.history}.all`, text: plain(dutyText, locale, 'button.historyAll') })]
        : []),
    ),
  ]);
}

function noneWords({ duty, person }: Place, locale: Reader['locale']): string {
  if (person) return plain(findText, locale, 'history.noneOfPerson');
  return plain(dutyText, locale, duty ? 'history.noneOf' : 'history.none');
}

/** One time in the history: the day it was planned for, how it went, and the first answer. */
function historyLine(duty: Duty, one: Occurrence, reader: Reader, now: Date, named: boolean): string {
  const { locale } = reader;
  const on = formatDay(one.plannedOn, locale, now);
  const title = titleOf(duty, locale);
  const answered = one.evidence ? answeredOf(duty, one.evidence) : [];
  const first = answered.find(({ kind }) => kind !== 'text') ?? answered[0];
  const answer = first && one.evidence ? answerWords(first, one.evidence[first.key], locale) : undefined;
  const head = mrkdwn(dutyText, locale, named ? 'history.titled' : 'history.planned', { on, title });
  const short = answer && first?.kind !== 'text' ? ` · ${escapeMrkdwn(answer.slice(0, 60))}` : '';
  return `${head}\n${standing(duty, one, reader, now)}${short}`;
}

/** The figures of one ask: a row of bars, the last ones in digits, lowest, highest and mean. */
function seriesBlock({ ask, points }: Series, { locale }: Reader, now: Date): Blocks {
  // One figure is no series: it stands beside its day.
  if (points.length < 2) return [];
  const values = points.map(({ value }) => value);
  const words = (value: number) => answerWords(ask, value, locale) ?? '';
  const mean = Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
  const latest = points.at(-1);
  const label = (locale === 'zh' ? ask.zh : ask.en) || ask.en;
  return [
    section(
      mrkdwn(dutyText, locale, 'history.series', {
        label,
        bars: sparkline(values),
        last: words(latest?.value ?? 0),
        on: formatDay(latest?.plannedOn ?? '', locale, now),
        low: words(Math.min(...values)),
        high: words(Math.max(...values)),
        mean: words(mean),
        count: values.length,
      }),
    ),
  ];
}
