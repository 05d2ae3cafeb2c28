import { mrkdwn } from '../kernel/message.ts';
import type { Capability } from '../slack/capability.ts';
import { dutyText } from './duty.text.ts';
import { partsOfPerson } from './history.store.ts';

/** What duties hold about somebody, and the ids of the records that are theirs. */
export const heldByDuties: NonNullable<Capability['held']> = async (tx, { tenant, reader, member }) => {
  const { counts, records } = await partsOfPerson(tx, tenant, member.id);
  return { lines: [mrkdwn(dutyText, reader.locale, 'held.duties', counts)], records };
};
