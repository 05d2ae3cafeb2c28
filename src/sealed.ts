import { grantSealed, questionSealed, requestSealed } from './access/access.table.ts';
import { caseSealed } from './catalog/case.table.ts';
import { effectSealed } from './duty/action.table.ts';
import { choiceSealed } from './duty/adopt.table.ts';
import { dutySealed } from './duty/duty.table.ts';
import { occurrenceSealed } from './duty/occurrence.table.ts';
import { privateSealed } from './ledger/event.table.ts';
import { installationSealed } from './slack/installation.table.ts';
import type { SealedColumns } from './vault/sealed.ts';

/** Every sealed column of the house, one line per table: what a rotation goes through. */
export const sealed: readonly SealedColumns[] = [
  privateSealed,
  requestSealed,
  questionSealed,
  grantSealed,
  installationSealed,
  caseSealed,
  dutySealed,
  choiceSealed,
  effectSealed,
  occurrenceSealed,
];
