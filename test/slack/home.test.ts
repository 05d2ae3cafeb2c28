import { afterEach, expect, it } from 'vitest';
import { firm } from '../../src/sandbox/firm.ts';
import { section } from '../../src/slack/blocks.ts';
import type { Capability } from '../../src/slack/capability.ts';
import { wordsOf } from '../support/control.ts';
import { type Rig, startRig, until } from './rig.ts';

const { emma } = firm.people;

let rig: Rig | undefined;
afterEach(() => rig?.stop());

it('does not miss what changes while a Home is drawn for the first time', async () => {
  let value = 'before';
  let drawing: (() => void) | undefined;
  let drawn = 0;
  const probe: Capability = {
    name: 'probe',
    texts: [],
    concerns: async () => [emma.id],
    home: async () => {
      const seen = value;
      drawn += 1;
      if (drawn === 1) {
        await new Promise<void>((go) => {
          drawing = go;
        });
      }
      return [section(seen)];
    },
  };
  rig = await startRig({ capabilities: [probe] });
  const { slack, bot, fresh } = rig;
  await slack.call('POST', '/open-home', { user: emma.id });
  await until(() => drawing);
  value = 'after';
  await bot.house.commit({
    id: 'change',
    cause: { kind: 'cli', id: 'test' },
    keys: [],
    load: async () => undefined,
    decide: () => ({
      next: undefined,
      events: [{ type: 'probe.changed', version: 1, subject: 'thing_1', data: {} }],
    }),
    save: async () => {},
  });
  // The event has been handed on and its refresh is done, all while the first drawing goes on.
  await until(async () => {
    const [row] = await fresh.database.sql<{ busy: boolean }[]>`
      select exists (select 1 from outbox) or not exists (select 1 from pgboss.job where name = 'refresh' and state = 'completed')
        or exists (select 1 from pgboss.job where name = 'refresh' and state < 'completed') as busy`;
    return row?.busy === false;
  });
  drawing?.();
  await bot.settled();
  expect(wordsOf(await slack.home(emma.id))).toContain('after');
});
