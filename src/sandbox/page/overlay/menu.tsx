import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Popup } from './popup.tsx';

export type MenuItem = {
  key: string;
  content: ReactNode;
  /** For one of several: drawn with a mark. */
  checked?: boolean;
  onSelect(): void;
};

export type MenuSection = { title?: string; items: MenuItem[] };

/** A button that opens a menu: arrows move, Enter chooses, Esc or Tab closes and the focus returns to the button. */
export function Menu(props: {
  label: string;
  button: ReactNode;
  buttonClass: string;
  sections: MenuSection[];
  empty?: string;
  align?: 'start' | 'end';
  above?: boolean;
  disabled?: boolean;
  menuClass?: string;
  /** Of the button, where a label elsewhere names it. */
  id?: string;
}) {
  const {
    label,
    button,
    buttonClass,
    sections,
    empty,
    align = 'start',
    above = false,
    disabled = false,
  } = props;
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (open)
      (list.current?.querySelector<HTMLElement>('[aria-checked=true]') ?? first(list.current))?.focus();
  }, [open]);

  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) trigger.current?.focus();
  };
  const choose = (item: MenuItem) => {
    close(true);
    item.onSelect();
  };

  return (
    <>
      <button
        ref={trigger}
        type="button"
        id={props.id}
        className={buttonClass}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <Popup anchor={trigger} onClose={() => setOpen(false)} align={align} above={above}>
          <div
            ref={list}
            id={id}
            role="menu"
            aria-label={label}
            className={`menu ${props.menuClass ?? ''}`}
            onKeyDown={(event) => moveFocus(event, list.current, () => close(true))}
          >
            {sections.every((section) => section.items.length === 0) && <p className="menu-empty">{empty}</p>}
            {sections.map((section, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sections have no name of their own and do not move
              <MenuGroup key={index} section={section} choose={choose} />
            ))}
          </div>
        </Popup>
      )}
    </>
  );
}

function MenuGroup({ section, choose }: { section: MenuSection; choose(item: MenuItem): void }) {
  if (section.items.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of menu items
    <div role="group" aria-label={section.title}>
      {section.title && <p className="menu-title">{section.title}</p>}
      {section.items.map((item) => (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a menuitemradio is checked; a menuitem is given nothing
        <button
          key={item.key}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          className="menu-item"
          tabIndex={-1}
          onClick={() => choose(item)}
        >
          {item.content}
        </button>
      ))}
    </div>
  );
}

const items = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('.menu-item') ?? [])];
const first = (list: HTMLElement | null) => items(list)[0];

function moveFocus(event: KeyboardEvent, list: HTMLElement | null, close: () => void): void {
  const all = items(list);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all.at(to % all.length)?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}
