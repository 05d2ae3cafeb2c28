import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Icon } from '../chrome/icon.tsx';
import { useReader, useWords } from '../viewer.ts';

const DAY = 86_400_000;
const KEYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** One month as a grid, Monday first; arrows move by days and weeks, PageUp and PageDown by months. */
export function Calendar(props: {
  value: string;
  today: string;
  onChoose(date: string): void;
  onClose(): void;
}) {
  const { value, today, onChoose, onClose } = props;
  const { locale } = useReader();
  const words = useWords();
  const [focused, setFocused] = useState(value || today);
  const grid = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the day
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [focused]);

  const format = (date: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(timeOf(date));
  const key = (event: KeyboardEvent) => {
    const days = KEYS[event.key];
    if (days !== undefined) setFocused(dateOf(timeOf(focused) + days * DAY));
    else if (event.key === 'PageUp') setFocused(otherMonth(focused, -1));
    else if (event.key === 'PageDown') setFocused(otherMonth(focused, 1));
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const days = monthGrid(focused);
  return (
    <div role="dialog" aria-label={words.chooseDate} className="calendar" onKeyDown={key}>
      <header>
        <button
          type="button"
          className="icon-button"
          aria-label={words.previousMonth}
          onClick={() => setFocused(otherMonth(focused, -1))}
        >
          <Icon name="back" />
        </button>
        <strong aria-live="polite">{format(focused, { year: 'numeric', month: 'long' })}</strong>
        <button
          type="button"
          className="icon-button"
          aria-label={words.nextMonth}
          onClick={() => setFocused(otherMonth(focused, 1))}
        >
          <Icon name="forward" />
        </button>
      </header>
      <div className="calendar-grid" ref={grid}>
        {days.slice(0, 7).map((date) => (
          <span key={date} className="calendar-head" aria-hidden="true">
            {format(date, { weekday: 'narrow' })}
          </span>
        ))}
        {days.map((date) => (
          <button
            key={date}
            type="button"
            tabIndex={date === focused ? 0 : -1}
            aria-label={format(date, { dateStyle: 'full' })}
            aria-pressed={date === value}
            aria-current={date === today ? 'date' : undefined}
            className={date.slice(0, 7) === focused.slice(0, 7) ? 'calendar-day' : 'calendar-day outside'}
            onClick={() => onChoose(date)}
          >
            {Number(date.slice(8))}
          </button>
        ))}
      </div>
    </div>
  );
}

const timeOf = (date: string) => Date.parse(`${date}T00:00:00Z`);
const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Whole weeks that cover the month. */
function monthGrid(date: string): string[] {
  const first = timeOf(`${date.slice(0, 7)}-01`);
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
  const weeks = Math.ceil((timeOf(otherMonth(`${date.slice(0, 7)}-01`, 1)) - monday) / (7 * DAY));
  return Array.from({ length: weeks * 7 }, (_, index) => dateOf(monday + index * DAY));
}

/** The same day of another month, or that month's last. */
function otherMonth(date: string, by: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + by, 0)).getUTCDate();
  return dateOf(Date.UTC(year, month - 1 + by, Math.min(day, last)));
}
