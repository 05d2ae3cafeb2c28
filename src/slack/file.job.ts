import type { QueueSpec } from '../jobs/jobs.ts';
import type { Route } from '../ledger/dispatch.ts';
import { eventById } from '../ledger/event.store.ts';
import type { Capability, FileMaker, House } from './capability.ts';
import { type FileClient, sendFile } from './file.send.ts';

/** Makes files that somebody asked for and sends them; one at a time. */
export const fileQueue: QueueSpec = {
  name: 'slack.files',
  keyed: true,
  concurrency: 1,
  longestSeconds: 900,
};

function makersOf(capabilities: readonly Capability[]): ReadonlyMap<string, FileMaker> {
  return new Map(capabilities.flatMap(({ files }) => Object.entries(files ?? {})));
}

export function fileRoute(capabilities: readonly Capability[]): Route {
  const makers = makersOf(capabilities);
  return ({ tenant, eventId, type }) =>
    makers.has(type) ? [{ queue: fileQueue.name, data: { tenant, eventId }, key: tenant }] : [];
}

/** Handler of the queue: the file of an event, to whoever asked for it. */
export async function sendAsked(
  sending: {
    readonly house: (tenant: string) => House;
    readonly slack: FileClient;
    readonly capabilities: readonly Capability[];
  },
  job: Record<string, string>,
): Promise<void> {
  const { tenant = '', eventId = '' } = job;
  const house = sending.house(tenant);
  const event = await house.read((tx) => eventById(tx, tenant, eventId));
  const made = event && (await makersOf(sending.capabilities).get(event.type)?.(house, event));
  if (!event || !made) return;
  const { to, filename: name, content, comment, alt } = made;
  await sendFile(sending.slack, to, { name, content, comment, alt, since: event.at });
}
