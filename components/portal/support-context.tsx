import { DefinitionList } from "@/components/portal/definition-list";
import { Code } from "@/components/ui/code";
import type { RequestContext } from "@/lib/domain/support/model";

/** The context sent with a request, shown before and after sending. */
export const SupportContext = ({ context: { page, reference, role, permissions, browser } }: { context: RequestContext }) => (
  <DefinitionList
    items={[
      { term: "Page", detail: page && <Code>{page}</Code> },
      { term: "Reference", detail: reference && <Code>{reference}</Code> },
      { term: "Role", detail: role },
      {
        term: "Permissions",
        detail: permissions.length > 0 && (
          <span className="flex flex-wrap gap-1">
            {permissions.map((permission) => (
              <Code key={permission}>{permission}</Code>
            ))}
          </span>
        ),
      },
      { term: "Browser", detail: browser },
    ]}
  />
);
