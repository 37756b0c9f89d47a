/** Published in the README: everybody knows it. It works on a desk that only its own machine reaches, and nowhere else. */
export const demoPassword = 'gotrs-demo-2026'
