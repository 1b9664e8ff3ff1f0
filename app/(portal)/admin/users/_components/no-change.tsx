import { Notice } from "@/components/ui/notice";

/** Stands in place of a form: whoever reads could not give the role that the person holds. */
export const NoChange = ({ name, why }: { name: string; why: string }) => (
  <Notice tone="neutral" title={`Changing ${name} is not yours to do.`}>
    {why}
  </Notice>
);
