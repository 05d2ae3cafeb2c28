import { type ElementProps, useElement } from '../blocks/surface.ts';
import { Icon } from '../chrome/icon.tsx';
import { Menu } from '../overlay/menu.tsx';
import { Plain } from '../text/rendered.tsx';
import { useWords } from '../viewer.ts';
import { type Option, optionsOf } from './option.ts';

export function Overflow(props: ElementProps) {
  const { busy, press } = useElement(props);
  const words = useWords();
  const choose = (option: Option) => {
    if (option.url && /^https?:/i.test(option.url)) window.open(option.url, '_blank', 'noreferrer');
    void press({ selected_option: option });
  };
  const items = optionsOf(props.element).map((option, index) => ({
    key: option.value ?? `${index}`,
    content: (
      <span className="option-text">
        <Plain text={option.text.text} />
      </span>
    ),
    onSelect: () => choose(option),
  }));
  return (
    <Menu
      id={props.id}
      label={words.moreActions}
      button={<Icon name="more" />}
      buttonClass="button overflow"
      sections={[{ items }]}
      align="end"
      disabled={busy}
    />
  );
}
