import type { ControlChannel, ControlState, ControlUser } from '../../control.contract.ts';
import { unescapeText } from '../text/mrkdwn.ts';

export type Suggestion = {
  /** The whole text once this is taken, and where the caret then stands. */
  text: string;
  caret: number;
  command?: ControlState['app']['commands'][number];
  user?: ControlUser;
  /** Already stands in the text as it is: Enter sends rather than completes. */
  typed?: boolean;
};

const MOST = 8;

/** A command at the very beginning, or a person after an `@`. */
export function suggestionsFor(
  text: string,
  caret: number,
  from: { commands: ControlState['app']['commands']; users: ControlUser[] },
): Suggestion[] {
  const before = text.slice(0, caret);
  const after = text.slice(caret);
  if (/^\/\S*$/.test(before)) {
    return from.commands
      .filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map((command) => {
        const whole = `${command.command} `;
        return {
          text: whole + after.trimStart(),
          caret: whole.length,
          command,
          typed: text.trim() === command.command,
        };
      });
  }
  const at = /(?:^|\s)@([^\s@]*)$/.exec(before);
  if (!at) return [];
  const sought = (at[1] ?? '').toLocaleLowerCase();
  const start = caret - sought.length - 1;
  // A command's text is read by Slack, which knows people by their user name; a message shows the real one.
  const inCommand = text.startsWith('/');
  return from.users
    .filter((user) => !user.deleted && user.id !== 'USLACKBOT')
    .filter((user) => `${user.name} ${user.real_name}`.toLocaleLowerCase().includes(sought))
    .slice(0, MOST)
    .map((user) => {
      const whole = `${text.slice(0, start)}@${inCommand ? user.name : user.real_name} `;
      return { text: whole + after.trimStart(), caret: whole.length, user };
    });
}

/** A sent text as it was typed, for editing: the way back from `textToSend` and from the workspace's escaping. */
export function typedText(text: string, from: { users: ControlUser[]; channels: ControlChannel[] }): string {
  const plain = text.replace(
    /<([@#]?)([^|>]+)(?:\|([^>]*))?>/g,
    (_, sign: string, target: string, label?: string) => {
      const user = from.users.find((one) => sign === '@' && one.id === target);
      const channel = from.channels.find((one) => sign === '#' && one.id === target);
      return user
        ? `@${user.real_name}`
        : channel
          ? `#${channel.name}`
          : sign
            ? `${sign}${label ?? target}`
            : target;
    },
  );
  return unescapeText(plain);
}

/** What Slack's client sends for typed text: `@Real Name` as a mention. The workspace escapes the rest. */
export function textToSend(text: string, users: ControlUser[]): string {
  const named = users
    .filter((user) => user.real_name)
    .sort((a, b) => b.real_name.length - a.real_name.length);
  return named.reduce((sent, user) => sent.replaceAll(`@${user.real_name}`, `<@${user.id}>`), text);
}
