import type { Changes } from './changes.ts';
import type { Clock } from './clock.ts';
import type { ControlLogEntry } from './control.contract.ts';

type Opened = Omit<ControlLogEntry, 'seq' | 'at' | 'real_at' | 'answer' | 'status' | 'ms'>;

/** Every payload both ways, in order; the newest 5,000 are kept, in memory only. */
export type PayloadLog = {
  /** Notes a payload and returns what notes its answer. */
  open(entry: Opened): (answer: unknown, status?: number) => void;
  after(seq: number): ControlLogEntry[];
  clear(): void;
};

const KEPT = 5_000;
const SECRET = /token$|secret|^authorization$/i;

export function openPayloadLog(clock: Clock, changes: Changes): PayloadLog {
  let entries: ControlLogEntry[] = [];
  let seq = 0;
  return {
    open: (opened) => {
      const began = performance.now();
      seq += 1;
      const entry: ControlLogEntry = {
        ...opened,
        seq,
        at: clock.now().toISOString(),
        real_at: new Date().toISOString(),
        payload: masked(opened.payload),
      };
      entries.push(entry);
      if (entries.length > KEPT * 1.1) entries = entries.slice(-KEPT);
      changes.tell({ type: 'log' });
      return (answer, status) => {
        if (answer !== undefined) entry.answer = masked(answer);
        if (status !== undefined) entry.status = status;
        entry.ms = Math.round((performance.now() - began) * 10) / 10;
        changes.tell({ type: 'log' });
      };
    },
    after: (from) => entries.slice(-KEPT).filter((entry) => entry.seq > from),
    clear: () => {
      entries = [];
    },
  };
}

/** A copy as it was at this moment, tokens and secrets struck out. */
function masked(value: unknown): unknown {
  if (value === undefined) return undefined;
  return JSON.parse(
    JSON.stringify(value, (key, inner) => (SECRET.test(key) && typeof inner === 'string' ? '•••' : inner)),
  );
}
