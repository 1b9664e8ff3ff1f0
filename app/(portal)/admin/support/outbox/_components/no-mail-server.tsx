import { Notice } from "@/components/ui/notice";
import { mailServer } from "@/lib/domain/mail/model";

/** Said on top wherever messages wait in vain. */
export const NoMailServer = () =>
  mailServer() ? null : (
    <Notice tone="warning" title="Not sent: no mail server is configured.">
      Messages are kept here, and leave when there is one. Until then, open a message and pass its link on yourself.
    </Notice>
  );
