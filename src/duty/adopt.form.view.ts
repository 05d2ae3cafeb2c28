import type { InputBlock, ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, field, mention, modal, option, plainText, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { adoptText } from './adopt.text.ts';
import { rhythmText, type SetPage, setAct } from './adopt.view.ts';
import { guestsFor, personOf, postName, type Staff, titleOf, whoFor } from './suggest.ts';
import { posts, type Template } from './template.ts';

export const setForm = {
  all: 'duty.set.all',
  change: 'duty.set.change',
  decline: 'duty.set.decline',
  posts: 'duty.set.posts',
} as const;

/** The page a form leads back to, and the revision it was drawn at. */
export type At = { page: SetPage; revision: number };

/** How often, other than as suggested. */
export const oftens = ['month', 'quarter', 'half', 'year'] as const;

function form(
  which: keyof typeof setForm,
  { locale }: Reader,
  f: {
    title: 'set.previewTitle' | 'set.changeTitle' | 'set.declineTitle' | 'set.postsTitle';
    submit?: string;
    at: At;
    code?: string;
    blocks: Blocks;
  },
): ModalView {
  const back = button({
    id: `${setAct.open}#back`,
    text: plain(adoptText, locale, 'set.back'),
    value: f.at.page || 'all',
  });
  return modal({
    callbackId: setForm[which],
    title: plain(adoptText, locale, f.title),
    ...(f.submit ? { submit: f.submit } : {}),
    close: plain(adoptText, locale, 'set.close'),
    metadata: JSON.stringify({ ...f.at, code: f.code }),
    blocks: [...f.blocks, actions('set.back', back)],
  });
}

/** Who would get how many of these suggestions, before anybody does. */
export function previewView(some: readonly Template[], staff: Staff, at: At, reader: Reader): ModalView {
  const { locale } = reader;
  const tally = new Map<string, { count: number; checks: number }>();
  const add = (person: string | null, what: 'count' | 'checks') => {
    if (person === null) return;
    const so = tally.get(person) ?? { count: 0, checks: 0 };
    tally.set(person, { ...so, [what]: so[what] + 1 });
  };
  const meetings = some.flatMap((template) => {
    if (template.kind !== 'meeting') return [];
    const guests = guestsFor(template, staff, whoFor(template, staff).owner);
    const who = { markup: guests.map((id) => mention(id).markup).join(' ') };
    const title = titleOf(template, locale);
    return guests.length > 0 ? [mrkdwn(adoptText, locale, 'set.previewMeeting', { title, who })] : [];
  });
  let alone = 0;
  let nobody = 0;
  for (const template of some) {
    const who = whoFor(template, staff);
    add(who.owner, 'count');
    add(who.checker, 'checks');
    if (who.owner === null) nobody += 1;
    else if (who.alone) alone += 1;
  }
  const lines = [...tally]
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(([person, so]) =>
      mrkdwn(adoptText, locale, so.count > 0 ? 'set.previewLine' : 'set.previewCheckOnly', {
        person: mention(person),
        ...so,
      }),
    );
  const can = nobody === 0 && some.length > 0;
  return form('all', reader, {
    title: 'set.previewTitle',
    ...(can ? { submit: plain(adoptText, locale, 'set.previewYes') } : {}),
    at,
    blocks: can
      ? [
          section([plain(adoptText, locale, 'set.preview', { count: some.length }), ...lines].join('\n')),
          ...heavy(tally, some.length, reader),
          ...(meetings.length > 0 ? [section(meetings.join('\n'))] : []),
          ...(alone > 0 ? [section(plain(adoptText, locale, 'set.previewAlone', { count: alone }))] : []),
        ]
      : [section(plain(adoptText, locale, some.length === 0 ? 'set.nothing' : 'set.previewNobody'))],
  });
}

/** Fewer fall to one person without anybody thinking it much. */
const fewForOne = 10;

/** That one person would have more than half of it: before anybody is buried. */
function heavy(
  tally: ReadonlyMap<string, { count: number }>,
  of: number,
  { locale }: Pick<Reader, 'locale'>,
): Blocks {
  return [...tally]
    .filter(([, { count }]) => count > fewForOne && count > of / 2)
    .map(([id, { count }]) =>
      section(mrkdwn(adoptText, locale, 'set.previewHeavy', { count, of, person: mention(id) })),
    );
}

/** One suggestion with what can be different here: who, how often, from when. `today`: of the office. */
export function changeView(
  template: Template,
  staff: Staff,
  at: At,
  reader: Reader,
  today: string,
): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof adoptText.en) => plain(adoptText, locale, key);
  const { owner, checker } = whoFor(template, staff);
  const placeholder = plainText('…', 150);
  const person = (name: string, initial: string | null, more: { hint?: string; optional?: boolean } = {}) =>
    field({
      ...{ name, label: say(`set.${name}` as 'set.owner'), ...more },
      element: {
        ...{ type: 'users_select', action_id: 'value', placeholder },
        ...(initial ? { initial_user: initial } : {}),
      },
    });
  const as = option({
    value: 'as',
    text: plain(adoptText, locale, 'set.oftenAs', { when: rhythmText(template.rhythm, locale) }),
  });
  const often = [as, ...oftens.map((one) => option({ value: one, text: say(`set.often.${one}`) }))];
  return form('change', reader, {
    title: 'set.changeTitle',
    submit: say('set.adopt'),
    ...{ at, code: template.code },
    blocks: [
      section(`*${titleOf(template, locale)}*`),
      person('owner', owner),
      person('deputy', null, { hint: say('set.deputyHint'), optional: true }),
      person('checker', checker, { hint: say('set.checkerHint'), optional: true }),
      ...(template.kind === 'meeting' ? [guestsField(guestsFor(template, staff, owner), reader)] : []),
      // What comes after an event comes when it happens.
      ...(template.rhythm.kind === 'after'
        ? []
        : [
            field({
              ...{ name: 'often', label: say('set.often') },
              element: { type: 'static_select', action_id: 'value', options: often, initial_option: as },
            }),
            field({
              ...{ name: 'from', label: say('set.from'), hint: say('set.fromHint') },
              element: { type: 'datepicker', action_id: 'value', initial_date: today },
            }),
          ]),
      section(say('set.wordsLater')),
    ],
  });
}

