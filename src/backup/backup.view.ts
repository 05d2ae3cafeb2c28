import type { ModalView } from '@slack/types';
import { formatMoment, type Locale, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { actions, button, context, fields, modal, section } from '../slack/blocks.ts';
import type { Standing } from './backup.store.ts';
import { backupText } from './backup.text.ts';

export const backupAct = { now: 'backup.now', reload: 'backup.reload' } as const;

/** How it stands with backups, and the button for one now. `folder`: undefined where none are made. */
export function backupView(
  reader: Reader,
  now: Date,
  { made, failed, checked }: Standing,
  folder: string | undefined,
  note?: string,
): ModalView {
  const { locale } = reader;
  const say = (key: keyof typeof backupText.en & string) => plain(backupText, locale, key);
  const when = (at: Date) => formatMoment(at, reader, now);
  const name = (data: Readonly<Record<string, unknown>>) => String(data.name ?? '—');
  const last = made
    ? mrkdwn(backupText, locale, 'backup.lastValue', {
        when: when(made.at),
        size: sizeInWords(Number(made.data.bytes ?? 0)),
        name: name(made.data),
      })
    : say(folder ? 'backup.none' : 'backup.off');
  const trial = checked
    ? mrkdwn(backupText, locale, checked.data.ok === true ? 'backup.checkedWell' : 'backup.checkedBadly', {
        when: when(checked.at),
        name: name(checked.data),
      })
    : say('backup.notChecked');
  const failure =
    failed && (!made || failed.at > made.at)
      ? [
          section(
            mrkdwn(backupText, locale, 'backup.failed', {
              when: when(failed.at),
              reason: { markup: reasonInWords(failed.data.reason, locale) },
            }),
          ),
        ]
      : [];
  return modal({
    callbackId: 'backup',
    title: say('backup.title'),
    close: say('backup.close'),
    blocks: [
      ...(note ? [section(note)] : []),
      ...failure,
      fields([
        [say('backup.last'), last],
        [say('backup.check'), trial],
      ]),
      section(`*${say('backup.place')}*\n${folder ? `\`${quotable(folder)}\`` : say('backup.noPlace')}`),
      actions(
        'backup',
        ...(folder
          ? [button({ id: backupAct.now, text: say('backup.now'), style: 'primary' as const })]
          : []),
        button({ id: backupAct.reload, text: say('backup.reload') }),
      ),
      ...(folder ? [context(say('backup.rhythm'))] : []),
    ],
  });
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `15.8 KB`, as file managers say it: thousands, not 1,024. */
export function sizeInWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** What to do about a code of a failure. */
export function reasonInWords(reason: unknown, locale: Locale): string {
  const code = typeof reason === 'string' ? reason : 'unknown';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return plain(backupText, locale, 'reason.full');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return plain(backupText, locale, 'reason.denied');
    case 'ENOENT':
    case 'ENOTDIR':
    case 'no_backup':
      return plain(backupText, locale, 'reason.gone');
    case 'no_key':
      return plain(backupText, locale, 'reason.key');
    default:
      return mrkdwn(backupText, locale, 'reason.other', { code });
  }
}

const quotable = (path: string) =>
  path.replaceAll('`', '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
