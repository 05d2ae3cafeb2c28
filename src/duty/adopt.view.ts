import type { Button, ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { type Markup, mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, listed, mention, modal, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { adoptText } from './adopt.text.ts';
import type { Choice } from './adopt.ts';
import { type Chapter, chapters } from './control.data.ts';
import { controlText } from './control.text.ts';
import type { Duty } from './duty.ts';
import { startingSet } from './starting-set.data.ts';
import { lawOf } from './starting-set.text.ts';
import { askedFor, guestsFor, type Staff, suggestedFor, titleOf, whoFor } from './suggest.ts';
import type { Rhythm, Template } from './template.ts';

export const setAct = {
  open: 'duty.set.open',
  adopt: 'duty.set.adopt',
  change: 'duty.set.change',
  decline: 'duty.set.decline',
  undo: 'duty.set.undo',
  all: 'duty.set.all',
  posts: 'duty.set.posts',
} as const;

/** The starting set as it stands. */
export type SetStanding = {
  readonly choices: ReadonlyMap<string, Choice>;
  /** Duties that were made of suggestions, by id. */
  readonly duties: ReadonlyMap<string, Duty>;
  readonly staff: Staff;
  readonly revision: number;
  /** Codes that the officers knew before the last addition; empty before the first offer. */
  readonly news: ReadonlySet<string>;
};

/** Which page: all chapters, or one of them. */
export type SetPage = Chapter | '';

export const pageOf = (value: string): SetPage => chapters.find((one) => one === value) ?? '';

export function openOf(standing: SetStanding, page: SetPage): readonly Template[] {
  const some = page === '' ? startingSet : suggestedFor(page);
  return some.filter(({ code }) => !standing.choices.has(code));
}

/** The starting set as a list of its chapters, or one chapter with every suggestion; `note` says what was just done. */
export function setView(standing: SetStanding, page: SetPage, reader: Reader, note?: Blocks): ModalView {
  const { locale } = reader;
  return modal({
    callbackId: 'duty.set',
    title: plain(adoptText, locale, 'set.title'),
    close: plain(adoptText, locale, 'set.close'),
    metadata: page,
    blocks: [
      ...(note ?? []),
      ...(page === '' ? overview(standing, reader) : chapterPage(standing, page, reader)),
    ],
  });
}

function overview(standing: SetStanding, { locale }: Reader): Blocks {
  const decided = startingSet.flatMap(({ code }) => standing.choices.get(code) ?? []);
  const counts = {
    adopted: decided.filter(({ how }) => how === 'adopted').length,
    declined: decided.filter(({ how }) => how === 'declined').length,
    open: startingSet.length - decided.length,
  };
  const all = button({
    id: setAct.all,
    text: plain(adoptText, locale, 'set.all', { count: counts.open }),
    value: 'all',
  });
  return [
    section(plain(adoptText, locale, 'set.intro')),
    section(plain(adoptText, locale, counts.open > 0 ? 'set.progress' : 'set.settled', counts)),
    actions(
      'set.overview',
      button({ id: setAct.posts, text: plain(adoptText, locale, 'set.posts'), value: 'all' }),
      ...(counts.open > 0 ? [all] : []),
    ),
    ...chapters.flatMap((chapter) => {
      const some = suggestedFor(chapter);
      const open = some.filter(({ code }) => !standing.choices.has(code));
      const isNew = open.some(({ code }) => standing.news.has(code));
      const text = mrkdwn(adoptText, locale, isNew ? 'set.chapterNew' : 'set.chapter', {
        chapter: chapterName(chapter, locale),
        open: open.length,
        of: some.length,
      });
      const look = button({
        id: `${setAct.open}#${chapter}`,
        text: plain(adoptText, locale, 'set.look'),
        value: chapter,
      });
      return some.length === 0 ? [] : [section(text, look)];
    }),
  ];
}

export function chapterName(chapter: Chapter, locale: Reader['locale']): string {
  const name = controlText[locale][`chapter.${chapter}`];
  return chapter === 'F' ? name : `${chapter} ${name}`;
}

function chapterPage(standing: SetStanding, page: Chapter, reader: Reader): Blocks {
  const { locale } = reader;
  const say = (key: 'set.back' | 'set.allChapter') => plain(adoptText, locale, key);
  const open = openOf(standing, page);
  return [
    section(`*${chapterName(page, locale)}*`),
    ...suggestedFor(page).flatMap((template) => suggestion(standing, template, reader)),
    actions(
      'set.chapter',
      button({ id: `${setAct.open}#back`, text: say('set.back'), value: 'all' }),
      ...(open.length > 1
        ? [button({ id: setAct.all, text: say('set.allChapter'), value: page, style: 'primary' as const })]
        : []),
    ),
  ];
}

function suggestion(standing: SetStanding, template: Template, reader: Reader): Blocks {
  const { locale } = reader;
  const { code } = template;
  const choice = standing.choices.get(code);
  const title = titleOf(template, locale);
  const act = (
    id: string,
    key: 'set.adopt' | 'set.change' | 'set.decline' | 'set.undo',
    primary = false,
  ): Button =>
    button({
      id: `${id}#${code}`,
      text: plain(adoptText, locale, key),
      value: `${code} ${standing.revision}`,
      ...(primary ? { style: 'primary' } : {}),
    });
  if (choice?.how === 'adopted') {
    const duty = standing.duties.get(choice.duty ?? '');
    const gone = !duty || duty.state === 'retired';
    const owner = duty?.owner ? mention(duty.owner) : '—';
    const text = mrkdwn(adoptText, locale, gone ? 'set.rowRetired' : 'set.rowAdopted', { title, owner });
    return [section(text, act(setAct.undo, 'set.undo'))];
  }
  if (choice?.how === 'declined') {
    const reason = choice.reason ?? plain(adoptText, locale, 'set.erased');
    return [
      section(mrkdwn(adoptText, locale, 'set.rowDeclined', { title, reason }), act(setAct.undo, 'set.undo')),
    ];
  }
  const law = lawOf[code];
  const text = mrkdwn(adoptText, locale, 'set.row', {
    ...{ title, interim: template.interim ? 'yes' : 'no' },
    controls: template.controls.map((id) => `${id} ${controlText[locale][id]}`).join(' · '),
    who: whoText(template, standing.staff, reader),
    when: rhythmText(template.rhythm, locale),
    law: law ? { markup: mrkdwn(adoptText, locale, 'set.law', { law }) } : '',
  });
  const asks = askedFor(template, locale).join(locale === 'zh' ? '；' : '; ');
  const guests = guestsFor(template, standing.staff, whoFor(template, standing.staff).owner);
  const who = { markup: guests.map((id) => mention(id).markup).join(' ') };
  return [
    section(text),
    ...(guests.length > 0 ? [context(mrkdwn(adoptText, locale, 'set.with', { who }))] : []),
    context(mrkdwn(adoptText, locale, 'set.asks', { asks })),
    actions(
      `set.${code}`,
      act(setAct.adopt, 'set.adopt', true),
      act(setAct.change, 'set.change'),
      act(setAct.decline, 'set.decline'),
    ),
  ];
}

function whoText(template: Template, staff: Staff, { locale }: Reader): Markup {
  const { owner, checker } = whoFor(template, staff);
  if (owner === null) return { markup: plain(adoptText, locale, 'set.whoNobody') };
  return {
    markup: mrkdwn(adoptText, locale, 'set.who', {
      owner: mention(owner),
      checker: checker === null ? 'none' : mention(checker),
    }),
  };
}

/** When a suggestion falls due, as people say it. */
export function rhythmText(rhythm: Rhythm, locale: Reader['locale']): string {
  if (rhythm.kind === 'after') {
    const key = rhythm.event === 'people.joined' ? 'when.joined' : 'when.left';
    return plain(adoptText, locale, key, { days: rhythm.workingDays });
  }
  if (rhythm.kind === 'workday')
    return plain(adoptText, locale, `when.${rhythm.every}Workday`, { nth: rhythm.nth });
  const months = (/BYMONTH=([\d,]+)/.exec(rhythm.rule)?.[1] ?? '1').split(',');
  const day = Number(/BYMONTHDAY=(\d+)/.exec(rhythm.rule)?.[1] ?? 1);
  const key = months.length === 1 ? 'when.year' : months.length === 2 ? 'when.half' : 'when.quarter';
  const named = months.map((month) => plain(adoptText, locale, 'when.month', { month }));
  const list =
    locale === 'zh'
      ? named.join('、')
      : listed(
          named.map((markup) => ({ markup })),
          locale,
        ).markup;
  return plain(adoptText, locale, key, { months: list, day });
}

/** What was just done, with the way back where there is one. */
export function noteOf(text: string, undo?: { label: string; value: string }): Blocks {
  const back = undo && button({ id: `${setAct.undo}#note`, text: undo.label, value: undo.value });
  return [section(text, back)];
}
