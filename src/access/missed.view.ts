import { mrkdwn } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import type { Capability } from '../slack/capability.ts';
import { decidedInstead } from './missed.store.ts';
import { missedText } from './missed.text.ts';

/** What deputies decided for a person while they were gone. */
export const missedByApprover: NonNullable<Capability['missed']> = async (
  tx,
  { tenant, reader, ...span },
) => {
  const found = await decidedInstead(tx, tenant, reader.id, span);
  return found.map(({ by, approved, denied }) =>
    mrkdwn(missedText, reader.locale, 'missed.decided', {
      who: mention(by),
      approved,
      denied,
      both: approved > 0 && denied > 0 ? 1 : 0,
    }),
  );
};
