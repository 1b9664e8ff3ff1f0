import { Notice } from "@/components/ui/notice";

/** Replaces the form when the viewer could not assign the role that the user holds. */
export const NoChange = ({ name, why }: { name: string; why: string }) => (
  <Notice tone="neutral" title={`You cannot change ${name}.`}>
    {why}
  </Notice>
);
