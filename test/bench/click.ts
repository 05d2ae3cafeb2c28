import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBot } from '../../src/bot.ts';
import { capabilities } from '../../src/capabilities.ts';
import { seedDemo } from '../../src/demo.ts';
import { logger } from '../../src/log.ts';
import type { ControlLogEntry, ControlMessage, ControlView } from '../../src/sandbox/control.contract.ts';
import { firm } from '../../src/sandbox/firm.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { testKeys } from '../support/keys.ts';
import { type Figure, quantile } from './figure.ts';

const { lin, zhao } = firm.people;
const approvals = 220;
const warmUp = 20;
const dm = (user: { id: string }) => `D${user.id.slice(1)}`;

/** From the click on Approve to the moment Slack has accepted both changed cards, the approver's and the requester's; in the sandbox. */
export async function clickFigures(databaseUrl: string, ownerUrl: string): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shoumi-bench-'));
  const manifest = fileURLToPath(new URL('../../manifest.yml', import.meta.url));
  const sandbox = await startSandbox({ folder, port: 0, manifest });
  const bot = await startBot({
    databaseUrl,
    ownerUrl,
    capabilities,
    keys: testKeys,
    slack: {
      token: sandbox.botToken,
      apiUrl: sandbox.apiUrl,
      arrival: { mode: 'socket', appToken: sandbox.appToken },
    },
    now: sandbox.now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    admins: [],
    log: logger({ level: 'silent' }),
    onFatal: () => {},
  });
  try {
    await seedDemo(bot.house);
    const control = controlOf(sandbox.url);
    // One post a second and conversation is Slack's limit, not ours: each round begins as if nothing had been sent.
    await control('/rate-limits', { on: false });
    const took: number[] = [];
    for (let n = 0; n < warmUp + approvals; n++) {
      await bot.database.sql`delete from slack_pace`;
      await ask(control, n);
      await bot.settled();
      const ms = await approve(control, bot.settled);
      if (n >= warmUp) took.push(ms);
    }
    return ([0.5, 0.99] as const).map((p) => ({
      name: `click on Approve to both cards changed, p${p * 100}`,
      value: quantile(took, p),
      unit: 'ms',
    }));
  } finally {
    await bot.stop();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Control = <T>(path: string, body?: unknown) => Promise<T>;

function controlOf(url: string): Control {
  return async (path, body) => {
    const answer = await fetch(`${url}/_control${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return answer.json() as Promise<never>;
  };
}

/** Opens the form, fills it in and sends it, as a person does. */
async function ask(control: Control, n: number): Promise<void> {
  const who = { user: lin.id, channel: dm(lin) };
  await control('/command', { ...who, command: '/access', text: 'request client-files 4h' });
  const { views } = await control<{ views: ControlView[] }>(`/views/${lin.id}`);
  const form = views.at(-1);
  if (!form) throw new Error('the form did not open');
  const wish: Record<string, string> = {
    dataSet: 'client-files',
    caseNumber: `C-2026-${1_000 + n}`,
    purpose: 'tax_filing',
    hours: '4',
    reason: 'VAT filing for October',
    acknowledged: 'yes',
  };
  const values: Record<string, Record<string, unknown>> = {};
  for (const { block_id, element } of form.view.blocks as { block_id: string; element?: Element }[]) {
    if (element)
      values[block_id] = {
        [element.action_id]: { type: element.type, ...stateOf(element, wish[block_id] ?? '') },
      };
  }
  const sent = await control<{ closed?: boolean }>('/submit', { user: lin.id, view_id: form.id, values });
  if (!sent.closed) throw new Error(`the form was not taken: ${JSON.stringify(sent)}`);
}

type Option = { text: { type: string; text: string }; value: string };
type Element = { type: string; action_id: string; options?: Option[]; initial_option?: Option };

function stateOf({ type, options, initial_option }: Element, value: string): Record<string, unknown> {
  const option = options?.find((one) => one.value === value) ?? initial_option;
  if (type === 'checkboxes') return { selected_options: [option] };
  return type.endsWith('_select') ? { selected_option: option } : { value };
}

/** Clicks Approve on the newest card, and answers the milliseconds until both cards were accepted. */
async function approve(control: Control, settled: () => Promise<void>): Promise<number> {
  const { messages } = await control<{ messages: ControlMessage[] }>(`/messages/${dm(zhao)}?user=${zhao.id}`);
  const card = messages.findLast((message) =>
    JSON.stringify(message.blocks ?? []).includes('access.approve'),
  );
  const blocks = (card?.blocks ?? []) as { block_id: string; elements?: { action_id?: string }[] }[];
  const row = blocks.find((block) => block.elements?.some((one) => one.action_id === 'access.approve'));
  const button = row?.elements?.find((one) => one.action_id === 'access.approve');
  if (!card || !row || !button) throw new Error('there is nothing to approve');
  const before = await lastOf(control);
  const clicked = performance.timeOrigin + performance.now();
  await control('/interact', {
    user: zhao.id,
    channel: card.channel,
    messageTs: card.ts,
    action: { ...button, block_id: row.block_id },
  });
  await settled();
  const { log } = await control<{ log: ControlLogEntry[] }>(`/log?after=${before}`);
  const accepted = [dm(zhao), dm(lin)].map((channel) => {
    const update = log.find(
      (entry) =>
        entry.what === 'chat.update' &&
        entry.status === 200 &&
        (entry.payload as { channel?: string }).channel === channel,
    );
    if (!update) throw new Error(`no card in ${channel} changed`);
    return Date.parse(update.real_at) + (update.ms ?? 0);
  });
  return Math.max(...accepted) - clicked;
}

async function lastOf(control: Control): Promise<number> {
  const { log } = await control<{ log: ControlLogEntry[] }>('/log');
  return log.at(-1)?.seq ?? 0;
}
