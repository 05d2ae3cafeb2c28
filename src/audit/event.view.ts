import type { DomainEvent } from '../kernel/event.ts';
import type { Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { mention } from '../slack/blocks.ts';
import { anchorText } from './anchor.text.ts';
import { auditText } from './audit.text.ts';
import { doctorText } from './doctor.text.ts';

/** An event of auditing in one sentence. */
export function describeAudit({ type, data }: DomainEvent, { locale }: Reader): string | undefined {
  const by = typeof data.by === 'string' ? mention(data.by) : '—';
  switch (type) {
    case 'audit.read':
      return mrkdwn(auditText, locale, 'event.read', { by });
    case 'audit.proofs_asked':
      return mrkdwn(auditText, locale, 'event.proofsAsked', { by });
    case 'audit.check_asked':
      return mrkdwn(auditText, locale, 'event.checkAsked', { by });
    case 'audit.check_finished':
      return data.state === 'whole'
        ? plain(auditText, locale, 'event.checkWhole', { size: Number(data.size), held: Number(data.held) })
        : plain(auditText, locale, 'event.checkBroken');
    case 'audit.anchor_failed': {
      const fault = plain(anchorText, locale, 'anchor.fault', { fault: String(data.fault) });
      return mrkdwn(anchorText, locale, 'event.failed', { fault });
    }
    case 'audit.anchor_mended':
      return plain(anchorText, locale, 'event.mended');
    case 'audit.exam_asked':
      return mrkdwn(doctorText, locale, 'event.examAsked', { by });
    case 'audit.exam_finished': {
      const found = { wrong: Number(data.wrong), warnings: Number(data.warnings) };
      return plain(doctorText, locale, 'event.examFinished', found);
    }
    default:
      return undefined;
  }
}
