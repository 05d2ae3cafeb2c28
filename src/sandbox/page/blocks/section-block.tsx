import { useId } from 'react';
import { Element } from '../elements/element.tsx';
import type { Interactive } from '../elements/state.ts';
import { Text, type TextObject } from '../text/rendered.tsx';
import type { Block } from './shape.ts';

/** Text, up to ten fields in two columns, and one thing beside them. Fields stand under their selects, as in Slack. */
export function SectionBlock({ block }: { block: Block }) {
  const id = useId();
  const { text, fields, accessory } = block as Block & {
    text?: TextObject;
    fields?: TextObject[];
    accessory?: Interactive & { image_url?: string; alt_text?: string };
  };
  return (
    <div
      className={
        accessory && accessory.type !== 'image' && /checkboxes|radio/.test(accessory.type)
          ? 'section-block below'
          : 'section-block'
      }
    >
      <div className="section-main">
        {text && <Text object={text} />}
        {fields && (
          <div className="section-fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no name of their own
              <div key={index}>
                <Text object={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="section-accessory">
          {accessory.type === 'image' ? (
            <img src={accessory.image_url} alt={accessory.alt_text ?? ''} />
          ) : (
            <Element element={accessory} blockId={block.block_id ?? ''} id={id} />
          )}
        </div>
      )}
    </div>
  );
}
