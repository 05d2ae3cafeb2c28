import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { Cause } from '../kernel/event.ts';
import { rejectIllFormed } from '../kernel/free-text.ts';
import { lettingThrough } from '../kernel/let-through.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import { memberById, readerFrom } from '../people/member.store.ts';
import type { Member } from '../people/member.ts';
import { takesPart } from '../people/pilot.store.ts';
import { type Ack, give, noteView, sayTo, updated } from './answer.ts';
import { option } from './blocks.ts';
import type { Answer, Capability, House, SubmitAnswer, Visit } from './capability.ts';
import { clientNames } from './client-name.ts';
import type { Clients } from './clients.ts';
import { readFile } from './file.read.ts';
import { offerOf, pressWord, runLine, wordAct } from './line.ts';
import { vouchAct, vouchNameAct } from './number.form.ts';
import { allowedIn, vouch, vouchName, withNumbersOut } from './number.guard.ts';
import { keepingLeave } from './number.leave.ts';
import {
  actionPayload,
  actOf,
  commandPayload,
  eventPayload,
  shortcutPayload,
  submittedView,
  suggestionPayload,
  viewPayload,
} from './payload.ts';
import { gatherRoutes, type Routes } from './routes.ts';
import { slackText } from './slack.text.ts';
import { trouble } from './trouble.ts';
import { unescaped } from './understand.parse.ts';

export type Router = {
  readonly house: House;
  readonly clients: Clients;
  readonly capabilities: readonly Capability[];
  /** Looks somebody up in Slack whom we have never seen. */
  readonly meet: (house: House, user: string) => Promise<void>;
  /** What the house does with an event of the Events API. */
  readonly onEvent: (event: { type: string; [key: string]: unknown }, eventId: string) => Promise<void>;
};

type Payload = AnyMiddlewareArgs & AllMiddlewareArgs;

/**
 * The one listener: a Bolt middleware that tells payloads apart by their shape and looks the handler up in a Map. Bolt runs every
 * registered listener for every payload (measured: 10.9k/s with one, 2.1k/s with sixty).
 */
export function makeRouter(router: Router): (args: Payload) => Promise<void> {
  const routes = gatherRoutes(router.capabilities, slackText);
  return async ({ body, ack }) => {
    const answer = (ack as Ack | undefined) ?? (async () => {});
    const kind = 'command' in body ? 'command' : String((body as { type?: unknown }).type);
    if (kind === 'command') return onCommand(router, routes, body, answer);
    if (kind === 'block_actions') return onAction(router, routes, body, answer);
    if (kind === 'view_submission') return onSubmission(router, routes, body, answer);
    if (kind === 'block_suggestion') return onSuggestion(router, routes, body, answer);
    if (kind === 'shortcut' || kind === 'message_action') return onShortcut(router, routes, body, answer);
    if (kind === 'event_callback') {
      const { event, event_id } = eventPayload.parse(body);
      return router.onEvent(event, event_id);
    }
    // view_closed, and whatever Slack may invent: nothing of ours depends on it, and an unanswered payload shows an error.
    return answer();
  };
}

async function onCommand(router: Router, routes: Routes, body: unknown, ack: Ack): Promise<void> {
  const payload = commandPayload.parse(body);
  await guarded(router, payload.user_id, { kind: 'command', id: payload.trigger_id }, payload, {
    run: async (visit) => {
      const answer = await runLine(
        routes,
        { ...visit, channel: payload.channel_id },
        unescaped(payload.text),
        offerOf(routes, payload.command),
      );
      await give(router.clients, visit, answer, { trigger: payload.trigger_id, inModal: false }, ack);
    },
    refuse: (text) => ack({ response_type: 'ephemeral', text }),
  });
}

async function onAction(router: Router, routes: Routes, body: unknown, ack: Ack): Promise<void> {
  const payload = actionPayload.parse(body);
  const act = actOf(payload);
  // The same click sent twice names the same place, button and value; the time of the click is not part of it.
  const place = act.message
    ? `${act.message.channel} ${act.message.ts}`
    : (act.view?.id ?? payload.trigger_id);
  const cause = { kind: 'action', id: [place, act.actionId, act.value].join(' ') } as const;
  const where = {
    trigger: payload.trigger_id,
    inModal: payload.view?.type === 'modal',
    // Beside an ephemeral answer nothing can be said: a command works where the bot is no member.
    channel: act.message?.ephemeral ? undefined : act.message?.channel,
    view: payload.view,
  };
  await guarded(router, payload.user.id, cause, payload, {
    run: async (visit) => {
      const run = act.actionId === wordAct ? pressWord(routes) : routes.actions.get(act.actionId);
      if (act.actionId === vouchAct)
        return give(router.clients, visit, await vouch(visit, payload.view, act), where, ack);
      if (act.actionId === vouchNameAct)
        return give(router.clients, visit, await vouchName(visit, payload.view, act), where, ack);
      // A form that is drawn anew says back what was typed: with what may stand in it.
      const answer: Answer = !run
        ? { kind: 'say', text: plain(slackText, visit.reader.locale, 'trouble.unknownAction') }
        : where.inModal
          ? await lettingThrough(await allowedIn(router.house, payload.view), () => run(visit, act))
          : await run(visit, act);
      const drawn =
        answer.kind === 'replace' ? { ...answer, view: keepingLeave(payload.view, answer.view) } : answer;
      await give(router.clients, visit, drawn, where, ack);
    },
    refuse: async (text, reader) => {
      await ack();
      await sayTo(router.clients, reader, text, undefined, where);
    },
  });
}

