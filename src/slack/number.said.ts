import { derivedId } from '../kernel/id.ts';
import { lettingThrough } from '../kernel/let-through.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { findPersonalNumbers, type PersonalNumberKind } from '../kernel/personal-number.ts';
import { companyOf } from '../people/company.store.ts';
import { listed } from './blocks.ts';
import type { House } from './capability.ts';
import { numberMet } from './number.metric.ts';
import type { Said } from './said.ts';
import { slackText } from './slack.text.ts';

/**
 * The kinds of personal numbers in what somebody wrote into a conversation, where the guard is on: in the bot's direct messages unless the
 * company switched it off, in a channel only where it switched it on. Most messages hold none, and cost no question to the database.
 */
export async function numbersSaid(house: House, said: Said): Promise<PersonalNumberKind[]> {
  if (findPersonalNumbers(said.text).length === 0) return [];
  const company = await house.read((tx) => companyOf(tx, house.tenant));
  const on = said.kind === 'im' ? company.guardDms : company.guardedChannels.includes(said.channel);
  if (!on) return [];
  const found = lettingThrough({ domains: company.mailDomains, vouched: [] }, () =>
    findPersonalNumbers(said.text),
  );
  return [...new Set(found.map(({ kind }) => kind))];
}

/** Records that somebody was told, by place and kind: neither what they wrote nor the number. Heard twice, it is recorded once. */
export async function recordWarning(
  house: House,
  said: Said,
  kinds: readonly PersonalNumberKind[],
  eventId: string,
): Promise<void> {
  const where = said.kind === 'im' ? 'dm' : 'channel';
  const outcome = await house.commit({
    id: derivedId('cmd', house.tenant, eventId, 'warned'),
    cause: { kind: 'event', id: eventId, by: said.user },
    keys: [said.user],
    load: async () => undefined,
    decide: () => ({
      next: undefined,
      events: [
        {
          type: 'guard.warned',
          version: 1,
          subject: said.user,
          data: { by: said.user, where, channel: said.channel, kinds: [...kinds], edited: said.edited },
        },
      ],
    }),
    save: async () => undefined,
  });
  if (outcome.kind === 'done') for (const kind of kinds) numberMet(where, kind);
}

/** How to take it back, and what to write instead. */
export function warning({ locale }: Reader, said: Said, kinds: readonly PersonalNumberKind[]): string {
  const named = kinds.map((kind) => ({ markup: plain(slackText, locale, 'number.kind', { kind }) }));
  return mrkdwn(slackText, locale, said.kind === 'im' ? 'dm.personalNumber' : 'channel.personalNumber', {
    kinds: listed(named, locale),
  });
}
