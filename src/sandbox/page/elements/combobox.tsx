import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { ElementProps } from '../blocks/surface.ts';
import { Icon } from '../chrome/icon.tsx';
import { Popup } from '../overlay/popup.tsx';
import { useWords } from '../viewer.ts';

/** One thing to choose; `key` tells it apart, `text` is what typing finds and what the closed field shows. */
export type Choice<T> = { key: string; text: string; more?: string | undefined; icon?: ReactNode; of: T };
export type ChoiceGroup<T> = { label?: string | undefined; choices: Choice<T>[] };

/**
 * A field with a list to choose from, one or several (WAI-ARIA combobox: arrows, Enter, Esc, typing narrows; Backspace
 * in an empty field takes the last one back).
 */
export function Combobox<T>(props: {
  id: string;
  chosen: Choice<T>[];
  many: boolean;
  most: number;
  placeholder: string;
  /** Where the choices come from: all there is narrowed to the typed text, or an answer to wait for. */
  from: { find(typed: string): ChoiceGroup<T>[] } | { ask(typed: string): Promise<ChoiceGroup<T>[]> };
  /** Below so many characters nothing is asked. */
  least: number;
  input: ElementProps['input'];
  focus: boolean;
  busy: boolean;
  clearable: boolean;
  onChange(chosen: Choice<T>[]): void;
}) {
  const { id, chosen, many, most, placeholder, from, least, input, onChange } = props;
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const enough = open && typed.length >= least;
  const asked = useAsked('ask' in from ? from.ask : undefined, typed, enough);
  const found = 'ask' in from ? asked : enough ? from.find(typed) : undefined;
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();

  const groups = (found ?? []).filter((group) => group.choices.length > 0);
  const all = groups.flatMap((group) => group.choices);
  const isChosen = (choice: Choice<T>) => chosen.some((one) => one.key === choice.key);
  const full = many && chosen.length >= most;

  const show = () => {
    if (open) return;
    setOpen(true);
    setTyped('');
    setActive(0);
  };
  const choose = (choice: Choice<T> | undefined) => {
    if (!choice) return;
    if (!many) {
      onChange([choice]);
      setOpen(false);
    } else if (isChosen(choice)) onChange(chosen.filter((one) => one.key !== choice.key));
    else if (!full) onChange([...chosen, choice]);
    setTyped('');
    field.current?.focus();
  };
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (open) setActive(all.length === 0 ? 0 : (to + all.length) % all.length);
      else show();
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      choose(all[active]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Backspace' && typed === '' && chosen.length > 0 && (many || props.clearable)) {
      onChange(chosen.slice(0, -1));
    } else if (event.key === 'Tab') setOpen(false);
  };

  const single = many ? undefined : chosen[0];
  const activeId = open && all[active] ? `${listId}-${active}` : undefined;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only widens where a click reaches the field inside */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field inside has the keys */}
      <div
        ref={box}
        className="field combobox"
        data-invalid={input?.invalid || undefined}
        aria-busy={props.busy}
        onClick={() => {
          field.current?.focus();
          show();
        }}
      >
        {many &&
          chosen.map((choice) => (
            <span key={choice.key} className="chip">
              {choice.icon}
              {choice.text}
              <button
                type="button"
                aria-label={words.remove(choice.text)}
                onClick={(event) => {
                  event.stopPropagation();
                  onChange(chosen.filter((one) => one.key !== choice.key));
                }}
              >
                <Icon name="close" />
              </button>
            </span>
          ))}
        {!open && single?.icon}
        <input
          ref={field}
          id={id}
          role="combobox"
          autoComplete="off"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={open ? listId : undefined}
          aria-activedescendant={activeId}
          aria-label={input ? undefined : placeholder}
          aria-labelledby={input?.labelledBy}
          aria-describedby={input?.describedBy}
          aria-invalid={input?.invalid || undefined}
          aria-required={input?.required || undefined}
          data-autofocus={props.focus || undefined}
          value={open ? typed : (single?.text ?? '')}
          placeholder={single?.text ?? (chosen.length > 0 ? '' : placeholder)}
          onChange={(event) => {
            // Typing into the closed field starts a search; the choice it shows is not part of it.
            const shown = open ? '' : (single?.text ?? '');
            setOpen(true);
            setTyped(
              event.target.value.startsWith(shown)
                ? event.target.value.slice(shown.length)
                : event.target.value,
            );
            setActive(0);
          }}
          onKeyDown={key}
        />
        {props.clearable && !many && single && (
          <button
            type="button"
            className="combobox-clear"
            aria-label={words.clear}
            onClick={(event) => {
              event.stopPropagation();
              onChange([]);
            }}
          >
            <Icon name="close" />
          </button>
        )}
        <Icon name="down" />
      </div>
      {open && (
        <Popup anchor={box} onClose={() => setOpen(false)} fitted>
          <div
            id={listId}
            role="listbox"
            tabIndex={-1}
            aria-multiselectable={many}
            aria-label={placeholder}
            className="menu"
          >
            {typed.length < least && <p className="menu-empty">{words.keepTyping(least)}</p>}
            {typed.length >= least && found === undefined && <p className="menu-empty">{words.searching}</p>}
            {found !== undefined && all.length === 0 && <p className="menu-empty">{words.noOptions}</p>}
            {full && <p className="menu-empty">{words.enough(most)}</p>}
            {groups.map((group, groupIndex) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two groups may bear one label
              // biome-ignore lint/a11y/useSemanticElements: options of a listbox are no option elements
              <div key={groupIndex} role="group" aria-label={group.label}>
                {group.label && <p className="menu-title">{group.label}</p>}
                {group.choices.map((choice) => {
                  const index = all.indexOf(choice);
                  return (
                    <OptionRow
                      key={choice.key}
                      id={`${listId}-${index}`}
                      choice={choice}
                      active={index === active}
                      chosen={isChosen(choice)}
                      onPoint={() => setActive(index)}
                      onChoose={() => choose(choice)}
                    />
                  );
                })}
              </div>
            ))}
          </div>
        </Popup>
      )}
    </>
  );
}

function OptionRow<T>(props: {
  id: string;
  choice: Choice<T>;
  active: boolean;
  chosen: boolean;
  onPoint(): void;
  onChoose(): void;
}) {
  const { choice, active } = props;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
    <div
      ref={row}
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={props.chosen}
      className={active ? 'menu-item active' : 'menu-item'}
      onPointerMove={props.onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={props.onChoose}
    >
      {choice.icon}
      <span className="option-text">
        {choice.text}
        {choice.more && <small>{choice.more}</small>}
      </span>
      {props.chosen && <Icon name="check" />}
    </div>
  );
}

/** The answer for the typed text: `undefined` while it is awaited. A late answer to older typing is dropped. */
function useAsked<T>(
  ask: ((typed: string) => Promise<ChoiceGroup<T>[]>) | undefined,
  typed: string,
  wanted: boolean,
): ChoiceGroup<T>[] | undefined {
  const [answer, setAnswer] = useState<ChoiceGroup<T>[]>();
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!wanted) return setAnswer(undefined);
    let stale = false;
    void latest.current?.(typed).then((groups) => !stale && setAnswer(groups));
    return () => {
      stale = true;
    };
  }, [typed, wanted]);
  return answer;
}