function guestsField(guests: readonly string[], { locale }: Reader): InputBlock {
  return field({
    name: 'participants',
    label: plain(adoptText, locale, 'set.participants'),
    hint: plain(adoptText, locale, 'set.participantsHint'),
    optional: true,
    element: {
      ...{ type: 'multi_users_select', action_id: 'value', max_selected_items: 50 },
      placeholder: plainText('…', 150),
      ...(guests.length > 0 ? { initial_users: [...guests] } : {}),
    },
  });
}

export function declineView(template: Template, at: At, reader: Reader): ModalView {
  const { locale } = reader;
  return form('decline', reader, {
    title: 'set.declineTitle',
    submit: plain(adoptText, locale, 'set.save'),
    ...{ at, code: template.code },
    blocks: [
      field({
        name: 'reason',
        label: plain(adoptText, locale, 'set.reason', { title: titleOf(template, locale) }),
        hint: plain(adoptText, locale, 'set.reasonHint'),
        element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 600 },
      }),
    ],
  });
}

/** Who holds which post. */
export function postsView(staff: Staff, at: At, reader: Reader): ModalView {
  const { locale } = reader;
  return form('posts', reader, {
    title: 'set.postsTitle',
    submit: plain(adoptText, locale, 'set.save'),
    at,
    blocks: [
      section(plain(adoptText, locale, 'set.postsIntro')),
      ...posts.map((post) => {
        const person = personOf(post, staff);
        return field({
          ...{ name: post, label: postName(post, locale), optional: true },
          element: {
            ...{ type: 'users_select', action_id: 'value' },
            ...(person ? { initial_user: person } : {}),
          },
        });
      }),
    ],
  });
}
