/**
 * The path under which a proxy has the service: every address within it begins with this.
 */

export const root = typeof document === "undefined" ? "" : (document.documentElement.dataset.root ?? "");
