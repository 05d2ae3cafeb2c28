import { refuse } from '../kernel/decision.ts';
import { findsAll, searchWords } from '../kernel/search.ts';
import { isEmployee } from '../people/member.ts';
import type { Act, ActionHandler, Answer, CommandHandler, Visit } from '../slack/capability.ts';
import { unescaped } from '../slack/understand.parse.ts';
import { employeesOnly, forEmployees, refusalNote, saidNote } from './answer.slack.ts';
import { dutiesById } from './duty.store.ts';
import type { Note } from './list.view.ts';
import { showPlace } from './look.slack.ts';
import { startDone, startPass, startSkip } from './occurrence.slack.ts';
import { openFor } from './occurrence.store.ts';
import { mine, type Place, placeFrom } from './place.ts';

/** `/duty`: what is mine. */
export const runDuty: CommandHandler = async (visit) => openPlace(visit, mine);

async function openPlace(visit: Visit, place: Place, note?: Note): Promise<Answer> {
  if (!isEmployee(visit.member)) return employeesOnly(visit);
  return { kind: 'open', view: await showPlace(visit, place, note) };
}

type Start = (visit: Visit, id: string, act: Act) => Promise<Answer>;

/** `/duty done`, `/duty done backup`: the one that is open or is called so; where there are several, the list to choose from. */
const startNamed =
  (start: Start): CommandHandler =>
  async (visit, text) => {
    if (!isEmployee(visit.member)) return employeesOnly(visit);
    const { tenant, reader } = visit;
    const asked = searchWords(unescaped(text));
    const found = await visit.read(async (tx) => {
      const open = await openFor(tx, tenant, reader.id);
      const duties = await dutiesById(
        tx,
        tenant,
        open.map(({ duty }) => duty),
      );
      return open.filter(({ id, duty }) => {
        const of = duties.get(duty);
        return of && (asked.length === 0 || id === text.trim() || findsAll([of.titleEn, of.titleZh], asked));
      });
    });
    const [only, other] = found;
    if (only && !other) return start(visit, only.id, noMessage);
    if (!only) {
      const no =
        asked.length === 0
          ? refuse('duty.nothingToDo')
          : refuse('duty.nothingOpen', { words: asked.join(' ').slice(0, 60) });
      return saidNote(visit, await refusalNote(visit, no));
    }
    return openPlace(visit, mine);
  };

/** A command is no click: its answer stands alone. */
const noMessage: Act = { actionId: '', blockId: '', value: '', values: [] };

export const runDone = startNamed(startDone);
export const runPass = startNamed(startPass);
export const runSkip = startNamed(startSkip);

/** Shows a list: out of a modal in its place. */
const list =
  (place: (value: string) => Place): ActionHandler =>
  async (visit, act) => ({
    kind: act.view ? 'replace' : 'open',
    view: await showPlace(visit, place(act.value)),
  });

export const onList = forEmployees(list(() => mine));
export const onRules = forEmployees(list(() => ({ list: 'rules', page: 0 })));
export const onRulesAll = forEmployees(list((value) => ({ list: 'rules', page: 0, all: value === 'all' })));
export const onHistory = forEmployees(
  list((value) => ({
    list: 'history',
    page: 0,
    [value.startsWith('dty_') ? 'duty' : 'person']: value || undefined,
  })),
);
export const onHistoryAll = forEmployees(list(() => ({ list: 'history', page: 0 })));

/** Another page of the list that is open. */
export const onPage: ActionHandler = forEmployees(async (visit, { value, view }) => {
  const place = placeFrom(view?.privateMetadata) ?? mine;
  return { kind: 'replace', view: await showPlace(visit, { ...place, page: Number(value) || 0 }) };
});

/** Back to the list that was left; from a list to what is open. */
export const onBack: ActionHandler = forEmployees(async (visit, act) => {
  const place = act.view?.callbackId === 'duty.list' ? mine : placeFrom(act.view?.privateMetadata);
  return { kind: act.view ? 'replace' : 'open', view: await showPlace(visit, place ?? mine) };
});
