import { completeBlocks, completeTexts } from './blocks.ts';
import { mintId, mintSecret } from './chance.ts';
import type { ControlValues, ControlView } from './control.contract.ts';
import { stateValues } from './element.state.ts';
import { type Json, textOf } from './json.ts';
import { APP, TEAM, type Workspace } from './workspace.ts';

/** A modal on somebody's screen, or somebody's Home tab. */
export type View = {
  id: string;
  user: string;
  type: 'modal' | 'home';
  hash: string;
  root: string;
  previous: string | null;
  /** What the app gave, completed. */
  given: Json;
  /** What the person has filled in so far. */
  typed: ControlValues;
  errors: Record<string, string>;
};

/** Source: docs.slack.dev, "Modals": a stack holds at most three views. */
export const STACK = 3;

/**
 * Modals live as long as the process, as on a screen; a published Home stays in the store. Each person has one stack of
 * modals per app.
 */
export type Views = {
  stack(user: string): readonly View[];
  home(user: string): View | undefined;
  find(id: string): View | undefined;
  findExternal(externalId: string): View | undefined;
  /** Starts a new stack; whatever was open is gone. */
  open(user: string, given: Json): View;
  /** A view that never reaches the screen. */
  draft(user: string, given: Json): View;
  /** On top; nothing when the stack is full or the modal is no longer there. */
  push(onto: View, given: Json): View | undefined;
  update(view: View, given: Json): View;
  publish(user: string, given: Json): View;
  /** Keeps what was typed and clears the errors under those fields. */
  type(view: View, values: ControlValues): void;
  refuse(view: View, errors: Record<string, string>): void;
  /** Takes the view and whatever lies on it off the screen. */
  close(view: View): void;
  closeAll(user: string): void;
  /** Forgets every modal, after a reset. */
  clear(): void;
};

export function openViews({ store, clock, changes }: Workspace): Views {
  const stacks = new Map<string, View[]>();
  const stack = (user: string) => stacks.get(user) ?? [];
  const home = (user: string) => store.get<View>('home', user);
  const told = (view: View) => {
    changes.tell({ type: view.type === 'home' ? 'home' : 'view', user: view.user });
    return view;
  };
  const hash = () => `${clock.seconds()}.${mintSecret(8)}`;
  const modal = (user: string, given: Json, below?: View): View => {
    const id = mintId('V');
    return {
      id,
      user,
      type: 'modal',
      hash: hash(),
      root: below?.root ?? id,
      previous: below?.id ?? null,
      given: complete(given),
      typed: {},
      errors: {},
    };
  };
  const cut = (user: string, keep: number) => {
    stacks.set(user, stack(user).slice(0, keep));
    changes.tell({ type: 'view', user });
  };

  return {
    stack,
    home,
    find: (id) => {
      for (const views of stacks.values()) {
        const found = views.find((one) => one.id === id);
        if (found !== undefined) return found;
      }
      return store.all<View>('home').find((one) => one.id === id);
    },
    findExternal: (externalId) => {
      const everything = [...[...stacks.values()].flat(), ...store.all<View>('home')];
      return everything.find((one) => textOf(one.given.external_id) === externalId);
    },
    open: (user, given) => {
      const view = modal(user, given);
      stacks.set(user, [view]);
      return told(view);
    },
    draft: (user, given) => modal(user, given),
    push: (onto, given) => {
      const views = stack(onto.user);
      const at = views.indexOf(onto);
      if (at < 0 || views.length >= STACK) return undefined;
      const view = modal(onto.user, given, views.at(-1));
      stacks.set(onto.user, [...views, view]);
      return told(view);
    },
    update: (view, given) => {
      view.given = complete(given);
      view.hash = hash();
      view.errors = {};
      if (view.type === 'home') store.put('home', view.user, view);
      return told(view);
    },
    publish: (user, given) => {
      const id = home(user)?.id ?? mintId('V');
      const view: View = {
        id,
        user,
        type: 'home',
        hash: hash(),
        root: id,
        previous: null,
        given: complete(given),
        typed: {},
        errors: {},
      };
      store.put('home', user, view);
      return told(view);
    },
    type: (view, values) => {
      // Every block and action by itself: what is not named stays. Entries are defined, so a block called __proto__ is harmless.
      const typed = new Map(Object.entries(view.typed));
      for (const [blockId, actions] of Object.entries(values)) {
        typed.set(
          blockId,
          Object.fromEntries([...Object.entries(typed.get(blockId) ?? {}), ...Object.entries(actions)]),
        );
      }
      view.typed = Object.fromEntries(typed);
      view.errors = Object.fromEntries(
        Object.entries(view.errors).filter(([blockId]) => !Object.hasOwn(values, blockId)),
      );
      if (view.type === 'home') store.put('home', view.user, view);
    },
    refuse: (view, errors) => {
      view.errors = errors;
      told(view);
    },
    close: (view) => cut(view.user, Math.max(0, stack(view.user).indexOf(view))),
    closeAll: (user) => cut(user, 0),
    clear: () => stacks.clear(),
  };
}

function complete(given: Json): Json {
  const copy = structuredClone(given);
  completeTexts([copy.title, copy.submit, copy.close]);
  copy.blocks = completeBlocks(copy.blocks);
  return copy;
}

export const valuesOf = (view: View): ControlValues => stateValues(view.given.blocks, view.typed);

/** The view object of the Web API and of payloads. */
export function slackView(view: View): Json {
  const { given } = view;
  return {
    id: view.id,
    team_id: TEAM.id,
    type: view.type,
    blocks: given.blocks,
    private_metadata: textOf(given.private_metadata),
    callback_id: textOf(given.callback_id),
    state: { values: valuesOf(view) },
    hash: view.hash,
    title: given.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: given.clear_on_close === true,
    notify_on_close: given.notify_on_close === true,
    close: given.close ?? null,
    submit: given.submit ?? null,
    previous_view_id: view.previous,
    root_view_id: view.root,
    app_id: APP.id,
    external_id: textOf(given.external_id),
    app_installed_team_id: TEAM.id,
    bot_id: APP.bot_id,
  };
}

export function controlView(view: View): ControlView {
  return {
    id: view.id,
    hash: view.hash,
    type: view.type,
    root_view_id: view.root,
    previous_view_id: view.previous,
    view: slackView(view),
    errors: view.errors,
  };
}
