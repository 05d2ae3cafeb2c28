import { denial } from './control.call.ts';
import type { Person } from './people.ts';
import type { Platform } from './platform.ts';
import type { View } from './views.ts';

/** The view a person can act on: their Home, or the modal on top of their stack. */
export function viewInReach({ views }: Platform, who: Person, viewId: string): View {
  const view = views.find(viewId);
  if (view === undefined || view.user !== who.id) {
    throw denial('view_not_found', `${who.real_name} has no view ${viewId} open.`, 404);
  }
  if (view.type === 'modal' && views.stack(who.id).at(-1) !== view) {
    throw denial('view_not_on_top', 'Another modal lies on top of this one.', 409);
  }
  return view;
}
