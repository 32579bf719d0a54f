export const isolationModes = ["auto", "strict", "process"] as const;

/** How much isolation the operator asks for: the best there is, namespaces or nothing, or none. */
export type IsolationMode = (typeof isolationModes)[number];
