import type { ModalView } from '@slack/types';
import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { latestCheckpoint, pendingCount, treeSize } from '../ledger/log.store.ts';
import { holdersOf, memberById } from '../people/member.store.ts';
import type {
  ActionHandler,
  Answer,
  Capability,
  CommandHandler,
  SubmissionHandler,
  Visit,
} from '../slack/capability.ts';
import { takeWord } from '../slack/routes.ts';
import { words as wordTable } from '../slack/words.ts';
import { lastAnchors } from './anchor.store.ts';
import { anchorTroubleCard, openInAudit } from './anchor-trouble.view.ts';
import { auditText } from './audit.text.ts';
import { auditAct, auditForm, menuView } from './audit.view.ts';
import { checkById, lastCheck, runningCheck, saveCheck } from './check.store.ts';
import { askCheck, mayAudit } from './check.ts';
import { checkFace } from './check.view.ts';
import { describeAudit } from './event.view.ts';
import { askDoctor, examCard, runDoctor } from './exam.slack.ts';
import { examAct } from './exam.view.ts';
import { askProofs, carried, type Describe, lookUp, provable, timeline } from './timeline.slack.ts';

type Key = keyof typeof auditText.en & string;
const say = ({ reader }: Visit, key: Key): Answer => ({
  kind: 'say',
  text: plain(auditText, reader.locale, key),
});

const verifyWords: ReadonlySet<string> = new Set(['verify', '核验', '验证', '校验']);

/** Looking into the record: how the log stands, whether it is whole, and the timeline of one subject with its proofs. */
export function auditCapability(others: readonly Capability[]): Capability {
  const describe: Describe = (event, reader) => {
    for (const one of [...others, { describe: describeAudit }]) {
      const words = one.describe?.(event, reader);
      if (words !== undefined) return words;
    }
    return undefined;
  };

  const runAudit: CommandHandler = async (visit, words) => {
    if (!mayAudit(visit.member)) return say(visit, 'audit.mayNot');
    const { word, rest } = takeWord(words);
    if (word === '') return { kind: 'open', view: await menu(visit) };
    if (verifyWords.has(word) && rest === '') return { kind: 'say', text: await startCheck(visit) };
    const found = await lookUp(visit, words, describe);
    return 'view' in found ? { kind: 'open', view: found.view } : say(visit, found.refused);
  };

  const onMenuSubmitted: SubmissionHandler = async (visit, { values }) => {
    const refused = (key: Key) =>
      ({ kind: 'errors', errors: { subject: plain(auditText, visit.reader.locale, key) } }) as const;
    if (!mayAudit(visit.member)) return refused('audit.mayNot');
    const found = await lookUp(visit, String(values.subject || values.person || ''), describe);
    return 'view' in found ? { kind: 'replace', view: found.view } : refused(found.refused);
  };

  const onPage: ActionHandler = async (visit, { value, view }) => {
    const { subject } = carried(view?.privateMetadata);
    return { kind: 'replace', view: await timeline(visit, subject, Number(value) || 0, describe) };
  };

  const onTogether: ActionHandler = async (visit, { value }) => {
    const found = await lookUp(visit, value, describe);
    return 'view' in found ? { kind: 'replace', view: found.view } : say(visit, found.refused);
  };

  const onProofs: ActionHandler = async (visit, { value, view }) => {
    const { subject, page } = carried(view?.privateMetadata);
    if (value !== subject) return say(visit, 'audit.unknown');
    const key = (await provable(visit, subject)) ? await askProofs(visit, subject) : 'audit.notProvable';
    const note = plain(auditText, visit.reader.locale, key);
    return { kind: 'replace', view: await timeline(visit, subject, page, describe, note) };
  };

  return {
    name: 'audit',
    // The doctor’s findings are worded by the doctor: their short keys are not for everybody.
    texts: [auditText],
    commands: [
      { word: wordTable.doctor, hint: { key: 'hint.doctor' }, run: runDoctor },
      { word: wordTable.audit, hint: { key: 'hint.audit' }, run: runAudit },
    ],
    actions: {
      [examAct.again]: askDoctor,
      [auditAct.verify]: asAuditor(onVerify),
      [auditAct.next]: asAuditor(onPage),
      [auditAct.previous]: asAuditor(onPage),
      [auditAct.together]: asAuditor(onTogether),
      [auditAct.proofs]: asAuditor(onProofs),
    },
    submissions: { [auditForm.menu]: onMenuSubmitted },
    cards: [
      anchorTroubleCard,
      examCard(others.flatMap(({ texts }) => texts)),
      {
        kind: 'audit.check',
        about: ['audit'],
        audience: async (tx, tenant, subject) => {
          const check = subject.startsWith('chk_') ? await checkById(tx, tenant, subject) : undefined;
          if (!check) return [];
          const readers = new Set([check.askedBy]);
          // That the log is not whole concerns everybody who answers for it.
          if (check.state === 'broken')
            for (const role of ['auditor', 'privacy_officer', 'admin'] as const)
              for (const id of await holdersOf(tx, tenant, role)) readers.add(id);
          return [...readers].map((reader) => ({ reader, occasion: check.id }));
        },
        render: async (tx, { tenant, reader, occasion, now }) => {
          const check = await checkById(tx, tenant, occasion);
          return check ? checkFace(check, await treeSize(tx), reader, now) : null;
        },
      },
    ],
    open: openInAudit,
    describe: describeAudit,
  };
}

/** At every click: a modal that was opened before somebody lost the role leads nowhere. */
function asAuditor(handler: ActionHandler): ActionHandler {
  return async (visit, act) => (mayAudit(visit.member) ? handler(visit, act) : say(visit, 'audit.mayNot'));
}

async function menu(visit: Visit, note?: string): Promise<ModalView> {
  const { tenant, reader } = visit;
  return visit.read(async (tx) => {
    const [size, waiting, checkpoint, check, anchors] = await Promise.all([
      treeSize(tx),
      pendingCount(tx),
      latestCheckpoint(tx),
      lastCheck(tx, tenant),
      lastAnchors(tx),
    ]);
    const places = [...anchors].map(([place, last]) => ({ place, last }));
    return menuView(reader, visit.now(), { size, waiting, checkpoint, check, anchors: places }, note);
  });
}

const onVerify: ActionHandler = async (visit) => ({
  kind: 'replace',
  view: await menu(visit, await startCheck(visit)),
});

/** Asks for a check of the log; answers what there is to say. */
async function startCheck(visit: Visit): Promise<string> {
  const { tenant, reader, cause } = visit;
  const id = derivedId('chk', tenant, cause.id);
  const outcome = await visit.commit({
    id: derivedId('cmd', tenant, cause.id),
    cause,
    keys: [`person:${reader.id}`],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      running: await runningCheck(tx, tenant, reader.id),
    }),
    decide: askCheck({ id, by: reader.id }),
    save: (tx, next) => saveCheck(tx, tenant, next),
  });
  return plain(auditText, reader.locale, outcome.kind === 'refused' ? outcome.refused.key : 'verify.started');
}
