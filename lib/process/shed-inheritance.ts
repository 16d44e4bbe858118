/** The launcher's own, which runs before anything is installed and so lies beside what does; the agent uses it too. */
export { shedInheritance } from "#lib/launcher/bootstrap/shed-inheritance.mjs";
