import type { z } from "zod";
import { shapeOf } from "./decode";

/** What a browser can check of a field before it is sent. */
export type FieldConstraints = {
  readonly name: string;
  readonly required?: true;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
};

/** A field of an operation's input, as its control takes it: the browser then refuses what the server would refuse. */
export function fieldOf<I extends z.ZodObject>({ input }: { readonly input: I }, name: keyof z.input<I> & string): FieldConstraints {
  const { properties = {}, required = [] } = shapeOf(input);
  const field = properties[name];
  const { minLength = 0, maxLength, minimum, maximum } = typeof field === "object" ? field : {};
  return {
    name,
    ...(required.includes(name) && minLength > 0 && { required: true }),
    ...(minLength > 1 && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
  };
}
