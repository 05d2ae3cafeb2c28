/** A value that survives JSON unchanged. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * What a decider says happened. `data` holds ids, states and figures only; names, reasons and other free text go into
 * `personal`, are kept beside the event field by field with a salt, and can be erased while the event stays provable.
 */
export type NewEvent = {
  /** `access.approved`: capability or aggregate, then the past participle. */
  type: string;
  /** Of the shape of `data`; a reader of old events knows what to expect. */
  version: number;
  /** Id of the thing it happened to. */
  subject: string;
  data: { readonly [key: string]: Json | undefined };
  personal?: Readonly<Record<string, string>>;
  /** Whose `personal` is: the person with whose key it is sealed, and erased. Absent: nobody's alone. */
  whose?: string;
  /** When it takes effect, if that is not when it was recorded. */
  effectiveAt?: Date;
};

/** An event as recorded. `personal` holds what has not been erased. */
export type DomainEvent = {
  id: string;
  tenant: string;
  subject: string;
  type: string;
  version: number;
  commandId: string;
  cause: Cause;
  at: Date;
  effectiveAt: Date;
  data: { readonly [key: string]: Json | undefined };
  personal: Readonly<Record<string, string>>;
};

/** What set a command off. `by` is the person who acted; absent when the house acted by itself. */
export type Cause = {
  kind: 'command' | 'action' | 'submission' | 'event' | 'tick' | 'cli' | 'start';
  /** The payload's own id, the event's id, or the name of the tick. */
  id: string;
  by?: string;
};
