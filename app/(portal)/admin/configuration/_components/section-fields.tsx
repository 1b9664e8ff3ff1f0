import { FormCheckbox, FormSelect, FormTextArea, FormTextField } from "@/components/portal/action-form";
import { CONTRACT_HOURS, SESSION_TIMES, type SectionId, WEEKDAY_NAMES, WEEKDAYS } from "@/lib/domain/configuration/model";
import { Amount, type Values } from "./amount";
import { TermFields } from "./term-fields";

type Props = { values: Values };

/** The fields of one section's form, filled from the draft. */
export function SectionFields({ section, values }: Props & { section: SectionId }) {
  switch (section) {
    case "hours":
      return <Hours values={values} />;
    case "auction":
      return (
        <Times
          names={[
            ["from", "From"],
            ["until", "Until"],
          ]}
          values={values}
        />
      );
    case "holidays":
      return (
        <Lines name="holidays" label="Holidays" hint="One a line: a date and a name, such as 2027-02-08 Waitangi Day (observed)." rows={16} values={values} />
      );
    case "nodes":
      return <Lines name="nodes" label="Nodes" hint="One a line: a code and a name, such as OTA Ōtāhuhu." rows={4} values={values} />;
    case "profiles":
      return (
        <Lines
          name="profiles"
          label="Profiles"
          hint="One a line: a code, its half-hours and a name, such as ON 45–48, 1–14 Overnight. BASE, PEAK, ON, MP, EP and SPK have the half-hours of the exchange’s table."
          rows={8}
          values={values}
        />
      );
    case "contracts":
      return <TermFields values={values} />;
    case "daylight-saving":
      return <DaylightSaving values={values} />;
    case "compliance":
      return (
        <>
          <Amount name="minimumVolume" label="Minimum volume, MW per side" hint="The least that a market maker must quote." values={values} />
          <Amount name="maximumSpread" label="Maximum spread, %" hint="The widest distance between a market maker’s two prices." values={values} />
        </>
      );
    case "support":
      return <Support values={values} />;
  }
}

const Hours = ({ values }: Props) => (
  <>
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">Trading days</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {WEEKDAYS.map((day) => (
          <FormCheckbox key={day} name={day} label={WEEKDAY_NAMES[day]} defaultChecked={values[day] === "on"} />
        ))}
      </div>
    </fieldset>
    <Times
      names={[
        ["preopen", "Pre-open"],
        ["open", "Open"],
        ["close", "Close"],
      ]}
      values={values}
    />
  </>
);

/** Times of day in the market's zone. */
const Times = ({ names, values }: Props & { names: readonly (readonly [name: string, label: string])[] }) => (
  <div className="flex flex-wrap gap-4">
    {names.map(([name, label]) => (
      <FormTextField key={name} type="time" name={name} label={label} required defaultValue={values[name]} className="w-36" />
    ))}
  </div>
);

const Lines = ({ name, label, hint, rows, values }: Props & { name: string; label: string; hint: string; rows: number }) => (
  <FormTextArea name={name} label={label} hint={hint} rows={rows} defaultValue={values[name]} spellCheck={false} autoComplete="off" />
);

const choicesOf = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }));

const DaylightSaving = ({ values }: Props) => (
  <>
    <FormSelect name="sessionTimes" label="Market hours" required defaultValue={values.sessionTimes} options={choicesOf(SESSION_TIMES)} />
    <FormSelect
      name="contractHours"
      label="Hours of a changeover day in a contract"
      required
      defaultValue={values.contractHours}
      options={choicesOf(CONTRACT_HOURS)}
    />
  </>
);

const Support = ({ values }: Props) => (
  <>
    <FormTextField type="email" name="email" label="E-mail" required defaultValue={values.email} autoComplete="off" className="max-w-md" />
    <FormTextField
      type="tel"
      name="phone"
      label="Telephone"
      hint="With the country code, such as +64 4 555 0100."
      required
      defaultValue={values.phone}
      autoComplete="off"
      className="max-w-md"
    />
    <Times
      names={[
        ["from", "Staffed from"],
        ["until", "Staffed until"],
      ]}
      values={values}
    />
  </>
);
