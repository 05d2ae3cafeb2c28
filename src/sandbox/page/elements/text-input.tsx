import { type KeyboardEvent, useRef, useState } from 'react';
import { type ElementProps, useElement } from '../blocks/surface.ts';
import type { TextObject } from '../text/rendered.tsx';
import { useWords } from '../viewer.ts';

const TYPES: Record<string, 'text' | 'email' | 'url'> = { email_text_input: 'email', url_text_input: 'url' };

/** Plain text (one line or several), e-mail, address and number. */
export function TextInput(props: ElementProps) {
  const { element, id, input } = props;
  const { value, change } = useElement(props);
  const words = useWords();
  const text = (value as string | null) ?? '';
  const [sent, setSent] = useState(text);
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { placeholder, multiline, min_length, max_length, focus_on_load, dispatch_action_config } =
    element as {
      placeholder?: TextObject;
      multiline?: boolean;
      min_length?: number;
      max_length?: number;
      focus_on_load?: boolean;
      dispatch_action_config?: { trigger_actions_on?: string[] };
    };
  const triggers = dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const dispatches = !input || input.dispatch;

  const type = (typed: string) => {
    void change(typed, { quiet: true });
    if (!dispatches || !triggers.includes('on_character_entered')) return;
    clearTimeout(later.current);
    later.current = setTimeout(() => void change(typed), 300);
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (multiline && (event.metaKey || event.ctrlKey)) {
      (event.target as HTMLTextAreaElement).form?.requestSubmit();
    } else if (!multiline && dispatches && triggers.includes('on_enter_pressed') && text !== sent) {
      // The first Enter tells the app; a second one, with nothing new to tell, submits the form.
      event.preventDefault();
      setSent(text);
      void change(text);
    }
  };

  const shared = {
    id,
    value: text,
    className: 'field',
    placeholder: placeholder?.text,
    'aria-describedby': input?.describedBy,
    'aria-invalid': input?.invalid || undefined,
    'aria-required': input?.required || undefined,
    'aria-labelledby': input?.labelledBy,
    'data-autofocus': focus_on_load || undefined,
    onChange: (event: { target: { value: string } }) => type(event.target.value),
    onKeyDown: enter,
  };
  const left = max_length === undefined ? undefined : max_length - text.length;
  return (
    <>
      {multiline ? (
        <textarea {...shared} rows={4} />
      ) : (
        <input
          {...shared}
          // Of type text also for numbers: a browser's number field drops what it cannot read, and the app must see it.
          type={TYPES[element.type] ?? 'text'}
          inputMode={
            element.type === 'number_input' ? (element.is_decimal_allowed ? 'decimal' : 'numeric') : undefined
          }
          autoComplete="off"
        />
      )}
      {left !== undefined && left < Math.max(20, (max_length ?? 0) / 10) && (
        <span className={left < 0 ? 'count over' : 'count'}>{left}</span>
      )}
      {min_length !== undefined && text !== '' && text.length < min_length && (
        <span className="count">{words.keepTyping(min_length)}</span>
      )}
    </>
  );
}
