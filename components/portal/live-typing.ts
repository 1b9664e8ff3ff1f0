/** Whether the page has input that was not submitted, or was submitted and refused. */
export function isTyping(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("main textarea, main input:not([type=hidden])");
  return [...fields].some((field) => field.value !== field.defaultValue) || document.querySelector("main form [role=alert]") !== null;
}
