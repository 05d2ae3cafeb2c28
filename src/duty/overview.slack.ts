import type { ModalView } from '@slack/types';
import { derivedId } from '../kernel/id.ts';
import { inZone } from '../kernel/locale.ts';
import { mrkdwn } from '../kernel/message.ts';
import { companyOf } from '../people/company.store.ts';
import { memberById } from '../people/member.store.ts';
import type { ActionHandler, Answer, CommandHandler, Visit } from '../slack/capability.ts';
import { plusDays } from './cadence.ts';
import { dutiesOf } from './duty.store.ts';
import { loads } from './load.ts';
import { overseenBy } from './overseer.store.ts';
import {
  neverDone,
  punctuality,
  reportsOf,
  standings,
  waitingCounts,
  waitingItems,
} from './overview.store.ts';
import { overviewText } from './overview.text.ts';
import { askFile, type DutyFile, dutyFiles, type Lens, lenses } from './overview.ts';
import { overviewAct, overviewView, pageLength } from './overview.view.ts';
import { officeSchedule } from './plan.ts';

/** More rules than any firm lives by. */
const mostRules = 5_000;

/** `/duty overview`: everybody's for who leads, one's people's for a manager. */
export const runOverview: CommandHandler = (visit) => show(visit, 'open', 'week', 0);

const onLens: ActionHandler = (visit, { value, view }) => {
  const [name = '', page = ''] = value.split(':');
  const lens = lenses.find((one) => one === name) ?? 'week';
  return show(visit, view ? 'replace' : 'open', lens, Math.max(0, Math.trunc(Number(page)) || 0));
};

const onFile: ActionHandler = (visit, { value }) =>
  ask(visit, [dutyFiles.find((one) => one === value) ?? 'year']);

/** `/duty csv`: the rules and what became of them, as tables. */
export const runCsv: CommandHandler = (visit) => ask(visit, ['rules', 'history']);

async function ask(visit: Visit, files: readonly DutyFile[]): Promise<Answer> {
  const outcomes = [];
  for (const what of files) outcomes.push(await askOne(visit, what));
  const key = outcomes.some(({ kind }) => kind === 'refused') ? 'overview.notYours' : 'file.coming';
  return { kind: 'say', text: mrkdwn(overviewText, visit.reader.locale, key) };
}

function askOne(visit: Visit, what: DutyFile) {
  const { tenant, reader } = visit;
  return visit.commit({
    id: derivedId('cmd', tenant, 'duty.file', visit.cause.id, what),
    cause: visit.cause,
    keys: [`duty.file:${reader.id}`],
    load: async (tx) => ({
      actor: await memberById(tx, tenant, reader.id),
      reports: await reportsOf(tx, tenant, reader.id),
    }),
    decide: askFile({ by: reader.id, what }),
    save: async () => {},
  });
}

export const overviewActions: Readonly<Record<string, ActionHandler>> = {
  [overviewAct.lens]: onLens,
  [`${overviewAct.page}.next`]: onLens,
  [`${overviewAct.page}.previous`]: onLens,
  [overviewAct.file]: onFile,
};

async function show(visit: Visit, kind: 'open' | 'replace', lens: Lens, page: number): Promise<Answer> {
  const view = await showOverview(visit, lens, page);
  if (view) return { kind, view };
  return { kind: 'say', text: mrkdwn(overviewText, visit.reader.locale, 'overview.notYours') };
}

/** The overview as it stands now; undefined for who oversees nobody's duties. */
export async function showOverview(visit: Visit, lens: Lens, page: number): Promise<ModalView | undefined> {
  const { tenant, reader } = visit;
  const now = visit.now();
  const today = inZone(now, reader.tz);
  const until = today.endOf('week').toJSDate();
  const since = plusDays(today.toFormat('yyyy-MM-dd'), -365);
  const found = await visit.read(async (tx) => {
    const whose = await overseenBy(tx, tenant, reader.id);
    if (whose === undefined) return undefined;
    const here = { whose, now, limit: pageLength, offset: page * pageLength };
    const [waits, never, punctual, rows, all, company, duties] = await Promise.all([
      waitingCounts(tx, tenant, { whose, now, until }),
      // Its number stands on every page, whatever is listed there.
      neverDone(tx, tenant, lens === 'never' ? here : { ...here, limit: 1, offset: 0 }),
      punctuality(tx, tenant, { whose, since, now }),
      lens === 'week' || lens === 'late'
        ? waitingItems(tx, tenant, { ...here, ...(lens === 'week' ? { until } : { late: true }) })
        : [],
      lens === 'owner' || lens === 'chapter' || lens === 'office'
        ? standings(tx, tenant, lens, { whose, now, until, since })
        : [],
      companyOf(tx, tenant),
      dutiesOf(tx, tenant, { state: 'active', page: { limit: mostRules, offset: 0 } }),
    ]);
    const own = duties.rows.filter(
      ({ owner }) => whose === null || (owner !== null && whose.includes(owner)),
    );
    const totals = { week: waits.due + waits.within, late: waits.late, never: never.total };
    return {
      scope: { all: whose === null, people: whose?.length ?? 0 },
      counts: { ...waits, never: never.total },
      punctual,
      loads: loads(own, today.toFormat('yyyy-MM-dd'), (office) => officeSchedule(company, office)),
      ...{ lens, page },
      items: lens === 'never' ? never.rows : rows,
      standings: all.slice(page * pageLength, (page + 1) * pageLength),
      total: lens in totals ? totals[lens as keyof typeof totals] : all.length,
    };
  });
  if (!found) return undefined;
  // The last page may have gone since it was shown.
  const last = Math.max(0, Math.ceil(found.total / pageLength) - 1);
  return page > last ? showOverview(visit, lens, last) : overviewView(reader, now, found);
}
