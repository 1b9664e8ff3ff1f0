import { ActionForm, FormTextArea, SubmitButton } from "@/components/portal/action-form";
import { Timestamp } from "@/components/portal/timestamp";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import type { Action } from "@/lib/adapters/web/form-action";
import { replyOperation, type SupportDetail } from "@/lib/domain/support";
import { fieldOf } from "@/lib/platform/operations/field-of";
import { SupportContext } from "./support-context";

export type SupportThreadProps = { request: SupportDetail; zone: string; reply: Action; close: Action };

/** A support request's messages and the reply form. */
export function SupportThread({ request, zone, reply, close }: SupportThreadProps) {
  const first = { id: request.id, authorName: request.user.displayName, exchange: false, body: request.body, createdAt: request.createdAt };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <Section title="Messages">
        <ol className="grid divide-y divide-line">
          {[first, ...request.messages].map(({ id, authorName, exchange, body, createdAt }) => (
            <li key={id} className="grid gap-1 py-3 first:pt-0 last:pb-0">
              <p className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">{authorName}</span>
                {exchange && <Badge>Exchange</Badge>}
                <Timestamp value={createdAt} zone={zone} className="ml-auto text-sm text-ink-3" />
              </p>
              <p className="max-w-measure break-words whitespace-pre-wrap">{body}</p>
            </li>
          ))}
        </ol>
      </Section>
      <Section
        title={request.state === "closed" ? "Write again" : "Answer"}
        description={request.state === "closed" ? "A new message opens the request again." : undefined}
      >
        <ActionForm key={request.version} action={reply} className="grid max-w-prose gap-3">
          <input type="hidden" name="id" value={request.id} />
          <FormTextArea {...fieldOf(replyOperation, "body")} label="Message" />
          <div>
            <SubmitButton>Send message</SubmitButton>
          </div>
        </ActionForm>
      </Section>
      {request.state !== "closed" && (
        <ActionForm action={close}>
          <input type="hidden" name="id" value={request.id} />
          <input type="hidden" name="version" value={request.version} />
          <SubmitButton variant="secondary" icon="check">
            Close this request
          </SubmitButton>
        </ActionForm>
      )}
      {request.context && (
        <Section title="Sent along">
          <SupportContext context={request.context} />
        </Section>
      )}
    </div>
  );
}
