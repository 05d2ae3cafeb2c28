import { derivedId } from '../kernel/id.ts';
import { plain } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import type {
  ActionHandler,
  Answer,
  Blocks,
  CommandHandler,
  SubmittedView,
  Visit,
} from '../slack/capability.ts';
import { changeView, declineView, postsView, previewView } from './adopt.form.view.ts';
import { commitAdoption, commitUndo, standing, wantedOf } from './adopt.job.ts';
import { adoptText } from './adopt.text.ts';
import type { AdoptRefusal } from './adopt.ts';
import { noteOf, openOf, pageOf, type SetPage, setAct, setView } from './adopt.view.ts';
import { dutyText } from './duty.text.ts';
import { mayLead } from './duty.ts';
import { dayOf } from './plan.ts';
import { templateOf } from './starting-set.data.ts';
import { titleOf } from './suggest.ts';

const mayNot = ({ reader }: Visit): Answer => ({
  kind: 'say',
  text: plain(adoptText, reader.locale, 'set.mayNot'),
});

export const drawn = async (visit: Visit, page: SetPage, note?: Blocks) =>
  setView(await standing(visit), page, visit.reader, note);

/** `/duty set`: the suggestions, where one stopped. */
export const runSet: CommandHandler = async (visit) =>
  mayLead(visit.member) ? { kind: 'open', view: await drawn(visit, '') } : mayNot(visit);

const onOpen: ActionHandler = async (visit, { value }) =>
  mayLead(visit.member) ? { kind: 'replace', view: await drawn(visit, pageOf(value)) } : mayNot(visit);

const pageIn = (view: SubmittedView | undefined): SetPage => pageOf(view?.privateMetadata ?? '');
/** The rest of a value tells two presses of the same button apart. */
const codeIn = (value: string): string => value.split(' ', 1)[0] ?? '';

/** What was adopted, with the way back. */
export function adoptedNote({ reader: { locale } }: Visit, codes: readonly string[], batch: string): Blocks {
  const template = templateOf(codes[0] ?? '');
  const count = codes.length;
  const text = plain(adoptText, locale, 'set.adoptedNow', {
    count,
    title: template ? titleOf(template, locale) : '',
  });
  const label =
    count === 1 ? plain(adoptText, locale, 'set.undo') : plain(adoptText, locale, 'set.undoBatch', { count });
  return noteOf(text, { label, value: batch });
}

/** A refusal in words; under a field it stands without mentions. */
export const said = ({ reader }: Visit, refused: { key: AdoptRefusal; values?: object }): string =>
  Object.hasOwn(adoptText.en, refused.key)
    ? plain(adoptText, reader.locale, refused.key as 'set.mayNot')
    : Object.hasOwn(dutyText.en, refused.key)
      ? plain(dutyText, reader.locale, refused.key as 'duty.ownChecker', { ...refused.values })
      : plain(adoptText, reader.locale, 'set.notEmployee');

const onAdopt: ActionHandler = async (visit, { value, view }) => {
  const template = templateOf(codeIn(value));
  if (!template) return { kind: 'nothing' };
  const batch = derivedId('cmd', visit.tenant, visit.cause.id);
  const wanted = await wantedOf(visit, [template], (code) => derivedId('dty', visit.tenant, batch, code));
  if (wanted.length === 0)
    return { kind: 'say', text: plain(adoptText, visit.reader.locale, 'set.previewNobody') };
  const outcome = await commitAdoption(visit, batch, wanted);
  const note =
    outcome.kind === 'refused'
      ? noteOf(said(visit, outcome.refused))
      : adoptedNote(visit, [template.code], batch);
  return { kind: 'replace', view: await drawn(visit, pageIn(view), note) };
};

const onUndo: ActionHandler = async (visit, { value, view }) => {
  const { locale } = visit.reader;
  const outcome = await commitUndo(visit, codeIn(value));
  const page = pageIn(view);
  if (outcome.kind === 'refused')
    return { kind: 'replace', view: await drawn(visit, page, noteOf(said(visit, outcome.refused))) };
  const undone = outcome.events.filter(({ type }) => type === 'duty.choice_undone');
  const template = templateOf(String(undone[0]?.data.code));
  const title = template ? titleOf(template, locale) : '';
  const text = plain(adoptText, locale, 'set.undone', { count: undone.length, title });
  return { kind: 'replace', view: await drawn(visit, page, noteOf(text)) };
};

const toForm =
  (which: 'all' | 'change' | 'decline' | 'posts'): ActionHandler =>
  async (visit, { value, view }) => {
    if (!mayLead(visit.member)) return mayNot(visit);
    const now = await standing(visit);
    const { reader } = visit;
    const at = { page: which === 'all' ? pageOf(value) : pageIn(view), revision: now.revision };
    if (which === 'all')
      return { kind: 'replace', view: previewView(openOf(now, at.page), now.staff, at, reader) };
    if (which === 'posts') return { kind: 'replace', view: postsView(now.staff, at, reader) };
    const template = templateOf(codeIn(value));
    if (!template) return { kind: 'nothing' };
    if (which === 'decline') return { kind: 'replace', view: declineView(template, at, reader) };
    const company = await visit.read((tx) => companyOf(tx, visit.tenant));
    const today = dayOf(visit.now(), company.tz);
    return { kind: 'replace', view: changeView(template, now.staff, at, reader, today) };
  };

export const setActions: Readonly<Record<string, ActionHandler>> = {
  [setAct.open]: onOpen,
  [setAct.adopt]: onAdopt,
  [setAct.undo]: onUndo,
  [setAct.all]: toForm('all'),
  [setAct.change]: toForm('change'),
  [setAct.decline]: toForm('decline'),
  [setAct.posts]: toForm('posts'),
};
