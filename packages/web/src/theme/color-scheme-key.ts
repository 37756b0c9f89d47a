/**
 * Where the browser keeps the chosen colour scheme: both apps are on one origin, so one choice holds in both. The scripts
 * that run before the first paint name it too (apps/agent/public/color-scheme.js, apps/portal/public/boot.js).
 */
export const colorSchemeKey = 'gotrs-color-scheme'
