import { z } from 'zod';
import { type ControlCall, controlCall, denial } from './control.call.ts';
import { seedFirm } from './firm.ts';
import type { Platform } from './platform.ts';
import { APP, TEAM } from './workspace.ts';

/** What time and misfortune do to a workspace. */
export const worldCalls: Record<string, ControlCall> = {
  clock: controlCall({
    args: z.strictObject({ advance: z.string().optional(), now: z.string().optional() }),
    run: async ({ workspace, delivery, onClock }, to) => {
      const fault = workspace.clock.move(to);
      if (fault !== undefined) throw denial('invalid_arguments', fault);
      workspace.changes.tell({ type: 'clock' });
      await onClock(workspace.clock.now());
      await delivery.settle();
      return { ok: true, now: workspace.clock.now().toISOString() };
    },
  }),

  fault: controlCall({
    args: z.strictObject({
      method: z.string().min(1),
      channel: z.string().min(1).optional(),
      times: z.int().min(1).max(1_000_000).default(1),
      status: z.int().min(400).max(599).optional(),
      error: z.string().min(1).max(255).optional(),
      retry_after: z.int().min(0).max(3_600).optional(),
      delay_ms: z.int().min(0).max(600_000).optional(),
      lose_reply: z.boolean().optional(),
    }),
    run: ({ faults }, fault) => {
      faults.order(fault);
      return { ok: true };
    },
  }),

  'rate-limits': controlCall({
    args: z.strictObject({ on: z.boolean() }),
    run: ({ rateLimits }, { on }) => {
      rateLimits.set(on);
      return { ok: true };
    },
  }),

  socket: controlCall({
    args: z.strictObject({
      action: z.enum(['refresh', 'warning', 'link_disabled', 'drop', 'app_rate_limited']),
    }),
    run: async (platform, { action }) => {
      if (action === 'app_rate_limited') await tellRateLimited(platform);
      else platform.socket.disconnect(action);
      return { ok: true };
    },
  }),

  delivery: controlCall({
    args: z.discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('socket') }),
      z.strictObject({ mode: z.literal('http'), url: z.url({ protocol: /^https?$/ }) }),
    ]),
    run: async ({ delivery }, to) => {
      const fault = await delivery.switch(to);
      if (fault !== undefined) throw denial('url_verification_failed', fault);
      return { ok: true };
    },
  }),

  unrest: controlCall({
    args: z.strictObject({
      times: z.int().min(1).max(1_000).default(1),
      hold_ms: z.int().min(0).max(10_000).optional(),
      twice: z.boolean().optional(),
    }),
    run: ({ delivery }, unrest) => {
      delivery.disturb(unrest);
      return { ok: true };
    },
  }),

  settle: controlCall({
    args: z.object({}),
    run: async ({ delivery }) => {
      await delivery.settle();
      return { ok: true };
    },
  }),

  reset: controlCall({
    args: z.object({}),
    run: async (platform) => {
      await platform.delivery.settle();
      emptyWorkspace(platform);
      await platform.onReset();
      platform.workspace.changes.tell({ type: 'reset' });
      return { ok: true };
    },
  }),
};

/** Everything said and changed is gone; tokens and delivery stay, so that a running app goes on. */
function emptyWorkspace({
  workspace,
  secrets,
  delivery,
  views,
  chosen,
  faults,
  rateLimits,
  log,
}: Platform): void {
  const { store, clock } = workspace;
  store.together(() => {
    store.clear();
    store.put('setting', 'secrets', secrets);
    clock.rewind();
    seedFirm(workspace);
  });
  delivery.forget();
  views.clear();
  chosen.clear();
  faults.clear();
  rateLimits.set(false);
  log.clear();
}

/** What Slack sends in place of events past 30,000 deliveries an hour: an envelope that holds no event. */
async function tellRateLimited({ workspace, delivery, secrets }: Platform): Promise<void> {
  const payload = {
    token: secrets.verificationToken,
    type: 'app_rate_limited',
    team_id: TEAM.id,
    minute_rate_limited: workspace.clock.seconds(),
    api_app_id: APP.id,
  };
  await delivery.send({ kind: 'events_api', payload, answers: false }, { what: 'app_rate_limited' });
}
