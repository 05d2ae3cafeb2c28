import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { findCases, keepsCases } from '../catalog/case.store.ts';
import { mayOpenCases } from '../catalog/case.ts';
import type { Tx } from '../database/connection.ts';
import { plain } from '../kernel/message.ts';
import { leadsPeople } from '../people/member.store.ts';
import type { Visit } from '../slack/capability.ts';
import { casesText } from './case.text.ts';
import { caseListView, type Which, whiches } from './case.view.ts';
import { type Place, pageLength, placeFrom } from './list.view.ts';

/** Why somebody may not open cases, and whom to ask. */
export async function notAllowed(visit: Visit) {
  return { kind: 'say', text: plain(casesText, visit.reader.locale, 'catalog.caseNotAllowed') } as const;
}

/** Whether whoever visits may open cases. */
export async function mayOpen(tx: Tx, { tenant, reader, member }: Visit): Promise<boolean> {
  return mayOpenCases(member, await leadsPeople(tx, tenant, reader.id));
}

/** The list. `widen`: where a person is on no case, the open ones are shown at once instead of an empty page. */
export async function caseList(
  visit: Visit,
  place: Place,
  which: Which,
  note?: string,
  widen = false,
): Promise<ModalView> {
  const { reader, tenant } = visit;
  const { found, may } = await visit.read(async (tx) => ({
    found: await findCases(tx, tenant, {
      words: place.filter,
      member: reader.id,
      which: which === 'closed' ? 'closed' : 'open',
      onlyMine: which === 'mine',
      limit: pageLength,
      offset: place.page * pageLength,
    }),
    may: { open: await mayOpen(tx, visit), kept: await keepsCases(tx, tenant) },
  }));
  const last = Math.max(0, Math.ceil(found.total / pageLength) - 1);
  if (place.page > last) return caseList(visit, { ...place, page: last }, which, note);
  if (widen && which === 'mine' && found.total === 0 && may.kept) return caseList(visit, place, 'open', note);
  return caseListView(reader, place, which, found, may, note);
}

const remembered = z.object({ which: z.enum(whiches).catch('open') }).catch({ which: 'open' });

/** The place and the list that a modal carries. */
export function whereIn(metadata: string | undefined): { place: Place; which: Which } {
  const { place, form } = placeFrom(metadata);
  return { place, which: remembered.parse(form).which };
}