async function onShortcut(router: Router, routes: Routes, body: unknown, ack: Ack): Promise<void> {
  const payload = shortcutPayload.parse(body);
  const where = { trigger: payload.trigger_id, inModal: false };
  await guarded(router, payload.user.id, { kind: 'action', id: payload.trigger_id }, payload, {
    run: async (visit) => {
      const run = routes.shortcuts.get(payload.callback_id);
      const answer: Answer = run
        ? await run(visit)
        : { kind: 'say', text: plain(slackText, visit.reader.locale, 'trouble.unknownAction') };
      await give(router.clients, visit, answer, where, ack);
    },
    refuse: async (text, reader) => {
      await ack();
      await sayTo(router.clients, reader, text, undefined, where);
    },
  });
}

async function onSubmission(router: Router, routes: Routes, body: unknown, ack: Ack): Promise<void> {
  const payload = viewPayload.parse(body);
  // Without a field to stand under, a refusal takes the modal's place.
  const firstInput = payload.view.blocks.find((block) => block.type === 'input')?.block_id;
  await guarded(router, payload.user.id, { kind: 'submission', id: payload.view.id }, payload, {
    run: async (visit) => {
      const run = routes.submissions.get(payload.view.callback_id);
      if (!run)
        return ack(
          updated(noteView(visit.reader, plain(slackText, visit.reader.locale, 'trouble.unknownAction'))),
        );
      const allowed = await allowedIn(router.house, payload.view);
      await lettingThrough(allowed, async () => {
        const named = await clientNames(visit, payload.view.state?.values ?? {});
        const answer = named?.answer ?? (await run(visit, submittedView(payload.view)));
        const drawn: SubmitAnswer =
          answer.kind === 'replace' ? { ...answer, view: keepingLeave(payload.view, answer.view) } : answer;
        await ack(submitResponse(await withNumbersOut(visit, payload.view, drawn, named?.seen)));
      });
    },
    refuse: (text, reader) =>
      ack(
        firstInput
          ? { response_action: 'errors', errors: { [firstInput]: text } }
          : updated(noteView(reader, text)),
      ),
  });
}

/** In Slack's words; closing is an answer with nothing in it. */
function submitResponse(answer: SubmitAnswer): unknown {
  switch (answer.kind) {
    case 'errors':
      return { response_action: 'errors', errors: answer.errors };
    case 'replace':
      return updated(answer.view);
    case 'close':
      return undefined;
  }
}

async function onSuggestion(router: Router, routes: Routes, body: unknown, ack: Ack): Promise<void> {
  const payload = suggestionPayload.parse(body);
  // By the field's name where fields share the action id `value`, else by the action.
  const run =
    routes.options.get(payload.block_id) ?? routes.options.get(payload.action_id.split('#', 1)[0] ?? '');
  await guarded(router, payload.user.id, { kind: 'action', id: 'suggestion' }, payload, {
    run: async (visit) =>
      ack({ options: ((await run?.(visit, payload.value)) ?? []).slice(0, 100).map(option) }),
    refuse: () => ack({ options: [] }),
  });
}

/**
 * Around every handler: text that cannot be stored is refused at the edge, who acts is looked up, strangers get one polite sentence,
 * and what nobody expected becomes a sentence with a reference that the log has too.
 */
async function guarded(
  router: Router,
  user: string,
  cause: Omit<Cause, 'by'>,
  payload: unknown,
  handler: { run: (visit: Visit) => Promise<void>; refuse: (text: string, reader: Reader) => Promise<void> },
): Promise<void> {
  const { house } = router;
  let reader: Reader = { id: user, locale: 'en', tz: 'UTC' };
  try {
    const member = await whoActs(router, user);
    reader = readerFrom(user, member);
    if (rejectIllFormed(payload))
      return await handler.refuse(plain(slackText, reader.locale, 'trouble.badText'), reader);
    if (!member || member.leftAt || member.standing === 'stranger' || member.standing === 'bot') {
      return await handler.refuse(plain(slackText, reader.locale, 'stranger.sentence'), reader);
    }
    if (!(await house.read((tx) => takesPart(tx, house.tenant, member))))
      return await handler.refuse(plain(slackText, reader.locale, 'pilot.outside'), reader);
    const visit: Visit = {
      ...house,
      reader,
      member,
      cause: { ...cause, id: `${cause.id} ${user}`, by: user },
      fileOf: (id) => readFile(router.clients.interactive, house.log, user, id),
    };
    await handler.run(visit);
  } catch (error) {
    await handler.refuse(trouble(house.log, reader, error, cause), reader).catch((again: unknown) => {
      house.log.error({ err: again }, 'the person could not be told that something went wrong');
    });
  }
}

async function whoActs(router: Router, user: string): Promise<Member | undefined> {
  const { house } = router;
  const known = await house.read((tx) => memberById(tx, house.tenant, user));
  if (known) return known;
  await router.meet(house, user);
  return house.read((tx) => memberById(tx, house.tenant, user));
}
