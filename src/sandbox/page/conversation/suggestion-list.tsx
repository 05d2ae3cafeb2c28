import { Avatar } from '../chrome/avatar.tsx';
import { Icon } from '../chrome/icon.tsx';
import { nameOf, useWords } from '../viewer.ts';
import type { Suggestion } from './suggestions.ts';

/** The commands or people that fit what is being typed, above the composer. */
export function SuggestionList(props: {
  id: string;
  suggestions: Suggestion[];
  active: number;
  onPoint(index: number): void;
  onChoose(suggestion: Suggestion): void;
}) {
  const { id, suggestions, active, onPoint, onChoose } = props;
  const words = useWords();
  const title = suggestions[0]?.command ? words.commands : words.members;
  return (
    <div id={id} role="listbox" tabIndex={-1} aria-label={title} className="suggestions">
      <p className="menu-title">{title}</p>
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the keys
        <div
          key={suggestion.command?.command ?? suggestion.user?.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={index === active ? 'menu-item active' : 'menu-item'}
          onPointerMove={() => onPoint(index)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(suggestion)}
        >
          <Row suggestion={suggestion} />
        </div>
      ))}
    </div>
  );
}

function Row({ suggestion: { command, user } }: { suggestion: Suggestion }) {
  if (command) {
    return (
      <>
        <Icon name="bolt" />
        <span className="option-text">
          <span>
            <strong>{command.command}</strong> <span className="usage">{command.usage_hint}</span>
          </span>
          <small>{command.description}</small>
        </span>
      </>
    );
  }
  return (
    <>
      <Avatar user={user} size={24} />
      <span className="option-text">
        {nameOf(user)}
        <small>{user?.title}</small>
      </span>
    </>
  );
}
