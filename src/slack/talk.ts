import { isWellFormed } from '../kernel/free-text.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { memberById, readerFrom } from '../people/member.store.ts';
import type { Member } from '../people/member.ts';
import { takesPart } from '../people/pilot.store.ts';
import type { Answer, Blocks, House, Visit } from './capability.ts';
import type { Clients } from './clients.ts';
import { readFile } from './file.read.ts';
import { help } from './help.ts';
import { runLine } from './line.ts';
import { numbersSaid, recordWarning, warning } from './number.said.ts';
import { openedAsMessage } from './opened.ts';
import type { Routes } from './routes.ts';
import type { Said } from './said.ts';
import { slackText } from './slack.text.ts';
import { trouble } from './trouble.ts';
import { hear, isThanks, unescaped } from './understand.parse.ts';

/**
 * What the bot says to what people write. Direct messages are understood as commands are: the same words, without the slash; so are messages
 * in a group conversation that mention the bot, where only the author sees the answer. Whatever holds a personal number gets nothing but advice how to take it back; nothing of it is kept.
 */
export function makeTalk(parts: {
  house: House;
  clients: Clients;
  routes: Routes;
  /** The bot as people mention it. */
  botUser: string;
  meet: (house: House, user: string) => Promise<void>;
}): (said: Said, eventId: string) => Promise<void> {
  const { house, clients, routes } = parts;

  async function whoSpeaks(user: string): Promise<Member | undefined> {
    const known = await house.read((tx) => memberById(tx, house.tenant, user));
    if (known) return known;
    await parts.meet(house, user);
    return house.read((tx) => memberById(tx, house.tenant, user));
  }

  async function answer(said: Said, reader: Reader, member: Member, eventId: string): Promise<Told> {
    const cause = { kind: 'event', id: `${eventId} ${said.user}`, by: said.user } as const;
    const visit: Visit = {
      ...{ ...house, reader, member, cause, channel: said.channel },
      fileOf: (id) => readFile(clients.interactive, house.log, said.user, id),
    };
    const text = unescaped(said.text).replaceAll(`<@${parts.botUser}>`, ' ').trim();
    if (isThanks(text)) return { text: plain(slackText, reader.locale, 'line.welcome') };
    try {
      return toldOf(await runLine(routes, visit, text), reader, text);
    } catch (error) {
      return { text: trouble(house.log, reader, error, cause) };
    }
  }

  return async (said, eventId) => {
    const addressed = said.kind === 'im' || (said.kind === 'mpim' && mentions(said.text, parts.botUser));
    // Elsewhere nothing is said but warnings, and nobody is looked up who needs none.
    if (!addressed && (await numbersSaid(house, said)).length === 0) return;
    const member = await whoSpeaks(said.user);
    const reader = readerFrom(said.user, member);
    const told = async (): Promise<Told | undefined> => {
      const { locale } = reader;
      if (!member || member.leftAt || member.standing === 'stranger' || member.standing === 'bot')
        return said.kind === 'im' ? { text: plain(slackText, locale, 'stranger.sentence') } : undefined;
      const takes = await house.read((tx) => takesPart(tx, house.tenant, member));
      // Outside the pilot nobody is told anything unasked.
      if (!takes && !addressed) return undefined;
      if (!isWellFormed(said.text)) return { text: plain(slackText, locale, 'trouble.badText') };
      const kinds = await numbersSaid(house, said);
      if (kinds.length > 0) {
        await recordWarning(house, said, kinds, eventId);
        return { text: warning(reader, said, kinds) };
      }
      if (!addressed) return undefined;
      if (!takes) return { text: plain(slackText, locale, 'pilot.outside') };
      if (said.files) return { text: plain(slackText, locale, 'dm.file') };
      return answer(said, reader, member, eventId);
    };
    const words = await told();
    if (!words) return;
    await clients.interactive.chat.postEphemeral({
      channel: said.channel,
      user: said.user,
      ...(said.thread ? { thread_ts: said.thread } : {}),
      ...words,
    } as never);
  };

  /** What an answer is in a conversation: what would open is said, or offered as a button that opens it. */
  function toldOf(given: Answer, reader: Reader, line: string): Told {
    switch (given.kind) {
      case 'say':
        return { text: given.text, ...(given.blocks ? { blocks: given.blocks } : {}) };
      case 'open':
      case 'replace':
        return openedAsMessage(reader, given.view, line, restOf(routes, line));
      case 'nothing':
        return help(routes, reader);
    }
  }
}

/** Whether a message, as Slack sends it, speaks to this user: `<@U1>` or `<@U1|name>`. */
function mentions(text: string, user: string): boolean {
  return text.includes(`<@${user}>`) || text.includes(`<@${user}|`);
}

/** What stands behind the word, or all of a line that was understood without one. */
function restOf(routes: Routes, line: string): string {
  const heard = hear(routes.offers, line);
  return heard.kind === 'word' ? heard.rest : heard.kind === 'unknown' ? heard.text : '';
}

type Told = { text: string; blocks?: Blocks };
