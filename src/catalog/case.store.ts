import { instant, type Piece, readTogether } from '../database/alongside.ts';
import type { Tx } from '../database/connection.ts';
import { couldBePinyin, finds, searchWords } from '../kernel/search.ts';
import { companyFrom, companyRows } from '../people/company.store.ts';
import type { Company } from '../people/company.ts';
import { membersCalled } from '../people/member.store.ts';
import { openRows, sealRow } from '../vault/sealed.ts';
import { caseSealed, casesHolder } from './case.table.ts';
import { kindsCalled } from './case.text.ts';
import { type Case, caseExample, caseNumber, fitsForm, type Named } from './case.ts';

type Row = {
  tenant: string;
  number: string;
  kind: Case['kind'];
  team: string;
  people: string[];
  region: string;
  clauses: string | null;
  state: Case['state'];
  opened_at: Date;
  closed_at: Date | null;
  changed_at: Date;
  revision: number;
};

const columns =
  'tenant, number, kind, team, people, region, clauses, state, opened_at, closed_at, changed_at, revision';

export async function caseByNumber(tx: Tx, tenant: string, number: string): Promise<Case | undefined> {
  const rows = await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from client_case where tenant = ${tenant} and number = ${number}`;
  const [row] = await openRows(tx, tenant, caseSealed, rows);
  return row && fromRow(row);
}

/** Several at once; numbers that are not there are missing from the answer. */
export async function casesByNumber(tx: Tx, tenant: string, numbers: readonly string[]): Promise<Case[]> {
  if (numbers.length === 0) return [];
  const rows = await tx.sql<Row[]>`
    select ${tx.sql.unsafe(columns)} from client_case where tenant = ${tenant} and number = any(${numbers as string[]})`;
  return (await openRows(tx, tenant, caseSealed, rows)).map(fromRow);
}

/**
 * What the register says of a number somebody named. A firm that has entered no case keeps no register: any number of its form passes
 * there.
 */
export async function namedCase(tx: Tx, tenant: string, number: string): Promise<Named> {
  const { company, named } = await readTogether<{ company: Company[]; named: NamedRow[] }>(tx, {
    company: companyRows(tx, tenant),
    named: namedRows(tx, tenant, tx.sql`${number}`),
  });
  return namedFrom(number, named, companyFrom(company));
}

/** The row of a case; without a number where the register lacks it. No row where there is no register. */
export type NamedRow =
  | (Pick<Row, 'number' | 'state' | 'people'> & { closed_at: Date | string | null })
  | { number: null };

/** For `namedFrom`, beside something else. `number`: a number in SQL. */
export function namedRows(tx: Tx, tenant: string, number: Piece): Piece {
  return tx.sql`
    select c.number, c.state, c.closed_at, c.people
    from (select exists (select 1 from client_case where tenant = ${tenant}) as kept) register
    left join client_case c on c.tenant = ${tenant} and c.number = ${number} where register.kept`;
}

export function namedFrom(number: string, [row]: readonly NamedRow[], { caseForm }: Company): Named {
  if (!row) return fitsForm(caseForm, number) ? 'no_register' : { wanted: caseExample(caseForm) };
  if (row.number === null) return 'unknown';
  const { state, closed_at, people } = row;
  return { number: row.number, state, closedAt: instant(closed_at), people };
}

/** Whether the firm has entered any case. */
export async function keepsCases(tx: Tx, tenant: string): Promise<boolean> {
  const rows = await tx.sql`select 1 from client_case where tenant = ${tenant} limit 1`;
  return rows.length > 0;
}

/** Which of these numbers the register has. */
export async function takenNumbers(tx: Tx, tenant: string, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await tx.sql<{ number: string }[]>`
    select number from client_case where tenant = ${tenant} and number = any(${numbers as string[]})`;
  return new Set(rows.map((row) => row.number));
}

/** Names of teams in use, the most frequent first; a few. */
export async function teamsOf(tx: Tx, tenant: string): Promise<string[]> {
  const rows = await tx.sql<{ team: string }[]>`
    select team from client_case where tenant = ${tenant} and team <> '' group by team order by count(*) desc, team limit 6`;
  return rows.map((row) => row.team);
}

/** Which cases a list shows. */
export type CaseSearch = {
  /** Parts of number, team, region or kind, or the name of somebody on it; in either language, or by pinyin. */
  words: string;
  /** Whose come first. */
  member: string;
  which: 'open' | 'closed' | 'all';
  /** Only those the member is on. */
  onlyMine?: boolean;
  limit: number;
  offset?: number;
};

/** Cases that hold every word: the member's own first, then as they were changed, latest first. `total` counts all that fit. */
export async function findCases(
  tx: Tx,
  tenant: string,
  search: CaseSearch,
): Promise<{ cases: Case[]; total: number }> {
  const { sql } = tx;
  const words = await Promise.all(searchWords(search.words).map((word) => meant(tx, tenant, word)));
  const fits = words.map(
    ({ like, called, spoken, kinds }) => sql`and (
      number ilike ${like} or team ilike ${like} or region ilike ${like} or kind = any(${kinds})
      or team = any(${spoken}) or region = any(${spoken}) or people ?| ${called}::text[])`,
  );
  const mine = sql`people ? ${search.member}`;
  const rows = await sql<(Row & { total: number })[]>`
    select ${sql.unsafe(columns)}, count(*) over ()::int as total from client_case
    where tenant = ${tenant} ${search.which === 'all' ? sql`` : sql`and state = ${search.which}`}
    ${search.onlyMine ? sql`and ${mine}` : sql``}
    ${fits.length > 0 ? fits : sql``}
    order by (${mine}) desc, changed_at desc, number limit ${search.limit} offset ${search.offset ?? 0}`;
  const opened = await openRows(tx, tenant, caseSealed, rows);
  return { cases: opened.map(fromRow), total: rows[0]?.total ?? 0 };
}

/** Open cases of a person that fit what was typed, latest first; once something is typed, others' behind their own. */
export async function casesFor(
  tx: Tx,
  tenant: string,
  member: string,
  typed: string,
  limit: number,
): Promise<Case[]> {
  const onlyMine = searchWords(typed).length === 0;
  const { cases } = await findCases(tx, tenant, { words: typed, member, which: 'open', onlyMine, limit });
  return cases;
}

const mostTokens = 12;

/**
 * The case that one of these words is: a number of the register, or the end of one that only one open case of this person has (`0412`,
 * `案件0412`). Undefined where none is, or more than one could be.
 */
export async function caseAmong(
  tx: Tx,
  tenant: string,
  member: string,
  words: string,
): Promise<string | undefined> {
  const tokens = words.split(
    /[\s#,]|案件|(?<=\p{Script=Han})(?=[A-Za-z\d])|(?<=[A-Za-z\d])(?=\p{Script=Han})/u,
  );
  const numbered = tokens.filter((token) => /\d{2}/u.test(token)).slice(0, mostTokens);
  for (const token of numbered) {
    const number = caseNumber.safeParse(token).data;
    if (number && (await caseByNumber(tx, tenant, number))) return number;
  }
  const ends = numbered.filter((token) => /^\d{3,}$/u.test(token)).map((end) => `%${end}`);
  if (ends.length === 0) return undefined;
  const [only, ...others] = await tx.sql<{ number: string }[]>`
    select number from client_case
    where tenant = ${tenant} and state = 'open' and people ? ${member} and number like any(${ends}) limit 2`;
  return others.length === 0 ? only?.number : undefined;
}

/** What a word of a search can mean in a case. */
async function meant(tx: Tx, tenant: string, word: string) {
  const [called, sounding] = await Promise.all([
    membersCalled(tx, tenant, word),
    couldBePinyin(word)
      ? tx.sql<{ words: string }[]>`
          select distinct unnest(array[team, region]) as words from client_case where tenant = ${tenant}`
      : [],
  ]);
  return {
    like: `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`,
    called,
    spoken: sounding.map((row) => row.words).filter((words) => finds(words, word)),
    kinds: kindsCalled(word),
  };
}

/** Saves a case, new or changed. */
export async function saveCase(tx: Tx, tenant: string, one: Case): Promise<void> {
  await saveCases(tx, tenant, [one]);
}

/** Several at once, in one statement. */
export async function saveCases(tx: Tx, tenant: string, cases: readonly Case[]): Promise<void> {
  if (cases.length === 0) return;
  const rows = await Promise.all(
    cases.map((one) => sealRow(tx, tenant, caseSealed, casesHolder, { tenant, ...toRow(one) })),
  );
  await tx.sql`
    insert into client_case ${tx.sql(rows.map((row) => ({ ...row, people: tx.sql.json(row.people) })))}
    on conflict (tenant, number) do update set kind = excluded.kind, team = excluded.team, people = excluded.people,
    region = excluded.region, clauses = excluded.clauses, state = excluded.state, closed_at = excluded.closed_at,
    changed_at = excluded.changed_at, revision = excluded.revision`;
}

function fromRow(row: Row): Case {
  const { number, kind, team, people, region, clauses, state, revision } = row;
  return {
    ...{ number, kind, team, people, region, clauses, state, revision },
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    changedAt: row.changed_at,
  };
}

function toRow(one: Case) {
  const { number, kind, team, people, region, clauses, state, revision } = one;
  return {
    ...{ number, kind, team, people: [...people], region, clauses: clauses ?? '', state, revision },
    opened_at: one.openedAt,
    closed_at: one.closedAt,
    changed_at: one.changedAt,
  };
}
