/** Whether something was typed on this page that was not sent, or was sent and not taken. */
export function isTyping(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("main textarea, main input:not([type=hidden])");
  return [...fields].some((field) => field.value !== field.defaultValue) || document.querySelector("main form [role=alert]") !== null;
}
