import { texts } from '../kernel/message.ts';

/** What helps somebody who waits: how long it usually takes, and who is there. */
export const meanwhileText = texts({
  en: {
    'usual.wait': 'Usually answered in {length}.',
    'presence.here': 'Here on {day}: {whom}',
    'presence.back': '{who} back {when}',
  },
  zh: {
    'usual.wait': '平时答复用时：{length}。',
    'presence.here': '{day}在岗：{whom}',
    'presence.back': '{who} {when}起在岗',
  },
});
