/** A failure ordered for a Web API method: the next `times` calls fare so. */
export type Fault = {
  method: string;
  /** Only calls with this `channel`, as the app gives it; all where left out. */
  channel?: string | undefined;
  times: number;
  status?: number | undefined;
  error?: string | undefined;
  /** Seconds, for a 429. */
  retry_after?: number | undefined;
  delay_ms?: number | undefined;
  /** The call is carried out, but its answer never arrives. */
  lose_reply?: boolean | undefined;
};

export type Faults = {
  order(fault: Fault): void;
  take(method: string, channel: unknown): Fault | undefined;
  clear(): void;
};

export function openFaults(): Faults {
  let ordered: Fault[] = [];
  return {
    order: (fault) => void ordered.push({ ...fault }),
    take: (method, channel) => {
      const fault = ordered.find(
        (one) => one.method === method && (one.channel === undefined || one.channel === channel),
      );
      if (fault === undefined) return undefined;
      fault.times -= 1;
      ordered = ordered.filter((one) => one.times > 0);
      return fault;
    },
    clear: () => {
      ordered = [];
    },
  };
}
