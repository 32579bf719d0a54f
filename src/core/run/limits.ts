import type { Workspace } from "../../domain/ports/ports.ts";

type Limit = "timeoutSeconds" | "memoryMb" | "outputMb";

/** The same with limits that are at least so high; a project's own may be higher. */
export const withRoom = (
  workspace: Workspace,
  least: Readonly<Partial<Record<Limit, number>>>,
): Workspace => {
  const { settings } = workspace;
  const limit = (name: Limit) => ({
    ...settings[name],
    value: Math.max(settings[name].value, Math.ceil(least[name] ?? 0)),
  });
  return {
    ...workspace,
    settings: {
      ...settings,
      timeoutSeconds: limit("timeoutSeconds"),
      memoryMb: limit("memoryMb"),
      outputMb: limit("outputMb"),
    },
  };
};
