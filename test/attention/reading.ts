type Text = { text: string } | string | undefined;
type Element = { text?: Text; placeholder?: Text };
type Drawn = { text?: Text; accessory?: Element; elements?: Element[] };

const textOf = (text: Text): string => (typeof text === 'string' ? text : (text?.text ?? ''));
const label = (one: Element): string =>
  typeof one.text === 'string' ? one.text : `[${textOf(one.text ?? one.placeholder)}]`;

/** What a message or modal says, a line for each of its lines, what can be pressed in brackets. */
export function read(blocks: readonly unknown[] = []): string[] {
  return (blocks as Drawn[]).flatMap(({ text, accessory, elements = [] }) => {
    const said = [textOf(text), ...(accessory ? [label(accessory)] : [])].join(' ');
    return [said, elements.map(label).join(' ')].filter(Boolean);
  });
}
