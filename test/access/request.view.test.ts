import { expect, it } from 'vitest';
import { askView } from '../../src/access/request.view.ts';
import type { Reader } from '../../src/kernel/locale.ts';
import { dataSet } from './world.ts';

const reader: Reader = { id: 'ULIN', locale: 'en', tz: 'Europe/London' };

it('says no personal number back, in whichever field it was typed', () => {
  const form = askView(reader, { caseNumber: '13800138000', reason: 'call 13800138000' });
  expect(JSON.stringify(form)).not.toContain('13800138000');
  expect(JSON.stringify(form)).toContain('call [phone number]');
});

it('offers no length of nothing', () => {
  const lengths = (hours: number) =>
    JSON.stringify(
      askView(reader, { dataSet: dataSet(), hours }).blocks.find((one) => one.block_id === 'hours'),
    );
  expect(lengths(0)).not.toContain('"0"');
  expect(lengths(3)).toContain('"3"');
});
