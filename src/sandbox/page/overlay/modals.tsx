import { closeView } from '../actions.ts';
import { useStore } from '../store.ts';
import { useViewer } from '../viewer.ts';
import { Dialog } from './dialog.tsx';
import { ModalView } from './modal-view.tsx';

/** The stack of modals: all are kept, so that going back finds what was typed; only the top one is seen. */
export function Modals() {
  const views = useStore((state) => state.views);
  const viewer = useViewer();
  const top = views.at(-1);
  if (!top) return null;
  return (
    <Dialog
      key={top.root_view_id}
      labelledBy={`title-${top.id}`}
      className="dialog modal"
      onClose={() => void closeView({ user: viewer.id, view_id: top.id, all: true })}
    >
      {views.map((view) => (
        <ModalView key={view.id} view={view} hidden={view !== top} />
      ))}
    </Dialog>
  );
}
