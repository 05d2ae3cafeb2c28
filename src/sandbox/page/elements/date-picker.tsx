import { type ElementProps, useElement } from '../blocks/surface.ts';
import type { TextObject } from '../text/rendered.tsx';
import { DateField } from './date-field.tsx';

export function DatePicker(props: ElementProps) {
  const { value, change } = useElement(props);
  return (
    <DateField
      id={props.id}
      value={(value as string | null) ?? ''}
      input={props.input}
      focus={props.element.focus_on_load === true}
      placeholder={(props.element.placeholder as TextObject | undefined)?.text}
      onChange={(date) => void change(date)}
    />
  );
}
