import { FormTextField } from "@/components/portal/action-form";
import { TERMS } from "@/lib/domain/configuration/model";
import { Amount, type Values } from "./amount";

const names = { monthly: { title: "Monthly", unit: "months" }, quarterly: { title: "Quarterly", unit: "quarters" } } as const;

/** A set of fields for each term that can be listed. */
export const TermFields = ({ values }: { values: Values }) => (
  <div className="grid gap-6 sm:grid-cols-2">
    {TERMS.map((term) => (
      <fieldset key={term} className="grid content-start gap-4">
        <legend className="mb-2 text-md font-semibold">{names[term].title}</legend>
        <FormTextField
          type="number"
          name={`${term}.listedAhead`}
          label={`Listed ahead, ${names[term].unit}`}
          hint={`0 takes ${term} contracts off the market.`}
          required
          min={0}
          max={60}
          defaultValue={values[`${term}.listedAhead`]}
          className="max-w-xs"
        />
        <Amount name={`${term}.tickSize`} label="Tick size, NZD/MWh" hint="Both price bounds are whole numbers of ticks." values={values} />
        <Amount name={`${term}.minimumPrice`} label="Lowest price, NZD/MWh" values={values} />
        <Amount name={`${term}.maximumPrice`} label="Highest price, NZD/MWh" values={values} />
        <Amount name={`${term}.maximumQuantity`} label="Largest order, MW" values={values} />
      </fieldset>
    ))}
  </div>
);
