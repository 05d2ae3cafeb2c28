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
import { neverDone, punctuality, reportsOf, standings, waitingItems } from './overview.store.ts';
import { overviewText } from './overview.text.ts';
import { askFile, type DutyFile, dutyFiles } from './overview.ts';
import { type Lens, lenses, overviewAct, overviewView, pageLength } from './overview.view.ts';
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
  const { tenant, reader } = visit;
  const now = visit.now();
  const today = inZone(now, reader.tz);
  const until = today.endOf('week').toJSDate();
  const since = plusDays(today.toFormat('yyyy-MM-dd'), -365);
  const found = await visit.read(async (tx) => {
    const whose = await overseenBy(tx, tenant, reader.id);
    if (whose === undefined) return undefined;
    const list = { whose, now, limit: pageLength, offset: page * pageLength };
    const [week, late, never, punctual, all, company, duties] = await Promise.all([
      waitingItems(tx, tenant, { ...list, until }),
      waitingItems(tx, tenant, { ...list, late: true }),
      neverDone(tx, tenant, list),
      punctuality(tx, tenant, { whose, since }),
      lens === 'owner' || lens === 'chapter' || lens === 'office'
        ? standings(tx, tenant, lens, { whose, now, until, since })
        : [],
      companyOf(tx, tenant),
      dutiesOf(tx, tenant, { state: 'active', page: { limit: mostRules, offset: 0 } }),
    ]);
    const own = duties.rows.filter(
      ({ owner }) => whose === null || (owner !== null && whose.includes(owner)),
    );
    const items = { week, late, never };
    const listed = lens in items ? items[lens as keyof typeof items] : undefined;
    return {
      scope: { all: whose === null, people: whose?.length ?? 0 },
      counts: { week: week.total, late: late.total, never: never.total },
      punctual,
      loads: loads(own, today.toFormat('yyyy-MM-dd'), (office) => officeSchedule(company, office)),
      ...{ lens, page },
      items: listed?.rows ?? [],
      standings: all.slice(page * pageLength, (page + 1) * pageLength),
      total: listed?.total ?? all.length,
    };
  });
  if (!found) return { kind: 'say', text: mrkdwn(overviewText, reader.locale, 'overview.notYours') };
  // The last page may have gone since it was shown.
  const last = Math.max(0, Math.ceil(found.total / pageLength) - 1);
  if (page > last) return show(visit, kind, lens, last);
  return { kind, view: overviewView(reader, now, found) };
}
