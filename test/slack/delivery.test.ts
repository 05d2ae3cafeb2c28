import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { buttonIn } from '../support/control.ts';
import {
  askFor,
  calls,
  cardOf,
  cardsOf,
  commandBody,
  counted,
  formOf,
  payloadBody,
  type Rig,
  said,
  signed,
  sleep,
  startRig,
  until,
} from './rig.ts';

const { lin, zhao, priya, emma, chen } = workspace.people;

let rig: Rig;
afterEach(() => rig.stop());

/** A connection of its own, for holding what the bot wants. */
async function hold(statement: string): Promise<{ release: () => Promise<void> }> {
  const sql = postgres(rig.fresh.url, { max: 1, onnotice: () => {} });
  const held = await sql.reserve();
  await held`begin`;
  await held.unsafe(statement);
  return {
    release: async () => {
      await held`commit`;
      held.release();
      await sql.end({ timeout: 5 });
    },
  };
}

async function left(person: string): Promise<number> {
  const [row] = await rig.fresh.database.sql<{ count: number }[]>`
    select count(*)::int as count from event where type = 'people.left' and subject = ${person}`;
  return row?.count ?? 0;
}

describe('what nobody has registered gets a sentence at once', () => {
  it.each(['socket', 'http'] as const)('over %s', async (delivery) => {
    rig = await startRig({ delivery });
    const { slack } = rig;
    await slack.command(emma.id, '/shoumi', 'frobnicate');
    expect((await said(slack, emma.id)).at(-1)).toContain('frobnicate');

    await askFor(slack, lin.id);
    const mine = await cardOf(slack, lin.id);
    expect(await slack.click(lin.id, mine, 'access.of_an_older_version', true)).toEqual({ ok: true });
    expect((await said(slack, lin.id)).at(-1)).toContain('旧版');

    // A modal, a command, a shortcut and a picker that no capability knows (any more).
    const on = { user: { id: emma.id }, team: { id: workspace.team.id }, trigger_id: 'none' };
    if (delivery === 'http') {
      const post = async (body: string) => {
        const began = performance.now();
        const answered = await signed(rig.endpoint, rig.sandbox.signingSecret, body);
        // Not after the 3 s that Bolt's own receiver waits for a listener.
        expect(performance.now() - began).toBeLessThan(2_000);
        return answered;
      };
      const modal = {
        type: 'view_submission',
        ...on,
        view: { id: 'V1', type: 'modal', callback_id: 'gone' },
      };
      const answered = await post(payloadBody(modal));
      expect(answered.status).toBe(200);
      expect(JSON.stringify(await answered.json())).toContain('older version');
      const command = await post(commandBody({ command: '/gone', user_id: emma.id }));
      expect(command.status).toBe(200);
      expect(await command.json()).toMatchObject({ response_type: 'ephemeral' });
      const suggestion = { type: 'block_suggestion', ...on, action_id: 'gone', block_id: 'gone', value: '' };
      expect(await (await post(payloadBody(suggestion))).json()).toEqual({ options: [] });
      expect((await post(payloadBody({ type: 'shortcut', ...on, callback_id: 'gone' }))).status).toBe(200);
      expect((await post(payloadBody({ type: 'view_closed', ...on, view: { id: 'V1' } }))).status).toBe(200);
      expect((await post(payloadBody({ type: 'invented_in_2030', ...on }))).status).not.toBe(500);
    }
  });
});

