import { dataSetById, guestsAreServed } from '../catalog/data-set.store.ts';
import { plain } from '../kernel/message.ts';
import { holdersOf } from '../people/member.store.ts';
import { isEmployee, isGuest } from '../people/member.ts';
import { section } from '../slack/blocks.ts';
import type {
  ActionHandler,
  Answer,
  Capability,
  CommandHandler,
  SubmissionHandler,
  SubmittedView,
  Subscriber,
  Visit,
} from '../slack/capability.ts';
import { words } from '../slack/words.ts';
import { accessText } from './access.text.ts';
import { approverFace } from './approver.view.ts';
import { looksLikeAsk } from './ask.parse.ts';
import {
  dataSetOptions,
  onAskAgain,
  onAskLast,
  onAskSubmitted,
  onFillLast,
  onFormChanged,
  openAsk,
} from './ask.slack.ts';
import { approverAudience, inboxAudience, requestsAbout } from './audience.store.ts';
import { act } from './button.view.ts';
import { caseOptions } from './case.slack.ts';
import { checkAct, onCheckAsk, runCheck } from './check.slack.ts';
import { onApprove, onDeny, onDenySubmitted, onShorten, onShortenSubmitted } from './decision.slack.ts';
import { decisionText } from './decision.text.ts';
import { decisionForms } from './decision.view.ts';
import { accessDue, endForLeavers, endingOwed, endWithItsCase } from './grant.job.ts';
import { onGiveBack, onPress, onRevoke, onRevokeSubmitted } from './grant.slack.ts';
import { heldByAccess } from './held.store.ts';
import { detailForm, detailView, onApproveThese, onOpen } from './inbox.slack.ts';
import { inboxFace, inboxKind } from './inbox.view.ts';
import { type ListKind, type Looker, listKinds, listView, overview } from './list.view.ts';
import { onLookPage, onLookSubmitted, runLook } from './look.slack.ts';
import { lookText } from './look.text.ts';
import { lookAct, lookForm } from './look.view.ts';
import { missedByApprover } from './missed.view.ts';
import { onAnswer, onAnswerSubmitted, onInquire, onInquireSubmitted } from './question.slack.ts';
import { onWithdraw } from './request.slack.ts';
import { requestById } from './request.store.ts';
import { forms } from './request.view.ts';
import { requesterFace } from './requester.view.ts';
import { rerouteWaiting } from './road.job.ts';
import { askedFor } from './road.store.ts';
import { describeAccess } from './timeline.view.ts';
import { onReopen, onTakeBack, onTakeBackSubmitted } from './undo.slack.ts';

/** `/access` alone: what I have, what waits for me, and buttons. */
const runAccess: CommandHandler = async (visit) => {
  const blocks = await visit.read((tx) => overview(tx, lookerOf(visit)));
  return { kind: 'say', text: plain(accessText, visit.reader.locale, 'list.have'), blocks };
};

const offers: Capability['commands'] = [
  { word: words.access, hint: { key: 'hint.access' }, run: runAccess },
  { word: words.request, of: words.access, hint: { key: 'hint.request' }, run: openAsk, fits: looksLikeAsk },
  { word: words.mine, of: words.access, hint: { key: 'hint.mine' }, run: (visit) => openList(visit, 'mine') },
  {
    word: words.pending,
    of: words.access,
    hint: { key: 'hint.pending' },
    run: (visit) => openList(visit, 'pending'),
  },
  {
    word: words.running,
    of: words.access,
    hint: { key: 'hint.running' },
    run: (visit) => openList(visit, 'running'),
  },
  { word: words.find, hint: { key: 'hint.find' }, run: runLook('find') },
  // What I hold stands there with a button each to give it back.
  {
    word: words.return,
    of: words.access,
    hint: { key: 'hint.return' },
    run: (visit) => openList(visit, 'mine'),
  },
  { word: words.check, of: words.access, hint: { key: 'hint.check' }, run: runCheck },
  { word: words.who, of: words.access, hint: { key: 'hint.who' }, run: runLook('who') },
];

async function openList(visit: Visit, kind: ListKind): Promise<Answer> {
  return { kind: 'open', view: await visit.read((tx) => listView(tx, lookerOf(visit), kind, 0)) };
}

