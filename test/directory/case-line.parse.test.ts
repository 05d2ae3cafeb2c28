import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CaseLine, parseCaseLine } from '../../src/directory/case-line.parse.ts';

const number = 'C-2026-0413';

it.each<[string, CaseLine]>([
  ['', { rest: '' }],
  ['list', { verb: 'list', rest: '' }],
  ['列表', { verb: 'list', rest: '' }],
  ['close C-2026-0413', { verb: 'close', number, rest: number }],
  ['结案 C-2026-0413', { verb: 'close', number, rest: number }],
  ['结案C-2026-0413', { verb: 'close', number, rest: number }],
  ['C-2026-0413 结案', { verb: 'close', number, rest: number }],
  ['C-2026-0413结案', { verb: 'close', number, rest: number }],
  ['history: c-2026-0413', { verb: 'history', number, rest: 'c-2026-0413' }],
  ['Ｃ－２０２６－０４１３　历史', { verb: 'history', number, rest: 'C-2026-0413' }],
  ['分配 C-2026-0413', { verb: 'assign', number, rest: number }],
  ['open C-2026-0413', { verb: 'open', number, rest: number }],
  ['登记C-2026-0413', { verb: 'open', number, rest: number }],
  ['close 0413', { verb: 'close', rest: '0413' }],
  ['0413 history', { verb: 'history', rest: '0413' }],
  ['C - 2026 - 0413', { number, rest: 'C - 2026 - 0413' }],
  // A slip in the verb makes no other number of it.
  ['colse C-2026-0413', { number, rest: 'colse C-2026-0413' }],
  ['pudong', { rest: 'pudong' }],
  ['张三', { rest: '张三' }],
])('%j is read', (line, read) => {
  expect(parseCaseLine(line)).toEqual(read);
});

it('reads whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
      const { number } = parseCaseLine(line);
      if (number) expect(number).toMatch(/^[A-Z]{1,6}-?\d/);
    }),
    { numRuns: 1_000 },
  );
});
