import { type ElementProps, useElement } from '../blocks/surface.ts';
import { Plain, type TextObject } from '../text/rendered.tsx';

export function Button(props: ElementProps) {
  const { element } = props;
  const { busy, press } = useElement(props);
  const {
    text,
    style,
    url,
    value,
    accessibility_label: label,
  } = element as {
    text?: TextObject;
    style?: string;
    url?: string;
    value?: string;
    accessibility_label?: string;
  };
  return (
    <button
      type="button"
      id={props.id}
      className={`button ${style === 'primary' ? 'primary' : style === 'danger' ? 'danger' : ''}`}
      aria-label={label}
      aria-busy={busy}
      disabled={busy}
      onClick={() => {
        // A button with a link opens it and tells the app all the same.
        if (url && /^https?:/i.test(url)) window.open(url, '_blank', 'noreferrer');
        void press({ text, ...(value === undefined ? {} : { value }) });
      }}
    >
      <Plain text={text?.text ?? ''} />
    </button>
  );
}
