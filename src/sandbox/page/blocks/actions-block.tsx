import { useId } from 'react';
import { Element } from '../elements/element.tsx';
import type { Interactive } from '../elements/state.ts';

export function ActionsBlock({ elements, blockId }: { elements: Interactive[]; blockId: string }) {
  const id = useId();
  return (
    <div className="actions-block">
      {elements.map((element, index) => (
        <div key={element.action_id || index} className="actions-element">
          <Element element={element} blockId={blockId} id={`${id}-${index}`} />
        </div>
      ))}
    </div>
  );
}
