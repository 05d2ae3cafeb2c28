import type { ModalView } from '@slack/types';
import type { DomainEvent } from '../kernel/event.ts';
import { derivedId } from '../kernel/id.ts';
import { formatMoment, type Reader } from '../kernel/locale.ts';
import { mrkdwn, plain } from '../kernel/message.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import { holds } from '../people/member.ts';
import { listed, mention } from '../slack/blocks.ts';
import type { ActionHandler, Answer, Capability, CommandHandler, Visit } from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { examineBackups } from './backup.doctor.ts';
import { backupStanding } from './backup.store.ts';
import { backupText } from './backup.text.ts';
import { askBackup } from './backup.ts';
import { backupAct, backupView } from './backup.view.ts';
import { backupTroubleCard, openInBackup } from './trouble.view.ts';

const runBackupWord: CommandHandler = async (visit) =>
  holds(visit.member, 'admin') ? { kind: 'open', view: await standing(visit) } : notAdmin(visit);

async function notAdmin({ tenant, reader, read }: Visit): Promise<Answer> {
  const admins = await read(async (tx) => (await holdersOf(tx, tenant, 'admin')).slice(0, 10));
  const text = mrkdwn(backupText, reader.locale, 'backup.notAdmin', {
    count: admins.length,
    admins: listed(admins.map(mention), reader.locale, 'disjunction'),
  });
  return { kind: 'say', text };
}

async function standing(visit: Visit, note?: string): Promise<ModalView> {
  const { tenant, reader, backups } = visit;
  const found = await visit.read((tx) => backupStanding(tx, tenant));
  return backupView(reader, visit.now(), found, backups, note);
}

/** For admins only, at every click: a view that was opened before somebody lost the role leads nowhere. */
const onReload: ActionHandler = async (visit) =>
  holds(visit.member, 'admin') ? { kind: 'replace', view: await standing(visit) } : notAdmin(visit);

const onNow: ActionHandler = async (visit) => {
  const { tenant, reader, cause, backups } = visit;
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: ['backup'],
    load: async (tx) => {
      const { asked, made, failed } = await backupStanding(tx, tenant);
      const last = { asked: asked?.at, done: made?.at, failed: failed?.at };
      return { actor: await memberById(tx, tenant, reader.id), last };
    },
    decide: askBackup({ by: reader.id, kept: backups !== undefined }),
    save: async () => undefined,
  });
  const refused = outcome.kind === 'refused' ? outcome.refused.key : undefined;
  if (refused === 'backup.notAdmin') return notAdmin(visit);
  const note = plain(backupText, reader.locale, refused ?? 'backup.started');
  return { kind: 'replace', view: await standing(visit, note) };
};

/** Backups: how they stand, one now, and a card when they go wrong. They are restored from the terminal. */
export const backupCapability: Capability = {
  name: 'backup',
  // Of this database alone: other systems have a duty of their own.
  controls: ['3.4', '15.3'],
  texts: [backupText],
  commands: [{ word: words.backup, hint: { key: 'hint.backup' }, run: runBackupWord }],
  actions: { [backupAct.now]: onNow, [backupAct.reload]: onReload },
  cards: [backupTroubleCard],
  examine: examineBackups,
  open: openInBackup,
  describe: describeBackup,
};

/** An event about backups in one sentence. */
function describeBackup({ type, data, at }: DomainEvent, reader: Reader): string | undefined {
  const values = {
    name: String(data.name ?? ''),
    bytes: Number(data.bytes ?? 0),
    rows: Number(data.rows ?? 0),
    size: Number(data.size ?? 0),
    code: String(data.reason ?? 'unknown'),
    by: typeof data.by === 'string' ? mention(data.by) : '—',
    when: typeof data.madeAt === 'string' ? formatMoment(new Date(data.madeAt), reader, at) : '—',
  };
  const say = (key: keyof typeof backupText.en) => mrkdwn(backupText, reader.locale, key, values);
  switch (type) {
    case 'backup.asked':
      return say('event.asked');
    case 'backup.made':
      return say('event.made');
    case 'backup.failed':
      return say('event.failed');
    case 'backup.checked':
      return say(data.ok === true ? 'event.checked' : 'event.checkFailed');
    case 'backup.restored':
      return say('event.restored');
    default:
      return undefined;
  }
}
