import { expect, it } from 'vitest';
import { type Decision, isRefusal, refuse } from '../../src/kernel/decision.ts';

it('tells a refusal from a success, whatever the next state looks like', () => {
  const success: Decision<{ refused: boolean }> = { next: { refused: true }, events: [] };
  expect(isRefusal(success)).toBe(false);
  expect(isRefusal(refuse('no'))).toBe(true);
});

it('carries only what was said', () => {
  expect(refuse('no')).toEqual({ refused: { key: 'no' } });
  expect(refuse('no', { hours: 4 }, 'hours')).toEqual({
    refused: { key: 'no', values: { hours: 4 } },
    field: 'hours',
  });
});
