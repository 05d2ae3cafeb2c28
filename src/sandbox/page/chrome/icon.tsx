/** Line icons on a 20-unit grid, in the colour of the text around them. */
const PATHS = {
  more: 'M10 4.5h.01M10 10h.01M10 15.5h.01',
  close: 'M5 5l10 10M15 5L5 15',
  check: 'M4 10.5l4 4 8-9',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  back: 'M12.5 4.5L7 10l5.5 5.5',
  forward: 'M7.5 4.5L13 10l-5.5 5.5',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  channel: 'M7.5 3l-2 14M14.5 3l-2 14M3.5 7.5h14M2.5 12.5h14',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 016 0V9',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3',
  clock: 'M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v4l2.5 2',
  bolt: 'M11 2.5L4.5 11.5H9.5L9 17.5l6.5-9H10.5z',
  plus: 'M10 4v12M4 10h12',
  send: 'M3.5 3.800L17 10 3.5 16.200 5.300 10zM5.300 10H10.5',
  reply: 'M3.5 4.5h13v9h-6l-4 3.5v-3.5h-3z',
  code: 'M7 5.5L2.5 10 7 14.5M13 5.5L17.5 10 13 14.5',
  sun: 'M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100',
  moon: 'M16 12.200A6.800 6.800 0 017.800 4a6.800 6.800 0 108.200 8.200z',
  auto: 'M10 3a7 7 0 100 14zM10 3a7 7 0 010 14',
  eye: 'M2 10q3.5-5.5 8-5.5t8 5.5q-3.5 5.5-8 5.5T2 10zM10 7.800a2.200 2.200 0 100 4.400 2.200 2.200 0 000-4.400z',
  trash: 'M4 5.5h12M8 5.5V4h4v1.5M5.5 5.5l.7 11h7.600l.7-11',
  file: 'M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15',
  right: 'M3.5 10h12M11 5.5l4.5 4.5-4.5 4.5',
  left: 'M16.5 10h-12M9 5.5L4.5 10 9 14.5',
  shared: 'M7 4.5a6 6 0 000 11M13 4.5a6 6 0 010 11M7 10h6',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
