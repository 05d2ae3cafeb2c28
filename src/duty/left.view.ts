import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { button, clip, mention } from '../slack/blocks.ts';
import type { LeftOf, LeftPart } from '../slack/left.ts';
import { actionAct } from './action.view.ts';
import { dutiesById } from './duty.store.ts';
import type { Duty } from './duty.ts';
import { dutyAct, titleOf } from './duty.view.ts';
import { type LeftDuty, leftDuties } from './leaver.store.ts';
import { leftText } from './left.text.ts';

/** Duties of somebody who left, as whoever sees to it reads them: who has them now, and the way to decide. */
export const dutiesLeft: LeftOf = async (tx, left) => {
  const found = await leftDuties(tx, left);
  const duties = await dutiesById(
    tx,
    left.tenant,
    found.map(({ id }) => id),
  );
  return {
    records: found.map(({ id }) => id),
    say: (reader) =>
      (['owner', 'deputy', 'checker', 'judge'] as const).flatMap((part) => {
        const some = found.filter((one) => one.part === part).flatMap(({ id }) => duties.get(id) ?? []);
        const lines = some.map((duty) => leftLine(part, duty, left.person, reader));
        return lines.length === 0 ? [] : [{ title: plain(leftText, reader.locale, `left.${part}`), lines }];
      }),
  };
};

function leftLine(
  part: LeftDuty['part'],
  duty: Duty,
  gone: string,
  { locale }: Reader,
): LeftPart['lines'][number] {
  const who = part === 'checker' ? duty.checker : duty.owner;
  const there = who !== null && who !== gone;
  const key = {
    owner: there ? 'left.with' : 'left.nobody',
    deputy: 'left.owned',
    checker: there ? 'left.checkedBy' : 'left.unchecked',
    judge: 'left.unjudged',
  } as const;
  const title = titleOf(duty, locale);
  const text = mrkdwn(leftText, locale, key[part], { title, who: who ? mention(who) : '—' });
  // What has ended is no rule that can be changed; who leads sees it in its list, and can act there.
  const look = part === 'judge' ? actionAct.list : duty.state === 'retired' ? dutyAct.rule : undefined;
  if (look)
    return {
      text,
      button: button({
        id: `${look}#${part}.${duty.id}`,
        text: plain(leftText, locale, 'left.look', { title: clip(title, 50) }),
        value: part === 'judge' ? `${duty.state === 'retired' ? 'check' : 'open'} 0` : duty.id,
      }),
    };
  const hand = part === 'owner';
  return {
    text,
    button: button({
      id: `${hand ? dutyAct.handOver : dutyAct.edit}#${part}.${duty.id}`,
      text: plain(leftText, locale, hand ? 'left.hand' : 'left.change', { title: clip(title, 50) }),
      value: duty.id,
    }),
  };
}
