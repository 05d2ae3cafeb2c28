import { type ElementProps, useElement } from '../blocks/surface.ts';
import { TextLine } from '../text/rendered.tsx';
import { type Option, optionsOf } from './option.ts';

/** Radio buttons and checkboxes: real inputs, so that keys and screen readers know them. */
export function Choices(props: ElementProps) {
  const { element, id, input } = props;
  const { value, change, busy } = useElement(props);
  const many = element.type === 'checkboxes';
  const chosen = ((many ? value : value ? [value] : []) as Option[] | null) ?? [];
  const isChosen = (option: Option) => chosen.some((one) => one.value === option.value);
  const toggle = (option: Option) => {
    if (!many) return change(option);
    return change(
      isChosen(option) ? chosen.filter((one) => one.value !== option.value) : [...chosen, option],
    );
  };
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label, and a radiogroup is invalid as a whole
    <div
      role={many ? 'group' : 'radiogroup'}
      className="choices"
      aria-labelledby={input?.labelledBy}
      aria-describedby={input?.describedBy}
      aria-invalid={input?.invalid || undefined}
    >
      {optionsOf(element).map((option, index) => (
        <label key={option.value ?? index} className="choice">
          <input
            className="choice-box"
            id={index === 0 ? id : undefined}
            type={many ? 'checkbox' : 'radio'}
            name={id}
            checked={isChosen(option)}
            aria-disabled={busy}
            data-autofocus={index === 0 && element.focus_on_load ? true : undefined}
            onChange={() => void toggle(option)}
          />
          <span>
            <TextLine object={option.text} />
            {option.description && (
              <small className="choice-more">
                <TextLine object={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
