import { databaseError } from '../database/transaction.ts';
import type { Cause } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import type { Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import type { Log } from '../log.ts';
import { slackText } from './slack.text.ts';

const lockNotAvailable = '55P03';

/** What nobody expected, as a sentence with a reference that the log has too. */
export function trouble(log: Log, reader: Reader, error: unknown, cause: Omit<Cause, 'by'>): string {
  if (databaseError(error).code === lockNotAvailable) return plain(slackText, reader.locale, 'trouble.busy');
  const reference = derivedId('err', cause.id, reader.id).slice(0, 12);
  log.error({ err: error, reference, cause: cause.kind }, 'a handler failed');
  return plain(slackText, reader.locale, 'trouble.reference', { reference });
}
