import type { View } from '@slack/types';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { modal, section } from './blocks.ts';
import type { Answer, Blocks, Visit } from './capability.ts';
import type { Clients } from './clients.ts';
import { slackError } from './failure.ts';
import { slackText } from './slack.text.ts';

/** How Bolt's acks look to us: one function that takes whatever that payload may be answered with. */
export type Ack = (response?: unknown) => Promise<void>;

/** Where the person is looking. */
export type Where = {
  trigger: string;
  inModal: boolean;
  channel?: string | undefined;
  view?: { id: string; hash?: string | undefined } | undefined;
};

/** Slack's codes for a trigger that is too old or was used; `unanswered`: Slack did not answer at all. */
const late = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
  'ratelimited',
  'unanswered',
]);

/**
 * Hands the answer over. Everything was committed before; the ack tells Slack that it was. So from here on nothing may say that
 * nothing was changed: a sentence that does not get through is logged, a form that does not open asks for another try.
 */
export async function give(
  clients: Clients,
  visit: Visit,
  answer: Answer,
  where: Where,
  ack: Ack,
): Promise<void> {
  switch (answer.kind) {
    case 'nothing':
      return ack();
    case 'say':
      return say(clients, visit, answer, where, ack);
    case 'open':
      try {
        await openView(clients, answer.view, where);
      } catch (error) {
        // A view that Slack does not accept is a fault of ours and gets a reference; nothing was changed by asking for a form.
        if (!late.has(slackError(error) ?? 'unanswered')) throw error;
        visit.log.warn({ err: error }, 'a form could not be opened');
        return say(
          clients,
          visit,
          { text: plain(slackText, visit.reader.locale, 'trouble.form') },
          where,
          ack,
        );
      }
      return ack();
    case 'replace':
      // The buttons of a list that stands in a message or in Home lead into the modal it would have been.
      if (!where.view || !where.inModal)
        return give(clients, visit, { kind: 'open', view: answer.view }, where, ack);
      try {
        await clients.interactive.views.update({
          view_id: where.view.id,
          view: answer.view,
          ...(where.view.hash ? { hash: where.view.hash } : {}),
        });
      } catch (error) {
        // `hash_conflict`: the second of two quick clicks; what the first one drew stands.
        visit.log.warn({ err: error }, 'a form could not be redrawn');
      }
      return ack();
  }
}

async function say(
  clients: Clients,
  visit: Visit,
  { text, blocks }: { text: string; blocks?: Blocks },
  where: Where,
  ack: Ack,
): Promise<void> {
  // A command is answered by its ack; an action is not, so the sentence goes where the person is looking.
  if (visit.cause.kind === 'command')
    return ack({ response_type: 'ephemeral', text, ...(blocks ? { blocks } : {}) });
  await ack();
  await sayTo(clients, visit.reader, text, blocks, where).catch((error: unknown) => {
    visit.log.warn({ err: error }, 'an answer could not be given');
  });
}

async function openView({ interactive }: Clients, view: View, where: Where): Promise<void> {
  if (where.inModal) await interactive.views.push({ trigger_id: where.trigger, view });
  else await interactive.views.open({ trigger_id: where.trigger, view });
}

/** A sentence for one person: ephemeral beside the message they clicked, else (Home, modal, shortcut) a small modal. */
export async function sayTo(
  clients: Clients,
  reader: Reader,
  text: string,
  blocks: Blocks | undefined,
  where: Where,
): Promise<void> {
  const { interactive } = clients;
  if (where.channel) {
    await interactive.chat.postEphemeral({
      channel: where.channel,
      user: reader.id,
      text,
      ...(blocks ? { blocks: blocks as never } : {}),
    });
    return;
  }
  await openView(clients, noteView(reader, text, blocks), where);
}

/** A sentence as a modal of its own. */
export function noteView(reader: Reader, text: string, blocks?: Blocks): View {
  return modal({
    callbackId: 'slack.note',
    title: plain(slackText, reader.locale, 'home.title'),
    close: plain(slackText, reader.locale, 'note.close'),
    blocks: blocks ?? [section(text)],
  });
}

/** Puts a view in the place of the modal that was submitted. */
export function updated(view: View): unknown {
  return { response_action: 'update', view };
}
