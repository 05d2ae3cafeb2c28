import type { Button, StaticSelect } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { button, option, plainText } from '../slack/blocks.ts';
import type { OwedKind } from '../slack/capability.ts';
import { attentionText } from './attention.text.ts';
import { attentionAct } from './attention.view.ts';
import { type Delay, delays, type PutOff } from './put-off.ts';

/** What can be chosen: a delay, or to hand it over, or to hear no more of it. */
export type Later = Delay | 'pass' | 'stop';

type Of = { owed: string; kind: Pick<OwedKind, 'passOn' | 'mayStop'>; putOff: PutOff | undefined };

/** The choice of when to be reminded again, and what else can be done with a reminder than the act itself. */
export function laterSelect({ owed, kind, putOff }: Of, { locale }: Reader): StaticSelect {
  const say = (key: Parameters<typeof plain<keyof typeof attentionText.en & string>>[2]) =>
    plain(attentionText, locale, key);
  const revision = putOff?.revision ?? 0;
  const choice = (later: Later) =>
    option({ value: `${owed} ${later} ${revision}`, text: say(`later.${later}`) });
  const others = [...(kind.passOn ? [choice('pass')] : []), ...(kind.mayStop ? [choice('stop')] : [])];
  return {
    type: 'static_select',
    // Slack shows what was chosen last under the same id.
    action_id: `${attentionAct.later}#${owed}.${revision}`,
    placeholder: plainText(say('later.choose'), 150),
    option_groups: [
      { label: plainText(say('later.again'), 75), options: delays.map(choice) },
      ...(others.length > 0 ? [{ label: plainText(say('later.else'), 75), options: others }] : []),
    ],
  };
}

/** Undoes what was chosen. */
export function takeBackButton(
  { owed, putOff }: { owed: string; putOff: PutOff | undefined },
  { locale }: Reader,
): Button {
  return button({
    id: `${attentionAct.takeBack}#${owed}`,
    text: plain(attentionText, locale, 'button.takeBack'),
    value: `${owed} ${putOff?.revision ?? 0}`,
  });
}

/** What a chosen option or a pressed button says: which, what, and how often its person had done so before. */
export function laterOf(value: string): { owed: string; later: Later | undefined } {
  const [owed = '', chosen] = value.split(' ');
  const all: readonly Later[] = [...delays, 'pass', 'stop'];
  return { owed, later: all.find((one) => one === chosen) };
}
