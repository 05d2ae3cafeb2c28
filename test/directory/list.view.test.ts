import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPage, listView, pageFrom, placeFrom, placeOf } from '../../src/directory/list.view.ts';

describe('the place in a list, as a modal carries it', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100_000 }),
        fc.string({ maxLength: 100 }),
        fc.jsonValue(),
        (page, filter, form) => {
          const read = placeFrom(placeOf({ page, filter }, form as never));
          expect(read.place).toEqual({ page, filter });
          expect(JSON.stringify(read.form)).toBe(JSON.stringify(form));
        },
      ),
    );
  });

  it.each([
    undefined,
    '',
    'null',
    '[]',
    '7',
    '{',
    '{"page":-1,"filter":7}',
    '{"page":1.5}',
    '{"page":1e9}',
    `{"filter":"${'x'.repeat(101)}"}`,
  ])('is the beginning when %j came from outside', (metadata) => {
    expect(placeFrom(metadata).place).toEqual({ page: 0, filter: '' });
  });

  it.each(['', '-1', '1.5', 'x', 'Infinity'])('leads to the first page for the button value %j', (value) => {
    expect(pageFrom(value)).toBe(0);
  });

  it('fits into a modal however long the search is', () => {
    const place = firstPage('查'.repeat(5_000));
    expect(placeOf(place).length).toBeLessThan(3_000);
    expect(placeFrom(placeOf(place)).place).toEqual(place);
  });
});

describe('the foot of a list', () => {
  const foot = (page: number, total: number) => {
    const view = listView('en', 'data', { page, filter: '' }, { lines: [], total, none: 'None.' });
    const text = JSON.stringify(view.blocks);
    return {
      range: /(\d[\d,]*–[\d,]+ of [\d,]+)/.exec(text)?.[1],
      previous: /"data\.page\.previous".*?"value":"(\d+)"/.exec(text)?.[1],
      next: /"data\.page\.next".*?"value":"(\d+)"/.exec(text)?.[1],
    };
  };

  it.each([
    [0, 0, { range: undefined, previous: undefined, next: undefined }],
    [0, 1, { range: '1–1 of 1', previous: undefined, next: undefined }],
    [0, 20, { range: '1–20 of 20', previous: undefined, next: undefined }],
    [0, 21, { range: '1–20 of 21', previous: undefined, next: '1' }],
    [1, 21, { range: '21–21 of 21', previous: '0', next: undefined }],
    [1, 300, { range: '21–40 of 300', previous: '0', next: '2' }],
    [249, 5_000, { range: '4,981–5,000 of 5,000', previous: '248', next: undefined }],
  ])('of page %i of %i lines', (page, total, expected) => {
    expect(foot(page, total)).toEqual(expected);
  });
});
