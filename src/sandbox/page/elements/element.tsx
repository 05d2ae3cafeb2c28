import type { ElementProps } from '../blocks/surface.ts';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { DatePicker } from './date-picker.tsx';
import { DateTimePicker } from './datetime-picker.tsx';
import { FileInput } from './file-input.tsx';
import { FeedbackButtons, IconButton } from './message-buttons.tsx';
import { Overflow } from './overflow.tsx';
import { RichTextInput } from './rich-text-input.tsx';
import { Select } from './select.tsx';
import { TextInput } from './text-input.tsx';
import { TimePicker } from './time-picker.tsx';

/** Every element a person can act on, by its type. */
export function Element(props: ElementProps) {
  switch (props.element.type) {
    case 'button':
    case 'workflow_button':
      return <Button {...props} />;
    case 'overflow':
      return <Overflow {...props} />;
    case 'icon_button':
      return <IconButton {...props} />;
    case 'feedback_buttons':
      return <FeedbackButtons {...props} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <Choices {...props} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInput {...props} />;
    case 'rich_text_input':
      return <RichTextInput {...props} />;
    case 'file_input':
      return <FileInput {...props} />;
    case 'datepicker':
      return <DatePicker {...props} />;
    case 'timepicker':
      return <TimePicker {...props} />;
    case 'datetimepicker':
      return <DateTimePicker {...props} />;
    default:
      return /_select$/.test(props.element.type) ? <Select {...props} /> : null;
  }
}
