import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { socketApp } from './bolt-app.ts';
import { EMMA, LIN, plain, type Rig, sleep, startRig, until } from './harness.ts';

const modal = (more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
  ...more,
});
const home = (text: string) => ({
  type: 'home' as const,
  blocks: [{ type: 'section' as const, text: plain(text) }],
});
const typed = (value: string | null) => ({ name: { text: { type: 'plain_text_input', value } } });

describe('views', () => {
  let rig: Rig;
  let app: App;
  /** What the app does with the next command, submission or action. */
  let onCommand: (trigger: string) => Promise<unknown> | unknown = () => {};
  let onSubmit: (body: { trigger_id: string; view: { id: string } }) => unknown = () => undefined;
  let seen: Record<string, unknown>[] = [];
  const trigger = async (user = LIN) => {
    let got = '';
    onCommand = (id) => {
      got = id;
    };
    expect(
      await rig.control('command', { channel: `D${user.slice(1)}`, user, command: '/access' }),
    ).toMatchObject({ ok: true });
    return got;
  };
  const open = async (view = modal(), user = LIN) =>
    (await rig.client.views.open({ trigger_id: await trigger(user), view })).view as {
      id: string;
      hash: string;
    };
  const submit = (view_id: string, values: object = typed('x')) =>
    rig.control('submit', { user: LIN, view_id, values });

  beforeAll(async () => {
    rig = await startRig();
    app = await socketApp(rig.sandbox, (bolt) => {
      bolt.command('/access', async ({ ack, body }) => {
        await ack();
        await onCommand(body.trigger_id);
      });
      bolt.view(/.*/, async ({ ack, body }) => {
        seen.push(body as never);
        await ack(onSubmit(body as never) as never);
      });
      bolt.view({ type: 'view_closed', callback_id: /.*/ as never }, async ({ ack, body }) => {
        seen.push(body as never);
        await ack();
      });
      bolt.action(/.*/, async ({ ack, body }) => {
        seen.push(body as never);
        await ack();
      });
    });
  });
  beforeEach(() => {
    seen = [];
    onSubmit = () => undefined;
  });
  afterAll(async () => {
    await app.stop();
    await rig.stop();
  });

  describe('triggers', () => {
    test('one view each; an invented one is none', async () => {
      const id = await trigger();
      expect(await rig.call('views.open', { trigger_id: id, view: modal() })).toMatchObject({ ok: true });
      expect(await rig.call('views.open', { trigger_id: id, view: modal() })).toMatchObject({
        error: 'exchanged_trigger_id',
      });
      expect(await rig.call('views.open', { trigger_id: '1.2.abc', view: modal() })).toMatchObject({
        error: 'invalid_trigger_id',
      });
      expect(await rig.call('views.open', { view: modal() })).toMatchObject({ error: 'invalid_arguments' });
    });

    test('dead after 3 s of real time, however business time moves', async () => {
      const early = await trigger();
      await rig.control('clock', { advance: 'P2D' });
      expect(await rig.call('views.open', { trigger_id: early, view: modal() })).toMatchObject({ ok: true });
      const late = await trigger();
      await sleep(3_050);
      expect(await rig.call('views.open', { trigger_id: late, view: modal() })).toMatchObject({
        error: 'expired_trigger_id',
      });
    });

    test('a refused view leaves the trigger for the next try', async () => {
      const id = await trigger();
      const broken = { ...modal(), title: plain('x'.repeat(25)) };
      expect(await rig.call('views.open', { trigger_id: id, view: broken })).toMatchObject({
        error: 'invalid_arguments',
        response_metadata: { messages: [expect.stringContaining('json-pointer:/view/title/text')] },
      });
      expect(await rig.call('views.open', { trigger_id: id, view: JSON.stringify(modal()) })).toMatchObject({
        ok: true,
      });
    });
  });

  describe('stack', () => {
    test('holds three; push needs a trigger from within', async () => {
      const outside = await trigger();
      expect(await rig.call('views.push', { trigger_id: outside, view: modal() })).toMatchObject({
        error: 'not_found',
      });
      const first = await open();
      const within: string[] = [];
      onSubmit = ({ trigger_id }) => {
        within.push(trigger_id);
        return { response_action: 'errors', errors: { name: 'stay' } };
      };
      const push = async (viewId: string) => {
        await submit(viewId);
        return rig.call('views.push', { trigger_id: within.at(-1), view: modal() });
      };
      const second = await push(first.id);
      expect(second).toMatchObject({
        ok: true,
        view: { root_view_id: first.id, previous_view_id: first.id },
      });
      const third = await push((second.view as { id: string }).id);
      expect(third).toMatchObject({ ok: true, view: { root_view_id: first.id } });
      expect(await push((third.view as { id: string }).id)).toMatchObject({ error: 'push_limit_reached' });
      expect(await rig.views(LIN)).toHaveLength(3);
      expect(await submit(first.id)).toMatchObject({ status: 409, error: 'view_not_on_top' });
    });

    test('views.open from within an open modal answers ok and shows nothing, as the desktop client does', async () => {
      const { id } = await open();
      let opened: unknown;
      const asked = new Promise<void>((resolve) => {
        onSubmit = ({ trigger_id }) => {
          void rig
            .call('views.open', { trigger_id, view: modal({ callback_id: 'other' }) })
            .then((answer) => {
              opened = answer;
              resolve();
            });
          return { response_action: 'errors', errors: { name: 'no' } };
        };
      });
      await submit(id);
      await asked;
      expect(opened).toMatchObject({ ok: true });
      expect((await rig.views(LIN)).map((view) => view.id)).toEqual([id]);
    });
  });

  describe('update', () => {
    test('a stale hash conflicts; what was typed stays where the field stays', async () => {
      const { id, hash } = await open();
      await rig.control('view-interact', {
        user: LIN,
        view_id: id,
        action: { action_id: 'text', block_id: 'name', value: 'typed before' },
      });
      const updated = await rig.client.views.update({
        view_id: id,
        hash,
        view: modal({ title: plain('Next') }),
      });
      expect(updated.view?.hash).not.toBe(hash);
      expect(updated.view?.state).toEqual({ values: typed('typed before') });
      expect(await rig.call('views.update', { view_id: id, hash, view: modal() })).toMatchObject({
        error: 'hash_conflict',
      });
      expect(await rig.call('views.update', { view_id: 'V00NONE', view: modal() })).toMatchObject({
        error: 'not_found',
      });
      expect(await rig.call('views.update', { view_id: id, view: home('x') })).toMatchObject({
        error: 'invalid_arguments',
      });
      expect(await rig.call('views.update', { view: modal() })).toMatchObject({ error: 'invalid_arguments' });
    });

    test('by external_id, which is one view’s alone', async () => {
      await open(modal({ external_id: 'ext-1' }));
      expect(
        await rig.call('views.update', { external_id: 'ext-1', view: modal({ external_id: 'ext-1' }) }),
      ).toMatchObject({ ok: true });
      const id = await trigger(EMMA);
      expect(
        await rig.call('views.open', { trigger_id: id, view: modal({ external_id: 'ext-1' }) }),
      ).toMatchObject({
        error: 'duplicate_external_id',
      });
    });
  });

  describe('Home', () => {
    test('publish, publish again with hash, told to whom opens it', async () => {
      const first = await rig.client.views.publish({ user_id: EMMA, view: home('one') });
      const second = await rig.client.views.publish({
        user_id: EMMA,
        view: home('two'),
        hash: first.view?.hash ?? '',
      });
      expect(second.view?.id).toBe(first.view?.id);
      expect(
        await rig.call('views.publish', { user_id: EMMA, view: home('three'), hash: first.view?.hash }),
      ).toMatchObject({
        error: 'hash_conflict',
      });
      expect(await rig.call('views.publish', { user_id: 'U00NOBODY00', view: home('x') })).toMatchObject({
        ok: false,
      });
      expect(await rig.call('views.publish', { user_id: EMMA, view: modal() })).toMatchObject({
        error: 'invalid_arguments',
      });
      expect((await rig.read<{ home: { hash: string } }>(`home/${EMMA}`)).home.hash).toBe(second.view?.hash);
      await rig.control('open-home', { user: EMMA });
      const [event] = await until(async () => {
        const found = await rig.log('app_home_opened');
        return found.length > 0 && found;
      });
      expect(event?.payload).toMatchObject({
        event: { type: 'app_home_opened', user: EMMA, tab: 'home', view: { id: first.view?.id } },
      });
    });
  });

  describe('submission', () => {
    test('an empty acknowledgement closes, and the payload is Slack’s', async () => {
      const { id } = await open(modal({ private_metadata: 'meta' }));
      expect(await submit(id)).toMatchObject({ ok: true, closed: true });
      expect(await rig.views(LIN)).toEqual([]);
      expect(seen[0]).toMatchObject({
        type: 'view_submission',
        team: { id: 'T01LANHE000', domain: 'lanhe' },
        user: { id: LIN, username: 'lin.xiao', name: 'lin.xiao', team_id: 'T01LANHE000' },
        api_app_id: 'A01SHOUMI00',
        trigger_id: expect.stringMatching(/^\d+\.\d+\.\w+$/),
        response_urls: [],
        is_enterprise_install: false,
        enterprise: null,
        view: {
          id,
          type: 'modal',
          callback_id: 'form',
          private_metadata: 'meta',
          state: { values: typed('x') },
          root_view_id: id,
          previous_view_id: null,
          app_id: 'A01SHOUMI00',
          bot_id: 'B01SHOUMI00',
        },
      });
      expect(await submit(id)).toMatchObject({ status: 404, error: 'view_not_found' });
    });

    test('errors stand under their fields until the next try; of an unknown field they are trouble', async () => {
      const { id } = await open();
      onSubmit = () => ({ response_action: 'errors', errors: { name: 'Not that name.' } });
      expect(await submit(id)).toMatchObject({
        ok: true,
        response_action: 'errors',
        errors: { name: 'Not that name.' },
        closed: false,
      });
      expect((await rig.views(LIN))[0]?.errors).toEqual({ name: 'Not that name.' });
      onSubmit = () => ({ response_action: 'errors', errors: { nobody: 'x' } });
      expect(await submit(id)).toMatchObject({
        ok: false,
        error: expect.stringContaining('trouble connecting'),
      });
      onSubmit = () => ({ response_action: 'errors', errors: {} });
      expect(await submit(id)).toMatchObject({ ok: false });
      onSubmit = () => undefined;
      expect(await submit(id)).toMatchObject({ closed: true });
    });

    test('update, push, clear, and an answer that is no view', async () => {
      const { id } = await open();
      onSubmit = () => ({ response_action: 'update', view: modal({ callback_id: 'second' }) });
      expect(await submit(id)).toMatchObject({ ok: true, response_action: 'update', closed: false });
      expect((await rig.views(LIN))[0]).toMatchObject({ id, view: { callback_id: 'second' } });
      onSubmit = () => ({ response_action: 'push', view: modal({ callback_id: 'third' }) });
      expect(await submit(id)).toMatchObject({ response_action: 'push' });
      const pushed = (await rig.views(LIN))[1];
      expect(pushed).toMatchObject({ previous_view_id: id, view: { callback_id: 'third' } });
      onSubmit = () => ({ response_action: 'update', view: { type: 'modal' } });
      expect(await submit(pushed?.id ?? '')).toMatchObject({
        ok: false,
        error: expect.stringContaining('missing required field'),
      });
      onSubmit = () => undefined;
      expect(await submit(pushed?.id ?? '')).toMatchObject({ closed: true });
      expect(await rig.views(LIN)).toHaveLength(1);
      onSubmit = () => ({ response_action: 'clear' });
      expect(await submit(id)).toMatchObject({ response_action: 'clear', closed: true });
      expect(await rig.views(LIN)).toEqual([]);
    });

    test('a double click sends two payloads with the same view.id', async () => {
      const { id } = await open();
      const both = await Promise.all([submit(id), submit(id)]);
      expect(both).toEqual([
        expect.objectContaining({ closed: true }),
        expect.objectContaining({ closed: true }),
      ]);
      expect(seen.map((body) => (body.view as { id: string }).id)).toEqual([id, id]);
    });

    test('the client itself holds back what is empty, too short, no number, no address', async () => {
      const { id } = await open(
        modal({
          blocks: [
            ...modal().blocks,
            {
              type: 'input',
              block_id: 'opt',
              optional: true,
              label: plain('O'),
              element: { type: 'plain_text_input', action_id: 'a', min_length: 5 },
            },
            {
              type: 'input',
              block_id: 'num',
              optional: true,
              label: plain('N'),
              element: {
                type: 'number_input',
                action_id: 'a',
                is_decimal_allowed: false,
                min_value: '3',
                max_value: '9',
              },
            },
            {
              type: 'input',
              block_id: 'mail',
              optional: true,
              label: plain('M'),
              element: { type: 'email_text_input', action_id: 'a' },
            },
            {
              type: 'input',
              block_id: 'link',
              optional: true,
              label: plain('U'),
              element: { type: 'url_text_input', action_id: 'a' },
            },
            {
              type: 'input',
              block_id: 'pick',
              optional: true,
              label: plain('P'),
              element: {
                type: 'multi_static_select',
                action_id: 'a',
                max_selected_items: 1,
                options: ['x', 'y'].map((value) => ({ text: plain(value.toUpperCase()), value })),
              },
            },
          ],
        }),
      );
      const at = (block: string, type: string, value: unknown, key = 'value') => ({
        [block]: { a: { type, [key]: value } },
      });
      const errors = async (values: object) => {
        const answer = await submit(id, { ...typed('ok'), ...values });
        expect(answer).toMatchObject({ ok: true, response_action: 'errors', closed: false });
        return Object.keys(answer.errors as object);
      };
      expect(await errors(typed(''))).toEqual(['name']);
      expect(await errors(typed('x'.repeat(3_001)))).toEqual(['name']);
      expect(await errors(at('opt', 'plain_text_input', 'abc'))).toEqual(['opt']);
      await submit(id, { ...typed(''), ...at('opt', 'plain_text_input', null) });
      for (const bad of ['x', '2', '10', '4.5', '']) {
        const answer = await submit(id, { ...typed(''), ...at('num', 'number_input', bad) });
        expect(Object.keys(answer.errors as object).includes('num'), bad).toBe(bad !== '');
      }
      expect(
        await errors({ ...at('num', 'number_input', '4'), ...at('mail', 'email_text_input', 'no-mail') }),
      ).toEqual(['mail']);
      expect(
        await errors({
          ...at('mail', 'email_text_input', 'a@b.cn'),
          ...at('link', 'url_text_input', 'ftp:x'),
        }),
      ).toEqual(['link']);
      const both = ['x', 'y'].map((value) => ({ value }));
      expect(
        await errors({
          ...at('link', 'url_text_input', 'https://a.cn'),
          ...at('pick', 'multi_static_select', both, 'selected_options'),
        }),
      ).toEqual(['pick']);
      expect(seen).toEqual([]);
      const last = await submit(id, {
        ...typed('ok'),
        ...at('pick', 'multi_static_select', [{ value: 'y' }], 'selected_options'),
      });
      expect(last).toMatchObject({ closed: true });
      // The app gets the option in its own words.
      expect(seen[0]).toMatchObject({
        view: {
          state: {
            values: {
              pick: { a: { selected_options: [{ text: { text: 'Y' }, value: 'y' }] } },
              num: { a: { value: '4' } },
            },
          },
        },
      });
    });

    test('values for fields that are not there, or in another shape, are refused by name', async () => {
      const { id } = await open();
      expect(await submit(id, { other: { a: { value: 'x' } } })).toMatchObject({
        status: 404,
        error: 'unknown_field',
      });
      expect(
        await submit(id, { name: { text: { type: 'static_select', selected_option: null } } }),
      ).toMatchObject({ error: 'invalid_value' });
      expect(await submit(id, { name: { text: { selected_option: null } } })).toMatchObject({
        error: 'invalid_value',
      });
      expect(seen).toEqual([]);
    });

    test('what is not given starts from the initial values of every kind of element', async () => {
      const option = { text: plain('One'), value: '1' };
      const element = (block_id: string, one: object) => ({
        type: 'input' as const,
        block_id,
        label: plain('L'),
        optional: true,
        element: { action_id: 'a', ...one } as never,
      });
      const { id } = await open(
        modal({
          blocks: [
            element('text', { type: 'plain_text_input', initial_value: 'start' }),
            element('date', { type: 'datepicker', initial_date: '2026-11-24' }),
            element('time', { type: 'timepicker' }),
            element('when', { type: 'datetimepicker', initial_date_time: 1795468113 }),
            element('radio', { type: 'radio_buttons', options: [option], initial_option: option }),
            element('check', { type: 'checkboxes', options: [option] }),
            element('user', { type: 'users_select', initial_user: LIN }),
            element('users', { type: 'multi_users_select' }),
            element('ext', { type: 'external_select', initial_option: option, min_query_length: 0 }),
          ],
        }),
      );
      expect(await submit(id, {})).toMatchObject({ closed: true });
      expect(seen[0]).toMatchObject({
        view: {
          state: {
            values: {
              text: { a: { type: 'plain_text_input', value: 'start' } },
              date: { a: { type: 'datepicker', selected_date: '2026-11-24' } },
              time: { a: { type: 'timepicker', selected_time: null } },
              when: { a: { type: 'datetimepicker', selected_date_time: 1795468113 } },
              radio: {
                a: {
                  type: 'radio_buttons',
                  selected_option: { ...option, text: { ...option.text, emoji: true } },
                },
              },
              check: { a: { type: 'checkboxes', selected_options: [] } },
              user: { a: { type: 'users_select', selected_user: LIN } },
              users: { a: { type: 'multi_users_select', selected_users: [] } },
              ext: {
                a: {
                  type: 'external_select',
                  selected_option: { ...option, text: { ...option.text, emoji: true } },
                },
              },
            },
          },
        },
      });
    });
  });

  describe('closing', () => {
    test('the app hears of it only where the view asks to', async () => {
      const quiet = await open();
      expect(await rig.control('close', { user: LIN, view_id: quiet.id })).toMatchObject({ ok: true });
      expect(seen).toEqual([]);
      const told = await open(modal({ notify_on_close: true }));
      await rig.control('close', { user: LIN, view_id: told.id });
      expect(seen).toEqual([
        expect.objectContaining({
          type: 'view_closed',
          is_cleared: false,
          view: expect.objectContaining({ id: told.id }),
        }),
      ]);
    });

    test('closing the whole stack tells each view that asked, from the top', async () => {
      const first = await open(modal({ notify_on_close: true, callback_id: 'one' }));
      onSubmit = () => ({
        response_action: 'push',
        view: modal({ notify_on_close: true, callback_id: 'two' }),
      });
      await submit(first.id);
      const top = (await rig.views(LIN))[1];
      seen = [];
      await rig.control('close', { user: LIN, view_id: top?.id, all: true });
      expect(
        seen.map((body) => [(body.view as { callback_id: string }).callback_id, body.is_cleared]),
      ).toEqual([
        ['two', true],
        ['one', true],
      ]);
      expect(await rig.views(LIN)).toEqual([]);
    });
  });

  describe('acting inside', () => {
    test('a dispatching input and a button send block_actions with the state so far, others are only filled in', async () => {
      const { id } = await open(
        modal({
          blocks: [
            ...modal().blocks,
            {
              type: 'input',
              block_id: 'live',
              dispatch_action: true,
              label: plain('Live'),
              element: { type: 'plain_text_input', action_id: 'l' },
            },
            {
              type: 'actions',
              block_id: 'row',
              elements: [{ type: 'button', action_id: 'b', text: plain('B'), value: '7' }],
            },
          ],
        }),
      );
      const act = (action: object, values?: object) =>
        rig.control('view-interact', { user: LIN, view_id: id, action, values });
      await act({ action_id: 'text', value: 'quiet' });
      expect(seen).toEqual([]);
      await act({ action_id: 'l', value: 'loud' });
      expect(seen[0]).toMatchObject({
        type: 'block_actions',
        container: { type: 'view', view_id: id },
        view: { state: { values: { name: { text: { value: 'quiet' } }, live: { l: { value: 'loud' } } } } },
        actions: [
          {
            type: 'plain_text_input',
            action_id: 'l',
            block_id: 'live',
            value: 'loud',
            action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
          },
        ],
      });
      await act({ action_id: 'b', value: 'forged' }, typed('from the page'));
      expect(seen[1]).toMatchObject({
        actions: [{ type: 'button', value: '7', text: { type: 'plain_text', text: 'B', emoji: true } }],
        view: { state: { values: typed('from the page') } },
      });
      expect(seen[1]).not.toHaveProperty('response_url');
      expect(await act({ action_id: 'nothing' })).toMatchObject({ status: 404, error: 'action_not_found' });
    });

    test('a block called __proto__ is a block like any other', async () => {
      const element = { type: 'plain_text_input' as const, action_id: 'constructor', initial_value: 'v' };
      const { id } = await open(
        modal({ blocks: [{ type: 'input', block_id: '__proto__', label: plain('P'), element }] }),
      );
      expect(await submit(id, {})).toMatchObject({ closed: true });
      const { view } = seen[0] as { view: { state: { values: object } } };
      expect(Object.entries(view.state.values)).toEqual([
        ['__proto__', { constructor: { type: 'plain_text_input', value: 'v' } }],
      ]);
    });
  });
});
