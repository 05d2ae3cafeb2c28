import { type ElementProps, useElement } from '../blocks/surface.ts';
import { TimeField } from './time-field.tsx';

export function TimePicker(props: ElementProps) {
  const { value, change, busy } = useElement(props);
  return (
    <div className="time-field">
      <TimeField
        id={props.id}
        value={(value as string | null) ?? ''}
        input={props.input}
        focus={props.element.focus_on_load === true}
        busy={busy}
        onChange={(time) => void change(time)}
      />
    </div>
  );
}
