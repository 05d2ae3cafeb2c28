import { useState } from 'react';
import { type ElementProps, useElement } from '../blocks/surface.ts';
import { momentOf, wallClock } from '../text/time.ts';
import { useReader } from '../viewer.ts';
import { DateField } from './date-field.tsx';
import { TimeField } from './time-field.tsx';

/** A day and a time of the viewer's zone; the value is in seconds since 1970. */
export function DateTimePicker(props: ElementProps) {
  const { element, id, input } = props;
  const { value, change, busy } = useElement(props);
  const { tz } = useReader();
  const known = value === null ? { date: '', time: '' } : wallClock((value as number) * 1000, tz);
  // Half a choice (a day without its time) is kept here until it is whole.
  const [half, setHalf] = useState(known);
  const date = value === null ? half.date : known.date;
  const time = value === null ? half.time : known.time;

  const take = (nextDate: string, nextTime: string) => {
    setHalf({ date: nextDate, time: nextTime });
    void change(nextDate && nextTime ? Math.floor(momentOf(nextDate, nextTime, tz) / 1000) : null);
  };
  return (
    <div className="date-time">
      <DateField
        id={id}
        value={date}
        input={input}
        focus={element.focus_on_load === true}
        onChange={(next) => take(next, time)}
      />
      <div className="time-field">
        <TimeField
          id={`${id}-time`}
          value={time}
          input={input && { ...input, labelledBy: `${input.labelledBy} ${id}-time` }}
          focus={false}
          busy={busy}
          onChange={(next) => take(date, next)}
        />
      </div>
    </div>
  );
}