describe('commit, then acknowledge', () => {
  it.each(['socket', 'http'] as const)(
    'says over %s that nothing was done while the database is away, with a reference that the log has',
    async (delivery) => {
      rig = await startRig({ delivery });
      const { slack } = rig;
      await askFor(slack, lin.id);
      const card = await cardOf(slack, priya.id);
      await slack.command(emma.id, '/access', 'request client-files');
      const form = await formOf(slack, emma.id);
      const before = await counted(rig);

      const gone = await rig.loseDatabase();
      const clicked = await slack.call('POST', '/interact', {
        user: priya.id,
        channel: card.channel,
        messageTs: card.ts,
        action: buttonIn(card.blocks, 'access.approve'),
      });
      const filledIn = valuesFor(form.view.blocks as Record<string, never>[]);
      const submitted = await slack.call<{ errors?: Record<string, string>; closed: boolean }>(
        'POST',
        '/submit',
        { user: emma.id, view_id: form.id, values: filledIn },
      );
      const typed = await slack.call('POST', '/command', {
        user: chen.id,
        channel: slack.dm(chen.id),
        command: '/access',
        text: 'mine',
      });
      await gone.back();
      expect(clicked).toEqual({ ok: true });
      expect(typed).toEqual({ ok: true });
      // The form stays with all that was typed; the sentence stands under a field.
      expect(submitted.closed).toBe(false);

      const sentences = [
        (await said(slack, priya.id)).at(-1),
        Object.values(submitted.errors ?? {})[0],
        (await said(slack, chen.id)).at(-1),
      ];
      const references = sentences.map((sentence) => /err_\w+/.exec(sentence ?? '')?.[0]);
      for (const [at, reference] of references.entries()) {
        expect(reference, `a reference in: ${sentences[at]}`).toBeDefined();
        expect(rig.logged().filter((line) => line.reference === reference)).toHaveLength(1);
      }
      expect(new Set(references).size).toBe(3);

      expect(await until(() => counted(rig).catch(() => null))).toEqual(before);
      expect(await slack.click(priya.id, card, 'access.approve')).toEqual({ ok: true });
      expect(await counted(rig)).toMatchObject({ grants: 1, approved: 1 });
      expect(await slack.submit(emma.id, form, plainWish)).toMatchObject({ ok: true, closed: true });
      expect(await counted(rig)).toMatchObject({ requests: 2, asked: 2 });
    },
  );

  it('says that somebody is at it while the row is held, within Slack’s 3 s, and changes nothing', async () => {
    rig = await startRig();
    const { slack } = rig;
    await askFor(slack, lin.id);
    const card = await cardOf(slack, priya.id);
    const row = await hold('lock table access_request, access_grant in access exclusive mode');
    // `settled` would wait for card work that the same lock holds up.
    const clicked = await slack.call('POST', '/interact', {
      user: priya.id,
      channel: card.channel,
      messageTs: card.ts,
      action: buttonIn(card.blocks, 'access.approve'),
    });
    await row.release();
    expect(clicked).toEqual({ ok: true });
    expect((await said(slack, priya.id)).at(-1)).toMatch(/try again/i);
    expect(await counted(rig)).toMatchObject({ grants: 0, approved: 0 });
    await slack.click(priya.id, card, 'access.approve');
    expect(await counted(rig)).toMatchObject({ grants: 1, approved: 1 });
  });

  it('does not take back in words what was committed when only the answer is lost', async () => {
    rig = await startRig();
    const { slack } = rig;
    await askFor(slack, lin.id);
    const card = await cardOf(slack, priya.id);
    await slack.fault({ method: 'chat.postEphemeral', times: 3, status: 500 });
    expect(await slack.click(priya.id, card, 'access.approve')).toEqual({ ok: true });
    expect(await counted(rig)).toMatchObject({ grants: 1, approved: 1 });
    const tried = (await calls(slack, 'chat.postEphemeral')).map(({ payload }) => JSON.stringify(payload));
    expect(tried.join()).not.toMatch(/nothing was changed|err_/);
  });
});

