/** The twenty chapters of the firm's protection programme, and `F`: what the firm promises its clients. */
export const chapters = [
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
  ...['11', '12', '13', '14', '15', '16', '17', '18', '19', '20', 'F'],
] as const;
export type Chapter = (typeof chapters)[number];

/** Every measure of the programme by its number; `9.3` is the third of chapter 9. Names stand in control.text.ts. */
export const controlIds = [
  ...['1.1', '1.2', '1.3', '1.4'],
  ...['2.1', '2.2', '2.3', '2.4'],
  ...['3.1', '3.2', '3.3', '3.4'],
  ...['4.1', '4.2', '4.3', '4.4'],
  ...['5.1', '5.2', '5.3', '5.4'],
  ...['6.1', '6.2', '6.3', '6.4'],
  ...['7.1', '7.2', '7.3', '7.4'],
  ...['8.1', '8.2', '8.3', '8.4'],
  ...['9.1', '9.2', '9.3', '9.4'],
  ...['10.1', '10.2', '10.3', '10.4'],
  ...['11.1', '11.2', '11.3', '11.4'],
  ...['12.1', '12.2', '12.3', '12.4'],
  ...['13.1', '13.2', '13.3', '13.4'],
  ...['14.1', '14.2', '14.3', '14.4'],
  ...['15.1', '15.2', '15.3', '15.4'],
  ...['16.1', '16.2', '16.3', '16.4'],
  ...['17.1', '17.2', '17.3', '17.4'],
  ...['18.1', '18.2', '18.3', '18.4'],
  ...['19.1', '19.2', '19.3', '19.4'],
  ...['20.1', '20.2', '20.3', '20.4'],
  ...['F.1', 'F.2', 'F.3', 'F.4', 'F.5', 'F.6'],
] as const;
export type ControlId = (typeof controlIds)[number];

export function chapterOf(control: ControlId): Chapter {
  return control.split('.', 1)[0] as Chapter;
}

const known: ReadonlySet<string> = new Set(controlIds);

export function isControl(id: string): id is ControlId {
  return known.has(id);
}

/** In the order of the programme, each once. */
export function inOrder(controls: Iterable<string>): ControlId[] {
  const some = new Set(controls);
  return controlIds.filter((id) => some.has(id));
}
