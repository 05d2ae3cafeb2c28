import type { ControlValues } from '../../control.contract.ts';
import { suggest, viewInteract } from '../actions.ts';
import { Blocks } from '../blocks/block.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { presentValues, useValues } from '../blocks/values.ts';
import { Seal } from '../chrome/avatar.tsx';
import { useStore } from '../store.ts';
import { useViewer, useWords, useWorkspace } from '../viewer.ts';

/** What the app has published for this person. */
export function AppHome() {
  const words = useWords();
  const viewer = useViewer();
  const app = useWorkspace('app');
  const home = useStore((state) => state.home);
  const { typed, stateOf, setValue } = useValues(
    (home?.view.state as { values?: ControlValues } | undefined)?.values,
  );

  if (home === undefined) return <div className="message-scroll" aria-busy="true" />;
  if (home === null) {
    return (
      <div className="empty" role="status">
        <Seal size={56} />
        <strong>{words.noHome}</strong>
        <p>{words.noHomeMore(app.name)}</p>
      </div>
    );
  }
  const where = { user: viewer.id, view_id: home.id };
  const filled = () => presentValues(home.view.blocks, typed);
  const surface = {
    stateOf,
    setValue,
    act: (action: Record<string, unknown>) => viewInteract({ ...where, action, values: filled() }),
    suggest: (blockId: string, actionId: string, value: string) =>
      suggest({ ...where, block_id: blockId, action_id: actionId, value, values: filled() }),
    errors: home.errors,
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="message-scroll" tabIndex={0}>
      <SurfaceContext value={surface}>
        <div className="home">
          <Blocks blocks={home.view.blocks} />
        </div>
      </SurfaceContext>
    </div>
  );
}