describe('an event is acknowledged after it was handled', () => {
  it('over a socket: slowly handled, slowly acknowledged', async () => {
    rig = await startRig();
    const people = await hold('lock table member in access exclusive mode');
    const told = rig.slack.call('POST', '/user', { id: chen.id, deleted: true });
    await sleep(700);
    await people.release();
    await told;
    await until(async () => (await left(chen.id)) === 1);
    const sent = await until(async () => {
      const all = await calls(rig.slack, 'user_change');
      return all.every(({ answer }) => answer !== undefined) && all;
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.ms).toBeGreaterThan(600);
    expect(sent[0]?.answer).not.toHaveProperty('not_acknowledged');
  });

  it('over a socket: not handled, not acknowledged, delivered again and handled once', async () => {
    rig = await startRig();
    const gone = await rig.loseDatabase();
    await rig.slack.call('POST', '/user', { id: chen.id, deleted: true });
    await sleep(500);
    await gone.back();
    expect(await left(chen.id)).toBe(0);
    await until(async () => (await left(chen.id)) > 0);
    const sent = await calls(rig.slack, 'user_change');
    expect(sent).toHaveLength(2);
    expect(sent[0]?.answer).toEqual({ not_acknowledged: 'timeout' });
    await until(async () =>
      (await calls(rig.slack, 'user_change')).every(({ answer }) => answer !== undefined),
    );
    await rig.bot.settled();
    expect(await left(chen.id)).toBe(1);
  });

  it('over HTTP: 500 until it can be handled, then handled once', async () => {
    rig = await startRig({ delivery: 'http' });
    const gone = await rig.loseDatabase();
    await rig.slack.call('POST', '/user', { id: chen.id, deleted: true });
    // Answered, not only sent: the second one may otherwise still be handled when the database is back.
    await until(
      async () => (await calls(rig.slack, 'user_change')).filter(({ status }) => status === 500).length >= 2,
    );
    await gone.back();
    await until(async () => (await left(chen.id)) > 0);
    const sent = await calls(rig.slack, 'user_change');
    expect(sent[0]?.status).toBe(500);
    expect(sent.length).toBeGreaterThan(2);
    await until(async () => (await calls(rig.slack, 'user_change')).at(-1)?.status === 200);
    await rig.bot.settled();
    expect(await left(chen.id)).toBe(1);
  });

  it('makes no difference how often, or how much at once, one event comes', async () => {
    rig = await startRig({ delivery: 'http' });
    await askFor(rig.slack, chen.id);
    const [info] = (await rig.slack.state()).users.filter((user) => user.id === chen.id);
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: workspace.team.id,
      event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
      event_time: 1,
      event: { type: 'user_change', event_ts: '1.0', user: { ...info, deleted: true, profile: {} } },
    });
    const send = (number?: number) =>
      signed(rig.endpoint, rig.sandbox.signingSecret, body, {
        type: 'application/json',
        headers: number
          ? { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': 'http_timeout' }
          : {},
      });
    const answers = await Promise.all([send(), send(1), send(2), send(3)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await send(3);
    await rig.bot.settled();
    expect(await left(chen.id)).toBe(1);
    const [withdrawn] = await rig.fresh.database.sql<{ count: number }[]>`
      select count(*)::int as count from event where type = 'access.withdrawn'`;
    expect(withdrawn?.count).toBe(1);
  });

  it.each(['socket', 'http'] as const)('stops over %s after what is under way', async (delivery) => {
    rig = await startRig({ delivery });
    const people = await hold('lock table member in access exclusive mode');
    void rig.slack.call('POST', '/user', { id: chen.id, deleted: true });
    await sleep(300);
    const stopped = rig.bot.stop();
    await sleep(300);
    await people.release();
    await stopped;
    expect(await left(chen.id)).toBe(1);
    const [sent] = await calls(rig.slack, 'user_change');
    expect(sent?.answer).not.toHaveProperty('not_acknowledged');
  });
});

it('makes one decision of two approvers’ double clicks at once', async () => {
  rig = await startRig();
  const { slack } = rig;
  await askFor(slack, lin.id);
  const [forZhao] = await cardsOf(slack, zhao.id);
  const [forPriya] = await cardsOf(slack, priya.id);
  const approve = (user: string, card: typeof forZhao) =>
    slack.call('POST', '/interact', {
      user,
      channel: card?.channel,
      messageTs: card?.ts,
      action: buttonIn(card?.blocks, 'access.approve'),
    });
  // Both at once, twice each: a double click on either side of the firm.
  await Promise.all([
    approve(zhao.id, forZhao),
    approve(priya.id, forPriya),
    approve(zhao.id, forZhao),
    approve(priya.id, forPriya),
  ]);
  await rig.bot.settled();
  expect(await counted(rig)).toMatchObject({ grants: 1, approved: 1 });
});

const plainWish = {
  dataSet: 'client-files',
  caseNumber: 'C-2026-0413',
  purpose: 'tax_filing',
  reason: 'VAT filing for November',
  hours: '4',
  acknowledged: ['yes'],
};

/** What the submission of this form holds, by block and action. */
function valuesFor(blocks: readonly Record<string, never>[]) {
  const values: Record<string, Record<string, unknown>> = {};
  const chosen = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
  for (const block of blocks as unknown as Record<string, Record<string, string>>[]) {
    const name = String(block.block_id) as keyof typeof plainWish;
    const { action_id: action = '', type } = block.element ?? {};
    if (!Object.hasOwn(plainWish, name)) continue;
    const value = plainWish[name];
    values[name] = {
      [action]:
        type === 'checkboxes'
          ? { type, selected_options: ['yes'].map(chosen) }
          : type?.endsWith('select')
            ? { type, selected_option: chosen(String(value)) }
            : { type, value },
    };
  }
  return values;
}
