import type { Button } from '@slack/types';
import type { Tx } from '../database/connection.ts';
import type { Reader } from '../kernel/locale.ts';

/** What somebody who left had in one capability, under one heading: lines of mrkdwn without bullets, each with the act that decides it. */
export type LeftPart = {
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly button?: Button }[];
};

/**
 * What of somebody who left at `since` waits in a capability for who decides on it: ids of the records, one a thing to hand over, and the
 * words. Nothing where nothing waits.
 */
export type LeftOf = (
  tx: Tx,
  left: { tenant: string; person: string; since: Date },
) => Promise<{ readonly records: readonly string[]; readonly say: (reader: Reader) => readonly LeftPart[] }>;
