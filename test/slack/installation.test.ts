import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotParts, startBot } from '../../src/bot.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

const start = async (slack: Partial<BotParts['slack']>) => {
  const bot = await startBot({ ...rig.parts, slack: { ...rig.parts.slack, ...slack } });
  const { tenant } = bot.house;
  await bot.stop();
  return tenant;
};
const kept = () =>
  rig.fresh.database.sql<{ tenant: string; token: string }[]>`select tenant, token from slack_installation`;

it('says what is missing where no token is set and none is kept', async () => {
  expect(await kept()).toEqual([]);
  await expect(start({ token: undefined })).rejects.toThrow(
    /^SLACK_BOT_TOKEN is missing while SLACK_APP_TOKEN is set, and none is kept from before: set it too, or neither for the sandbox\.$/,
  );
});

it('keeps the token that Slack accepted, sealed, and comes back with it', async () => {
  const tenant = await start({ keepToken: true });
  const [row, ...more] = await kept();
  expect(more).toEqual([]);
  expect(row).toEqual({ tenant, token: expect.stringMatching(/^sealed:1:key_/) });
  expect(await start({ token: undefined, keepToken: true })).toBe(tenant);
  // The same token again is not sealed again.
  expect(await kept()).toEqual([row]);
});

it('keeps no token that Slack does not accept', async () => {
  const before = await kept();
  await expect(start({ token: 'xoxb-1-1-wrong', keepToken: true })).rejects.toThrow(/does not accept/);
  expect(await kept()).toEqual(before);
});

it('asks which workspace is meant where several are kept, and for the token where its key is gone', async () => {
  await rig.fresh.database.sql`
    insert into slack_installation (tenant, team, bot_id, bot_user, token, at) values ('T2', 'T2', 'B2', 'U2', 'xoxb-2', now())`;
  await expect(start({ token: undefined })).rejects.toThrow(
    /those of \w+, \w+ are kept: set the one that is meant\.$/,
  );
  await rig.fresh.database.sql`delete from slack_installation where tenant = 'T2'`;
  await rig.fresh.database.sql`update data_key set wrapped = null where holder = 'class:installation'`;
  await expect(start({ token: undefined })).rejects.toThrow(/none is kept from before/);
});
