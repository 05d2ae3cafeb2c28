import { setTimeout as sleep } from 'node:timers/promises';
import { act } from '../../src/access/button.view.ts';
import type { ControlMessage } from '../../src/sandbox/control.contract.ts';
import { firm } from '../../src/sandbox/firm.ts';
import { askFor, cardsOf } from '../slack/rig.ts';
import { buttonIn } from '../support/control.ts';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

const { lin, chen, emma, zhao, priya } = firm.people;
export const askers = [lin.id, chen.id, emma.id];
export const approvers = [zhao.id, priya.id];

/** What people did, as they themselves remember it. */
export type Memory = {
  /** By case number: who asked, and whether the form was taken. */
  readonly asked: Map<string, { by: string; taken: boolean }>;
  /** `access.approved req_… U…`: whatever somebody tried, whether or not it was answered. */
  readonly tried: Set<string>;
  /** What somebody was told is done, or saw done: event type and subject. */
  readonly seen: Map<string, string>;
  readonly findings: string[];
  /** How often each kind of thing was done. */
  readonly acts: Map<string, number>;
};

export function newMemory(): Memory {
  return { asked: new Map(), tried: new Set(), seen: new Map(), findings: [], acts: new Map() };
}

/** Everybody acts until `over`. */
export async function crowd(
  world: World,
  memory: Memory,
  chance: Chance,
  over: () => boolean,
): Promise<void> {
  const one = async (user: string, live: (own: Chance) => Promise<void>): Promise<void> => {
    const own = chance.stream(user);
    while (!over()) {
      await live(own).catch((error: unknown) => {
        memory.findings.push(`${user} could not act: ${(error as Error).stack}`);
      });
      await sleep(own.below(250));
      // When nothing answers most people wait.
      for (let wait = 0; wait < 20 && !world.replicas.some(({ ready }) => ready); wait += 1) await sleep(100);
    }
  };
  await Promise.all([
    ...askers.map((user, lane) => one(user, (own) => asker(world, memory, own, user, lane))),
    ...approvers.map((user) => one(user, (own) => approver(world, memory, own, user))),
  ]);
}

async function asker(
  world: World,
  memory: Memory,
  chance: Chance,
  user: string,
  lane: number,
): Promise<void> {
  const { slack } = world;
  if (chance.happens(0.12)) return look(world, memory, chance, user);
  const cards = (await cardsOf(slack, user)).slice(-12);
  const ended = cards.filter((card) => buttonIn(card.blocks, act.giveBack));
  const waiting = cards.filter((card) => buttonIn(card.blocks, act.withdraw));
  if (ended.length > 0 && chance.happens(0.3))
    return clicked(world, memory, chance, user, chance.oneOf(ended), act.giveBack, 'access.returned');
  if (waiting.length > 0 && chance.happens(0.15))
    return clicked(world, memory, chance, user, chance.oneOf(waiting), act.withdraw, 'access.withdrawn');
  // A crowd of open wishes makes nobody act faster.
  if (waiting.length > 3) return sleep(200);
  count(memory, 'ask');
  const caseNumber = `C-${2000 + lane}-${String(memory.asked.size + 1).padStart(4, '0')}`;
  const asked = { by: user, taken: false };
  memory.asked.set(caseNumber, asked);
  await closeAll(world, user);
  // Nothing opened: the command was answered too late, or not at all.
  const answer = await askFor(slack, user, { caseNumber }).catch(() => undefined);
  asked.taken = answer?.ok === true && answer.closed === true;
}

async function approver(world: World, memory: Memory, chance: Chance, user: string): Promise<void> {
  const { slack } = world;
  if (chance.happens(0.1)) return look(world, memory, chance, user);
  const cards = await cardsOf(slack, user);
  const open = cards.filter((card) => buttonIn(card.blocks, act.approve));
  const running = cards.filter((card) => buttonIn(card.blocks, act.revoke));
  const mine = cards.filter((card) => buttonIn(card.blocks, act.takeBack));
  if (running.length > 0 && chance.happens(0.15))
    return submitted(world, memory, user, chance.oneOf(running), act.revoke, 'access.revoked');
  if (mine.length > 0 && chance.happens(0.1))
    return submitted(world, memory, user, chance.oneOf(mine), act.takeBack, 'access.revoked');
  if (open.length === 0) return sleep(100);
  const card = chance.oneOf(open);
  if (buttonIn(card.blocks, act.deny) && chance.happens(0.15))
    return submitted(world, memory, user, card, act.deny, 'access.denied');
  return clicked(world, memory, chance, user, card, act.approve, 'access.approved');
}

