import type { ModalView } from '@slack/types';
import { nameOf } from '../catalog/data-set.store.ts';
import { catalogText } from '../catalog/data-set.text.ts';
import { type DataSet, type Handling, handlingActs } from '../catalog/data-set.ts';
import { formatHours, type Locale, type Reader } from '../kernel/locale.ts';
import { escapeMrkdwn, mrkdwn, plain } from '../kernel/message.ts';
import {
  actions,
  button,
  context,
  fields,
  listed,
  mention,
  mentionGroup,
  modal,
  section,
} from '../slack/blocks.ts';
import { directoryText } from './directory.text.ts';
import { listView, type Place, placeOf } from './list.view.ts';

export const dataAct = {
  filter: 'data.filter',
  next: 'data.page.next',
  previous: 'data.page.previous',
  show: 'data.show',
  back: 'data.back',
  add: 'data.add',
  edit: 'data.edit',
  retire: 'data.retire',
  class: 'data.class',
} as const;
export const dataForm = { list: 'data.list', details: 'data.details', describe: 'data.describe' } as const;

/** The catalog, a page at a time. Nobody may add: who may is said where there is nothing yet. */
export function dataListView(
  reader: Reader,
  place: Place,
  found: { sets: readonly DataSet[]; total: number },
  adding: { may: true } | { may: false; who: readonly string[] },
  note?: string,
): ModalView {
  const { locale } = reader;
  return listView(locale, 'data', place, {
    lines: found.sets.map((set) =>
      section(
        line(set, reader),
        button({ id: dataAct.show, text: plain(directoryText, locale, 'data.show'), value: set.id }),
      ),
    ),
    total: found.total,
    none: place.filter
      ? mrkdwn(directoryText, locale, 'data.none', { filter: place.filter })
      : adding.may
        ? plain(directoryText, locale, 'data.emptyMayAdd')
        : mrkdwn(directoryText, locale, 'data.empty', {
            count: adding.who.length,
            who: listed(adding.who.map(mention), locale, 'disjunction'),
          }),
    foot: adding.may
      ? [
          actions(
            'add',
            button({ id: dataAct.add, text: plain(directoryText, locale, 'data.add'), style: 'primary' }),
          ),
        ]
      : [],
    note,
  });
}

function line(set: DataSet, { locale }: Reader): string {
  return mrkdwn(directoryText, locale, 'data.line', {
    name: nameOf(set, locale),
    class: plain(catalogText, locale, `class.${set.classification}`),
    personal: plain(catalogText, locale, `personal.${set.personal}`),
    length: formatHours(set.longestHours, locale),
    owner: mention(set.owner),
  });
}

/** Everything about one data set, and what the reader may do with it. */
export function dataSetView(
  reader: Reader,
  place: Place,
  set: DataSet,
  mayChange: boolean,
  note?: string,
): ModalView {
  const { locale } = reader;
  const say = (key: Parameters<typeof plain<keyof typeof directoryText.en & string>>[2]) =>
    plain(directoryText, locale, key);
  const deciders = [...set.approvers.map(mention), ...set.approverGroups.map(mentionGroup)];
  const purposes = set.purposes.map((purpose) => plain(catalogText, locale, `purpose.${purpose}`));
  const [name, other] = locale === 'zh' ? [set.nameZh, set.nameEn] : [set.nameEn, set.nameZh];
  const live = set.retiredAt === null;
  return modal({
    callbackId: dataForm.details,
    title: say('data.title'),
    close: say('list.close'),
    metadata: placeOf(place),
    blocks: [
      ...(note ? [section(note)] : []),
      section(`*${escapeMrkdwn(name)}*\n${escapeMrkdwn(other)}`),
      fields([
        [say('data.class'), plain(catalogText, locale, `class.${set.classification}`)],
        [say('data.personal'), plain(catalogText, locale, `personal.${set.personal}`)],
        [say('data.owner'), mention(set.owner).markup],
        [say('data.approvers'), listed(deciders, locale, 'disjunction').markup],
        [say('data.purposes'), purposes.join(locale === 'zh' ? '、' : ' · ')],
        [
          say('data.limits'),
          plain(directoryText, locale, 'data.limitsText', {
            longest: formatHours(set.longestHours, locale),
            pending: set.pendingHours,
          }),
        ],
        [say('data.reasonNeeded'), say(set.reasonNeeded ? 'data.reason.yes' : 'data.reason.no')],
      ]),
      section([`*${say('data.handling')}*`, ...handlingLines(set.handling, locale)].join('\n')),
      context(
        live
          ? mrkdwn(directoryText, locale, 'data.ask', { name: hasCode(set) ? set.id : name })
          : say('catalog.retired'),
      ),
      actions(
        'data.set',
        button({ id: dataAct.back, text: say('list.back') }),
        ...(mayChange && live
          ? [
              button({ id: dataAct.edit, text: say('data.edit'), value: set.id, style: 'primary' }),
              retireButton(set, locale),
            ]
          : []),
      ),
    ],
  });
}

/** Ids that the house made hold `_`; all others are codes that people chose and type. */
function hasCode({ id }: DataSet): boolean {
  return !id.includes('_');
}

function retireButton(set: DataSet, locale: Locale) {
  return button({
    id: dataAct.retire,
    text: plain(directoryText, locale, 'data.retire'),
    value: `${set.id} ${set.revision}`,
    style: 'danger',
    confirm: {
      title: plain(directoryText, locale, 'data.retireTitle'),
      text: plain(directoryText, locale, 'data.retireText'),
      yes: plain(directoryText, locale, 'data.retire'),
      no: plain(directoryText, locale, 'form.cancel'),
      danger: true,
    },
  });
}

function handlingLines(handling: Handling, locale: Locale): string[] {
  const rule = (what: string, how: string) => `• ${what}${locale === 'zh' ? '：' : ': '}${how}`;
  return [
    ...handlingActs.map((what) =>
      rule(
        plain(catalogText, locale, `handling.${what}`),
        plain(catalogText, locale, `handling.${handling[what]}`),
      ),
    ),
    rule(
      plain(catalogText, locale, 'handling.destroy'),
      plain(catalogText, locale, `destroy.${handling.destroy}`),
    ),
  ];
}
