/** A step of the way up when something is late: to whom, and how long after the deadline in working hours of the person who is late. */
export type Rung = { readonly to: 'deputy' | 'manager' | 'officer'; readonly afterWorkingHours: number };
