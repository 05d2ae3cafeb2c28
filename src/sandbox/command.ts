import { actor, conversation, installed } from './acting.ts';
import { channels, payloadName } from './channels.ts';
import { denial } from './control.call.ts';
import type { ControlAnswer } from './control.contract.ts';
import type { Ack } from './envelope.ts';
import { isObject } from './json.ts';
import { bySlack } from './messages.ts';
import { people } from './people.ts';
import type { Platform } from './platform.ts';
import { postEphemeral } from './posting.ts';
import { respond } from './response.ts';
import { APP, TEAM, type Workspace } from './workspace.ts';

/** A person types a slash command. What the app says in its acknowledgement is shown; what fails shows as in Slack. */
export async function runCommand(
  platform: Platform,
  input: { channel: string; user: string; command: string; text: string },
): Promise<ControlAnswer> {
  const { workspace, triggers, responseUrls, secrets, delivery } = platform;
  const who = actor(workspace, input.user);
  const where = conversation(workspace, input.channel, who);
  installed(platform);
  const declared = workspace.manifest.features.slash_commands.find(
    ({ command }) => command === input.command,
  );
  if (declared === undefined)
    throw denial('unknown_command', `${input.command} is not a valid command.`, 404);
  const place = { user: who.id, channel: where.id };
  const escaped = escapeText(input.text.trim());
  const payload = {
    token: secrets.verificationToken,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: where.id,
    channel_name: payloadName(where),
    user_id: who.id,
    user_name: who.name,
    command: input.command,
    text: declared.should_escape ? linkNames(workspace, escaped) : escaped,
    api_app_id: APP.id,
    is_enterprise_install: 'false',
    response_url: responseUrls.issue(place),
    trigger_id: triggers.issue(who.id),
  };
  const ack = await delivery.send(
    { kind: 'slash_commands', payload, answers: true },
    { what: input.command, user: who.id },
  );
  const error = ack.ok ? answered(platform, place, ack.body) : failure(platform, ack);
  if (error === undefined) return { ok: true };
  const detail = `${input.command} failed with the error \`${error}\``;
  postEphemeral(platform, { channel: where.id, ...bySlack, text: detail, ephemeral_for: who.id });
  return { ok: false, error, detail };
}

function answered(
  platform: Platform,
  place: { user: string; channel: string },
  body: unknown,
): string | undefined {
  if (typeof body === 'string') return body === '' ? undefined : respond(platform, place, { text: body });
  if (!isObject(body) || Object.keys(body).length === 0) return undefined;
  return respond(platform, place, body);
}

/** Slack's words for a command that came to nothing; an app without an open socket failed to be dispatched to, too. */
function failure({ delivery }: Platform, ack: Ack & { ok: false }): string {
  if (ack.reason === 'timeout') return 'operation_timeout';
  const unreachable = ack.reason === 'connection_failed' && delivery.route().mode === 'http';
  return unreachable ? 'dispatch_unknown_error' : 'dispatch_failed';
}

/** `& < >` as Slack sends them; what is already one of Slack's own tokens (`<@U…>`, `<#C…>`, `<https://…>`) stays. */
export function escapeText(text: string): string {
  const token =
    /(<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!subteam\^S[A-Z0-9]+|https?:\/\/[^\s<>|]+|mailto:[^\s<>|]+)(?:\|[^<>]*)?>)/;
  return text
    .split(token)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');
}

/** With `should_escape`, names become links: `@name` to `<@U…|name>`, `#name` to `<#C…|name>`, an address to `<https://…>`. */
export function linkNames(workspace: Workspace, text: string): string {
  const users = new Map(people(workspace).map(({ name, id }) => [name, id]));
  const rooms = new Map(channels(workspace).map(({ name, id }) => [name, id]));
  return text
    .split(/(<[^<>]*>)/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      return part
        .replace(/(?<![\w.])(https?:\/\/[^\s<>|]+)/g, '<$1>')
        .replace(
          /(?<![\w<|/.])([@#])([\p{L}\p{N}._-]*[\p{L}\p{N}_-])/gu,
          (whole, sign: string, name: string) => {
            const id = (sign === '@' ? users : rooms).get(name);
            return id === undefined ? whole : `<${sign}${id}|${name}>`;
          },
        );
    })
    .join('');
}
