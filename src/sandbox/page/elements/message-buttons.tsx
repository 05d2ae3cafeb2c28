import { type ElementProps, useElement } from '../blocks/surface.ts';
import { Icon } from '../chrome/icon.tsx';
import { Plain, type TextObject } from '../text/rendered.tsx';

type Feedback = { text: TextObject; value: string; accessibility_label?: string };

/** Thumbs up and down under a message. */
export function FeedbackButtons(props: ElementProps) {
  const { busy, press } = useElement(props);
  const { positive_button: yes, negative_button: no } = props.element as {
    positive_button?: Feedback;
    negative_button?: Feedback;
  };
  return (
    <span className="feedback">
      {[yes, no].map(
        (one, index) =>
          one && (
            <button
              key={one.value}
              type="button"
              className="button"
              aria-label={one.accessibility_label}
              disabled={busy}
              onClick={() => void press({ value: one.value, text: one.text })}
            >
              {index === 0 ? '👍' : '👎'} <Plain text={one.text.text} />
            </button>
          ),
      )}
    </span>
  );
}

export function IconButton(props: ElementProps) {
  const { busy, press } = useElement(props);
  const {
    text,
    value,
    accessibility_label: label,
  } = props.element as { text?: TextObject; value?: string; accessibility_label?: string };
  return (
    <button
      type="button"
      id={props.id}
      className="button"
      aria-label={label}
      disabled={busy}
      onClick={() => void press({ text, ...(value === undefined ? {} : { value }) })}
    >
      <Icon name="trash" /> <Plain text={text?.text ?? ''} />
    </button>
  );
}
