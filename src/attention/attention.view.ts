/** Action ids of what is owed, in one place. */
export const attentionAct = {
  /** What is chosen under `Later …`. */
  later: 'attention.later',
  takeBack: 'attention.take_back',
  /** An act of a capability's, done from a list. */
  act: 'attention.act',
  list: 'attention.list',
  page: 'attention.page',
  show: 'attention.show',
  late: 'attention.late',
} as const;

/** The card of a day's digest. */
export const digestKind = 'attention.digest';
/** A message of its own about what is owed. */
export const toldKind = 'attention.told';

/** Which of its messages this is: the first has no number. */
export function toldOccasion(id: string, nth: number): string {
  return nth > 1 ? `${id}.${nth}` : id;
}

/** The settings of a person: another capability's, by its name in the routes. */
export const settingsAct = 'settings.open';
