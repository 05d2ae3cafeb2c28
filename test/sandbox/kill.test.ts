import { type ChildProcess, spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder, GENERAL, LIN, LIN_DM, startRig, writeManifest } from './harness.ts';

/** Starts a sandbox in a process of its own, which tells its URL and tokens. */
async function startProcess(folder: string): Promise<{ child: ChildProcess; url: string; botToken: string }> {
  const module = new URL('../../src/sandbox/sandbox.ts', import.meta.url).href;
  const script = `
    const { startSandbox } = await import(${JSON.stringify(module)});
    const sandbox = await startSandbox({ folder: ${JSON.stringify(folder)}, port: 0, manifest: ${JSON.stringify(writeManifest(folder))} });
    console.log(JSON.stringify({ url: sandbox.url, botToken: sandbox.botToken }));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data) => resolve(String(data)));
    child.once('exit', (code) => reject(new Error(`exited with ${code}`)));
  });
  return { child, ...JSON.parse(line) };
}

test('kill -9 in the middle of writing: whatever was answered for is there afterwards, once', async () => {
  const folder = freshFolder();
  const { child, url, botToken } = await startProcess(folder);
  onTestFinished(() => void child.kill('SIGKILL'));
  const api = async (method: string, args: object) => {
    const response = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${botToken}` },
      body: JSON.stringify(args),
    });
    return (await response.json()) as { ok: boolean; ts: string; channel: string };
  };
  const control = (call: string, body: object) =>
    fetch(`${url}/_control/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await control('clock', { advance: 'P3D' });
  await control('user', { id: LIN, title: '新职务' });
  await control('read', { user: LIN, channel: GENERAL, ts: '1795468113.000000' });
  await api('views.publish', {
    user_id: LIN,
    view: { type: 'home', blocks: [{ type: 'divider' }], private_metadata: 'kept' },
  });
  const edited = await api('chat.postMessage', { channel: LIN, text: 'before' });
  await api('chat.update', { channel: edited.channel, ts: edited.ts, text: 'after' });

  const answered: string[] = [];
  let killed = false;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let count = 0; !killed; count += 1) {
      try {
        const { ok, ts } = await api('chat.postMessage', { channel: GENERAL, text: `${writer}.${count}` });
        if (ok) answered.push(ts);
      } catch {
        return;
      }
      if (answered.length >= 150 && !killed) {
        killed = true;
        child.kill('SIGKILL');
      }
    }
  });
  await Promise.all(writers);

  const rig = await startRig({ folder });
  expect(rig.sandbox.botToken).toBe(botToken);
  const kept = (await rig.messages(GENERAL)).map(({ ts }) => ts);
  expect(answered.length).toBeGreaterThanOrEqual(150);
  expect(answered.filter((ts) => !kept.includes(ts))).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
  expect(kept).toEqual(kept.toSorted());
  expect((await rig.messages(LIN_DM)).map(({ text }) => text)).toEqual(['after']);
  const state = await rig.state();
  expect(state.clock.offset_ms).toBeGreaterThan(2.9 * 86_400_000);
  expect(state.users.find(({ id }) => id === LIN)?.title).toBe('新职务');
  expect(await rig.read(`home/${LIN}`)).toMatchObject({ home: { view: { private_metadata: 'kept' } } });
  const { ts } = await rig.client.chat.postMessage({ channel: GENERAL, text: 'later' });
  expect(kept.every((old) => old < (ts ?? ''))).toBe(true);
  await rig.stop();
});
