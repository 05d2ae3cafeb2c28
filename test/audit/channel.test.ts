import { afterEach, describe, expect, it } from 'vitest';
import { placeFrom } from '../../src/audit/anchor.ts';
import { slackAnchorage } from '../../src/audit/slack.anchor.ts';
import { RunAgainAfter } from '../../src/jobs/jobs.ts';
import { type Rig, startRig } from '../sandbox/harness.ts';

const CHANNEL = 'C06ANCHORS0';
const PARTNER = 'C05PARTNER0';

/** Letters that a chat is tempted to change: an address, a name with & and <, a dash, base64 that looks like an emoji. */
const note = (size: number) =>
  `shoumi.example/a&b<c>\n${size}\n${Buffer.alloc(32, size).toString('base64')}\n\n— shoumi.example/a&b<c> +9zc:smile:+${Buffer.alloc(64, size).toString('base64')}\n`;

let rig: Rig;
afterEach(() => rig.stop());

function anchorage(channel = CHANNEL) {
  const place = placeFrom(`slack:${channel}`);
  if (place?.kind !== 'slack') throw new Error('not a channel');
  return slackAnchorage(place, rig.client);
}

async function inChannel(channel = CHANNEL) {
  return (await rig.messages(channel)).filter(({ is_system }) => !is_system);
}

async function everything(): Promise<string[]> {
  const notes: string[] = [];
  for await (const one of anchorage().all()) notes.push(one);
  return notes;
}

describe('a channel', () => {
  it('gets a sentence in both languages and the signed note, which is read back letter by letter', async () => {
    rig = await startRig();
    const ts = await anchorage().put({ size: 1200, note: note(1200) });
    const [message] = await inChannel();
    expect(message?.text).toContain('after 1,200 entries');
    expect(message?.text).toContain('共 1,200 条记录');
    expect(await anchorage().get(ts)).toBe(note(1200));
    expect(await anchorage().get('1700000000.000100')).toBeUndefined();
  });

  it('gives back all of them and nothing that people wrote in between', async () => {
    rig = await startRig();
    for (const size of [3, 8]) {
      await anchorage().put({ size, note: note(size) });
      await rig.control('message', {
        channel: CHANNEL,
        user: 'U09JAMES000',
        text: `\`\`\`${note(99)}\`\`\``,
      });
    }
    expect((await everything()).sort()).toEqual([note(3), note(8)].sort());
  });

  it('is looked through before a second post: an answer that was lost makes no second message', async () => {
    rig = await startRig({ client: { timeout: 300 } });
    await rig.control('fault', { method: 'chat.postMessage', times: 1, lose_reply: true });
    await expect(anchorage().put({ size: 5, note: note(5) })).rejects.toThrow();
    const ts = await anchorage().put({ size: 5, note: note(5) });
    expect((await inChannel()).map((message) => message.ts)).toEqual([ts]);
  });

  it('waits as long as Slack asks', async () => {
    rig = await startRig({ client: { rejectRateLimitedCalls: true } });
    await rig.control('fault', { method: 'chat.postMessage', times: 1, status: 429, retry_after: 7 });
    const waiting = anchorage().put({ size: 5, note: note(5) });
    await expect(waiting).rejects.toBeInstanceOf(RunAgainAfter);
    await expect(waiting).rejects.toMatchObject({ seconds: 7 });
  });
});

describe('nothing is posted, and the reason is told', () => {
  it('in a channel shared with another company', async () => {
    rig = await startRig();
    await expect(anchorage(PARTNER).put({ size: 5, note: note(5) })).rejects.toMatchObject({
      fault: 'shared',
    });
    expect(await inChannel(PARTNER)).toEqual([]);
  });

  it('in a channel that does not exist, is archived, or without the bot', async () => {
    rig = await startRig();
    await expect(anchorage('C0NOWHERE').put({ size: 5, note: note(5) })).rejects.toMatchObject({
      fault: 'not_found',
    });
    await rig.control('channel', { id: CHANNEL, members: ['U09JAMES000'] });
    await expect(anchorage().put({ size: 5, note: note(5) })).rejects.toMatchObject({
      fault: 'not_a_member',
    });
    await rig.control('channel', { id: CHANNEL, is_archived: true });
    await expect(anchorage().put({ size: 5, note: note(5) })).rejects.toMatchObject({ fault: 'archived' });
  });

  it('without the scopes', async () => {
    rig = await startRig({ scopes: ['chat:write', 'commands'] });
    await expect(anchorage().put({ size: 5, note: note(5) })).rejects.toMatchObject({
      fault: 'missing_scope',
    });
  });
});
