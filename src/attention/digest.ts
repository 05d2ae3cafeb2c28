/** What somebody was told on a day, all in one message. */
export type Digest = {
  id: string;
  person: string;
  /** `yyyy-MM-dd` in the person's zone of then. */
  day: string;
  /**
   * `morning`: what has come due. `return`: the first after an absence, also with nothing in it. `leave`: the last before three days off in a
   * row or more: what they hold, not only what has come due.
   */
  occasion: 'morning' | 'return' | 'leave';
  /** Of a return: from when until when they were away. Of a leave: from when until when they will be. */
  from: Date | null;
  until: Date | null;
  /** Ids of what was owed, in the order in which it is said. */
  items: readonly string[];
  madeAt: Date;
};
