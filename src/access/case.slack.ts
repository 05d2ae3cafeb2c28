import { casesByNumber, casesFor, namedCase } from '../catalog/case.store.ts';
import { caseNumber } from '../catalog/case.ts';
import { isEmployee, isGuest } from '../people/member.ts';
import type { Choice, OptionsHandler } from '../slack/capability.ts';
import { caseChoice, typedChoice } from './case.field.ts';
import { recentCases } from './case.store.ts';

/** Slack's limit for a select. */
const mostOptions = 100;
const mostRecent = 20;

/**
 * The picker of cases: first what the person asked with last, then the other open cases they are on, the latest first. Typing looks among
 * all open cases; a whole number is offered whatever the register says of it.
 */
export const caseOptions: OptionsHandler = async (visit, typed) => {
  const { tenant, reader, member } = visit;
  if (!isEmployee(member) && !isGuest(member)) return [];
  const number = caseNumber.safeParse(typed).data;
  const { used, fitting, recent, named } = await visit.read(async (tx) => {
    const numbers = await recentCases(tx, tenant, reader.id, mostRecent);
    return {
      used: numbers,
      recent: typed.trim() === '' ? await casesByNumber(tx, tenant, numbers) : [],
      fitting: await casesFor(tx, tenant, reader.id, typed, mostOptions),
      named: number ? await namedCase(tx, tenant, number) : undefined,
    };
  });
  const open = new Map(
    [...recent, ...fitting].filter((one) => one.state === 'open').map((one) => [one.number, one]),
  );
  const latest = used.flatMap((one) => open.get(one) ?? []);
  const others = fitting.filter((one) => !used.includes(one.number));
  const choices: Choice[] = [...latest, ...others].map((one) => caseChoice(one, reader));
  // Somebody in the middle of a number is not told that there is no such case.
  const worthSaying = named !== 'unknown' || choices.length === 0;
  if (number && named && !open.has(number) && worthSaying) choices.unshift(typedChoice(number, named, visit));
  return choices.slice(0, mostOptions);
};
