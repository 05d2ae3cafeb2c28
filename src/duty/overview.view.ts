import type { ModalView } from '@slack/types';
import { formatDay, formatHours, type Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, divider, mention, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { type Chapter, chapters } from './control.data.ts';
import { controlText } from './control.text.ts';
import { fewestForShares, type Load, overloaded } from './load.ts';
import type { OverviewItem, Punctuality, Standing, WaitingCounts } from './overview.store.ts';
import { overviewText } from './overview.text.ts';
import { dutyFiles, type Lens, lenses } from './overview.ts';
import { carry } from './place.ts';
import { dayOf } from './plan.ts';

export const overviewAct = { lens: 'duty.overview', page: 'duty.overview.page', file: 'duty.file' } as const;
/** Where a time of a duty is shown, and what a person did. */
const showAct = 'duty.show';
const historyAct = 'duty.history';

export const pageLength = 8;

export type Overview = {
  readonly scope: { readonly all: boolean; readonly people: number };
  readonly counts: Readonly<WaitingCounts & { never: number }>;
  readonly punctual: Punctuality;
  readonly loads: readonly Load[];
  readonly lens: Lens;
  readonly page: number;
  readonly items: readonly OverviewItem[];
  readonly standings: readonly Standing[];
  readonly total: number;
};

type Key = keyof typeof overviewText.en;

/** What is due, late and never done, and how it stands, one lens at a time. */
export function overviewView(reader: Reader, now: Date, overview: Overview): ModalView {
  const { locale } = reader;
  const { scope, counts, lens } = overview;
  const say = (key: Key, values: Record<string, string | number | Markup> = {}) =>
    mrkdwn(overviewText, locale, key, values);
  const word = (key: Key, values: Record<string, string | number> = {}) =>
    plain(overviewText, locale, key, values);
  const listed = { week: counts.due + counts.within, late: counts.late, never: counts.never };
  const lensButtons = lenses.map((one) =>
    button({
      id: `${overviewAct.lens}#${one}`,
      text: word(`lens.${one}`, one in listed ? { count: listed[one as keyof typeof listed] } : {}),
      value: `${one}:0`,
      ...(one === lens ? { style: 'primary' as const } : {}),
    }),
  );
  const fileButtons = dutyFiles.map((what) =>
    button({ id: `${overviewAct.file}#${what}`, text: word(`file.${what}`), value: what }),
  );
  return modal({
    callbackId: overviewAct.lens,
    title: word('overview.title'),
    close: word('overview.close'),
    metadata: carry('', { list: 'overview', lens, page: overview.page }),
    blocks: [
      section(say('overview.figures', counts)),
      context(
        say(scope.all ? 'overview.scope.all' : 'overview.scope.reports', { count: scope.people }),
        punctualityLine(overview.punctual, reader),
      ),
      ...heavy(overview.loads, reader),
      actions('lens', ...lensButtons),
      section(`*${word(`heading.${lens}`)}*`),
      ...rows(overview, reader, now),
      ...pages(overview, reader),
      divider,
      actions('files', ...fileButtons),
    ],
  });
}

function punctualityLine({ fell, missed, inTime, medianLate }: Punctuality, { locale }: Reader): string {
  if (fell < fewestForShares)
    return plain(overviewText, locale, 'overview.few', { least: fewestForShares, fell });
  const more =
    medianLate === null
      ? ''
      : plain(overviewText, locale, 'overview.median', { late: spoken(medianLate, locale) });
  return plain(overviewText, locale, 'overview.punctual', {
    share: percent(inTime, fell),
    ...{ inTime, fell, missed, more },
  });
}

/** Minutes below an hour, else whole hours: nobody compares lateness more finely. */
function spoken(minutes: number, locale: Reader['locale']): string {
  return formatHours(minutes < 60 ? Math.max(1, Math.round(minutes)) / 60 : Math.round(minutes / 60), locale);
}

const percent = (part: number, whole: number): number => Math.round((100 * part) / whole);

function heavy(loads: readonly Load[], { locale }: Reader): Blocks {
  const total = loads.reduce((sum, { aYear }) => sum + aYear, 0);
  return overloaded(loads).map(({ person, aYear }) =>
    section(
      mrkdwn(overviewText, locale, 'overview.heavy', {
        who: mention(person),
        share: percent(aYear, total),
        ...{ count: aYear, total },
      }),
    ),
  );
}

function rows(overview: Overview, reader: Reader, now: Date): Blocks {
  const { lens, items, standings } = overview;
  const { locale } = reader;
  if (lens === 'week' || lens === 'late' || lens === 'never') {
    if (items.length === 0) return [section(plain(overviewText, locale, `empty.${lens}`))];
    return items.map((item) => {
      const key = lens === 'never' ? 'item.never' : (`item.${howOf(item, now)}` as const);
      const values = {
        title: locale === 'zh' ? item.titleZh : item.titleEn,
        owner: mention(item.owner),
        day: formatDay(item.plannedOn, locale, now),
        until: formatDay(dayOf(item.lateAt, item.tz), locale, now),
      };
      return section(
        mrkdwn(overviewText, locale, key, values),
        button({
          id: `${showAct}#${item.occurrence}`,
          text: plain(overviewText, locale, 'item.open'),
          value: item.occurrence,
        }),
      );
    });
  }
  if (standings.length === 0) return [section(plain(overviewText, locale, 'empty.standing'))];
  const carried = new Map(overview.loads.map((load) => [load.person, load]));
  return standings.map((one) => {
    const { due, within, late, open, fell, inTime } = one;
    const load = lens === 'owner' ? carried.get(one.key) : undefined;
    const share =
      fell < fewestForShares
        ? ''
        : plain(overviewText, locale, 'standing.share', { share: percent(inTime, fell), inTime, fell });
    const carries = load
      ? plain(overviewText, locale, 'standing.load', { count: load.duties, times: load.aYear })
      : '';
    return section(
      mrkdwn(overviewText, locale, 'standing.row', {
        name: nameOf(one.key, lens, reader),
        ...{ due, within, late, open, share, load: carries },
      }),
      lens === 'owner'
        ? button({
            id: `${historyAct}#${one.key}`,
            text: plain(overviewText, locale, 'item.history'),
            value: one.key,
          })
        : undefined,
    );
  });
}

/** How something that waits stands with time: said as everywhere else. */
function howOf({ dueAt, lateAt }: OverviewItem, now: Date): 'due' | 'within' | 'late' {
  if (now >= lateAt) return 'late';
  return now >= dueAt ? 'within' : 'due';
}

function nameOf(key: string, lens: Lens, { locale }: Reader): string | Markup {
  if (lens === 'owner') return mention(key);
  if (lens === 'chapter' && chapters.includes(key as Chapter))
    return `${key} ${plain(controlText, locale, `chapter.${key as Chapter}`)}`;
  return key;
}

function pages({ page, total, lens }: Overview, { locale }: Reader): Blocks {
  const count = Math.ceil(total / pageLength);
  if (count <= 1) return [];
  const turn = (to: number, which: 'next' | 'previous') =>
    button({
      id: `${overviewAct.page}.${which}`,
      text: plain(overviewText, locale, `page.${which}`),
      value: `${lens}:${to}`,
    });
  return [
    context(plain(overviewText, locale, 'page', { page: page + 1, pages: count })),
    actions(
      'pages',
      ...(page > 0 ? [turn(page - 1, 'previous')] : []),
      ...(page < count - 1 ? [turn(page + 1, 'next')] : []),
    ),
  ];
}
