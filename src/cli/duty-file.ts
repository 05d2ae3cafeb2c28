import { extname } from 'node:path';
import type { Database } from '../database/connection.ts';
import { read } from '../database/read.ts';
import type { JudgedRules } from '../duty/rule-file.form.ts';
import { planRules } from '../duty/rule-file.job.ts';
import { ruleColumns } from '../duty/rule-file.parse.ts';
import { ruleFileText } from '../duty/rule-file.text.ts';
import { fileFaultWords, type PlanReader, planLines } from '../duty/rule-file.view.ts';
import { readSheet, readYaml } from '../duty/rule-table.parse.ts';
import { plain } from '../kernel/message.ts';
import { membersById } from '../people/member.store.ts';
import { textOf } from './cases-import.ts';
import type { Typed } from './command.ts';
import { onlyTenant } from './settings.ts';

/** A file of duties that was read, judged and said. */
export type SaidPlan = {
  tenant: string;
  path: string;
  retire: boolean;
  judged: JudgedRules;
  reader: PlanReader;
};

/** Reads the file that was named, judges it by what stands now and prints what it would change. Throws one sentence where it cannot. */
export async function sayPlan(database: Database, typed: Typed): Promise<SaidPlan> {
  const locale = typed.flags.zh ? 'zh' : 'en';
  const [path] = typed.rest;
  if (!path) throw new Error(plain(ruleFileText, locale, 'file.which', { columns: ruleColumns.join(', ') }));
  const kind = extname(path).toLowerCase();
  if (!['.csv', '.tsv', '.txt', '.yaml', '.yml'].includes(kind))
    throw new Error(plain(ruleFileText, locale, 'file.kind'));
  const text = await textOf(path);
  const rows = kind.startsWith('.y') ? await readYaml(text) : readSheet(text);
  if ('key' in rows) throw new Error(fileFaultWords(rows, locale));
  const tenant = await onlyTenant(database, typed);
  const retire = typed.flags.retire === true;
  const now = new Date();
  const { judged, names } = await read(database, tenant, async (tx) => {
    const judged = await planRules(tx, tenant, rows, { retire, now });
    const named = judged.changes.flatMap((one) => [
      ...('before' in one ? peopleOf(one.before) : []),
      ...('next' in one ? peopleOf(one.next) : []),
    ]);
    return { judged, names: await membersById(tx, tenant, named) };
  });
  const unit = kind.startsWith('.y') ? 'line' : 'row';
  const reader: PlanReader = { locale, now, unit, nameOf: (id) => names.get(id)?.name ?? id };
  for (const line of planLines(judged, retire, reader)) console.log(line);
  return { tenant, path, retire, judged, reader };
}

function peopleOf({
  owner,
  deputy,
  checker,
}: {
  owner: string | null;
  deputy: string | null;
  checker: string | null;
}) {
  return [owner, deputy, checker].flatMap((id) => id ?? []);
}
