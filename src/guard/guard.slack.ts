import { commandName } from '../kernel/command-name.ts';
import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { companyOf, saveCompany } from '../people/company.store.ts';
import { type Company, companyKey, setCompany } from '../people/company.ts';
import { memberById } from '../people/member.store.ts';
import { listed, mention } from '../slack/blocks.ts';
import type { Answer, Capability, CommandHandler, Visit } from '../slack/capability.ts';
import type { Membership } from '../slack/channel.member.ts';
import { words } from '../slack/words.ts';
import { switchedTo } from './guard.parse.ts';
import { guardText } from './guard.text.ts';

/** Slack's ids of direct messages begin with D. */
const isDm = (channel: string) => channel.startsWith('D');

function isOn(company: Company, channel: string): boolean {
  return isDm(channel) ? company.guardDms : company.guardedChannels.includes(channel);
}

/** `/shoumi guard`, and `on` or `off` behind it, typed in the channel that is meant. */
const runGuard: CommandHandler = async (visit, line) => {
  const { channel, reader, tenant } = visit;
  if (!channel) return { kind: 'say', text: plain(guardText, reader.locale, 'guard.nowhere') };
  const wanted = switchedTo(line);
  const place = isDm(channel) ? 'dm' : 'channel';
  if (wanted !== undefined) return switchTo(visit, channel, wanted);
  const on = isOn(await visit.read((tx) => companyOf(tx, tenant)), channel);
  const how = plain(guardText, reader.locale, on ? 'guard.howOff' : 'guard.howOn', {
    command: commandName(),
  });
  const state = plain(guardText, reader.locale, 'guard.state', { place, on: on ? 'yes' : 'no' });
  const deaf = on && (await membership(visit, channel)) === 'out';
  const lines = deaf ? [state, plain(guardText, reader.locale, 'guard.out'), how] : [state, how];
  return { kind: 'say', text: lines.join('\n') };
};

/** Of a direct message the bot hears everything. */
async function membership({ isMember }: Visit, channel: string): Promise<Membership> {
  return isDm(channel) ? 'in' : ((await isMember?.(channel)) ?? 'unknown');
}

async function switchTo(visit: Visit, channel: string, on: boolean): Promise<Answer> {
  const { tenant, reader, cause } = visit;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [companyKey],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      company: await companyOf(tx, tenant),
    }),
    decide: (state) => setCompany({ by: reader.id, change: changed(state.company, channel, on) })(state),
    save: (tx, next) => saveCompany(tx, tenant, next),
  });
  const place = isDm(channel) ? 'dm' : 'channel';
  if (outcome.kind === 'refused')
    return {
      kind: 'say',
      text: mrkdwn(guardText, reader.locale, outcome.refused.key, outcome.refused.values),
    };
  if (!on) return { kind: 'say', text: plain(guardText, reader.locale, 'guard.off', { place }) };
  const member = await membership(visit, channel);
  return { kind: 'say', text: plain(guardText, reader.locale, 'guard.on', { place, member }) };
}

function changed({ guardedChannels }: Company, channel: string, on: boolean): Partial<Company> {
  if (isDm(channel)) return { guardDms: on };
  const others = guardedChannels.filter((one) => one !== channel);
  return { guardedChannels: on ? [...others, channel] : others };
}

/** The guard of conversations: a switch for each channel, and the words for what it recorded. */
export const guardCapability: Capability = {
  name: 'guard',
  texts: [guardText],
  commands: [{ word: words.guard, hint: { key: 'hint.guard' }, run: runGuard }],
  describe: describeGuard,
};

const kinds = ['phone', 'bank_card', 'passport', 'email', 'credit_code', 'id_card'] as const;

function describeGuard({ type, data }: DomainEvent, { locale }: Reader): string | undefined {
  if (type === 'guard.name_vouched')
    return mrkdwn(guardText, locale, 'event.nameVouched', {
      by: typeof data.by === 'string' ? mention(data.by) : '—',
    });
  if (type !== 'guard.vouched' && type !== 'guard.warned') return undefined;
  const recorded = Array.isArray(data.kinds) ? data.kinds : [];
  const named = kinds
    .filter((kind) => recorded.includes(kind))
    .map((kind) => ({ markup: plain(guardText, locale, `kind.${kind}`) }));
  const values = {
    by: typeof data.by === 'string' ? mention(data.by) : '—',
    kinds: listed(named, locale),
  };
  if (type === 'guard.vouched')
    return mrkdwn(guardText, locale, 'event.vouched', { ...values, count: Number(data.count) });
  return mrkdwn(guardText, locale, 'event.warned', {
    ...values,
    where: String(data.where),
    edited: data.edited ? 'yes' : 'no',
  });
}
