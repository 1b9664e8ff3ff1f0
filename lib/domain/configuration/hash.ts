import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { ConfigurationContent } from "./schema";

/** SHA-256 in hex of the canonical JSON (RFC 8785): equal content has an equal hash, whatever its key order. */
export const hashOf = (content: ConfigurationContent): string =>
  createHash("sha256")
    .update(String(canonicalize(content)))
    .digest("hex");
