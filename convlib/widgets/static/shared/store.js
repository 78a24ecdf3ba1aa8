// The state: a model's traits.

/** @typedef {{get: (name: string) => any, set: (name: string, value: any) => void,
 *   on: (event: string, listener: () => void) => void,
 *   off: (event: string, listener: () => void) => void, save_changes: () => void}} Model */
