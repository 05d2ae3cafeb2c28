import type { ModalView } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, clip, context, mention, section } from '../slack/blocks.ts';
import type { Blocks } from '../slack/capability.ts';
import { dutyText } from './duty.text.ts';
import type { Duty } from './duty.ts';
import { dutyAct, titleOf } from './duty.view.ts';
import { findText } from './find.text.ts';
import { listModal, ruleLine, type Shown, shortPage, turning } from './list.view.ts';
import type { Place } from './place.ts';

/** Slack keeps 75 characters of a button. */
const mostOfTitle = 70;

/** Duties, and people, that are called so: each leads to itself, or to what was done of it. */
export function foundView(
  reader: Reader,
  place: Place,
  shown: Shown<Duty>,
  people: readonly string[],
  now: Date,
): ModalView {
  const { locale } = reader;
  const { words = '', history = false } = place;
  const open = (value: string) =>
    button({
      id: history ? dutyAct.history : dutyAct.rule,
      text: plain(dutyText, locale, history ? 'button.history' : 'button.open'),
      value,
    });
  const named = people.map((id) =>
    section(mrkdwn(findText, locale, 'find.person', { who: mention(id) }), open(id)),
  );
  const duties = shown.rows.map((duty) => section(ruleLine(duty, reader, now), open(duty.id)));
  const head = (key: 'find.people' | 'find.duties') => section(plain(findText, locale, key));
  const none = named.length + duties.length === 0;
  return listModal(reader, plain(findText, locale, 'find.title'), { ...place, page: shown.page }, [
    ...(none ? [section(mrkdwn(findText, locale, 'find.gone', { words }))] : []),
    ...(named.length > 0
      ? [head('find.people'), ...named, ...(duties.length > 0 ? [head('find.duties')] : [])]
      : []),
    ...(duties.length > 0
      ? [context(mrkdwn(findText, locale, 'find.of', { words, count: shown.total })), ...duties]
      : []),
    ...turning(reader, shown, shortPage),
    actions('duty.foot', button({ id: dutyAct.back, text: plain(dutyText, locale, 'button.backToMine') })),
  ]);
}

/** Duties with names like what was typed, as buttons. */
export function nearButtons(duties: readonly Duty[], reader: Reader, history: boolean): Blocks {
  if (duties.length === 0) return [];
  const id = history ? dutyAct.history : dutyAct.rule;
  return [
    actions(
      'duty.near',
      ...duties.map((duty, at) =>
        button({ id: `${id}#${at}`, text: clip(titleOf(duty, reader.locale), mostOfTitle), value: duty.id }),
      ),
    ),
  ];
}
