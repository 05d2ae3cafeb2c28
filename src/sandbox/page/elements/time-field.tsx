import type { ElementProps } from '../blocks/surface.ts';
import { formatTime } from '../text/time.ts';
import { useReader, useWords } from '../viewer.ts';
import { type Choice, Combobox } from './combobox.tsx';
import { clockTime, readTime } from './read-time.ts';

const HALF_HOURS = Array.from({ length: 48 }, (_, index) =>
  clockTime(Math.floor(index / 2), (index % 2) * 30),
);

/** Half hours to choose from, any minute by typing it; shown as the viewer reads times. Values are `HH:mm`. */
export function TimeField(props: {
  id: string;
  value: string;
  input: ElementProps['input'];
  focus: boolean;
  busy: boolean;
  onChange(time: string): void;
}) {
  const { value, input, onChange } = props;
  const words = useWords();
  const { locale } = useReader();
  const choice = (time: string): Choice<string> => ({
    key: time,
    text: formatTime(Date.parse(`1970-01-01T${time}:00Z`), { locale, tz: 'UTC' }),
    of: time,
  });
  const find = (typed: string) => {
    const exact = readTime(typed);
    const near = HALF_HOURS.map(choice).filter((one) => one.text.includes(typed.trim()) && one.of !== exact);
    return [{ choices: exact ? [choice(exact), ...near] : near }];
  };
  return (
    <Combobox
      id={props.id}
      chosen={value ? [choice(value)] : []}
      many={false}
      most={1}
      least={0}
      placeholder={words.time}
      from={{ find }}
      input={input}
      focus={props.focus}
      busy={props.busy}
      clearable={input ? !input.required : false}
      onChange={(chosen) => onChange(chosen[0]?.of ?? '')}
    />
  );
}
