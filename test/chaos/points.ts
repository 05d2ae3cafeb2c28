import type { Crossing } from '../../src/kernel/crossing.ts';

/** Where replicas are killed: every moment that a replica crosses while people act. */
export const shortPoints: readonly Crossing[] = [
  'commit.before',
  'commit.after',
  'ack.before',
  'ack.after',
  'post.before',
  'post.sent',
  'post.noted',
  'sequence.before',
  'checkpoint.before',
  'sequence.after',
  'job.start',
  'job.end',
];
