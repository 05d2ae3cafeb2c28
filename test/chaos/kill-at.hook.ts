/**
 * Loaded before the program: ends it by kill -9 when it crosses the moment that CHAOS_KILL_AT names (`commit.after:3`, the third
 * time), and sets its clock wrong by CHAOS_CLOCK_MS. With CHAOS_ARMED_BY only crossings while that file is there count.
 */
import { subscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { type Crossing, crossingChannel } from '../../src/kernel/crossing.ts';
import '../support/quick-import.hook.ts';

const { CHAOS_KILL_AT = '', CHAOS_CLOCK_MS = '0', CHAOS_ARMED_BY = '' } = process.env;

const [point, nth] = CHAOS_KILL_AT.split(':');
let left = Number(nth);
if (point) {
  subscribe(crossingChannel(point as Crossing), () => {
    if (CHAOS_ARMED_BY && !existsSync(CHAOS_ARMED_BY)) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  });
}

const wrong = Number(CHAOS_CLOCK_MS);
if (wrong !== 0) {
  const now = (): number => RealDate.now() + wrong;
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (_target, given, made) =>
      Reflect.construct(RealDate, given.length === 0 ? [now()] : given, made === Date ? RealDate : made),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
