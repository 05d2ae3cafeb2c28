import { dutyById } from '../../src/duty/duty.store.ts';
import { type Duty, type DutyInput, dutyInput } from '../../src/duty/duty.ts';
import { openFor } from '../../src/duty/occurrence.store.ts';
import { addRule, dutyId } from '../../src/duty/rule.job.ts';
import { firm as workspace } from '../../src/sandbox/firm.ts';
import { type Screen, screenOf } from '../directory/screen.ts';
import type { Firm } from '../support/bot.ts';
import { restoreDrill } from './world.ts';

/** A duty of every day, with what is asked; opened already. */
export async function dailyDuty(firm: Firm, change: Partial<DutyInput> & { owner: string }): Promise<Duty> {
  const { house } = firm.bot;
  const title = String(change.titleZh ?? change.titleEn ?? '');
  const id = dutyId(house.tenant, 'test', title, change.owner);
  const input = dutyInput.parse({
    ...restoreDrill(),
    ...{ deputy: null, checker: null, asks: [], ladder: [], leadDays: 0, toleranceDays: 0 },
    cadence: { kind: 'rule', rule: 'FREQ=DAILY', from: '2026-01-01', off: 'stay' },
    ...change,
  });
  const outcome = await addRule(
    house,
    {
      cause: { kind: 'cli', id: `test ${id}`, by: workspace.people.zhou.id },
      by: workspace.people.zhou.id,
      duty: id,
    },
    input,
  );
  if (outcome.kind === 'refused') throw new Error(JSON.stringify(outcome));
  await tick(firm);
  const duty = await house.read((tx) => dutyById(tx, house.tenant, id));
  if (!duty) throw new Error(`${title} was not added`);
  return duty;
}

/** Lets everything that has fallen due open. */
export async function tick({ bot }: Firm): Promise<void> {
  await bot.tick();
  await bot.settled();
}

/** What is open of a duty. */
export async function openOf({ bot }: Firm, duty: Duty, owner = duty.owner ?? '') {
  const { house } = bot;
  const open = await house.read((tx) => openFor(tx, house.tenant, owner));
  return open.filter((one) => one.duty === duty.id);
}

/** A person's screen, everything closed before each look. */
export function deskOf(firm: Firm, user: string): Screen & { duty: (text?: string) => Promise<void> } {
  const screen = screenOf(firm, user);
  return {
    ...screen,
    duty: async (text = '') => {
      for (const view of await firm.slack.views(user))
        await firm.slack.call('POST', '/close', { user, view_id: view.id, all: true });
      await firm.slack.command(user, '/duty', text);
      if (process.env.PRINT) await show(screen);
    },
  };
}

/** Presses a button that the person's screen still showed, in an old answer of their own; gives all the words they then see. */
export async function pressOld(firm: Firm, user: string, actionId: string, value: string): Promise<string> {
  for (const view of await firm.slack.views(user))
    await firm.slack.call('POST', '/close', { user, view_id: view.id, all: true });
  await firm.slack.command(user, '/duty', '完成 没有这样的事');
  const old = (await firm.slack.inbox(user)).at(-1);
  if (!old) throw new Error('no message to press');
  await firm.slack.call('POST', '/interact', {
    ...{ user, channel: old.channel, messageTs: old.ts, stale: true },
    action: { type: 'button', action_id: actionId, block_id: 'old', value },
  });
  await firm.sandbox.settle();
  await firm.bot.settled();
  return JSON.stringify((await firm.slack.topView(user))?.view ?? null);
}

/** For reading: what stands on a screen. */
export async function show(screen: Screen): Promise<void> {
  const words = await screen.words().catch(() => screen.told());
  process.stdout.write(`\n────────\n${words}\n`);
}
