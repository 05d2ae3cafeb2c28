import type { Capability } from '../slack/capability.ts';
import { checkOwed, dutyDue, openOwed, orphanOwed } from './duty.job.ts';

/** Duties: what recurs, who has it, and what shows that it was done. */
export const dutyCapability: Capability = {
  name: 'duty',
  texts: [],
  due: dutyDue,
  owes: { 'duty.open': openOwed, 'duty.check': checkOwed, 'duty.orphan': orphanOwed },
};
