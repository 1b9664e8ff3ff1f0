import { Notice } from "@/components/ui/notice";
import { mailServer } from "@/lib/domain/mail/model";

/** Warns that messages stay queued. */
export const NoMailServer = () =>
  mailServer() ? null : (
    <Notice tone="warning" title="Not sent: no mail server is configured.">
      Messages stay here and are sent once a mail server is set up. Until then, open a message and pass its link on yourself.
    </Notice>
  );
