/** `9`, `930`, `9:30`, `2 pm`, `14点`, `下午2:05` → `HH:mm`; nothing when it is no time of day. */
export function readTime(typed: string): string | undefined {
  const match = /^(上午|下午)?\s*(\d{1,2})\s*[:：.点时]?\s*(\d{2})?\s*分?\s*([ap])?\.?m?\.?$/i.exec(
    typed.trim(),
  );
  if (!match) return undefined;
  const [, half, hours, minutes = '00', letter] = match;
  const afternoon = half === '下午' || letter?.toLowerCase() === 'p';
  const morning = half === '上午' || letter?.toLowerCase() === 'a';
  const hour = Number(hours);
  if (hour > 23 || Number(minutes) > 59 || ((afternoon || morning) && hour > 12)) return undefined;
  const shifted = afternoon && hour < 12 ? hour + 12 : morning && hour === 12 ? 0 : hour;
  return clockTime(shifted, Number(minutes));
}

/** `HH:mm`. */
export function clockTime(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