function lookerOf(visit: Visit): Looker {
  return { tenant: visit.tenant, reader: visit.reader, member: visit.member, now: visit.now() };
}

const onList: ActionHandler = async (visit, { value }) =>
  openList(visit, listKinds.find((kind) => kind === value) ?? 'mine');

const onPage: ActionHandler = async (visit, { value }) => ({
  kind: 'replace',
  view: await listAt(visit, value),
});

/** The list and page that a place such as `mine 2` names. */
function listAt(visit: Visit, place: string, note?: string) {
  const [kind, page] = place.split(' ');
  const list = listKinds.find((one) => one === kind) ?? 'mine';
  return visit.read((tx) => listView(tx, lookerOf(visit), list, Number(page) || 0, note));
}

/**
 * In a list the row that was acted on is old news: the page is drawn again, with what there is to say above it. A form that the act
 * asks for takes the list's place and remembers the way back.
 */
function inList(handler: ActionHandler): ActionHandler {
  return async (visit, done) => {
    const answer = await handler(visit, done);
    // The answer to a command cannot be redrawn: how things stand now is shown above it.
    if (done.message?.ephemeral && answer.kind === 'nothing') return openList(visit, 'mine');
    if (done.view?.callbackId === detailForm) return inDetail(visit, done.view, answer);
    if (!done.view?.callbackId.startsWith('access.list.')) return answer;
    const place = done.view.privateMetadata;
    if (answer.kind === 'open') {
      const { private_metadata: subject } = answer.view;
      return { kind: 'replace', view: { ...answer.view, private_metadata: `${subject} ${place}` } };
    }
    return {
      kind: 'replace',
      view: await listAt(visit, place, answer.kind === 'say' ? answer.text : undefined),
    };
  };
}

/** The same where a request stands whole: back to the list it came from, or drawn again as it stands now. */
async function inDetail(visit: Visit, view: SubmittedView, answer: Answer): Promise<Answer> {
  const [subject = '', ...rest] = view.privateMetadata.split(' ');
  const place = rest.join(' ');
  if (answer.kind === 'open') {
    const { private_metadata: about } = answer.view;
    return { kind: 'replace', view: { ...answer.view, private_metadata: `${about} ${place}`.trim() } };
  }
  const note = answer.kind === 'say' ? answer.text : undefined;
  if (place !== '') return { kind: 'replace', view: await listAt(visit, place, note) };
  const whole = await detailView(visit, subject, '', note);
  return whole ? { kind: 'replace', view: whole } : answer;
}

/** A form that took a list's place leads back to it when it is done. */
function backToList(handler: SubmissionHandler): SubmissionHandler {
  return async (visit, view) => {
    const [subject = '', ...place] = view.privateMetadata.split(' ');
    const answer = await handler(visit, { ...view, privateMetadata: subject });
    if (answer.kind !== 'close' || place.length === 0) return answer;
    return { kind: 'replace', view: await listAt(visit, place.join(' ')) };
  };
}

/** What they hold ends, what they asked for is withdrawn, and what they were to decide moves on. */
const leaversGone: Subscriber = async (house) => {
  await endForLeavers(house);
  await rerouteWaiting(house);
};

