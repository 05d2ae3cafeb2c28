import type { DomainEvent } from '../kernel/event.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import type { Capability, House } from '../slack/capability.ts';
import { correctiveAskedType } from '../slack/corrective.ts';
import { words } from '../slack/words.ts';
import { effectKind, effectOwed, onActionAsked, onActionDone } from './action.job.ts';
import { actionActions, actionSubmissions, runActions } from './action.slack.ts';
import { actionText } from './action.text.ts';
import { setSubmissions } from './adopt.form.slack.ts';
import { runSet, setActions } from './adopt.slack.ts';
import { adoptText } from './adopt.text.ts';
import {
  meetingKind,
  meetingOwed,
  type Others,
  onDecided,
  onMeetingChanged,
  onMeetingOpened,
  openInDuties,
  soonKind,
  soonOwed,
} from './meeting.job.ts';
import { meetingActions, runMeetings } from './meeting.slack.ts';
import { meetingText } from './meeting.text.ts';
import { interimDue, offerDue, offerKind, offerOwed, takenKind, takenOwed } from './offer.job.ts';
import { templateOf } from './starting-set.data.ts';
import { titleOf } from './suggest.ts';

/** What the starting set, corrective actions and meetings add to the duties. */
export function governance(others: Others) {
  return {
    texts: [adoptText, actionText, meetingText],
    commands: [
      { word: words.set, of: words.duty, hint: { key: 'hint.set' }, run: runSet },
      { word: words.actions, of: words.duty, hint: { key: 'hint.actions' }, run: runActions },
      { word: words.meetings, of: words.duty, hint: { key: 'hint.meetings' }, run: runMeetings },
    ],
    actions: { ...setActions, ...actionActions, ...meetingActions(others) },
    submissions: { ...setSubmissions, ...actionSubmissions },
    due: async (house: House) => {
      await offerDue(house);
      await interimDue(house, others);
    },
    on: {
      'duty.opened': onMeetingOpened,
      'duty.added': onDecided,
      'duty.changed': onMeetingChanged,
      'duty.done': onActionDone,
      'duty.undone': onActionDone,
      'duty.returned': onActionDone,
      [correctiveAskedType]: onActionAsked,
    },
    owes: {
      [offerKind]: offerOwed,
      [takenKind]: takenOwed,
      [effectKind]: effectOwed,
      [meetingKind]: meetingOwed(others),
      [soonKind]: soonOwed(others),
    },
    open: openInDuties,
    describe: describeGovernance,
    // Corrective actions are done, and looked at later by somebody else.
    controls: ['20.2'],
  } satisfies Partial<Capability>;
}

/** An event of these in one sentence. */
function describeGovernance({ type, data, personal }: DomainEvent, { locale }: Reader): string | undefined {
  const by = typeof data.by === 'string' ? mention(data.by) : '—';
  const template = templateOf(String(data.code));
  const title = template
    ? titleOf(template, locale)
    : (personal[locale === 'zh' ? 'titleZh' : 'titleEn'] ?? '—');
  switch (type) {
    case 'duty.adopted':
    case 'duty.declined':
    case 'duty.choice_undone':
    case 'duty.posts_named':
      return mrkdwn(adoptText, locale, `event.${type.slice('duty.'.length)}` as 'event.adopted', {
        by,
        title,
      });
    case 'duty.set_offered':
      return plain(adoptText, locale, 'event.set_offered', {
        count: Array.isArray(data.codes) ? data.codes.length : 0,
      });
    case 'duty.decided':
      return plain(meetingText, locale, 'event.decided');
    case correctiveAskedType:
      return plain(actionText, locale, 'event.asked');
    case 'action.effect_planned':
    case 'action.effect_dropped':
      return plain(
        actionText,
        locale,
        type === 'action.effect_planned' ? 'event.effect_planned' : 'event.effect_dropped',
      );
    case 'action.judge_replaced':
      return mrkdwn(actionText, locale, 'event.judge_replaced', {
        from: mention(String(data.from)),
        to: mention(String(data.to)),
      });
    case 'action.judged':
      return mrkdwn(actionText, locale, 'event.judged', { by, effective: String(data.effective) });
    default:
      return undefined;
  }
}
