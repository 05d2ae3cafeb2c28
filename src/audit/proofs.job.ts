import type { QueueSpec } from '../jobs/jobs.ts';
import { mrkdwn } from '../kernel/message.ts';
import type { Route } from '../ledger/dispatch.ts';
import { eventById } from '../ledger/event.store.ts';
import { latestCheckpoint } from '../ledger/log.store.ts';
import { proofFile } from '../ledger/proof-file.ts';
import { memberById, readerOf } from '../people/member.store.ts';
import type { House } from '../slack/capability.ts';
import { type FileClient, sendFile } from '../slack/file.send.ts';
import { auditText } from './audit.text.ts';
import { mayAudit } from './check.ts';
import { provableEvents } from './timeline.store.ts';

/** Sends the proofs of a timeline as a file; one at a time per person. */
export const proofsQueue: QueueSpec = {
  name: 'audit.proofs',
  keyed: true,
  concurrency: 1,
  longestSeconds: 900,
};

export const proofsRoute: Route = ({ tenant, eventId, type }) =>
  type === 'audit.proofs_asked' ? [{ queue: proofsQueue.name, data: { tenant, eventId }, key: tenant }] : [];

export type Proving = {
  readonly house: (tenant: string) => House;
  readonly slack: FileClient;
};

/**
 * Handler of the proofs queue: the standard proof of every event of the timeline that stands under the newest checkpoint, one after
 * the other with an empty line between, to the conversation of whoever asked. Entries hold commitments only: no name and no reason is in it.
 */
export async function sendProofs({ house: of, slack }: Proving, job: Record<string, string>): Promise<void> {
  const { tenant = '', eventId = '' } = job;
  const house = of(tenant);
  const made = await house.read(async (tx) => {
    const asked = await eventById(tx, tenant, eventId);
    const by = typeof asked?.data.by === 'string' ? asked.data.by : '';
    const checkpoint = await latestCheckpoint(tx);
    // Whoever lost the right since gets nothing any more.
    if (!asked || !checkpoint || !mayAudit(await memberById(tx, tenant, by))) return undefined;
    const ids = await provableEvents(tx, tenant, asked.subject, checkpoint.size);
    const proofs: string[] = [];
    for (const id of ids) proofs.push(...[(await proofFile(tx, id, checkpoint)) ?? []].flat());
    return { asked, reader: await readerOf(tx, tenant, by), size: checkpoint.size, proofs };
  });
  if (!made || made.proofs.length === 0) return;
  const { asked, reader, size, proofs } = made;
  const filename = `${asked.subject}.tlog-proof`;
  await sendFile(slack, reader.id, {
    name: filename,
    content: proofs.join('\n'),
    comment: mrkdwn(auditText, reader.locale, 'proofs.comment', {
      count: proofs.length,
      subject: asked.subject,
      size,
      file: filename,
    }),
    since: asked.at,
  });
}
