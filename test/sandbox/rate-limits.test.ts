import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMMA, GENERAL, LIN, type Rig, silent, sleep, startRig } from './harness.ts';

describe('rate limits', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.stop());
  const statuses = async (count: number, method: string, args: object) => {
    const answers: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const response = await fetch(`${rig.sandbox.apiUrl}${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${rig.sandbox.botToken}` },
        body: JSON.stringify(args),
      });
      if (response.status === 429)
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      answers.push(response.status);
    }
    return answers;
  };

  test('off until switched on', async () => {
    expect(new Set(await statuses(30, 'users.list', {}))).toEqual(new Set([200]));
    await rig.control('rate-limits', { on: true });
    expect((await rig.state()).rate_limits).toBe(true);
  });

  test('tiers count per method: the 21st users.list of a minute is refused, users.info goes on', async () => {
    await rig.control('rate-limits', { on: true });
    const list = await statuses(22, 'users.list', {});
    expect(list.slice(0, 20)).toEqual(Array(20).fill(200));
    expect(list.slice(20)).toEqual([429, 429]);
    expect(await statuses(5, 'users.info', { user: LIN })).toEqual(Array(5).fill(200));
    await rig.control('rate-limits', { on: false });
    expect(await statuses(1, 'users.list', {})).toEqual([200]);
  });

  test('posting: one a second per conversation after a short burst, and WebClient hears when to come back', async () => {
    await rig.control('rate-limits', { on: true });
    expect(await statuses(6, 'chat.postMessage', { channel: GENERAL, text: 'x' })).toEqual([
      200, 200, 200, 200, 429, 429,
    ]);
    expect(await statuses(1, 'chat.postMessage', { channel: EMMA, text: 'x' })).toEqual([200]);
    await sleep(1_050);
    expect(await statuses(2, 'chat.postMessage', { channel: GENERAL, text: 'x' })).toEqual([200, 429]);
    const began = performance.now();
    const patient = new WebClient(rig.sandbox.botToken, { slackApiUrl: rig.sandbox.apiUrl, logger: silent });
    await patient.chat.postMessage({ channel: GENERAL, text: 'waited' });
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});
