import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeBlocks, findPlaced } from '../../src/sandbox/blocks.ts';
import { escapeText } from '../../src/sandbox/command.ts';
import { isEmpty, stateValues } from '../../src/sandbox/element.state.ts';
import { nestsDeeper } from '../../src/sandbox/json.ts';

test('escaping leaves no bare < or > but in Slack’s own tokens, and can be undone', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '&', '@', '#', 'U', 'a', '|', ' ', '!') }),
      (text) => {
        const escaped = escapeText(text);
        const bare = escaped.replaceAll(/<(@U[A-Z0-9]+|#C[A-Z0-9]+)(\|[^<>]*)?>/g, '');
        expect(bare).not.toMatch(/[<>]/);
        expect(bare.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
        expect(escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(text);
      },
    ),
  );
});

test('how deep a JSON text nests, whatever its strings hold', () => {
  const depth = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const text = JSON.stringify(value);
      const deep = depth(value);
      expect(nestsDeeper(text, deep)).toBe(false);
      if (deep > 0) expect(nestsDeeper(text, deep - 1)).toBe(true);
    }),
  );
});

test('every block gets an id, every element is found again, and nothing given is changed', () => {
  const button = fc.record({
    type: fc.constant('button'),
    action_id: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  });
  const block = fc.oneof(
    fc.record({ type: fc.constant('actions'), elements: fc.array(button, { maxLength: 4 }) }),
    fc.record({ type: fc.constant('section'), accessory: button }),
    fc.record({ type: fc.constant('divider') }),
  );
  fc.assert(
    fc.property(fc.array(block), (blocks) => {
      const before = JSON.stringify(blocks);
      const completed = completeBlocks(blocks);
      expect(JSON.stringify(blocks)).toBe(before);
      for (const one of completed) expect(one.block_id).toMatch(/^.{5}$/);
      for (const one of completed) {
        const elements = (one.elements ?? (one.accessory ? [one.accessory] : [])) as { action_id: string }[];
        for (const { action_id } of elements) {
          expect(findPlaced(completed, action_id, one.block_id as string)?.actionId).toBe(action_id);
        }
      }
    }),
  );
});

test('a value of another type than the element’s is not taken over', () => {
  const blocks = [
    {
      type: 'input',
      block_id: 'b',
      element: { type: 'datepicker', action_id: 'a', initial_date: '2026-11-24' },
    },
  ];
  const state = (value: Record<string, unknown>) => stateValues(blocks, { b: { a: value } }).b?.a;
  expect(state({ type: 'plain_text_input', value: 'x' })).toEqual({
    type: 'datepicker',
    selected_date: '2026-11-24',
  });
  expect(state({ type: 'datepicker', selected_date: null })).toEqual({
    type: 'datepicker',
    selected_date: null,
  });
  const number = [{ type: 'input', block_id: 'b', element: { type: 'number_input', action_id: 'a' } }];
  expect(stateValues(number, { b: { a: { type: 'plain_text_input', value: 'x' } } }).b?.a).toEqual({
    type: 'number_input',
    value: null,
  });
  expect([null, undefined, '', []].every(isEmpty)).toBe(true);
  expect([0, false, 'x', ['x']].some(isEmpty)).toBe(false);
});
