import Form from "next/form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

/** Compares this version with any other. A GET form, so the address can be shared. */
export function CompareForm({ number, current, against, base }: { number: number; current: number; against?: number; base: string }) {
  if (current === 1) return null;
  return (
    <Form key={against} action={`${base}/${number}`} className="flex flex-wrap items-end gap-2">
      <TextField
        type="number"
        name="against"
        label={`Compare version ${number} with version`}
        required
        min={1}
        max={current}
        defaultValue={against ?? (number === 1 ? current : number - 1)}
      />
      <Button>Compare</Button>
    </Form>
  );
}
