import { describe, expect, it } from 'vitest';
import { type Habit, median, unusual } from '../../src/access/unusual.ts';

const usual: Habit = { lengths: [2, 4, 4, 8], holds: 0, onCase: true, working: true, deniedBefore: false };

describe('what is unusual about a request', () => {
  it.each<[string, number, Partial<Habit>, unknown[]]>([
    ['nothing, for one like many before', 4, {}, []],
    ['the first for this data', 4, { lengths: [] }, [{ what: 'firstTime' }]],
    ['longer than the middle of theirs', 5, {}, [{ what: 'longer', usual: 4 }]],
    ['not longer where too few came before to say', 48, { lengths: [1, 1] }, []],
    ['not on the case', 4, { onCase: false }, [{ what: 'notOnCase' }]],
    ['nothing of a case nobody registered', 4, { onCase: null }, []],
    ['three others held', 4, { holds: 3 }, [{ what: 'holdsOthers', others: 3 }]],
    ['two others are not many', 4, { holds: 2 }, []],
    ['outside working hours', 4, { working: false }, [{ what: 'outsideHours' }]],
    ['denied for this case before', 4, { deniedBefore: true }, [{ what: 'deniedBefore' }]],
  ])('%s', (_, hours, more, found) => {
    expect(unusual({ hours }, { ...usual, ...more })).toEqual(found);
  });

  it('says the weightiest first', () => {
    const odd = unusual({ hours: 9 }, { ...usual, onCase: false, working: false, holds: 5 });
    expect(odd.map(({ what }) => what)).toEqual(['notOnCase', 'longer', 'holdsOthers', 'outsideHours']);
  });
});

describe('the middle', () => {
  it.each([
    [[], 0],
    [[3], 3],
    [[8, 2], 5],
    [[8, 1, 2], 2],
    [[24, 1, 2, 4], 3],
  ])('of %j is %d', (some, middle) => {
    expect(median(some)).toBe(middle);
  });
});
