import { useRef, useState } from 'react';
import type { ElementProps } from '../blocks/surface.ts';
import { Icon } from '../chrome/icon.tsx';
import { Popup } from '../overlay/popup.tsx';
import { wallClock } from '../text/time.ts';
import { useNow, useReader, useWords } from '../viewer.ts';
import { Calendar } from './calendar.tsx';

/** A button that shows the day in the viewer's language and opens a calendar. Dates are `YYYY-MM-DD`. */
export function DateField(props: {
  id: string;
  value: string;
  input?: ElementProps['input'];
  placeholder?: string | undefined;
  focus: boolean;
  onChange(date: string): void;
}) {
  const { id, value, input, onChange } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const reader = useReader();
  const words = useWords();
  const today = wallClock(useNow(), reader.tz).date;

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        id={id}
        type="button"
        className="field date"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-labelledby={input ? `${input.labelledBy} ${id}` : undefined}
        aria-describedby={input?.describedBy}
        data-invalid={input?.invalid || undefined}
        data-autofocus={props.focus || undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name="calendar" />
        {value ? (
          formatted(value, reader.locale)
        ) : (
          <span className="placeholder">{props.placeholder ?? words.chooseDate}</span>
        )}
      </button>
      {open && (
        <Popup anchor={button} onClose={() => setOpen(false)}>
          <Calendar
            value={value}
            today={today}
            onChoose={(date) => {
              onChange(date);
              close();
            }}
            onClose={close}
          />
        </Popup>
      )}
    </>
  );
}

function formatted(date: string, locale: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at)) return date;
  const options = {
    weekday: 'short',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  } as const;
  return new Intl.DateTimeFormat(locale, options).format(at);
}
