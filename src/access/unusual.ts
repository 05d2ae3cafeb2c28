/** What is known of how somebody usually asks, at the moment of looking. */
export type Habit = {
  /** Hours of their earlier approved requests for the same data. */
  readonly lengths: readonly number[];
  /** Other access they hold now. */
  readonly holds: number;
  /** Whether they are on the case; null where nobody knows. */
  readonly onCase: boolean | null;
  /** Whether they asked within working hours. */
  readonly working: boolean;
  /** Whether the same data was denied to them for the same case before. */
  readonly deniedBefore: boolean;
};

/** One thing an approver should see before deciding. */
export type Unusual =
  | { readonly what: 'firstTime' | 'notOnCase' | 'outsideHours' | 'deniedBefore' }
  | { readonly what: 'longer'; readonly usual: number }
  | { readonly what: 'holdsOthers'; readonly others: number };

/** From how many earlier approvals on somebody has a usual length. */
const enoughToCompare = 3;
/** From how many other grants on it is worth a word. */
const manyOthers = 3;

/** What is unusual about a request, the weightiest first; nothing for one like many before. */
export function unusual(request: { hours: number }, habit: Habit): Unusual[] {
  const found: Unusual[] = [];
  if (habit.onCase === false) found.push({ what: 'notOnCase' });
  if (habit.deniedBefore) found.push({ what: 'deniedBefore' });
  if (habit.lengths.length === 0) found.push({ what: 'firstTime' });
  const usual = median(habit.lengths);
  if (habit.lengths.length >= enoughToCompare && request.hours > usual) found.push({ what: 'longer', usual });
  if (habit.holds >= manyOthers) found.push({ what: 'holdsOthers', others: habit.holds });
  if (!habit.working) found.push({ what: 'outsideHours' });
  return found;
}

/** The middle of some numbers, the mean of the two middle ones of an even count; 0 of none. */
export function median(some: readonly number[]): number {
  const sorted = [...some].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
