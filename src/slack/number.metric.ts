import { Counter } from 'prom-client';
import type { PersonalNumberKind } from '../kernel/personal-number.ts';

/** Since this process began. Registered where the other metrics are. */
export const numbersMet = new Counter({
  name: 'shoumi_personal_numbers_total',
  help: 'Personal numbers that people typed, by place (form, dm, channel) and kind; never the numbers',
  labelNames: ['where', 'kind'],
  registers: [],
});

export function numberMet(where: 'form' | 'dm' | 'channel', kind: PersonalNumberKind): void {
  numbersMet.inc({ where, kind });
}