/** Access to client data: asking, deciding, holding, ending. */
export const accessCapability: Capability = {
  name: 'access',
  // Nothing without a purpose and an approval, nothing without an end, nothing left with leavers.
  controls: ['1.3', '2.3', 'F.3'],
  texts: [accessText, decisionText, lookText],
  commands: offers,
  shortcuts: { 'access.request': (visit) => openAsk(visit, '') },
  actions: {
    [checkAct]: onCheckAsk,
    [lookAct.find.next]: onLookPage('find'),
    [lookAct.find.previous]: onLookPage('find'),
    [lookAct.who.next]: onLookPage('who'),
    [lookAct.who.previous]: onLookPage('who'),
    [act.ask]: (visit) => openAsk(visit, ''),
    [act.askAgain]: onAskAgain,
    [act.askLast]: onAskLast,
    [act.fillLast]: onFillLast,
    [act.approve]: inList(onApprove),
    [act.deny]: inList(onDeny),
    [act.shorten]: inList(onShorten),
    [act.inquire]: inList(onInquire),
    [act.answer]: inList(onAnswer),
    [act.takeBack]: inList(onTakeBack),
    [act.reopen]: inList(onReopen),
    [act.open]: onOpen,
    [act.approveThese]: inList(onApproveThese),
    [act.withdraw]: inList(onWithdraw),
    [act.giveBack]: inList(onGiveBack),
    [act.press]: inList(onPress),
    [act.revoke]: inList(onRevoke),
    [act.dataSet]: onFormChanged,
    [act.start]: onFormChanged,
    [`${act.list}.mine`]: onList,
    [`${act.list}.pending`]: onList,
    [`${act.list}.running`]: onList,
    [`${act.page}.next`]: onPage,
    [`${act.page}.previous`]: onPage,
    [`${act.page}.only`]: onPage,
  },
  submissions: {
    [lookForm.find]: onLookSubmitted('find'),
    [lookForm.who]: onLookSubmitted('who'),
    [forms.ask]: onAskSubmitted,
    [decisionForms.deny]: backToList(onDenySubmitted),
    [decisionForms.shorten]: backToList(onShortenSubmitted),
    [decisionForms.inquire]: backToList(onInquireSubmitted),
    [decisionForms.answer]: backToList(onAnswerSubmitted),
    [decisionForms.takeBack]: backToList(onTakeBackSubmitted),
    [forms.revoke]: backToList(onRevokeSubmitted),
  },
  options: { [act.dataSet]: dataSetOptions, [act.case]: caseOptions },
  cards: [
    {
      kind: 'access.approver',
      about: ['access', 'catalog', 'people'],
      audience: approverAudience,
      render: (tx, { tenant, reader, occasion, now }) => approverFace(tx, tenant, occasion, reader, now),
    },
    {
      kind: inboxKind,
      about: ['access', 'catalog', 'people'],
      audience: (tx, tenant, subject) => inboxAudience(tx, tenant, inboxKind, subject),
      render: (tx, { tenant, reader, occasion, now }) => inboxFace(tx, tenant, occasion, reader, now),
    },
    {
      kind: 'access.requester',
      // It says for whom it waits: an approver may leave, and another come.
      about: ['access', 'catalog', 'people'],
      audience: async (tx, tenant, subject) => {
        const found: { reader: string; occasion: string }[] = [];
        for (const id of await requestsAbout(tx, tenant, subject)) {
          const request = await requestById(tx, tenant, id);
          if (request) found.push({ reader: request.requester, occasion: id });
        }
        return found;
      },
      render: (tx, { tenant, reader, occasion, now }) => requesterFace(tx, tenant, occasion, reader, now),
    },
  ],
  home: async (tx, looker) =>
    isEmployee(looker.member) || (isGuest(looker.member) && (await guestsAreServed(tx, looker.tenant)))
      ? overview(tx, looker)
      : [section(plain(accessText, looker.reader.locale, 'access.employeesOnly'))],
  concerns: async (tx, tenant, subject) => {
    // Privacy officers see everything in use; the others what touches them.
    const people = new Set<string>(await holdersOf(tx, tenant, 'privacy_officer'));
    for (const id of await requestsAbout(tx, tenant, subject)) {
      const request = await requestById(tx, tenant, id);
      const dataSet = request && (await dataSetById(tx, tenant, request.dataSet));
      if (!request || !dataSet) continue;
      for (const person of [
        request.requester,
        dataSet.owner,
        ...(await askedFor(tx, tenant, dataSet, request)),
      ])
        people.add(person);
    }
    return [...people];
  },
  due: accessDue,
  on: {
    'people.left': leaversGone,
    'people.standing_changed': leaversGone,
    'people.roles_set': rerouteWaiting,
    'people.group_changed': rerouteWaiting,
    'people.away_began': rerouteWaiting,
    'people.away_changed': rerouteWaiting,
    'people.away_ended': rerouteWaiting,
    'catalog.changed': rerouteWaiting,
    'case.closed': endWithItsCase,
  },
  owes: { 'access.ending': endingOwed },
  held: heldByAccess,
  missed: missedByApprover,
  describe: describeAccess,
};
