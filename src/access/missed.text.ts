import { texts } from '../kernel/message.ts';

/** What somebody reads after their leave about what deputies decided for them. */
export const missedText = texts({
  en: {
    'missed.decided':
      '{who} decided for you: {approved, plural, =0 {} one {# request approved} other {# requests approved}}{both, plural, =0 {} other {, }}{denied, plural, =0 {} one {# request denied} other {# requests denied}}',
  },
  zh: {
    'missed.decided':
      '{who} 代您审批：{approved, plural, =0 {} other {批准 # 件}}{both, plural, =0 {} other {，}}{denied, plural, =0 {} other {拒绝 # 件}}',
  },
});
