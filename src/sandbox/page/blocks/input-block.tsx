import { useId } from 'react';
import { Element } from '../elements/element.tsx';
import type { Interactive } from '../elements/state.ts';
import { Plain, type TextObject } from '../text/rendered.tsx';
import { useWords } from '../viewer.ts';
import type { Block } from './shape.ts';
import { useSurface } from './surface.ts';

/** Elements whose label names a group of controls, not one. */
const GROUPS = new Set(['radio_buttons', 'checkboxes']);

/** A labelled field with its hint and, after a refused submission, the sentence that says why. */
export function InputBlock({ block }: { block: Block }) {
  const id = useId();
  const words = useWords();
  const { errors } = useSurface();
  const { label, hint, element, optional, dispatch_action } = block as Block & {
    label?: TextObject;
    hint?: TextObject;
    element: Interactive;
    optional?: boolean;
    dispatch_action?: boolean;
  };
  const error = errors[block.block_id ?? ''];
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const input = {
    dispatch: dispatch_action === true,
    describedBy: described,
    invalid: error !== undefined,
    required: !optional,
    labelledBy: `${id}-label`,
  };
  const name = (
    <>
      <Plain text={label?.text ?? ''} />
      {optional && <span className="optional"> {words.optional}</span>}
    </>
  );
  return (
    <div className={error ? 'input-block invalid' : 'input-block'}>
      {GROUPS.has(element.type) ? (
        <span id={`${id}-label`} className="label">
          {name}
        </span>
      ) : (
        <label id={`${id}-label`} htmlFor={`${id}-field`} className="label">
          {name}
        </label>
      )}
      <Element element={element} blockId={block.block_id ?? ''} id={`${id}-field`} input={input} />
      {error && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          <Plain text={hint.text} />
        </p>
      )}
    </div>
  );
}
