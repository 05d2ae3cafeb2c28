import type { ControlAnswer } from '../control.contract.ts';
import * as api from './api.ts';
import { getState, toast } from './store.ts';
import { refetch } from './sync.ts';
import { wordsOf } from './words.ts';

/** Words of the person who looks, outside of drawing. */
function words() {
  const { workspace, place } = getState();
  return wordsOf(workspace?.users.find((user) => user.id === place.user)?.locale ?? navigator.language);
}

const UNANSWERED = new Set(['timeout', 'operation_timeout']);

/** Says in one sentence what failed; true when it went well. `what` is the subject of that sentence. */
function told(answer: ControlAnswer, what: string): boolean {
  if (answer.ok) return true;
  const { failedUnreachable, failedTimeout, failed } = words();
  const error = answer.error ?? '';
  if (error === api.UNREACHABLE) toast(failedUnreachable(what));
  else if (UNANSWERED.has(error)) toast(failedTimeout(what));
  else toast(failed(what, answer.detail ?? error));
  return false;
}

export async function postMessage(body: Parameters<typeof api.message>[0]): Promise<boolean> {
  return told(await api.message(body), words().whatMessage);
}

export async function editMessage(body: Parameters<typeof api.editMessage>[0]): Promise<boolean> {
  return told(await api.editMessage(body), words().whatMessage);
}

export async function deleteMessage(body: Parameters<typeof api.deleteMessage>[0]): Promise<void> {
  told(await api.deleteMessage(body), words().whatMessage);
}

export async function runCommand(body: Parameters<typeof api.command>[0]): Promise<void> {
  told(await api.command(body), body.command);
}

export async function runShortcut(body: Parameters<typeof api.shortcut>[0]): Promise<void> {
  told(await api.shortcut(body), words().whatShortcut);
}

export async function interact(body: Parameters<typeof api.interact>[0]): Promise<void> {
  told(await api.interact(body), words().whatAction);
}

export async function viewInteract(body: Parameters<typeof api.viewInteract>[0]): Promise<void> {
  told(await api.viewInteract(body), words().whatAction);
}

export const { suggest } = api;

/** The answer itself: a modal shows a failure in its own place. */
export async function submitView(body: Parameters<typeof api.submit>[0]): ReturnType<typeof api.submit> {
  const answer = await api.submit(body);
  await refetch('views');
  return answer;
}

/** As base64, since the control API speaks JSON; what it takes altogether is 1 MB. */
const largestFile = 700_000;

/** Gives Slack a file of this machine; nothing where that does not work, which is said. */
export async function uploadFile(user: string, file: File) {
  if (file.size > largestFile) {
    toast(words().fileTooLarge);
    return undefined;
  }
  const url = await new Promise<string>((read, fail) => {
    const reader = new FileReader();
    reader.onload = () => read(String(reader.result));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
  const answer = await api.upload({ user, name: file.name, content: url.slice(url.indexOf(',') + 1) });
  return told(answer, words().whatFile) ? answer.file : undefined;
}

/** A view that has gone meanwhile (Esc twice, a close by the bot) is as closed as was wished. */
export async function closeView(body: Parameters<typeof api.close>[0]): Promise<void> {
  const answer = await api.close(body);
  if (answer.error !== 'view_not_found') told(answer, words().whatView);
  await refetch('views');
}

export async function openHome(user: string, tab: 'home' | 'messages'): Promise<void> {
  told(await api.openHome({ user, tab }), words().whatHome);
}

export async function moveClock(to: Parameters<typeof api.clock>[0]): Promise<void> {
  told(await api.clock(to), words().whatClock);
}

/** Quietly: a read mark that gets lost is set again by the next look. */
export async function markRead(user: string, channel: string, ts: string): Promise<void> {
  await api.read({ user, channel, ts });
}
