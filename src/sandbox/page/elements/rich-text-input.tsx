import { type ElementProps, useElement } from '../blocks/surface.ts';
import type { TextObject } from '../text/rendered.tsx';

type RichText = {
  type: 'rich_text';
  elements: { type: string; elements: { type: string; text?: string }[] }[];
};

/** Plain typing that becomes a `rich_text` value, one section per line; what the app pre-filled loses its styles. */
export function RichTextInput(props: ElementProps) {
  const { element, id, input } = props;
  const { value, change } = useElement(props);
  return (
    <textarea
      id={id}
      className="field"
      rows={5}
      value={textOf(value as RichText | null)}
      placeholder={(element.placeholder as TextObject | undefined)?.text}
      aria-labelledby={input?.labelledBy}
      aria-describedby={input?.describedBy}
      aria-invalid={input?.invalid || undefined}
      aria-required={input?.required || undefined}
      data-autofocus={element.focus_on_load ? true : undefined}
      onChange={(event) => void change(event.target.value && richTextOf(event.target.value), { quiet: true })}
    />
  );
}

function richTextOf(text: string): RichText {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

function textOf(value: RichText | null): string {
  return (value?.elements ?? [])
    .map((part) => part.elements.map((one) => one.text ?? '').join(''))
    .join('\n');
}
