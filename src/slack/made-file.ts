/** A file that somebody asked for, sent to them with a comment in mrkdwn; `alt` says what a picture shows. */
export type MadeFile = {
  readonly to: string;
  readonly filename: string;
  readonly content: string | Buffer;
  readonly comment: string;
  readonly alt?: string;
};
