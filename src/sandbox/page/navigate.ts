import { formatPlace, type Place } from './place.ts';
import { getState } from './store.ts';

/** Goes to a place; what is not given stays, except that another channel closes the thread. */
export function go(target: Partial<Place>): void {
  const { place } = getState();
  const next = { ...place, ...(target.channel === undefined ? {} : { thread: '' }), ...target };
  location.hash = formatPlace(next);
}
