import { denial } from './control.call.ts';
import type { ControlValues } from './control.contract.ts';
import { file, slackFile } from './files.method.ts';
import { type Json, listOf, textOf } from './json.ts';
import type { Person } from './people.ts';
import type { Platform } from './platform.ts';

/** Files are named by their ids; the app gets them described, as by `files.info`. Only one's own files can be chosen. */
export function withFiles(platform: Platform, who: Person, values: ControlValues): ControlValues {
  const described = (value: Json): Json => {
    if (!Array.isArray(value.files)) return value;
    const files = listOf(value.files).map(({ id }) => {
      const found = file(platform, textOf(id));
      if (found === undefined || found.user !== who.id)
        throw denial('file_not_found', `${who.real_name} has no such file.`, 404);
      return slackFile(platform, found);
    });
    return { ...value, files };
  };
  return Object.fromEntries(
    Object.entries(values).map(([blockId, actions]) => [
      blockId,
      Object.fromEntries(Object.entries(actions).map(([actionId, value]) => [actionId, described(value)])),
    ]),
  );
}
