import { dataSetById } from '../catalog/data-set.store.ts';
import type { Tx } from '../database/connection.ts';
import { inZone } from '../kernel/locale.ts';
import { memberById, readerFrom } from '../people/member.store.ts';
import { occasionsOf } from '../slack/card.store.ts';
import { inboxFrom } from './batch.ts';
import { grantById } from './grant.store.ts';
import { pendingFor, requestById, waitingCount } from './request.store.ts';
import { cameAt, type Request, undecided } from './request.ts';
import { askedFor } from './road.store.ts';

type Audience = { reader: string; occasion: string }[];

/** The subjects whose change may call for cards: a request, its grant, the data set it asks for, or a person or user group that decides. */
export async function requestsAbout(tx: Tx, tenant: string, subject: string): Promise<string[]> {
  if (subject.startsWith('req_')) return [subject];
  if (subject.startsWith('grn_')) return [(await grantById(tx, tenant, subject))?.request ?? []].flat();
  return pendingFor(tx, tenant, subject);
}

/** Undecided requests touched by a subject, with who may decide on each. */
async function touched(tx: Tx, tenant: string, subject: string) {
  const found: { request: Request; reader: string }[] = [];
  for (const id of await requestsAbout(tx, tenant, subject)) {
    const request = await requestById(tx, tenant, id);
    const dataSet = request && undecided(request) && (await dataSetById(tx, tenant, request.dataSet));
    if (!request || !dataSet) continue;
    for (const reader of await askedFor(tx, tenant, dataSet, request)) found.push({ request, reader });
  }
  return found;
}

/** Who gets a card of their own for a request: approvers for whom few others wait. */
export async function approverAudience(tx: Tx, tenant: string, subject: string): Promise<Audience> {
  const found: Audience = [];
  for (const { request, reader } of await touched(tx, tenant, subject))
    if ((await waitingCount(tx, tenant, reader)) < inboxFrom) found.push({ reader, occasion: request.id });
  return found;
}

/**
 * Who gets an inbox instead: approvers for whom several wait, one for each of their days on which such a request came. The inboxes
 * they have already are named too, since each holds all that waits.
 */
export async function inboxAudience(
  tx: Tx,
  tenant: string,
  kind: string,
  subject: string,
): Promise<Audience> {
  const found = new Map<string, Audience[number]>();
  const add = (reader: string, occasion: string) => found.set(`${reader} ${occasion}`, { reader, occasion });
  for (const { request, reader } of await touched(tx, tenant, subject)) {
    for (const occasion of await occasionsOf(tx, tenant, kind, reader)) add(reader, occasion);
    if ((await waitingCount(tx, tenant, reader)) < inboxFrom) continue;
    const { tz } = readerFrom(reader, await memberById(tx, tenant, reader));
    add(reader, inZone(cameAt(request), tz).toFormat('yyyy-MM-dd'));
  }
  return [...found.values()];
}
