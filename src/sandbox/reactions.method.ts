import { z } from 'zod';
import { known } from './chat.method.ts';
import { keepMessage, type Message, message, slackMessage } from './messages.ts';
import { type Call, type Method, method, refusal, text } from './method.ts';
import { APP } from './workspace.ts';

const place = { channel: text, timestamp: text };

export const reactionsMethods: Record<string, Method> = {
  'reactions.add': method({
    scopes: ['reactions:write'],
    tier: 3,
    args: z.object({ ...place, name: text }),
    run: (call, args) => {
      const found = reacted(call, args);
      const name = emoji(args.name);
      const before = found.reactions?.find((one) => one.name === name)?.users ?? [];
      if (before.includes(APP.bot_user)) throw refusal('already_reacted');
      keep(call, found, name, [...before, APP.bot_user]);
      return { ok: true };
    },
  }),

  'reactions.remove': method({
    scopes: ['reactions:write'],
    tier: 2,
    args: z.object({ ...place, name: text }),
    run: (call, args) => {
      const found = reacted(call, args);
      const name = emoji(args.name);
      const before = found.reactions?.find((one) => one.name === name)?.users ?? [];
      if (!before.includes(APP.bot_user)) throw refusal('no_reaction');
      keep(
        call,
        found,
        name,
        before.filter((id) => id !== APP.bot_user),
      );
      return { ok: true };
    },
  }),

  'reactions.get': method({
    scopes: ['reactions:read'],
    tier: 3,
    args: z.object(place),
    run: (call, args) => {
      const found = reacted(call, args);
      return { ok: true, type: 'message', channel: found.channel, message: slackMessage(found) };
    },
  }),
};

function reacted(call: Call, { channel, timestamp }: { channel: string; timestamp: string }): Message {
  const where = known(call, channel);
  const found = message(call.workspace, where.id, timestamp);
  if (found === undefined || found.ephemeral_for !== undefined) throw refusal('message_not_found');
  return found;
}

function emoji(given: string): string {
  const name = given.replaceAll(':', '');
  if (!/^[\p{L}\p{N}_'+-]{1,100}$/u.test(name)) throw refusal('invalid_name');
  return name;
}

function keep(call: Call, found: Message, name: string, users: string[]): void {
  const others = (found.reactions ?? []).filter((one) => one.name !== name);
  const { reactions: _reactions, ...rest } = found;
  const reactions = users.length > 0 ? [...others, { name, users }] : others;
  keepMessage(call.workspace, reactions.length > 0 ? { ...rest, reactions } : rest);
}
