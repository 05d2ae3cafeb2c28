import { accessCapability } from './access/access.slack.ts';
import { attentionCapability } from './attention/owed.job.ts';
import { auditCapability } from './audit/audit.slack.ts';
import { backupCapability } from './backup/backup.slack.ts';
import { directoryCapability } from './directory/directory.slack.ts';
import { dutyCapability } from './duty/duty.slack.ts';
import { guardCapability } from './guard/guard.slack.ts';
import { membershipCapability } from './membership/membership.slack.ts';
import { setupCapability } from './setup/setup.slack.ts';
import type { Capability } from './slack/capability.ts';
import { statusCapability } from './status/status.slack.ts';

/** It draws agendas from what the others have open, and stands in for what they do not do yet. */
const duty = dutyCapability(() => capabilities);

/** Everything Shoumi can do, one line each. */
const offered: readonly Capability[] = [
  accessCapability,
  directoryCapability,
  // It shows people what the others hold about them.
  membershipCapability([accessCapability, duty, directoryCapability, guardCapability]),
  duty,
  guardCapability,
  statusCapability,
  setupCapability,
  backupCapability,
];

const attention = attentionCapability(offered);

/** What words events and debts of the others comes last. */
export const capabilities: readonly Capability[] = [
  ...offered,
  auditCapability([...offered, attention]),
  attention,
];
