import { accessCapability } from './access/access.slack.ts';
import { attentionCapability } from './attention/owed.job.ts';
import { directoryCapability } from './directory/directory.slack.ts';
import type { Capability } from './slack/capability.ts';
import { statusCapability } from './status/status.slack.ts';

/** Everything Shoumi can do, one line each. */
const offered: readonly Capability[] = [accessCapability, directoryCapability, statusCapability];

/** What speaks to people in time comes last: it words what the others owe. */
export const capabilities: readonly Capability[] = [...offered, attentionCapability(offered)];
