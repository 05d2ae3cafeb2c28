import type { ModalView } from '@slack/types';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { memberById } from '../people/member.store.ts';
import type { ActionHandler, Capability, CommandHandler, Visit } from '../slack/capability.ts';
import { heldAbout } from './me.store.ts';
import { meText } from './me.text.ts';
import { looksLength, meView } from './me.view.ts';
import { askCopy } from './me-copy.ts';

/** `/shoumi me`, turning its pages, and asking for all of it as a file: open to whoever is known here, guests too. */
export function aboutMe(capabilities: readonly Capability[]): {
  run: CommandHandler;
  onPage: ActionHandler;
  onCopy: ActionHandler;
} {
  return {
    run: async (visit) => ({ kind: 'open', view: await page(visit, capabilities, 0) }),
    onPage: async (visit, { value, view }) => ({
      kind: view ? 'replace' : 'open',
      view: await page(visit, capabilities, Math.max(0, Math.trunc(Number(value)) || 0)),
    }),
    onCopy: async (visit) => {
      const { tenant, reader, cause } = visit;
      await visit.commit({
        id: derivedId('cmd', tenant, 'me.copy', cause.id),
        cause,
        keys: [reader.id],
        load: async () => undefined,
        decide: askCopy({ by: reader.id }),
        save: async () => undefined,
      });
      return { kind: 'say', text: plain(meText, reader.locale, 'me.copySent') };
    },
  };
}

function page(visit: Visit, capabilities: readonly Capability[], at: number): Promise<ModalView> {
  const { tenant, reader } = visit;
  const now = visit.now();
  return visit.read(async (tx) => {
    const member = (await memberById(tx, tenant, reader.id)) ?? visit.member;
    const looks = { limit: looksLength, offset: at * looksLength };
    const held = await heldAbout(tx, { tenant, reader, member, now }, capabilities, looks);
    return meView(reader, now, { ...held, page: at });
  });
}
