import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** Slack's own error code of a failed call (`message_not_found`), or undefined when Slack did not answer at all. */
export function slackError(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? String(error.data.error) : undefined;
}

/** Seconds Slack asks us to wait, or undefined. */
export function retryAfter(error: unknown): number | undefined {
  return error instanceof WebAPIRateLimitedError ? Math.max(1, Math.ceil(error.retryAfter)) : undefined;
}
