import { useState } from 'react';

const LONG = 400;

/** JSON that opens step by step. `depth` levels are open at first. */
export function JsonTree({ value, name, depth = 2 }: { value: unknown; name?: string; depth?: number }) {
  const label = name === undefined ? null : <span className="json-name">{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return (
      <div className="json-line">
        {label}
        <Leaf value={value} />
      </div>
    );
  }
  const entries = Object.entries(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className="json-line">
        {label}
        {open}
        {close}
      </div>
    );
  }
  return <Branch {...{ label, open, close, entries, depth }} />;
}

function Branch(props: {
  label: React.ReactNode;
  open: string;
  close: string;
  entries: [string, unknown][];
  depth: number;
}) {
  const { label, open, close, entries, depth } = props;
  // Children of a closed branch are not drawn at all: a payload can hold thousands of lines.
  const [shown, setShown] = useState(depth > 0);
  return (
    <details className="json-branch" open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        {label}
        {open}
        {!shown && (
          <span className="json-more">
            {entries.length} {close}
          </span>
        )}
      </summary>
      {shown && (
        <>
          <div className="json-children">
            {entries.map(([key, child]) => (
              <JsonTree key={key} name={key} value={child} depth={depth - 1} />
            ))}
          </div>
          {close}
        </>
      )}
    </details>
  );
}

function Leaf({ value }: { value: unknown }) {
  const text = JSON.stringify(value) ?? 'undefined';
  const [whole, setWhole] = useState(text.length <= LONG);
  return (
    <span className={`json-${value === null ? 'null' : typeof value}`}>
      {whole ? text : text.slice(0, LONG)}
      {!whole && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          …
        </button>
      )}
    </span>
  );
}
