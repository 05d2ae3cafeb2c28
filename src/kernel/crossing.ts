import { type Channel, channel } from 'node:diagnostics_channel';

/**
 * Moments at which a kill is worth trying: on either side of each lies another state of the world. The code says when it crosses
 * one; who listens (the crash tests do) may end the process there. Without a listener a crossing costs one look at a flag.
 */
export const crossings = [
  /** Everything of a command is written, COMMIT not yet sent. */
  'commit.before',
  'commit.after',
  /** The answer to Slack's payload. */
  'ack.before',
  'ack.after',
  'post.before',
  /** Slack has the message, we have not noted it. */
  'post.sent',
  'post.noted',
  /** Leaves of a round of the log. */
  'sequence.before',
  'sequence.after',
  'checkpoint.before',
  /** Some of a backup is in its file, and it has no name yet. */
  'backup.middle',
  'job.start',
  'job.end',
] as const;
export type Crossing = (typeof crossings)[number];

const channels = new Map<Crossing, Channel>(crossings.map((name) => [name, channel(crossingChannel(name))]));

/** The name of its diagnostics channel. */
export function crossingChannel(name: Crossing): string {
  return `shoumi.${name}`;
}

/** Says that this moment has come. */
export function crossing(name: Crossing): void {
  const told = channels.get(name);
  if (told?.hasSubscribers) told.publish({ name });
}
