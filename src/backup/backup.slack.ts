import type { DomainEvent } from '../kernel/event.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { plain } from '../kernel/message.ts';
import type { Capability } from '../slack/capability.ts';
import { backupText } from './backup.text.ts';

/** Backups in timelines. They are made, checked and restored from the terminal. */
export const backupCapability: Capability = {
  name: 'backup',
  texts: [backupText],
  describe: describeBackup,
};

/** An event about backups in one sentence. */
function describeBackup({ type, data, at }: DomainEvent, reader: Reader): string | undefined {
  const values = {
    name: String(data.name ?? ''),
    bytes: Number(data.bytes ?? 0),
    rows: Number(data.rows ?? 0),
    size: Number(data.size ?? 0),
    when: typeof data.madeAt === 'string' ? formatMoment(new Date(data.madeAt), reader, at) : '—',
  };
  const say = (key: keyof typeof backupText.en) => plain(backupText, reader.locale, key, values);
  switch (type) {
    case 'backup.made':
      return say('event.made');
    case 'backup.checked':
      return say(data.ok === true ? 'event.checked' : 'event.checkFailed');
    case 'backup.restored':
      return say('event.restored');
    default:
      return undefined;
  }
}