async function look(world: World, memory: Memory, chance: Chance, user: string): Promise<void> {
  count(memory, 'look');
  await closeAll(world, user);
  if (chance.happens(0.5)) await world.slack.command(user, '/access', chance.oneOf(['', 'mine', 'pending']));
  else await world.slack.openHome(user);
}

/** Clicks, now and then twice; and looks whether what was acknowledged is there. */
async function clicked(
  world: World,
  memory: Memory,
  chance: Chance,
  user: string,
  card: ControlMessage,
  actionId: string,
  type: string,
): Promise<void> {
  count(memory, actionId);
  const subject = String(buttonIn(card.blocks, actionId)?.value);
  memory.tried.add(`${type} ${subject} ${user}`);
  const before = await whispers(world, user);
  const began = performance.now();
  const click = () => world.slack.click(user, card, actionId);
  const answers = await Promise.all(chance.happens(0.4) ? [click(), click()] : [click()]);
  if (!answers.some(({ ok }) => ok)) return;
  const event = await recorded(world, type, subject);
  if (event) {
    memory.seen.set(`${type} ${subject}`, event);
    return;
  }
  // Acknowledged, and not there: then somebody else was first, or the person was told why not.
  for (let wait = 0; wait < 20; wait += 1) {
    if (await decidedOtherwise(world, subject)) return;
    if ((await whispers(world, user)) > before) return;
    // Whoever acknowledged may have died before it could say so.
    if (world.lastDeath > began - 1_000) return;
    await sleep(200);
  }
  memory.findings.push(`${type} of ${subject} by ${user} was acknowledged and is not there`);
}

/** The road over a form with a reason. */
async function submitted(
  world: World,
  memory: Memory,
  user: string,
  card: ControlMessage,
  actionId: string,
  type: string,
): Promise<void> {
  const { slack } = world;
  count(memory, actionId);
  const subject = String(buttonIn(card.blocks, actionId)?.value);
  await closeAll(world, user);
  const { ok } = await slack.click(user, card, actionId);
  const form = ok ? await slack.topView(user) : undefined;
  if (form?.view.callback_id !== actionId) return;
  memory.tried.add(`${type} ${subject} ${user}`);
  const answer = await slack.submit(user, form, {
    ...(actionId === act.deny ? { kind: 'other' } : {}),
    reason: 'Not for this case',
  });
  if (!answer.ok || !answer.closed) return;
  const event = await recorded(world, type, subject);
  if (event) memory.seen.set(`${type} ${subject}`, event);
  else memory.findings.push(`${type} of ${subject} by ${user}: the form was taken and nothing is there`);
}

async function closeAll({ slack }: World, user: string): Promise<void> {
  const top = await slack.topView(user);
  if (top) await slack.call('POST', '/close', { user, view_id: top.id, all: true });
}

async function recorded(world: World, type: string, subject: string): Promise<string | undefined> {
  const [event] = await world.ask<{ id: string }>(`select id from event where type = $1 and subject = $2`, [
    type,
    subject,
  ]);
  return event?.id;
}

async function decidedOtherwise(world: World, subject: string): Promise<boolean> {
  const rows = await world.ask(
    `select from access_request where id = $1 and (state <> 'pending' or lapses_at < now())
     union all select from access_grant where id = $1 and (state <> 'running' or ends_at < now())`,
    [subject],
  );
  return rows.length > 0;
}

/** How much only this person was told. */
async function whispers({ slack }: World, user: string): Promise<number> {
  return (await slack.inbox(user)).filter((one) => one.ephemeral_for === user).length;
}

function count(memory: Memory, what: string): void {
  memory.acts.set(what, (memory.acts.get(what) ?? 0) + 1);
}
