// Import the modules directly: the index of oidc-provider prints a notice on Node.js 20, where it works fine.

declare module "oidc-provider/lib/provider.js" {
  export { Provider } from "oidc-provider";
}

declare module "oidc-provider/lib/helpers/errors.js" {
  import { errors } from "oidc-provider";
  export import SessionNotFound = errors.SessionNotFound;
}

declare module "oidc-provider/lib/helpers/interaction_policy/index.js" {
  import { interactionPolicy } from "oidc-provider";
  export import Prompt = interactionPolicy.Prompt;
  export import base = interactionPolicy.base;
}
