import type { ControlValues } from './control.contract.ts';
import type { Delivery } from './delivery.ts';
import type { Events } from './events.ts';
import type { Faults } from './faults.ts';
import type { PayloadLog } from './payload-log.ts';
import type { RateLimits } from './rate-limits.ts';
import type { ResponseUrls } from './response-url.ts';
import type { Secrets } from './secrets.ts';
import type { SocketDelivery } from './socket.delivery.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

/** Everything the sandbox consists of, handed to the Web API and to the control API. */
export type Platform = {
  workspace: Workspace;
  secrets: Secrets;
  log: PayloadLog;
  socket: SocketDelivery;
  delivery: Delivery;
  events: Events;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  views: Views;
  /** What people have chosen in the selects of messages, by person, channel and ts. */
  chosen: Map<string, ControlValues>;
  faults: Faults;
  rateLimits: RateLimits;
  /** `http://127.0.0.1:3000`, without a slash at the end. */
  url(): string;
};
