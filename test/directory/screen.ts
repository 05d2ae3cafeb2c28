import type { ControlSubmitAnswer, ControlView } from '../../src/sandbox/control.contract.ts';
import type { Firm } from '../support/bot.ts';

type Json = Record<string, unknown>;

/** What one person has before them: the modal on top, its buttons, its fields. */
export type Screen = ReturnType<typeof screenOf>;

export function screenOf(firm: Firm, user: string) {
  const { slack } = firm;
  async function top(): Promise<ControlView> {
    const view = await slack.topView(user);
    if (!view) throw new Error(`${user} has no modal open`);
    return view;
  }
  const blocksOf = (view: ControlView) => view.view.blocks as Json[];
  const elements = (view: ControlView) =>
    blocksOf(view).flatMap((block) =>
      [block.accessory, block.element, ...((block.elements as Json[] | undefined) ?? [])]
        .filter((element): element is Json => element !== undefined)
        .map((element) => ({ block_id: block.block_id, ...element }) as Json),
    );
  const act = async (action: Json) => {
    const view = await top();
    const answer = await slack.call<{ ok: boolean; error?: string }>('POST', '/view-interact', {
      user,
      view_id: view.id,
      action,
    });
    await firm.bot.settled();
    return answer;
  };
  async function element(name: string): Promise<Json> {
    const found = blocksOf(await top()).find((block) => block.block_id === name);
    if (!found) throw new Error(`there is no field ${name}`);
    return found.element as Json;
  }
  const press = async (actionId: string, value?: string) => {
    const button = elements(await top()).find(
      (one) => one.action_id === actionId && (value === undefined || one.value === value),
    );
    if (!button) throw new Error(`there is no button ${actionId} ${value ?? ''}`);
    return act(button);
  };
  return {
    top,
    press,
    element,
    /** `/shoumi` and what is typed behind it. */
    shoumi: (text: string) => slack.command(user, '/shoumi', text),
    /** The values of all buttons with this action. */
    buttons: async (actionId: string): Promise<string[]> =>
      elements(await top())
        .filter((one) => one.action_id === actionId)
        .map((one) => String(one.value ?? '')),
    /** Types into the search field and presses Enter. */
    search: async (value: string) => {
      const { type, action_id } = await element('filter');
      return act({ type, action_id, block_id: 'filter', value });
    },
    /** Fills a field in, as far as the page knows how; a field that dispatches tells the bot. */
    fill: async (name: string, state: Json) => {
      const { type, action_id } = await element(name);
      return act({ type, action_id, block_id: name, ...state });
    },
    submit: async (values: Record<string, unknown> = {}): Promise<ControlSubmitAnswer> =>
      slack.submit(user, await top(), values),
    /** What stands in a field now. */
    value: async (name: string): Promise<unknown> => {
      const state = (await top()).view.state as { values: Record<string, Record<string, Json>> };
      const { type: _type, ...held } = Object.values(state.values[name] ?? {})[0] ?? {};
      const [value] = Object.values(held);
      const plain = (one: unknown) => (one as { value?: string } | null)?.value ?? one;
      return Array.isArray(value) ? value.map(plain) : plain(value);
    },
    /** All the words in the modal, one text after the other. */
    words: async (): Promise<string> => {
      const texts: string[] = [];
      const gather = (node: unknown): void => {
        if (Array.isArray(node)) node.forEach(gather);
        else if (node && typeof node === 'object')
          for (const [key, value] of Object.entries(node))
            if (key === 'text' && typeof value === 'string') texts.push(value);
            else gather(value);
      };
      const { title, submit, close, blocks } = (await top()).view;
      gather([title, blocks, submit, close]);
      return texts.join('\n');
    },
    /** The last thing that only this person can see in their conversation with the bot. */
    told: async (): Promise<string> => (await slack.inbox(user)).at(-1)?.text ?? '',
  };
}

/** How many events of this type there are about this subject. */
export async function recorded(firm: Firm, type: string, subject: string): Promise<number> {
  const [row] = await firm.fresh.database.sql<{ count: number }[]>`
    select count(*)::int as count from event where type = ${type} and subject = ${subject}`;
  return row?.count ?? 0;
}
