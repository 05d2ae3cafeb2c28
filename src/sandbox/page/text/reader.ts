/** For whom a text is shown: times and words follow the person who is looking, not the machine. */
export type Reader = {
  /** Slack locale, `zh-CN` … */
  locale: string;
  /** IANA zone. */
  tz: string;
};
