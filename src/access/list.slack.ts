import type { ActionHandler, Answer, SubmissionHandler, SubmittedView, Visit } from '../slack/capability.ts';
import { detailForm, detailView } from './inbox.slack.ts';
import { type ListKind, listKinds, listView } from './list.view.ts';
import type { Looker } from './list-part.view.ts';

/** A list as a modal of its own. */
export async function openList(visit: Visit, kind: ListKind): Promise<Answer> {
  return { kind: 'open', view: await visit.read((tx) => listView(tx, lookerOf(visit), kind, 0)) };
}

export function lookerOf(visit: Visit): Looker {
  return { tenant: visit.tenant, reader: visit.reader, member: visit.member, now: visit.now() };
}

export const onList: ActionHandler = async (visit, { value }) =>
  openList(visit, listKinds.find((kind) => kind === value) ?? 'mine');

export const onPage: ActionHandler = async (visit, { value }) => ({
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
export function inList(handler: ActionHandler): ActionHandler {
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
export function backToList(handler: SubmissionHandler): SubmissionHandler {
  return async (visit, view) => {
    const [subject = '', ...place] = view.privateMetadata.split(' ');
    const answer = await handler(visit, { ...view, privateMetadata: subject });
    if (answer.kind !== 'close' || place.length === 0) return answer;
    return { kind: 'replace', view: await listAt(visit, place.join(' ')) };
  };
}
