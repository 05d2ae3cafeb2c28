import { texts } from '../kernel/message.ts';

/** What somebody reads about their own requests and accesses among what is held about them. */
export const heldText = texts({
  en: {
    'held.requests':
      '*Requests:* {count, plural, =0 {none} one {# request of yours} other {# requests of yours}}; you decided on {decided, number} of others’',
    'held.grants': '*Access:* {count, plural, =0 {none} other {# in all}}, {running, number} running now',
  },
  zh: {
    'held.requests': '*申请：* 您提出的 {count, number} 件；您审批过别人的 {decided, number} 件',
    'held.grants': '*授权：* 共 {count, number} 项，其中 {running, number} 项在用',
  },
});
