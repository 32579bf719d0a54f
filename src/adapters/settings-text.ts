import type { SettingsText } from "../domain/ports/files.ts";
import { readTextIfThere, writeWhole } from "./files.ts";

export const settingsText = (path: string): SettingsText => ({
  path,
  read: () => readTextIfThere(path),
  replace: (text) => writeWhole(path, text),
});
